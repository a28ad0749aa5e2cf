"""Cases kept with --save, decided again: the same rules give the same report, others say what changed and why."""

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
from advisor.cli.commands.wizard import WizardOptions, run_wizard
from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure
from advisor.cli.showing.form import Form
from advisor.report.schemas.schema import schema
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from tests.cli.conftest import TODAY, Advisor
from tests.cli.rule_tests_folder import COMMUTE

CASE = ["--devices", "one", "--quota", "92%", "--local-backup", "regular", "--sync", "unsure"]
"""POP3, by the rule `room-worry-on-one-device` (8 points) and two that weigh 1; nothing speaks for IMAP."""
FORMATS: dict[str, list[str]] = {"text": ["--sources", "--trace", "--scales"], "json": ["--trace"],
                                 "markdown": ["--sources"], "html": [], "ticket": ["--signature", "Your help desk"]}
Edit = Callable[..., str]


@pytest.fixture
def rules(tmp_path: Path) -> Edit:
    """A function that gives the folder of a copy of the built-in rules with one passage of a file replaced."""
    def edit(file: str, before: str, after: str, source: Path | None = None) -> str:
        folder = tmp_path / f"rules-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(source or builtin_folder(), folder)
        path = folder / f"{file}.yaml"
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, before
        path.write_text(text.replace(before, after), encoding="utf-8")
        return str(folder)
    return edit


@pytest.fixture
def case(advisor: Advisor, tmp_path: Path) -> Path:
    """A saved case."""
    path = tmp_path / "case.yaml"
    assert advisor("recommend", *CASE, "--save", str(path)).status == 0
    return path


def accepted(name: str, base: RuleBase, found: Any) -> None:
    Draft202012Validator(schema(name, base)).validate(found)


# --- the file ---------------------------------------------------------------------------------------------------

def test_a_case_file_holds_what_was_decided_and_when(case: Path, base: RuleBase) -> None:
    found = yaml.safe_load(case.read_text(encoding="utf-8"))
    accepted("case", base, found)
    assert found["schema"] == "advisor.case/1"
    assert found["decided"] == TODAY
    assert found["rule_base"] == {"name": base.name, "version": base.version, "sha256": base.sha256}
    assert found["answers"] == {name: {"value": value, "origin": "flag"} for name, value in {
        "devices": "one", "sync": "unsure", "quota": "full", "local_backup": "regular"}.items()}
    assert found["verdict"] == {"option": "pop", "settled": "no", "balance": "clear"}
    assert found["fired"]["evidence"]["room-worry-on-one-device"] == {"for": "pop", "points": 8}
    for name in found["answers"]:
        assert f"# {base.questions[name].ask}" in case.read_text(encoding="utf-8")


def test_a_case_keeps_what_two_origins_said(advisor: Advisor, tmp_path: Path, base: RuleBase) -> None:
    answers, path = tmp_path / "answers.yaml", tmp_path / "case.yaml"
    answers.write_text("schema: advisor.recommendation/1\nanswers:\n  devices: {value: one, origin: measured}\n"
                       "  sync: no\n")
    given = advisor("recommend", "--answers", str(answers), "--devices", "several", "--save", str(path)).out
    found = yaml.safe_load(path.read_text())
    accepted("case", base, found)
    assert found["answers"]["sync"] == {"value": "no", "origin": "file"}  # the word, whatever YAML makes of a bare no
    assert found["disagreements"] == [{"question": "devices", "kept": {"value": "several", "origin": "flag"},
                                       "dropped": {"value": "one", "origin": "measured"}}]
    assert advisor("replay", "--show", str(path)).out == given


def test_recommend_reads_the_answers_of_a_case(advisor: Advisor, case: Path) -> None:
    found = json.loads(advisor("recommend", "--answers", str(case), "--format", "json").out)
    assert {name: (answer["value"], answer["origin"]) for name, answer in found["answers"].items()} == {
        "devices": ("one", "file"), "sync": ("unsure", "file"), "quota": ("full", "file"),
        "local_backup": ("regular", "file")}


def test_a_case_without_an_answer(advisor: Advisor, tmp_path: Path, base: RuleBase) -> None:
    path = tmp_path / "case.yaml"
    given = advisor("recommend", "--save", str(path)).out
    accepted("case", base, yaml.safe_load(path.read_text()))
    assert advisor("replay", "--show", str(path)).out == given
    assert advisor("recommend", "--answers", str(path)).out == given


