"""A command line of plain flags is read at once: it says and does what the library for command lines would."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Advisor

AT_ONCE = "advisor.cli.line.plain_line.recommend_plainly"
LINES = (
    (), ("--devices", "several"), ("--devices", "SEVERAL", "--format", "json"), ("--devices", "3"),
    ("--devices", "several", "--devices", "one"), ("--devices", "severall", "--places", ""),
    ("--server-copy", "s", "--people", "a"),  # found by fuzzing: two faults, told in another order
    ("--format", "json", "--format", "ticket"), ("--format", "jsn"), ("--client", "thunderbird"),
    ("--client", "thunderbrid", "--provider", "nobody"), ("--answers", "case.yaml", "--format", "json"),
    ("--answers", "missing.yaml"), ("--rules", "missing"), ("--rules",),
    # what is more than plain flags
    ("--help",), ("--devices=several",), ("--devices",), ("--sources", "--devices", "several"), ("several",),
    ("--devise", "several"), ("--devices", "--places"), ("--answers", "-"), ("--", "several"), ("-h",),
    ("--signature", "Us", "--format", "ticket"), ("--signature", "Us"), ("--output", "report.txt"))


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_says_the_same(line: tuple[str, ...], advisor: Advisor, tmp_path: Path,
                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text("devices: several\n", encoding="utf-8")
    at_once = advisor("recommend", *line)
    monkeypatch.setattr(AT_ONCE, lambda *_: None)
    assert advisor("recommend", *line) == at_once


def test_plain_flags_do_not_load_the_library(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    def loaded(*_: object) -> int:
        raise AssertionError

    monkeypatch.setattr("advisor.cli.line.app.invoke", loaded)
    assert advisor("recommend", "--devices", "several", "--format", "json").status == 0
    assert advisor("--version").status == 0


def test_a_question_may_not_be_called_like_an_option(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.cli.line.plain_line.PLAIN", ("--devices", "--format"))
    monkeypatch.setattr("advisor.cli.line.app.invoke", lambda *_: 7)
    assert advisor("recommend", "--devices", "several").status == 7


@pytest.mark.parametrize("before", [["--"], ["--no-input", "--"]])
def test_the_end_of_the_options_may_stand_before_the_command(advisor: Advisor, before: list[str]) -> None:
    assert advisor(*before, "recommend", "--devices", "one").out == advisor("recommend", "--devices", "one").out


def test_a_question_without_its_command_is_sent_to_it(advisor: Advisor) -> None:
    outcome = advisor("--devices", "one")
    assert outcome.status == 2
    assert "There is no option --devices in 'advisor'" in outcome.err
    assert "'advisor recommend'" in outcome.err


def test_every_command_may_stand_behind_its_options() -> None:
    from advisor.cli.line.app import COMMANDS
    from advisor.cli.line.words import COMMAND_NAMES

    assert sorted(COMMAND_NAMES) == sorted([*COMMANDS, "rules"])
