"""`advisor recommend`: flags, answers files, and every bad input that must meet a clear error and lose nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.report.page.command_line import flag_of
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.model import RuleBase


def document(outcome) -> dict:
    assert outcome.status == 0, outcome.err
    assert outcome.err == ""
    return json.loads(outcome.out)


def test_every_question_has_a_flag_and_every_value_is_taken_by_it(advisor, base: RuleBase) -> None:
    help_text = advisor_help(advisor)
    for question in base.questions.values():
        assert flag_of(question.id) in help_text
        for word in (*question.value_ids, "unsure"):
            answers = document(advisor("recommend", flag_of(question.id), word, "--format", "json"))["answers"]
            assert answers[question.id]["value"] == word
            assert answers[question.id]["origin"] == "flag"


def advisor_help(advisor) -> str:
    import contextlib
    import io

    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        assert advisor("recommend", "--help").status == 0
    return page.getvalue()


@pytest.mark.parametrize(("question", "text", "value"), [
    ("devices", "1", "one"), ("devices", "2", "several"), ("devices", "17", "several"), ("quota", "74.9%", "ample"),
    ("quota", "75%", "tight"), ("quota", "89%", "tight"), ("quota", "90 %", "full"), ("quota", "103%", "full"),
    ("sync", "true", "yes"), ("sync", "False", "no"), ("current", "pop3", "pop"), ("offered", "POP3", "pop"),
    ("places", "Glance", "glance"), ("archive", "on", "yes"), ("server_backup", "off", "no"),
    ("current", "none", "none"),
])
def test_other_ways_to_write_an_answer(advisor, tmp_path: Path, question: str, text: str, value: str) -> None:
    by_flag = document(advisor("recommend", flag_of(question), text, "--format", "json"))
    assert by_flag["answers"][question]["value"] == value
    file = tmp_path / "answers.yaml"
    file.write_text(f"{question}: {text}\n")
    by_file = document(advisor("recommend", "--answers", str(file), "--format", "json"))
    assert by_file["answers"][question]["value"] == value
    assert by_file["verdict"] == by_flag["verdict"]


def test_flags_win_over_the_file_and_the_disagreement_is_shown(advisor, tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("devices: one\nquota: full\n")
    outcome = document(advisor("recommend", "--answers", str(file), "--devices", "several", "--format", "json"))
    assert outcome["answers"]["devices"] == outcome["answers"]["devices"] | {"value": "several", "origin": "flag"}
    assert outcome["answers"]["quota"]["origin"] == "file"
    assert [found["question"] for found in outcome["disagreements"]] == ["devices"]


def test_answers_from_standard_input_as_json_with_tabs(advisor) -> None:
    outcome = document(advisor("recommend", "--answers", "-", "--format", "json",
                               stdin=b'{\n\t"devices": 3,\n\t"sync": true\n}'))
    assert {name: found["value"] for name, found in outcome["answers"].items()} == {"devices": "several", "sync": "yes"}


def test_a_saved_recommendation_is_an_answers_file(advisor, tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    saved = advisor("recommend", "--devices", "one", "--quota", "unsure", "--format", "json", "--output", str(file))
    assert saved.status == 0
    again = document(advisor("recommend", "--answers", str(file), "--format", "json"))
    assert {name: found["value"] for name, found in again["answers"].items()} == {"devices": "one", "quota": "unsure"}


BAD_FILES = {
    "empty": (b"", "no answers"),
    "only a comment": (b"# nothing\n", "no answers"),
    "not UTF-8": (b"devices: one\nplaces: \xff\xfe\n", "line 2"),
    "a list at the top": (b"- devices\n- one\n", "not a list"),
    "a text at the top": (b"devices one\n", "not a list or a text"),
    "aliases that blow up": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "aliases are not used"),
    "deeply nested": (b"[" * 100_000, "nested more than"),
    "duplicate keys": (b"devices: one\ndevices: several\n", "a second time"),
    "duplicate by spelling": (b"local_space: ample\nlocal-space: limited\n", "answered twice"),
    "an unknown key": (b"devises: one\n", "Did you mean 'devices'?"),
    "a boolean where a word is meant": (b"devices: true\n", "'true' is not an answer to devices"),
    "a count where a word is meant": (b"places: 2\n", "'2' is not an answer to places"),
    "no device at all": (b"devices: 0\n", "not a possible number"),
    "half a device": (b"devices: 1.5\n", "not a possible number"),
    "a bare figure for a share": (b"quota: 80\n", "Write '80%'"),
    "a list as an answer": (b"devices: [one]\n", "must be one word"),
    "a mapping as an answer": (b"devices: {a: b}\n", "must be one word"),
    "no answer after the colon": (b"devices:\n", "no answer here"),
    "a near miss": (b"quota: ful\n", "Did you mean 'full'?"),
    "a broken line": (b"devices: one\n  places: [several\n", "Indent it like the entries around it"),
    "a control character": (b"devices: one\nplaces: \x00several\n", "does not allow"),
    "two documents": (b"devices: one\n---\ndevices: several\n", "second document"),
    "a tag": (b"devices: !!python/object/apply:os.system [echo]\n", "is a tag"),
    "too large": (b"# " + b"x" * 1_000_001, "more than 1,000,000 bytes"),
    "an answer outside the answers": (b"schema: advisor.recommendation/1\nanswers: {devices: one}\nquota: full\n",
                                      "stands outside 'answers:'"),
    "somebody else's document": (b"schema: other/1\nanswers: {devices: one}\n", "no question 'schema'"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_answers_file_meets_a_clear_error(advisor, tmp_path: Path, name: str) -> None:
    content, expected = BAD_FILES[name]
    file = tmp_path / "answers.yaml"
    file.write_bytes(content)
    before = sorted(tmp_path.iterdir())
    outcome = advisor("recommend", "--answers", str(file), "--output", str(tmp_path / "out.txt"))
    assert outcome.status == 2
    assert outcome.out == ""
    assert expected in outcome.err
    assert "answers.yaml" in outcome.err
    assert "Traceback" not in outcome.err
    assert [path for path in sorted(tmp_path.iterdir()) if path.name != "cache"] == before


def test_all_faults_of_flags_and_file_are_said_at_once(advisor, tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("devises: one\nplaces: everywhere\n")
    outcome = advisor("recommend", "--answers", str(file), "--quota", "ful", "--archve", "yes", "--sync", "yes",
                      "--sync", "no", "--format", "pdf")
    assert outcome.status == 2
    for expected in ("'devises'", "everywhere", "'full'", "'--archive'", "2 times", "'pdf'", ":1:1:", ":2:9:"):
        assert expected in outcome.err, outcome.err


def test_a_duplicate_key_hides_no_other_fault(advisor, tmp_path: Path) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text("devices: 2\ndevices: 3\nfoo: bar\nsync: maybe\n")
    err = advisor("recommend", "--answers", str(file)).err
    for expected in (":2:1: 'devices'", ":3:1: There is no question 'foo'", ":4:7: 'maybe'"):
        assert expected in err
    assert err.count("\n") == 3


@pytest.mark.parametrize("where", ["missing", "folder", "unreadable name"])
def test_an_answers_file_that_cannot_be_opened(advisor, tmp_path: Path, where: str) -> None:
    name = {"missing": tmp_path / "none.yaml", "folder": tmp_path, "unreadable name": "a\0b"}[where]
    outcome = advisor("recommend", "--answers", str(name))
    assert outcome.status in (2, 3)
    assert outcome.err.count("\n") == 1
    assert "Traceback" not in outcome.err


def test_errors_are_json_where_json_was_asked_for(advisor) -> None:
    outcome = advisor("recommend", "--devices", "oen", "--format", "json")
    assert outcome.status == 2
    assert outcome.out == ""
    found = json.loads(outcome.err)
    assert found["schema"] == "advisor.error/1"
    assert found["errors"][0]["code"] == "wrong-answer"
    assert found["errors"][0]["where"] == "--devices"
    usage = json.loads(advisor("recommend", "--format", "json", "--devices").err)
    assert usage["errors"][0]["code"] == "usage"


@pytest.mark.parametrize("kind", ["folder", "no such folder", "read-only"])
def test_an_output_that_cannot_be_written_loses_nothing(advisor, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out.txt"
    target.write_text("before")
    if kind == "folder":
        target = tmp_path
    elif kind == "no such folder":
        target = tmp_path / "none" / "out.txt"
    elif os.access("/dev/full", os.W_OK):
        target = Path("/dev/full")
    outcome = advisor("recommend", "--devices", "several", "--output", str(target))
    assert outcome.status in (2, 3)
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert (tmp_path / "out.txt").read_text() == "before"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_file_keeps_its_permissions_when_it_is_replaced(advisor, tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("before")
    target.chmod(0o640)
    assert advisor("recommend", "--devices", "several", "--output", str(target)).status == 0
    assert target.stat().st_mode & 0o777 == 0o640
    assert "IMAP" in target.read_text()


def test_without_a_terminal_the_wizard_names_recommend(advisor) -> None:
    for stdin in (b"", b"y\n" * 1000):
        outcome = advisor(stdin=stdin)
        assert outcome.status == 2
        assert outcome.out == ""
        assert "advisor recommend" in outcome.err
        assert outcome.err.count("\n") == 1


def test_trace_shows_every_rule(advisor, base: RuleBase) -> None:
    text = advisor("recommend", "--devices", "one", "--trace", COLUMNS="200").out
    for rule in (*base.constraints, *base.evidence, *base.forms, *base.warnings):
        assert rule in text
    traced = document(advisor("recommend", "--devices", "one", "--trace", "--format", "json"))["trace"]
    assert {entry["rule"] for entry in traced} >= {*base.constraints, *base.evidence, *base.forms, *base.warnings}


def test_a_ticket_takes_a_template_and_a_signature(advisor, tmp_path: Path) -> None:
    template = tmp_path / "ticket.txt"
    template.write_text("Verdict: {verdict}\n{signature}\n")
    outcome = advisor("recommend", "--devices", "several", "--format", "ticket", "--template", str(template),
                      "--signature", "Your help desk")
    assert outcome.status == 0
    assert outcome.out.startswith("Verdict: ")
    assert outcome.out.endswith("Your help desk\n")
    template.write_text("{verdct}\n")
    refused = advisor("recommend", "--format", "ticket", "--template", str(template))
    assert refused.status == 2
    assert "'verdict'" in refused.err
    assert "ticket.txt:1:1" in refused.err


@pytest.mark.parametrize(("option", "value", "report_format"), [
    ("--signature", "Help desk", "text"), ("--template", "none.txt", "json"), ("--trace", None, "markdown"),
    ("--scales", None, "json"), ("--sources", None, "ticket"),
])
def test_an_option_is_refused_where_it_would_do_nothing(advisor, option: str, value: str | None,
                                                        report_format: str) -> None:
    words = [option] if value is None else [option, value]
    outcome = advisor("recommend", *words, "--format", report_format)
    assert outcome.status == 2
    assert option in outcome.err
    assert "It works with: " in outcome.err


@pytest.mark.parametrize("before", [["--no-color"], ["--format", "json"], ["--rules", "rules"], ["--format=json"]])
def test_options_may_stand_before_the_command(advisor, before: list[str], monkeypatch) -> None:
    monkeypatch.chdir(builtin_folder().parent)
    words = ["recommend", "--devices", "several"]
    assert advisor(*before, *words) == advisor(*words, *before)
    assert advisor(*before, *words).status == 0


def test_options_before_another_command_are_not_lost(advisor, tmp_path: Path) -> None:
    assert "not a folder with rules" in advisor("--rules", str(tmp_path / "none"), "compare").err


def test_the_command_names_the_rule_base_it_needs(advisor, tmp_path: Path) -> None:
    folder = tmp_path / "my rules"
    shutil.copytree(builtin_folder(), folder)
    for outcome in (advisor("recommend", "--rules", str(folder)), advisor("recommend", ADVISOR_RULES=str(folder))):
        assert f"advisor recommend --rules '{folder}'" in outcome.out


@pytest.mark.parametrize("option", ["--output", "--answers", "--rules", "--template"])
def test_a_name_that_no_file_can_have(advisor, option: str) -> None:
    outcome = advisor("recommend", option, "x" * 300, "--format", "ticket")
    assert outcome.status in (2, 3)
    assert "fault in the program" not in outcome.err


def test_the_examples_in_the_help_stand_on_lines_of_their_own() -> None:
    page = subprocess.run([sys.executable, "-m", "advisor", "--help"], capture_output=True, text=True,
                          check=True).stdout
    examples = [line for line in page.splitlines() if line.startswith("  advisor ")]
    assert len(examples) >= 4
    assert "\\b" not in page