def test_a_folder_that_needs_quotes_is_kept(advisor: Advisor, tmp_path: Path) -> None:
    folder, path = tmp_path / 'no: "rules" # \\ of\tmine', tmp_path / "case.yaml"
    shutil.copytree(COMMUTE, folder)
    given = advisor("recommend", "--rules", str(folder), "--distance", "3", "--save", str(path)).out
    assert yaml.safe_load(path.read_text())["rule_base"]["folder"] == str(folder)
    accepted("case", load(folder), yaml.safe_load(path.read_text()))
    elsewhere = tmp_path / "elsewhere"  # the same rules in another place: the report still names the place of then
    folder.rename(elsewhere)
    assert advisor("replay", "--show", str(path), ADVISOR_RULES=str(elsewhere)).out == given


@pytest.mark.parametrize("target", ["folder", "no folder", "full"])
def test_what_cannot_be_written_is_said_and_nothing_is_lost(advisor: Advisor, case: Path, target: str) -> None:
    before = case.read_bytes()
    path = {"folder": case.parent, "no folder": case.parent / "none" / "case.yaml", "full": Path("/dev/full")}[target]
    outcome = advisor("recommend", *CASE, "--save", str(path))
    assert outcome.status in (2, 3)
    assert outcome.err.count("\n") == 1
    assert (outcome.out == "") == (target != "full")  # where it can be seen beforehand, nothing is shown
    assert case.read_bytes() == before
    assert not [found for found in case.parent.iterdir() if found.name.startswith(".")]


