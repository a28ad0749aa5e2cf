"""Cases of diagnose and switch, and programs and providers, kept with --save and decided again."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from advisor.cli.asking.prompting import Interrupted, Prompt
from advisor.cli.commands.diagnose import DiagnoseOptions, run_diagnose
from advisor.cli.edge.environment import Environment
from advisor.cli.opening.rules import open_rules
from advisor.cli.showing.form import ADVICE, DIAGNOSIS, PROCEDURE, Form
from advisor.report.schemas.schema import schema
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from tests.cli.conftest import TODAY, Advisor

CASES: dict[str, list[str]] = {
    "recommend": ["recommend", "--devices", "several", "--quota", "full", "--client", "thunderbird",
                  "--provider", "gmail"],
    "diagnose": ["diagnose", "--current", "imap", "--in-webmail", "nowhere", "--quota", "ample", "--bounce", "unsure"],
    "switch": ["switch", "imap-to-pop", "--devices", "one", "--quota", "ample", "--people", "one", "--offered", "both"],
}
FORMATS = [*(("recommend", name) for name in ADVICE.formats), *(("diagnose", name) for name in DIAGNOSIS.formats),
           *(("switch", name) for name in PROCEDURE.formats)]
FOLDERS = {"recommend": "", "diagnose": "missing-mail", "switch": "switching"}
Edit = Callable[..., str]


@pytest.fixture
def rules(tmp_path: Path) -> Edit:
    """A function that gives the folder of a copy of the built-in rules with passages of a file replaced."""
    def edit(file: str, *passages: tuple[str, str]) -> str:
        folder = tmp_path / f"rules-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(builtin_folder(), folder)
        path = folder / f"{file}.yaml"
        text = path.read_text(encoding="utf-8")
        for before, after in passages:
            assert before in text, before
            text = text.replace(before, after, 1)
        path.write_text(text, encoding="utf-8")
        return str(folder)
    return edit


@pytest.fixture
def saved(advisor: Advisor, tmp_path: Path) -> Callable[[str], Path]:
    """A function that saves the case of a command."""
    def save(command: str) -> Path:
        path = tmp_path / f"{command}.yaml"
        assert advisor(*CASES[command], "--save", str(path)).status == 0
        return path
    return save


def replayed(advisor: Advisor, path: Path, *words: str) -> dict[str, Any]:
    outcome = advisor("replay", str(path), "--format", "json", *words)
    found = json.loads(outcome.out)
    Draft202012Validator(schema("replay", load(builtin_folder()))).validate(found)
    entry: dict[str, Any] = found["cases"][0]
    assert outcome.status == (0 if entry["status"] == "same" else 1)
    return entry


@pytest.mark.parametrize(("command", "report_format"), FORMATS)
def test_the_report_is_the_same_byte_for_byte(advisor: Advisor, tmp_path: Path, command: str,
                                              report_format: str) -> None:
    path, words = tmp_path / "case.yaml", ["--format", report_format]
    words += ["--signature", "Your help desk"] if report_format == "ticket" else []
    words += ["--sources"] if report_format in ("text", "markdown") else []
    given = advisor(*CASES[command], *words, "--save", str(path))
    again = advisor("replay", "--show", str(path), *words)
    assert (again.status, again.err) == (0, "")
    assert again.out == given.out
    assert len(given.out) > 500


def test_the_boxes_to_tick_are_the_same_too(advisor: Advisor, saved: Callable[[str], Path]) -> None:
    path = saved("switch")
    assert advisor("replay", "--show", "--checklist", str(path)).out == advisor(*CASES["switch"], "--checklist").out


@pytest.mark.parametrize("command", CASES)
def test_the_file_says_which_command_decided(advisor: Advisor, saved: Callable[[str], Path], command: str) -> None:
    path = saved(command)
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    Draft202012Validator(schema("case", load(builtin_folder() / FOLDERS[command]))).validate(found)
    assert (found["command"], found["decided"]) == (command, TODAY)
    assert f"advisor {command} --answers FILE" in path.read_text(encoding="utf-8")
    entry = replayed(advisor, path)
    assert (entry["command"], entry["status"], entry["same_report"]) == (command, "same", "yes")
    assert "byte for byte" in " ".join(advisor("replay", str(path)).out.split())
    assert advisor(command, "--answers", str(path)).status == 0


def test_a_case_from_before_is_one_of_recommend(advisor: Advisor, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    given = advisor("recommend", "--devices", "several", "--save", str(path)).out
    path.write_text(path.read_text().replace("command: recommend\n", ""))
    assert advisor("replay", "--show", str(path)).out == given


def test_several_cases_of_several_commands(advisor: Advisor, saved: Callable[[str], Path]) -> None:
    files = [str(saved(command)) for command in CASES]
    outcome = advisor("replay", *files, COLUMNS="200")
    assert (outcome.status, outcome.out) == (0, "".join(f"{file}: same\n" for file in files))


class Person:
    """Gives one answer after the other, then stops."""

    def __init__(self, turns: list[str]) -> None:
        self.turns = turns

    def choose(self, _: Prompt) -> str:
        if not self.turns:
            raise Interrupted
        return self.turns.pop(0)

    def say(self, text: str = "") -> None:
        """Nobody listens."""


@pytest.mark.parametrize("turns", [["imap", "junk", "enough"], ["imap"]])
def test_a_diagnosis_is_kept_after_its_interview(advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                 turns: list[str]) -> None:
    out, path, whole = io.StringIO(), tmp_path / "case.yaml", turns[-1] == "enough"
    environment = Environment(io.StringIO(), out, io.StringIO(), {"ADVISOR_CACHE": str(tmp_path / "cache"),
                                                                  "ADVISOR_STATE": str(tmp_path / "state")},
                              clock=lambda: TODAY)
    monkeypatch.setattr(environment, "can_ask", lambda: True)
    monkeypatch.setattr("advisor.cli.commands.diagnose.make_prompter", lambda *_, **__: Person(list(turns)))
    status = run_diagnose(environment, open_rules(environment, None, "missing-mail"), DiagnoseOptions(
        flags={}, extra=(), answers=None, form=Form("ticket"), plain=False, save=path))
    assert (status == 0, path.exists()) == (whole, whole)
    if whole:
        assert yaml.safe_load(path.read_text())["answers"]["in_webmail"] == {"value": "junk", "origin": "asked"}
        assert advisor("replay", "--show", "--format", "ticket", str(path)).out == out.getvalue()


# --- newer rules ------------------------------------------------------------------------------------------------

def test_a_program_that_the_rules_no_longer_know(advisor: Advisor, saved: Callable[[str], Path], rules: Edit) -> None:
    path = saved("recommend")
    folder = rules("clients", ("\nthunderbird:\n", "\nthunderbird-of-old:\n"))
    outcome = advisor("replay", str(path), "--rules", folder, COLUMNS="200")
    assert outcome.status == 1
    assert "Mail program: these rules do not know thunderbird; the report now says nothing of it." in outcome.out
    assert {"what": "client", "id": "thunderbird", "then": "thunderbird", "now": None, "rules": []} in replayed(
        advisor, path, "--rules", folder)["changes"]
    shown = advisor("replay", "--show", str(path), "--rules", folder)
    assert "In Thunderbird" not in shown.out
    assert "may not be the report that was given" in shown.err


def test_another_server_is_a_change(advisor: Advisor, tmp_path: Path, rules: Edit) -> None:
    path = tmp_path / "case.yaml"
    assert advisor(*CASES["recommend"], "--save", str(path)).status == 0
    folder = rules("providers", ("port: 993", "port: 994"))
    entry = replayed(advisor, path, "--rules", folder)
    assert [(change["what"], change["id"]) for change in entry["changes"]] == [("provider", "gmail")]
    text = advisor("replay", str(path), "--rules", folder, COLUMNS="200").out
    assert "what is said of gmail, or what it answers, is other now." in text
    assert "The entry of the provider in the rule base is another, or is gone." in text


def test_a_step_of_a_change_that_is_gone(advisor: Advisor, saved: Callable[[str], Path], rules: Edit) -> None:
    path = saved("switch")
    folder = rules("switching/steps", ("\nlist-programs:\n", "\nlist-all-programs:\n"))
    entry = replayed(advisor, path, "--rules", folder)
    assert {"what": "step", "id": "list-programs", "then": "list-programs", "now": None,
            "rules": ["list-programs"]} in entry["changes"]
    assert {"kind": "step", "rule": "list-programs", "how": "gone", "then": {}, "now": None} in entry["rules"]
    assert advisor("replay", str(path), "--rules", folder).status == 1


def test_other_rules_beside_a_diagnosis(advisor: Advisor, saved: Callable[[str], Path], rules: Edit) -> None:
    path = saved("diagnose")
    folder = rules("rulebase", ('version: "1.1.0"', 'version: "1.2.0"'))
    entry = replayed(advisor, path, "--rules", folder)
    assert (entry["status"], entry["same_rules"]) == ("same", False)


# --- what is wrong ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("before", "after", "expected"), [
    ("command: diagnose", "command: diagnoze", "'diagnoze' is no command whose cases are kept."),
    ("command: diagnose", "command: [diagnose]", "is no command whose cases are kept"),
    ("current: {value: imap", "current: {value: imapp", "'imapp'"),
    ("  in_webmail: {", "  in_webmial: {", "There is no question 'in_webmial'"),
    ("  beside_sha256: \"", "  beside_sha256: \"x", "is not a SHA-256"),
    ("\nanswers:", "\nclient: thunderbird\nanswers:", "client"),
    ("\nanswers:", "\nclient: {said_sha256: \"00\"}\nanswers:", "'id'"),
    ("\nanswers:", "\n\tanswers:", "tab"),
])
def test_a_damaged_file_is_refused_with_its_line(advisor: Advisor, saved: Callable[[str], Path], before: str,
                                                 after: str, expected: str) -> None:
    path = saved("diagnose")
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    outcome = advisor("replay", str(path))
    assert (outcome.status, outcome.out) == (2, "")
    line = text[:text.index(before)].count("\n") + 1 + after.startswith("\n")
    assert f"diagnose.yaml:{line}:" in outcome.err
    assert expected in outcome.err


@pytest.mark.parametrize(("command", "words", "expected"), [
    ("diagnose", ["--trace"], "--trace: This is a case of advisor diagnose"),
    ("diagnose", ["--checklist"], "--checklist"), ("switch", ["--scales"], "--scales"),
    ("recommend", ["--checklist"], "--checklist"), ("switch", ["--format", "html"], "There is no format 'html'"),
    ("diagnose", ["--format", "word"], "There is no format 'word'"),
])
def test_an_option_that_the_report_does_not_have(advisor: Advisor, saved: Callable[[str], Path], command: str,
                                                 words: list[str], expected: str) -> None:
    outcome = advisor("replay", "--show", str(saved(command)), *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert expected in outcome.err


def test_the_list_of_changes_is_no_case(advisor: Advisor, tmp_path: Path) -> None:
    for words in (["--save", str(tmp_path / "case.yaml")], ["--format", "ticket"]):
        outcome = advisor("switch", *words)
        assert (outcome.status, outcome.out) == (2, "")
        assert "This needs a procedure. Name one: pop-to-imap" in outcome.err
    assert not (tmp_path / "case.yaml").exists()
    outcome = advisor("switch", "mixed", "--signature", "Desk")
    assert (outcome.status, outcome.out) == (2, "")
