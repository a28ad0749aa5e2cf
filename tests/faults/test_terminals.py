"""Terminals that are narrow, wide, resized or gone, in the middle of a question."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_terminal import CTRL_C, DOWN, ENTER, Terminal
from tests.faults.steps import Ended, advisor, ended

pyte = pytest.importorskip("pyte")
STATE = ".local/state/advisor"
Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path, cache: str) -> Iterator[Start]:
    started: list[Terminal] = []

    def go(*words: str, columns: int = 80, **variables: str) -> Terminal:
        started.append(Terminal(tmp_path, *words, columns=columns, ADVISOR_CACHE=cache, **variables))
        started[-1].child.timeout = 120
        return started[-1]

    yield go
    for terminal in started:
        terminal.child.close(force=True)


def shown(terminal: Terminal, columns: int, rows: int = 4000) -> list[str]:
    """All that scrolled by, on a screen high enough to hold it."""
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(terminal.seen)
    return [line.rstrip() for line in screen.display]


def in_words(lines: list[str]) -> str:
    return " ".join(" ".join(line.strip() for line in lines).split())


@pytest.mark.parametrize("columns", [20, 300])
@pytest.mark.parametrize("plain", [False, True], ids=["keys", "plain"])
def test_the_whole_wizard_at_any_width(start: Start, columns: int, plain: bool) -> None:
    terminal = start("--quick", *(["--plain"] if plain else []), columns=columns, NO_COLOR="1")
    ready = "quit:" if plain else "^C"
    terminal.wait(ready)
    terminal.keys("2\r" if plain else DOWN + ENTER)
    terminal.wait("Show")
    terminal.wait(ready)
    terminal.keys("1\r" if plain else ENTER)
    terminal.wait("next?")
    terminal.wait(ready)
    terminal.keys("1\r" if plain else ENTER)
    assert terminal.end() == 0
    lines = shown(terminal, columns)
    text = in_words(lines)
    assert "On how many computers, tablets and phones do you read this mail?" in text
    assert "Use IMAP." in text
    assert "advisorrecommend--devicesseveral" in text.replace(" ", "")  # a terminal folds commands anywhere
    if columns == 300:  # wider than is pleasant to read: reports keep to 100
        starts = [place for place, line in enumerate(lines) if line.startswith("Use IMAP.")]
        ends = [place for place, line in enumerate(lines) if "What next?" in line]
        report = lines[starts[-1]:ends[0]]
        assert len(report) > 10
        assert max(len(line) for line in report if not line.startswith("advisor ")) <= 100


@pytest.mark.parametrize("columns", [20, 300])
def test_the_missing_mail_interview_at_any_width(start: Start, columns: int) -> None:
    terminal = start("diagnose", "--plain", "--current", "pop", "--ask", columns=columns, NO_COLOR="1")
    terminal.wait("quit:")
    terminal.keys("enough\r")
    terminal.wait("next?")
    terminal.wait("quit:")
    terminal.keys("1\r")
    assert terminal.end() == 0
    assert "Stop every program that fetches by POP3" in in_words(shown(terminal, columns)) or \
        "stop every program that fetches by POP3" in in_words(shown(terminal, columns))


RULES = {"check": ["check", "--rules", "commute"], "test": ["test", "--rules", "commute"],
         "coverage": ["coverage", "--rules", "commute"], "mutate": ["mutate", "--rules", "commute"],
         "diff": ["diff", "commute", "other"], "show": ["show", "ice", "--rules", "commute"],
         "sources": ["sources", "--rules", "commute"], "order": ["order", "--rules", "commute"]}
EXCERPT = re.compile(r" +([0-9]+ )?\| ")
UNBREAKABLE = re.compile(r" *(\S+|advisor .*|What a code means: advisor .*)|  ((mean, \w+|worst case) | {14}).*")
"""A single word, a command to be copied, a row of figures under its heading."""


@pytest.mark.parametrize("command", RULES)
def test_what_is_said_of_rules_at_any_width(place: Path, command: str) -> None:
    folder = place.parent
    shutil.copytree(folder / "commute", folder / "other")
    warnings = folder / "other" / "warnings.yaml"
    warnings.write_text(warnings.read_text(encoding="utf-8").replace("rank: ", "rank: 1", 1), encoding="utf-8")
    found: dict[int, Ended] = {}
    for width in (20, 300):
        found[width] = ended(advisor("rules", *RULES[command], COLUMNS=str(width), ADVISOR_CACHE=""), folder)
        assert found[width].status in (0, 1)
        assert found[width].err == ""
        assert [line for line in found[width].out.splitlines()
                if len(line) > width and not UNBREAKABLE.fullmatch(line)] == []
    narrow, wide = ("".join("".join(line.split()) for line in found[width].out.splitlines() if not EXCERPT.match(line))
                    for width in (20, 300))
    assert len(wide) >= len("2tests:2passed.")
    assert narrow == wide  # of the line of a file alone a part is shown


def resized(terminal: Terminal, columns: int) -> None:
    terminal.child.setwinsize(40, columns)  # the kernel sends SIGWINCH
    time.sleep(0.3)


def test_resized_at_every_question_the_answers_are_the_same(start: Start, tmp_path: Path) -> None:
    terminal = start("--quick", "--format", "json", "--output", "advice.json")
    terminal.wait("^C quit")
    resized(terminal, 20)
    terminal.keys(DOWN)
    resized(terminal, 300)
    terminal.keys(ENTER)
    terminal.wait("Show the report")  # the review page
    resized(terminal, 30)
    terminal.keys(ENTER)
    terminal.wait("next?")
    resized(terminal, 100)
    terminal.keys(ENTER)
    assert terminal.end() == 0
    assert json.loads((tmp_path / "advice.json").read_text())["answers"]["devices"]["value"] == "several"


def test_plain_lines_survive_a_resize(start: Start) -> None:
    terminal = start("--quick", "--plain")
    terminal.wait("quit:")
    terminal.keys("2")
    resized(terminal, 20)
    terminal.keys("\r")
    terminal.wait("Show the report")
    terminal.wait("quit:")
    terminal.keys("q\r")
    assert terminal.end() == 130
    assert "--resume" in in_words(shown(terminal, 80))


def hung_up(terminal: Terminal) -> int:
    """Closes the terminal, as a window is closed; how the program ends, which has a minute for it."""
    child: Any = terminal.child
    child.ptyproc.fileobj.close()
    child.closed = child.ptyproc.closed = True
    child.child_fd = child.ptyproc.fd = -1
    until = time.monotonic() + 60
    while time.monotonic() < until:
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        if pid:
            child.terminated = child.ptyproc.terminated = True
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    raise AssertionError("it goes on without a terminal")


@pytest.mark.parametrize("kept_alive", [False, True], ids=["window closed", "nohup"])
@pytest.mark.parametrize("words", [(), ("--plain",), ("diagnose",), ("diagnose", "--plain")], ids=" ".join)
def test_a_terminal_that_goes_away_in_mid_question_costs_that_question(start: Start, words: tuple[str, ...],
                                                                       kept_alive: bool, tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGHUP)
    signal.signal(signal.SIGHUP, signal.SIG_IGN if kept_alive else signal.SIG_DFL)  # the child inherits it
    try:
        terminal = start(*words)
    finally:
        signal.signal(signal.SIGHUP, before)
    plain = "--plain" in words
    for answer in (True, False):
        terminal.wait("quit:" if plain else "^C quit")
        if answer:
            terminal.keys("1\r" if plain else ENTER)
    status = hung_up(terminal)
    assert status in ((130, 3) if kept_alive else (-signal.SIGHUP,))
    (kept,) = (tmp_path / STATE).iterdir()
    assert len(json.loads(kept.read_text())["answers"]) == 1
    again = start(*words, "--resume")
    again.wait("Going on with 1 answer.")
    again.wait("quit:" if plain else "^C quit")
    again.keys("q\r" if plain else CTRL_C)
    assert again.end() == 130
