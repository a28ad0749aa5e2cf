"""A diagnosis on a terminal: stopped, gone on with, and gone on from to the other interview."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from advisor.cli.edge.environment import Environment
from advisor.cli.files.unfinished import StateFile
from advisor.engine.case import Answer
from advisor.rulebase.files import builtin_folder
from tests.cli.conftest import Advisor
from tests.cli.test_terminal import CTRL_C, CTRL_D, DOWN, ENTER, start  # noqa: F401 - a fixture

STATE = Path(".local/state/advisor")
RESUME = "To go on with them: advisor diagnose --resume"


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_a_stopped_diagnosis_is_kept_and_gone_on_with(start, tmp_path: Path, key: str, plain: tuple[str, ...]) -> None:  # noqa: F811
    terminal = start("diagnose", *plain)
    terminal.wait("cannot test that now")
    terminal.keys(*(["2\r"] if plain else [DOWN, ENTER]))
    terminal.wait("Enough")
    terminal.keys(key)
    terminal.wait(RESUME)
    terminal.wait("advisor diagnose --current pop")
    assert terminal.end() == 130
    kept = tmp_path / STATE / "unfinished-diagnose.json"
    assert json.loads(kept.read_text())["answers"] == {"current": {"value": "pop", "origin": "asked"}}
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not (tmp_path / STATE / "unfinished.json").exists()
    again = start("diagnose", "--resume", *plain)
    again.wait("Going on with 1 answer.")
    again.wait("Enough")
    again.keys(CTRL_C)
    assert again.end() == 130


def test_a_kept_diagnosis_is_offered_and_forgotten_once_it_has_been_reported(start, tmp_path: Path) -> None:  # noqa: F811
    StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path / STATE)}), "diagnose").save(
        {"current": Answer("mixed", "asked")})
    terminal = start("diagnose", "--plain")
    terminal.wait("An unfinished run is kept (1 answer)")
    terminal.keys("1\r")
    terminal.wait("Enough")
    terminal.keys("enough\r")
    terminal.wait("advisor diagnose --current mixed")
    terminal.wait("What next?")
    assert not (tmp_path / STATE / "unfinished-diagnose.json").exists()
    terminal.keys("1\r")
    assert terminal.end() == 0


def test_the_other_interview_goes_on_with_the_answers_both_ask_for(start) -> None:  # noqa: F811
    terminal = start("diagnose", "--plain", "--current", "pop", "--bounce", "no", "--ask")
    terminal.wait("Enough")
    terminal.keys("enough\r")
    terminal.wait("What next?")
    terminal.wait("q to quit")
    terminal.keys("2\r")
    seen = terminal.seen
    terminal.wait("q to quit")
    assert "fetch this mail" not in terminal.seen[len(seen):]  # `current` is known
    terminal.keys("2\r")
    terminal.wait("Go on?")
    terminal.wait("q to quit")
    terminal.keys("2\r")
    terminal.wait("Is there one to change?")
    terminal.keys("1\r")
    terminal.wait("advisor recommend --devices several --current pop")
    terminal.wait("advisor diagnose --current pop --ask")
    terminal.wait("What next?")
    terminal.keys("1\r")
    assert terminal.end() == 0


def test_a_report_for_a_program_is_not_followed_by_another(start) -> None:  # noqa: F811
    terminal = start("diagnose", "--plain", "--format", "json")
    terminal.wait("cannot test that now")
    terminal.keys("1\r")
    terminal.wait("Enough")
    terminal.keys("enough\r")
    assert terminal.end() == 0
    assert "What next?" not in terminal.seen


def test_interviews_and_rule_bases_do_not_share_a_file(tmp_path: Path) -> None:
    environment = Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path)})
    files = [StateFile(environment, command, rules).path.name for command in ("", "diagnose")
             for rules in ("", "mine", "Mine", "m/../ine", "ünïcode", "a" * 90, "a" * 91)]
    assert files[0] == "unfinished.json"
    assert "unfinished-diagnose-mine.json" in files
    assert len({name.lower() for name in files}) == len(files)
    assert all(Path(name).name == name and name.isascii() and len(name) < 100 for name in files)


def test_going_on_needs_a_terminal(advisor: Advisor) -> None:
    for option in ("--resume", "--ask"):
        found = advisor("diagnose", option)
        assert (found.status, found.out) == (2, "")
        assert "terminal" in found.err


def test_answers_files_serve_both_interviews(advisor: Advisor, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("current: pop\nin-webmail: nowhere\ndevices: several\nbounce: 'no'\n")
    told = advisor("recommend", "--answers", str(file), "--format", "json")
    assert told.status == 0
    assert told.err == "Note: in_webmail and bounce belong to 'advisor diagnose' and are not used here.\n"
    assert {name for name, given in json.loads(told.out)["answers"].items() if given["value"]} == {"current", "devices"}
    found = advisor("diagnose", "--answers", str(file), "--format", "json")
    assert found.status == 0
    assert found.err == "Note: devices belongs to 'advisor recommend' and is not used here.\n"
    assert set(json.loads(found.out)["answers"]) == {"current", "in_webmail", "bounce"}
    file.write_text("current: pop\nin_webmial: nowhere\n")
    assert advisor("recommend", "--answers", str(file)).status == 2


def test_a_diagnosis_is_an_answers_file_for_both(advisor: Advisor, tmp_path: Path) -> None:
    first = advisor("diagnose", "--current", "pop", "--quota", "full", "--bounce", "full", "--format", "json")
    file = tmp_path / "diagnosis.json"
    file.write_text(first.out)
    again = json.loads(advisor("diagnose", "--answers", str(file), "--format", "json").out)
    before = json.loads(first.out)
    assert again["causes"] == before["causes"]
    assert {name: given["value"] for name, given in again["answers"].items()} == {
        "current": "pop", "quota": "full", "bounce": "full"}
    told = json.loads(advisor("recommend", "--answers", str(file), "--format", "json").out)
    assert told["answers"]["quota"]["value"] == "full"
    other = tmp_path / "advice.json"
    other.write_text(json.dumps(told))
    back = json.loads(advisor("diagnose", "--answers", str(other), "--format", "json").out)
    assert {name: given["value"] for name, given in back["answers"].items()} == {"current": "pop", "quota": "full"}


def test_a_recommendation_says_how_to_go_on_when_mail_is_missing(advisor: Advisor) -> None:
    lines = advisor("recommend", "--devices", "several", "--current", "pop").out.splitlines()
    assert "advisor diagnose --current pop --ask" in lines
    commute = Path(__file__).parent.parent / "rulebases" / "commute"
    assert "diagnose" not in advisor("recommend", "--rules", str(commute)).out  # it has no rules for that


def test_commands_name_the_rules_they_came_from(advisor: Advisor, tmp_path: Path) -> None:
    folder = tmp_path / "my rules"
    shutil.copytree(builtin_folder(), folder)
    found = advisor("diagnose", "--rules", str(folder), "--current", "imap")
    assert f"advisor recommend --rules '{folder}' --current imap" in found.out
    told = advisor("recommend", "--rules", str(folder), "--current", "imap")
    assert f"advisor diagnose --rules '{folder}' --current imap --ask" in told.out
