"""The whole program in a real terminal: keys in, screens and exit status out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="pexpect needs a POSIX terminal")
pyte = pytest.importorskip("pyte")

ROOT = Path(__file__).parent.parent.parent
DOWN, ENTER, ESC, CTRL_C, CTRL_D = "\x1b[B", "\r", "\x1b", "\x03", "\x04"
WAIT = 30


class Terminal:
    """A program in a terminal of a given size, and what its screen shows."""

    def __init__(self, folder: Path, *arguments: str, columns: int = 80, **variables: str) -> None:
        environment = {"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": "/usr/bin:/bin", "TERM": "xterm",
                       "LANG": "C.UTF-8", **variables}
        self.child = pexpect.spawn(sys.executable, ["-m", "advisor", *arguments], env=environment, cwd=str(folder),
                                   dimensions=(40, columns), timeout=WAIT, encoding="utf-8")
        self.seen = ""

    def wait(self, text: str) -> None:
        self.child.expect_exact(text)
        self.seen += self.child.before + self.child.after

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.child.send(key)

    def end(self) -> int:
        self.child.expect(pexpect.EOF)
        self.seen += self.child.before
        self.child.close()
        assert self.child.exitstatus is not None, f"ended by signal {self.child.signalstatus}"
        return int(self.child.exitstatus)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[object]:
    started: list[Terminal] = []

    def go(*arguments: str, columns: int = 80, **variables: str) -> Terminal:
        started.append(Terminal(tmp_path, *arguments, columns=columns, **variables))
        return started[-1]

    yield go
    for terminal in started:
        terminal.child.close(force=True)


def test_from_the_first_question_to_the_report(start, tmp_path: Path) -> None:
    terminal = start()
    terminal.wait("One device only")
    terminal.keys(DOWN, ENTER)
    terminal.wait("Go on?")
    terminal.keys(DOWN, ENTER)
    terminal.wait("Is there one to change?")
    terminal.keys(ENTER)
    terminal.wait("advisor recommend --devices several")
    terminal.wait("What next?")
    assert not (tmp_path / ".local/state/advisor/unfinished.json").exists()
    terminal.keys(ENTER)
    assert terminal.end() == 0
    assert "Use IMAP." in terminal.seen


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_stopping_in_mid_question_keeps_the_answers_and_resume_goes_on(start, tmp_path: Path, key: str) -> None:
    terminal = start()
    terminal.wait("One device only")
    terminal.keys(ENTER)
    terminal.wait("backed up")
    terminal.wait("Not sure")
    terminal.keys(key)
    terminal.wait("To go on with them: advisor --resume")
    assert terminal.end() == 130
    kept = tmp_path / ".local/state/advisor/unfinished.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert str(kept) in "".join(terminal.seen.split("\r\n"))
    again = start("--resume")
    again.wait("Going on with 1 answer.")
    again.wait("backed up")
    again.keys(CTRL_C)
    assert again.end() == 130


def test_the_pages_about_provider_and_program_in_a_real_terminal(start) -> None:
    terminal = start()
    terminal.wait("One device only")
    terminal.keys(DOWN, ENTER)
    terminal.wait("Go on?")
    terminal.keys(ENTER)
    terminal.wait("Who runs your mailbox?")
    terminal.wait("I do not know")
    terminal.keys(ENTER)
    terminal.wait("With which mail program")
    terminal.wait("I do not know")
    terminal.keys(CTRL_C)
    assert terminal.end() == 130
    again = start("--resume")
    again.wait("Going on with 2 answers.")
    again.wait("Go on?")
    again.keys(ENTER)
    again.wait("With which mail program")
    again.keys(CTRL_C)
    assert again.end() == 130


def test_escape_goes_back(start) -> None:
    terminal = start()
    terminal.wait("One device only")
    terminal.keys(ENTER)
    terminal.wait("backed up")
    terminal.wait("Not sure")
    terminal.keys(ESC)
    terminal.wait("(your answer)")
    terminal.keys(CTRL_C)
    assert terminal.end() == 130


@pytest.mark.parametrize("variables", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}, {"LC_ALL": "C", "TERM": "dumb"}])
def test_plain_prompts_need_no_cursor(start, variables: dict[str, str]) -> None:
    terminal = start("--quick", columns=40, **variables)
    terminal.wait("3")
    terminal.keys("2\r")
    terminal.wait("Is there one to change?")
    terminal.keys("1\r")
    terminal.wait("What next?")
    terminal.keys("1\r")
    assert terminal.end() == 0
    seen = re.sub(r"\x1b\[[0-9;]*m", "", terminal.seen)  # the report may have colour, where the terminal has
    assert "\x1b" not in seen
    assert all(len(line) <= 40 for line in seen.splitlines() if "advisor recommend" not in line)


def test_the_report_can_go_to_a_file_while_the_prompts_stay_on_the_screen(start, tmp_path: Path) -> None:
    terminal = start("--quick", "--format", "json", "--output", str(tmp_path / "advice.json"))
    terminal.wait("One device only")
    terminal.keys(DOWN, ENTER)
    terminal.wait("Is there one to change?")
    terminal.keys(ENTER)
    terminal.wait("What next?")
    terminal.keys(ENTER)
    assert terminal.end() == 0
    assert '"imap"' in (tmp_path / "advice.json").read_text()


@pytest.mark.parametrize("columns", [80, 40, 20])
def test_the_first_question_is_readable_at_any_width(start, columns: int) -> None:
    terminal = start(columns=columns, NO_COLOR="1")
    terminal.wait("Not")
    terminal.wait("^C")
    screen = pyte.Screen(columns, 40)
    pyte.Stream(screen).feed(terminal.seen)
    shown = " ".join(" ".join(line.strip() for line in screen.display).split())
    assert "On how many computers, tablets and phones do you read this mail?" in shown
    assert "Two or more devices, or two or more mail programs" in shown
    assert "\x1b[3" not in terminal.seen.replace("\x1b[39m", "").replace("\x1b[3J", "")  # no colour
    terminal.keys(CTRL_C)
    assert terminal.end() == 130


def test_an_output_that_cannot_be_is_refused_before_the_first_question(start, tmp_path: Path) -> None:
    terminal = start("--output", str(tmp_path))
    assert terminal.end() == 2
    assert "This is a folder." in terminal.seen
    assert "How many" not in terminal.seen
