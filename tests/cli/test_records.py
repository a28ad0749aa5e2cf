"""What is kept comes back whole: programs in answers files, schemas of every file, damaged files, files in use."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from advisor.cli.files.answers import answers_text
from advisor.cli.files.unfinished import StateFile
from advisor.engine.case import Answer, Case
from advisor.rulebase.model import RuleBase
from tests.cli.conftest import Advisor
from tests.cli.rule_tests_folder import COMMUTE

LINES = {"recommend": ["recommend", "--devices", "one", "--local-backup", "regular", "--offline", "often"],
         "diagnose": ["diagnose", "--current", "imap", "--in-webmail", "inbox"],
         "switch": ["switch", "mixed"]}
Saved = Callable[..., Path]


@pytest.fixture
def saved(advisor: Advisor, tmp_path: Path) -> Saved:
    def save(command: str, *more: str) -> Path:
        path = tmp_path / f"{command}.yaml"
        assert advisor(*LINES[command], *more, "--save", str(path)).status == 0
        return path

    return save


def decided(advisor: Advisor, *words: str, stdin: bytes = b"") -> tuple[str, str | None, str | None]:
    """What is advised, and the program and the provider of the report."""
    outcome = advisor("recommend", *words, "--format", "json", stdin=stdin)
    assert outcome.status == 0, outcome.err
    found = json.loads(outcome.out)
    client, provider = ((found.get(key) or {}).get("id") for key in ("client", "provider"))
    return found["verdict"]["protocol"], client, provider


# --- program and provider in a file that holds answers -----------------------------------------------------------

def test_a_case_used_anew_is_for_the_same_program(advisor: Advisor, tmp_path: Path) -> None:
    flags = [*LINES["recommend"][1:], "--client", "mailspring", "--provider", "gmail"]
    path = tmp_path / "case.yaml"
    assert advisor("recommend", *flags, "--save", str(path)).status == 0
    # Everything else speaks for POP3, which this program does not have.
    assert decided(advisor, *flags) == decided(advisor, "--answers", str(path)) == ("imap", "mailspring", "gmail")
    assert decided(advisor, "--answers", str(path), "--client", "thunderbird") == ("pop", "thunderbird", "gmail")


def test_a_report_used_anew_is_for_the_same_program(advisor: Advisor) -> None:
    flags = [*LINES["recommend"][1:], "--format", "json"]
    named = advisor("recommend", *flags, "--client", "mailspring").out
    assert decided(advisor, "--answers", "-", stdin=named.encode()) == ("imap", "mailspring", None)
    none = advisor("recommend", *flags).out
    assert decided(advisor, "--answers", "-", stdin=none.encode()) == ("pop", None, None)


@pytest.mark.parametrize("text", ["provider: gmail", "provider: GMAIL.com", "provider: {id: gmail}"])
def test_a_line_names_the_provider(advisor: Advisor, text: str) -> None:
    assert decided(advisor, "--answers", "-", stdin=text.encode())[2] == "gmail"
    outcome = advisor("recommend", "--answers", "-", stdin=text.encode())
    assert outcome.out == advisor("recommend", "--provider", "gmail").out


def test_another_provider_answers_anew(advisor: Advisor, tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "case.yaml"
    assert advisor("recommend", "--provider", "gmail", "--save", str(path)).status == 0
    assert "offered: {value: both, origin: provider}" in path.read_text()
    other = next(entry.id for entry in base.providers.values() if not entry.answers.values)
    outcome = advisor("recommend", "--answers", str(path), "--provider", other, "--format", "json")
    assert "offered" not in json.loads(outcome.out)["answers"]


@pytest.mark.parametrize(("text", "expected"), [
    ("provider: gmale", ["standard input:1:11:", "'gmale'", "Did you mean 'gmail'?"]),
    ("devices: one\nclient: [a]", ["standard input:2:9:", "one name"]),
    ("client: ''", ["one name"]),
    ("client: nothing-like-it", ["For any other: client: generic."]),
])
def test_a_name_that_is_none_is_refused_at_its_place(advisor: Advisor, text: str, expected: list[str]) -> None:
    outcome = advisor("recommend", "--answers", "-", stdin=text.encode())
    assert (outcome.status, outcome.out) == (2, "")
    for part in expected:
        assert part in outcome.err


def test_rules_without_programs_know_no_such_line(advisor: Advisor) -> None:
    outcome = advisor("recommend", "--rules", str(COMMUTE), "--answers", "-", stdin=b"provider: gmail")
    assert outcome.status == 2
    assert "no question 'provider'" in outcome.err


@pytest.mark.parametrize("command", [["diagnose"], ["switch", "mixed"]])
def test_where_programs_are_not_used_a_note_says_so(advisor: Advisor, command: list[str]) -> None:
    outcome = advisor(*command, "--answers", "-", stdin=b"provider: gmail\nclient: mailspring\n")
    assert outcome.status == 0
    assert "provider and client belong to 'advisor recommend' and are not used here" in outcome.err


def test_the_answers_of_the_wizard_name_program_and_provider(advisor: Advisor, tmp_path: Path, base: RuleBase) -> None:
    case = Case({"devices": Answer("one", "asked"), "offered": Answer("both", "provider")})
    path = tmp_path / "advice-answers.yaml"
    path.write_text(answers_text(base, case, base.clients["mailspring"], base.providers["gmail"]))
    assert decided(advisor, "--answers", str(path))[1:] == ("mailspring", "gmail")
    document = json.loads(advisor("recommend", "--answers", str(path), "--format", "json").out)
    assert document["answers"]["offered"]["origin"] == "provider"
    assert document["answers"]["devices"]["origin"] == "file"


# --- schemas ------------------------------------------------------------------------------------------------------

def validator(advisor: Advisor, name: str) -> Draft202012Validator:
    found = json.loads(advisor("schema", name).out)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def test_cases_of_every_command_fit_the_schema(advisor: Advisor, saved: Saved) -> None:
    takes = validator(advisor, "case")
    for command in LINES:
        document = yaml.safe_load(saved(command).read_text().replace("decided: 2", "decided: !!str 2"))
        takes.validate(document)
        name = next(iter(document["answers"]))
        assert not takes.is_valid({**document, "answers": {"colour": document["answers"][name]}})
        assert not takes.is_valid({**document, "verdict": {"option": "uucp"}})
        assert not takes.is_valid({**document, "command": "compare"})
        if command == "diagnose":
            assert not takes.is_valid({key: value for key, value in document.items() if key != "command"})
        if command == "switch":
            assert not takes.is_valid({**document, "answers": {}})
            document["answers"][name]["value"] = "unsure"
            assert not takes.is_valid(document)


def test_answers_of_every_command_fit_the_schema(advisor: Advisor) -> None:
    takes = validator(advisor, "answers")
    for document in ({"devices": "one", "client": "mailspring", "provider": {"id": "gmail"}}, {"in_webmail": "inbox"},
                     {"procedure": "mixed"}, {"devices": "one", "in_webmail": "inbox"}):
        assert takes.is_valid(document)
    for wrong in ({"devices": "one", "procedure": "mixed", "in_webmail": "inbox"}, {"client": []},
                  {"colour": "red"}, {"devices": "seventeen"}):
        assert not takes.is_valid(wrong)
    commute = json.loads(advisor("schema", "answers", "--rules", str(COMMUTE)).out)
    assert not Draft202012Validator(commute).is_valid({"client": "x"})


# --- files that were damaged or changed ---------------------------------------------------------------------------

def test_a_case_of_switch_without_its_procedure(advisor: Advisor, saved: Saved) -> None:
    path, good = saved("switch"), saved("recommend")
    text = path.read_text()
    without = text.replace("  procedure: {value: mixed, origin: flag}\n", "").replace("\nanswers:", "\nanswers: {}")
    for broken in (without, text.replace("value: mixed", "value: unsure")):
        path.write_text(broken)
        outcome = advisor("replay", str(path))
        assert (outcome.status, outcome.out) == (2, "")
        assert "needs a known answer to 'procedure'" in outcome.err
        outcome = advisor("replay", str(good), str(path))
        assert outcome.status == 2
        assert f"{good}:same" in "".join(outcome.out.split())  # a long path is broken


@pytest.mark.parametrize(("before", "after", "expected"), [
    ("schema: advisor.case/1\n", "", "only the line 'schema:' is missing"),
    ("schema: advisor", "schem: advisor", "'schem' stands where 'schema' should"),
    ("schema: advisor.case/1", "schema: advisr.case/1", "what stands under 'schema' is wrong"),
])
def test_a_case_with_one_wrong_line(advisor: Advisor, saved: Saved, before: str, after: str, expected: str) -> None:
    path = saved("recommend")
    path.write_text(path.read_text().replace(before, after))
    outcome = advisor("replay", str(path))
    assert outcome.status == 2
    assert expected in outcome.err
    assert "schema: advisor.case/1" in outcome.err
    outcome = advisor("recommend", "--answers", str(path))
    assert outcome.status == 2
    assert outcome.err.count("advisor: ") == 1
    assert "'schema:' is missing or wrong" in outcome.err


@pytest.mark.parametrize("end", ["\nanswers:", "\nverdict:", "\nset_up:", "\nfired:", "\n  offline: {value",
                                 "  sha256: \"0"])
def test_a_case_that_was_cut_off(advisor: Advisor, saved: Saved, end: str) -> None:
    path = saved("recommend")
    text = path.read_text()
    end = end if end in text else "  sha256: \"" + text.split('sha256: "')[1][0]
    path.write_text(text[:text.index(end) + len(end)].removesuffix(end) + (end if "{" in end or '"' in end else "\n"))
    outcome = advisor("replay", str(path))
    assert outcome.status == 2
    assert "seems cut off" in outcome.err


def test_a_case_of_another_command(advisor: Advisor, saved: Saved) -> None:
    path = saved("switch")
    path.write_text(path.read_text().replace("command: switch", "command: diagnose"))
    outcome = advisor("replay", str(path))
    assert outcome.status == 2
    assert "'command' is wrong" in outcome.err
    assert "renamed" not in outcome.err


def test_a_version_that_its_checksum_denies(advisor: Advisor, saved: Saved, base: RuleBase) -> None:
    path = saved("recommend")
    text = path.read_text()
    assert f'version: "{base.version}"' in text
    path.write_text(text.replace(f'  version: "{base.version}"', '  version: "0.0.1"'))
    outcome = advisor("replay", str(path))
    assert (outcome.status, outcome.out) == (2, "")
    assert f"not of {base.name} 0.0.1" in outcome.err


def test_a_case_may_name_a_provider_as_the_flag_does(advisor: Advisor, saved: Saved) -> None:
    path = saved("recommend", "--provider", "gmail")
    text = path.read_text()
    assert "provider: {id: gmail," in text
    path.write_text(text.replace("provider: {id: gmail,", "provider: {id: gmail.com,"))
    assert advisor("replay", str(path)).status == 0


def test_an_unfinished_run_that_cannot_be_read(tmp_path: Path, base: RuleBase) -> None:
    from advisor.cli.edge.environment import Environment

    state = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path)}))
    assert state.load(base) is None
    assert not state.damaged
    state.path.write_text("{garbage")
    assert state.load(base) is None
    assert state.damaged


# --- files in use -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("words", [
    ["replay", "--show", "CASE", "--output", "CASE"], ["replay", "CASE", "--output", "LINK"],
    ["replay", "CASE", "CASE", "--output", "CASE"],
    ["recommend", "--output", "NEW", "--save", "NEW"], ["recommend", "--answers", "CASE", "--save", "CASE"],
    ["recommend", "--answers", "CASE", "--output", "CASE"], ["diagnose", "--answers", "CASE", "--output", "CASE"],
    ["diagnose", "--current", "imap", "--output", "NEW", "--save", "NEW"],
    ["switch", "mixed", "--output", "NEW", "--save", "NEW"], ["switch", "mixed", "--answers", "CASE", "--save", "CASE"],
])
def test_a_file_in_use_is_not_replaced(advisor: Advisor, saved: Saved, tmp_path: Path, words: list[str]) -> None:
    case = saved("recommend")
    (tmp_path / "link").symlink_to(case)
    names = {"CASE": str(case), "NEW": str(tmp_path / "new"), "LINK": str(tmp_path / "link")}
    before = case.read_bytes()
    outcome = advisor(*(names.get(word, word) for word in words))
    assert (outcome.status, outcome.out) == (2, "")
    assert "Name another file." in outcome.err
    assert case.read_bytes() == before
    assert not (tmp_path / "new").exists()


def test_a_dash_is_standard_output_for_a_report_alone(advisor: Advisor, tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert advisor("recommend", "--output", "-").out == advisor("recommend").out != ""
    assert json.loads(advisor("schema", "case", "--output", "-").out)
    outcome = advisor("recommend", "--save", "-")
    assert (outcome.status, outcome.out) == (2, "")
    assert "--save: A case is kept in a file" in outcome.err
    for option in ("--save", "--output"):
        outcome = advisor("recommend", option, "")
        assert (outcome.status, outcome.out) == (2, "")
        assert f"{option}: The name of the file is empty." in outcome.err
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize("words", [["--format", "json"], ["--output", "x"], ["--save", "x"]])
def test_options_that_do_nothing_with_the_version(advisor: Advisor, words: list[str]) -> None:
    outcome = advisor("--version", *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert "This has no effect with --version." in outcome.err
    assert words[0] in outcome.err