@pytest.mark.parametrize("moment", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_stop_while_writing_keeps_the_old_file(advisor: Advisor, case: Path, monkeypatch: pytest.MonkeyPatch,
                                                 moment: Any) -> None:
    before = case.read_bytes()

    def stop(*_: object) -> None:
        raise moment

    monkeypatch.setattr("advisor.cli.edge.output.os.fsync", stop)
    outcome = advisor("recommend", "--devices", "several", "--save", str(case), ADVISOR_CACHE="")
    assert outcome.status == (130 if moment is KeyboardInterrupt else 3)
    assert case.read_bytes() == before
    assert not [found for found in case.parent.iterdir() if found.name.startswith(".")]


# --- the same rules ---------------------------------------------------------------------------------------------

@pytest.mark.parametrize("report_format", FORMATS)
def test_the_report_is_the_same_byte_for_byte(advisor: Advisor, tmp_path: Path, report_format: str) -> None:
    path, words = tmp_path / "case.yaml", ["--format", report_format, *FORMATS[report_format]]
    given = advisor("recommend", *CASE, *words, "--save", str(path))
    again = advisor("replay", str(path), "--show", *words)
    assert (again.status, again.err) == (0, "")
    assert again.out == given.out
    assert len(given.out) > 500


def test_same_is_said(advisor: Advisor, case: Path, base: RuleBase) -> None:
    outcome = advisor("replay", str(case), COLUMNS="200")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines()[0] == f"{case}: same"
    assert TODAY in outcome.out
    assert "byte for byte" in outcome.out
    found = json.loads(advisor("replay", str(case), "--format", "json").out)
    accepted("replay", base, found)
    [entry] = found["cases"]
    assert (entry["status"], entry["same_rules"], entry["same_report"]) == ("same", True, "yes")
    assert (entry["changes"], entry["rules"], entry["then"]) == ([], [], entry["now"])


def test_another_program_with_the_same_advice_gives_the_same_report(advisor: Advisor, tmp_path: Path,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    with monkeypatch.context() as then:
        then.setattr("advisor.report.advice.build.__version__", "0.0.9")
        given = advisor("recommend", *CASE, "--format", "ticket", "--save", str(path)).out
    assert "0.0.9" in given
    assert advisor("replay", str(path), "--show", "--format", "ticket").out == given
    with monkeypatch.context() as now:  # a program that words reports otherwise
        now.setattr("advisor.report.advice.build.command_for", lambda *_: "advisor recommend --otherwise")
        outcome = advisor("replay", str(path))
        assert outcome.status == 0
        assert "words the report otherwise than 0.0.9 did" in " ".join(outcome.out.split())
        shown = advisor("replay", str(path), "--show")
        assert "may not be the report that was given" in shown.err


def test_a_file_that_somebody_changed_is_found_out(advisor: Advisor, case: Path) -> None:
    case.write_text(case.read_text().replace("option: pop", "option: imap"))
    outcome = advisor("replay", str(case), COLUMNS="200")
    assert outcome.status == 1
    assert "Advice: IMAP then, POP3 now." in outcome.out
    assert "the file was changed after it was saved" in outcome.out
    case.write_text(case.read_text().replace("option: imap", "option: pop").replace(
        "sync: {value: unsure, origin: flag}", "sync: {value: unsure, origin: asked}"))
    outcome = advisor("replay", str(case), COLUMNS="200")
    assert outcome.status == 1
    assert "Report: its words or details are others." in outcome.out


# --- other rules ------------------------------------------------------------------------------------------------

def changed(advisor: Advisor, case: Path, folder: str) -> dict[str, Any]:
    found = json.loads(advisor("replay", str(case), "--rules", folder, "--format", "json").out)
    accepted("replay", load(Path(folder)), found)
    entry: dict[str, Any] = found["cases"][0]
    return entry


def test_a_rule_that_speaks_for_the_other_option_is_named(advisor: Advisor, case: Path, rules: Edit) -> None:
    folder = rules("evidence", "when: {quota: [tight, full], not: {devices: open}}\n  speaks_for: pop",
                   "when: {quota: [tight, full], not: {devices: open}}\n  speaks_for: imap")
    outcome = advisor("replay", str(case), "--rules", folder, COLUMNS="200")
    assert outcome.status == 1
    assert "Advice: POP3 then, IMAP now." in outcome.out
    assert ("room-worry-on-one-device (evidence) counted then for POP3 (8 points), and now for IMAP (8 points)."
            in outcome.out)
    entry = changed(advisor, case, folder)
    assert entry["changes"][0] == {"what": "verdict", "id": "", "then": "pop", "now": "imap",
                                   "rules": ["room-worry-on-one-device"]}
    assert {"what": "set_up", "id": "delete-after-download/at-once", "then": {}, "now": None,
            "rules": ["delete-after-download/at-once"]} in entry["changes"]
    assert {"kind": "evidence", "rule": "room-worry-on-one-device", "how": "effect",
            "then": {"for": "pop", "points": 8}, "now": {"for": "imap", "points": 8}} in entry["rules"]


def test_a_rule_that_is_gone_a_new_one_and_one_whose_condition_changed(advisor: Advisor, tmp_path: Path,
                                                                      rules: Edit) -> None:
    old, path = rules("evidence", "speaks_for: bus, strength: weak", "speaks_for: bus, strength: fair",
                      COMMUTE), tmp_path / "case.yaml"
    words = ["--distance", "near", "--luggage", "light", "--street", "clear", "--owns", "yes", "--dark", "yes"]
    assert advisor("recommend", "--rules", old, *words, "--save", str(path)).status == 0
    # near: 7 for the bicycle; light: 3 for the bus
    gone = rules("evidence", "short-way: {when: {distance: near}, ", "shortest-way: {when: {distance: far}, ",
                 Path(old))
    entry = changed(advisor, path, gone)
    assert entry["changes"][0] == {"what": "verdict", "id": "", "then": "bicycle", "now": "bus",
                                   "rules": ["short-way"]}
    assert [(rule["rule"], rule["how"]) for rule in entry["rules"] if rule["kind"] == "evidence"] == [
        ("short-way", "gone")]
    assert {change["id"] for change in entry["changes"] if change["what"] == "set_up"} == {"helmet/on", "lights/both"}

    silent = rules("evidence", "short-way: {when: {distance: near}", "short-way: {when: {distance: far}",
                   Path(old))
    assert [(rule["rule"], rule["how"]) for rule in changed(advisor, path, silent)["rules"]
            if rule["kind"] == "evidence"] == [("short-way", "silent")]

    wall = rules("constraints", "ice: {when: {street: icy}", "ice: {when: {street: clear}",
                 Path(old))
    entry = changed(advisor, path, wall)
    assert entry["changes"][0]["rules"] == ["ice"]
    assert {"kind": "constraint", "rule": "ice", "how": "fires", "then": None,
            "now": {"for": "bicycle"}} in entry["rules"]

    params = rules("set_up", "params: {number: 2}", "params: {number: 3}", Path(old))
    assert changed(advisor, path, params)["changes"] == [{
        "what": "set_up", "id": "lights/both", "then": {"number": 2}, "now": {"number": 3}, "rules": ["lights/both"]}]
    text = advisor("replay", str(path), "--rules", params, COLUMNS="200").out
    assert "Set-up: lights/both with number 2 then, with number 3 now." in text


def test_rules_that_differ_without_any_effect_on_the_case(advisor: Advisor, case: Path, rules: Edit) -> None:
    folder = rules("rulebase", 'version: "1.1.0"', 'version: "1.2.0"')
    outcome = advisor("replay", str(case), "--rules", folder, COLUMNS="200")
    assert outcome.status == 0
    assert f"{case}: same\n" in outcome.out
    assert "and now by mailbox-access 1.2.0." in outcome.out
    assert "under these rules" in outcome.out
    assert "may not be" in advisor("replay", "--show", str(case), "--rules", folder).err


def test_a_change_that_no_rule_accounts_for(advisor: Advisor, case: Path, rules: Edit) -> None:
    folder = rules("rulebase", "  clear: 4", "  clear: 11")  # 10 points against none
    outcome = advisor("replay", str(case), "--rules", folder, COLUMNS="200")
    assert outcome.status == 1
    assert "Balance: clear then, lean now." in outcome.out
    assert "the bounds of the balance do" in outcome.out


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_nothing_is_wider_than_the_terminal(advisor: Advisor, case: Path, rules: Edit, columns: int,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    folder = rules("evidence", "when: {quota: [tight, full], not: {devices: open}}\n  speaks_for: pop",
                   "when: {quota: [tight, full], not: {devices: open}}\n  speaks_for: imap")
    monkeypatch.chdir(case.parent)
    for words in (["case.yaml"], ["case.yaml", "case.yaml"]):
        out = advisor("replay", *words, "--rules", folder, COLUMNS=str(columns)).out
        assert max(map(len, out.splitlines())) <= columns


# --- several files ----------------------------------------------------------------------------------------------

def test_of_several_files_each_has_a_line_and_the_worst_status_wins(advisor: Advisor, case: Path, rules: Edit,
                                                                    base: RuleBase) -> None:
    other, broken = case.with_name("other.yaml"), case.with_name("broken.yaml")
    folder = rules("evidence", "when: {quota: [tight, full], not: {devices: open}}\n  speaks_for: pop",
                   "when: {quota: [tight, full], not: {devices: open}}\n  speaks_for: imap")
    assert advisor("recommend", "--devices", "several", "--save", str(other)).status == 0
    broken.write_text("schema: advisor.case/1\n")
    files = [str(case), str(other), str(broken)]

    def statuses(*words: str) -> tuple[int, list[str]]:
        found = advisor("replay", *words, "--rules", folder, COLUMNS="400")
        return found.status, [line.partition(": ")[2].split(":")[0] for line in found.out.splitlines()]

    assert statuses(files[1], files[1]) == (0, ["same", "same"])
    assert statuses(*files[:2]) == (1, ["changed", "same"])
    assert statuses(*files) == (2, ["changed", "same", "refused"])
    assert statuses(*files, str(case.with_name("a\0b"))) == (3, ["changed", "same", "refused", "refused"])
    outcome = advisor("replay", *files, "--rules", folder)
    assert "broken.yaml:1:1: a case file lacks" in outcome.err
    outcome = advisor("replay", *files, "--rules", folder, "--format", "json")
    accepted("replay", base, json.loads(outcome.out))
    assert [entry["status"] for entry in json.loads(outcome.out)["cases"]] == ["changed", "same", "refused"]
    assert outcome.err == ""
    assert outcome.status == 2


@pytest.mark.parametrize(("words", "expected"), [
    (["--show", "CASE", "CASE"], "Name one file"), (["CASE", "--format", "ticket"], "'ticket'"),
    (["CASE", "--trace"], "no effect without --show"),
    (["CASE", "--show", "--trace", "--format", "markdown"], "--trace"),
    (["CASE", "--output", "."], "This is a folder"), ([], "Missing argument"),
])
def test_what_does_not_go_together_is_refused(advisor: Advisor, case: Path, words: list[str], expected: str) -> None:
    outcome = advisor("replay", *[str(case) if word == "CASE" else word for word in words])
    assert (outcome.status, outcome.out) == (2, "")
    assert expected in outcome.err


def test_a_report_goes_into_a_file(advisor: Advisor, case: Path) -> None:
    for words in ([], ["--show"], ["--format", "json"]):
        path = case.with_name("out.txt")
        outcome = advisor("replay", str(case), *words, "--output", str(path))
        assert (outcome.status, outcome.out) == (0, "")
        assert path.read_text(encoding="utf-8") == advisor("replay", str(case), *words).out


# --- the wizard -------------------------------------------------------------------------------------------------

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


@pytest.fixture
def wizard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """A function that runs the wizard for a person and gives back status and standard output."""
    def run(turns: list[str], **options: Any) -> tuple[int, str]:
        out = io.StringIO()
        environment = Environment(io.StringIO(), out, io.StringIO(), {
            "ADVISOR_CACHE": str(tmp_path / "cache"), "ADVISOR_STATE": str(tmp_path / "state")}, clock=lambda: TODAY)
        monkeypatch.setattr(environment, "can_ask", lambda: True)
        monkeypatch.setattr("advisor.cli.commands.wizard.make_prompter", lambda *_, **__: Person(turns))
        return run_wizard(environment, WizardOptions(**options)), out.getvalue()
    return run


def test_the_wizard_keeps_the_case_of_the_report_shown_last(wizard: Callable[..., tuple[int, str]], advisor: Advisor,
                                                            tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    status, _ = wizard(["several", "no", "", "change", "devices", "one", "regular"], save=path)
    assert status == 130  # stopped on the way to a second report: the case is that of the first
    assert yaml.safe_load(path.read_text())["answers"] == {"devices": {"value": "several", "origin": "asked"}}
    shutil.rmtree(tmp_path / "state")
    status, given = wizard(["several", "no", "", "done"], save=path)
    assert status == 0
    assert advisor("replay", "--show", str(path)).out == given


def test_the_wizard_takes_over_what_the_file_names_and_saves_it(
        wizard: Callable[..., tuple[int, str]], advisor: Advisor, tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "case.yaml"
    flags = ["--devices", "one", "--local-backup", "regular", "--offline", "often", "--client", "mailspring"]
    assert advisor("recommend", *flags, "--provider", "gmail", "--save", str(path)).status == 0
    after = ["save", "done"]

    def choose(_: Person, prompt: Prompt) -> str:
        values = [option.value for option in prompt.options]
        return next((word for word in ("unsure", "no", "") if word in values), "") if "done" not in values else (
            after.pop(0))

    monkeypatch.setattr(Person, "choose", choose)
    status, given = wizard([], answers=str(path), form=Form("json"))
    assert status == 0
    found = json.loads(given)
    assert (found["client"]["id"], found["provider"]["id"]) == ("mailspring", "gmail")
    kept = sorted(tmp_path.glob("advice-answers*.yaml"))[-1].read_text()
    assert "client: mailspring  # Mailspring\nprovider: gmail  # " in kept
    again = json.loads(advisor("recommend", "--answers", "advice-answers.yaml", "--format", "json").out)
    assert {key: again[key] for key in ("client", "provider", "verdict")} == {
        key: found[key] for key in ("client", "provider", "verdict")}
    assert again["answers"]["offered"]["origin"] == "provider"


def test_a_run_that_cannot_be_read_is_said(wizard: Callable[..., tuple[int, str]], tmp_path: Path,
                                           monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(Person, "say", lambda _, text="": said.append(text))
    wizard([], resume=True)
    assert "There is no unfinished run" in said[0]
    (tmp_path / "state").mkdir(exist_ok=True)
    (tmp_path / "state" / "unfinished.json").write_text("{garbage")
    said.clear()
    wizard([], resume=True)
    assert "unfinished.json cannot be read: the file is damaged" in said[0]


def test_a_wizard_that_is_stopped_writes_no_case(wizard: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("before")
    assert wizard(["several"], save=path) == (130, "")
    assert path.read_text() == "before"


def test_the_wizard_says_at_once_where_it_cannot_write(wizard: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    with pytest.raises(Failure, match="Its folder does not exist"):
        wizard(["several", "no", "", "done"], save=tmp_path / "none" / "case.yaml")
    assert not (tmp_path / "state").exists()  # nothing had been asked
