"""`advisor rules check` from the outside: exit status, formats, streams, and every witness replayed."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.report.schemas.schema import schema
from advisor.rulebase.files import REQUIRED_FILES
from advisor.rulebase.model import RuleBase
from advisor.verify.run import CODES
from tests.verify.checks.tiny import BAD, Texts, tiny

Advisor = Callable[..., Any]
COMMUTE = Path(__file__).parents[1] / "rulebases" / "commute"


COMMANDS = ("    advisor recommend --rules ", "What a code means: advisor rules check --explain ")
"""What is there to be copied is never folded."""


def faulty(code: str) -> Texts:
    return tiny(**{path.stem: path.read_text(encoding="utf-8") for path in sorted((BAD / code).glob("*.yaml"))})


def written(folder: Path, texts: Texts) -> str:
    folder.mkdir(exist_ok=True)
    for file, text in texts.items():
        (folder / f"{file}.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def document(outcome: Any, base: RuleBase) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(outcome.out)
    Draft202012Validator(schema("rules-check", base)).validate(found)
    return found


def test_the_built_in_rules_have_nothing_but_notes(advisor: Advisor, base: RuleBase) -> None:
    outcome = advisor("rules", "check", "--strict", "--format", "json")
    assert (outcome.status, outcome.err) == (0, "")
    found = document(outcome, base)
    assert [check["check"] for check in found["checks"]] == list(CODES)
    # what is there is meant: six reasons that walls decide before, two texts that speak of removal to forbid it
    there = {check["check"]: (check["findings"], check["silenced"], check["kept"]) for check in found["checks"]
             if check["outcome"] != "proven"}
    assert there == {"gap": (2, 0, 0), "masked-rule": (0, 0, 6), "untagged-form": (0, 2, 0)}
    assert {finding["code"] for finding in found["findings"]} == {"gap"}
    assert found["rule_base"]["sha256"] == base.sha256
    for finding in found["findings"]:
        for witness in finding["witnesses"]:
            verdict = replayed(advisor, witness["command"])["verdict"]
            if "default" in witness["text"]:
                assert verdict["by_default"]
            else:
                assert verdict["protocol"] == "neither"


def replayed(advisor: Advisor, command: str) -> dict[str, Any]:
    first, *words = shlex.split(command)
    assert first == "advisor"
    outcome = advisor(*words, "--format", "json")
    assert outcome.status == 0, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    return found


@pytest.mark.parametrize("code", CODES)
def test_every_faulty_input_as_json(code: str, advisor: Advisor, tmp_path: Path, base: RuleBase) -> None:
    rules = written(tmp_path / "the rules", faulty(code))
    found = document(advisor("rules", "check", "--rules", rules, "--format", "json"), base)
    assert [check["check"] for check in found["checks"]] == list(CODES)
    assert sum(check["findings"] for check in found["checks"]) == len(found["findings"]) > 0
    assert (found["rule_base"] == found["cases"] == "unknown") is (code == "form")
    for finding in found["findings"]:
        assert finding["where"] == f"{finding['file']}:{finding['line']}:{finding['column']}"
        for witness in finding["witnesses"]:
            assert shlex.split(witness["command"])[2:4] == ["--rules", rules]
            answers = replayed(advisor, witness["command"])["answers"]
            assert {name: answer["value"] for name, answer in answers.items()} == witness["case"]


@pytest.mark.parametrize(("code", "normal", "strict"), [
    ("base", 0, 0), ("dead-rule", 0, 1), ("gap", 0, 0), ("overlapping-forms", 1, 1), ("invariant", 1, 1),
    ("form", 1, 1), ("silence", 0, 1), ("unused-claim", 0, 1)])
def test_exit_status(code: str, normal: int, strict: int, advisor: Advisor, tmp_path: Path) -> None:
    rules = written(tmp_path / "rules", faulty(code) if code != "base" else tiny())
    assert advisor("rules", "check", "--rules", rules).status == normal
    assert advisor("rules", "check", "--rules", rules, "--strict").status == strict
    assert advisor("rules", "check", ADVISOR_RULES=rules).status == normal


def test_unread_rules_are_findings_and_nothing_else_is_claimed(advisor: Advisor, tmp_path: Path) -> None:
    rules = written(tmp_path / "rules", faulty("form"))
    outcome = advisor("rules", "check", "--rules", rules)
    assert (outcome.status, outcome.err) == (1, "")
    assert f"{len(CODES) - 1} checks without a result" in outcome.out
    assert "proven" not in outcome.out


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str, advisor: Advisor) -> None:
    outcome = advisor("rules", "check", "--explain", code)
    assert outcome.status == 0
    assert outcome.out.startswith(f"{code}: ")
    assert "What\n" in outcome.out


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("code", CODES)
def test_a_page_is_shown_without_its_marks(code: str, width: int, advisor: Advisor) -> None:
    for line in advisor("rules", "check", "--explain", code, COLUMNS=str(width)).out.splitlines():
        assert not line.startswith(("#", "|", "```"))
        assert line.startswith("    ") or not any(mark in line for mark in ("](", "`", "**"))
        assert len(line) <= width or line.startswith("    ")


def test_a_code_of_the_loader_is_explained_by_its_line(advisor: Advisor) -> None:
    outcome = advisor("rules", "check", "--explain", "unknown-question")
    assert (outcome.out, outcome.status) == ("""\
unknown-question: A condition asks about a question that there is not. Take the
  one that is suggested.
form: rules that cannot be read
advisor rules check --explain form
""", 0)


def test_the_line_about_codes_can_be_copied(advisor: Advisor, tmp_path: Path) -> None:
    rules = written(tmp_path / "rules", faulty("form"))
    last = advisor("rules", "check", "--rules", rules, COLUMNS="40").out.splitlines()[-1]
    words = last.partition(": advisor ")[2].split()
    assert last.startswith("What a code means: advisor rules check --explain ")
    assert advisor(*words).out.startswith("unknown-question: ")


def test_an_unknown_code_is_bad_input_with_the_nearest(advisor: Advisor) -> None:
    outcome = advisor("rules", "check", "--explain", "ded-rule")
    assert (outcome.status, outcome.out) == (2, "")
    assert "'dead-rule'" in outcome.err
    assert "'unknown-question'" in advisor("rules", "check", "--explain", "unknown-questions").err
    assert "Valid: form, dead-rule," in advisor("rules", "check", "--explain", "zzz").err


@pytest.mark.parametrize("file", REQUIRED_FILES)
def test_a_missing_file_is_a_finding(file: str, advisor: Advisor, tmp_path: Path, base: RuleBase) -> None:
    texts = tiny()
    del texts[file]
    outcome = advisor("rules", "check", "--rules", written(tmp_path / "rules", texts), "--format", "json")
    [finding] = document(outcome, base)["findings"]
    assert outcome.status == 1
    assert (finding["code"], finding["file"], finding["line"]) == ("missing-file", None, None)
    assert finding["where"].endswith(f"{file}.yaml")


def test_all_missing_files_are_told_at_once(advisor: Advisor, tmp_path: Path) -> None:
    outcome = advisor("rules", "check", "--rules", written(tmp_path / "rules", {}))
    assert outcome.status == 1
    assert outcome.out.count("[missing-file]") == outcome.out.replace("\n  ", " ").count("is missing. [missing-file]") \
        == len(REQUIRED_FILES)


@pytest.mark.parametrize("report_format", ["text", "json"])
def test_a_missing_folder_is_a_wrong_command(report_format: str, advisor: Advisor, tmp_path: Path) -> None:
    outcome = advisor("rules", "check", "--rules", str(tmp_path / "none"), "--format", report_format)
    assert (outcome.status, outcome.out) == (2, "")
    assert "not a folder with rules" in outcome.err
    if report_format == "json":
        assert json.loads(outcome.err)["errors"][0]["code"] == "no-rules"


def test_an_unknown_format(advisor: Advisor) -> None:
    outcome = advisor("rules", "check", "--format", "jsn")
    assert outcome.status == 2
    assert "Did you mean 'json'?" in outcome.err


def test_another_rule_base_altogether(advisor: Advisor, base: RuleBase) -> None:
    outcome = advisor("rules", "check", "--rules", str(COMMUTE), "--format", "json")
    found = document(outcome, base)
    assert found["rule_base"]["name"] == "commute"
    assert found["cases"] == {"cases": 972, "of": 972, "known_cases": 96, "known_of": 96}  # 4 x 3^5, 3 x 2^5
    assert "unknown" not in {check["outcome"] for check in found["checks"]}
    for finding in found["findings"]:
        for witness in finding["witnesses"]:
            replayed(advisor, witness["command"])


def test_the_result_as_a_file(advisor: Advisor, tmp_path: Path, base: RuleBase) -> None:
    rules = written(tmp_path / "rules", faulty("gap"))
    shown = advisor("rules", "check", "--rules", rules)
    outcome = advisor("rules", "check", "--rules", rules, "--output", str(tmp_path / "out.txt"))
    assert (outcome.status, outcome.out) == (0, "")
    assert (tmp_path / "out.txt").read_text() == shown.out
    assert advisor("rules", "check", "--rules", rules, "--format", "json", "--output",
                   str(tmp_path / "out.json")).status == 0
    Draft202012Validator(schema("rules-check", base)).validate(json.loads((tmp_path / "out.json").read_text()))
    outcome = advisor("rules", "check", "--rules", rules, "--output", str(tmp_path / "no" / "out.txt"))
    assert outcome.status == 2
    assert "folder does not exist" in outcome.err


@pytest.mark.parametrize("variables", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_pipe_gets_plain_text(variables: dict[str, str], advisor: Advisor, tmp_path: Path) -> None:
    rules = written(tmp_path / "rules", faulty("invariant"))
    outcome = advisor("rules", "check", "--rules", rules, **variables)
    assert "\x1b" not in outcome.out
    assert outcome.out == advisor("rules", "check", "--rules", rules, "--no-color").out


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("width", [40, 80])
def test_every_screen_keeps_to_its_width_but_for_commands(width: int, code: str, advisor: Advisor,
                                                         tmp_path: Path) -> None:
    rules = written(tmp_path / "r", faulty(code))
    for line in advisor("rules", "check", "--rules", rules, COLUMNS=str(width)).out.splitlines():
        assert len(line) <= width or line.startswith(COMMANDS), line


def test_the_schema_is_listed_and_shown(advisor: Advisor) -> None:
    assert "rules-check" in advisor("schema").out.split()
    found = json.loads(advisor("schema", "rules-check").out)
    assert found["$id"] == "urn:advisor:rules-check:1"


@pytest.mark.parametrize("change", [
    lambda found: found.update(schema="advisor.rules-check/2"),
    lambda found: found["findings"][0].update(severity="fatal"),
    lambda found: found["findings"][0].pop("witnesses"),
    lambda found: found["findings"][0].update(line=0),
    lambda found: found["findings"][0].update(message=""),
    lambda found: found["checks"][0].update(outcome="ok"),
    lambda found: found["checks"][0].update(findings=2),
    lambda found: next(entry for entry in found["checks"] if entry["findings"]).update(outcome="proven"),
    lambda found: found["silenced"][0].pop("reason"),
    lambda found: found["silenced"][0].update(reason=""),
    lambda found: found["kept"][0].pop("text"),
    lambda found: found.pop("cases"),
])
def test_a_wrong_document_is_refused(change: Callable[[dict[str, Any]], Any], advisor: Advisor, tmp_path: Path,
                                     base: RuleBase) -> None:
    texts = faulty("gap")
    texts["evidence"] += ("view:  # allow dead-rule: later\n  when: {all: [{wind: strong}, {wind: calm}]}\n"
                          "  speaks_for: bus\n  strength: slight\n  text: T.\n  sources: [T.1]\n"
                          "feet:\n  when: {rain: yes}\n  speaks_for: bus\n  strength: slight\n  text: T.\n"
                          "  sources: [T.1]\n  kept_for: feet\n")
    rules = written(tmp_path / "rules", texts)
    found = document(advisor("rules", "check", "--rules", rules, "--format", "json"), base)
    change(found)
    assert not Draft202012Validator(schema("rules-check", base)).is_valid(found)


def test_a_rule_base_with_many_systems_marks(advisor: Advisor, tmp_path: Path) -> None:
    rules = Path(written(tmp_path / "rules", faulty("dead-rule")))
    plain = advisor("rules", "check", "--rules", str(rules)).out
    for path in rules.glob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert advisor("rules", "check", "--rules", str(rules)).out == plain


def test_rules_with_a_blank_in_their_folder_are_quoted(advisor: Advisor, tmp_path: Path) -> None:
    rules = written(tmp_path / "my rules", faulty("gap"))
    assert f"advisor recommend --rules '{rules}' --distance far --wind strong" in advisor(
        "rules", "check", "--rules", rules).out


def test_a_copy_of_the_built_in_rules_is_checked_the_same(advisor: Advisor, tmp_path: Path, base: RuleBase) -> None:
    from advisor.rulebase.files import builtin_folder

    shutil.copytree(builtin_folder(), tmp_path / "copy")
    outcome = advisor("rules", "check", "--rules", str(tmp_path / "copy"), "--format", "json")
    assert outcome.status == 0
    assert document(outcome, base)["rule_base"]["sha256"] == base.sha256
