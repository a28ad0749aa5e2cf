"""A whole session with plain prompts in a real terminal that knows no control codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

pexpect = pytest.importorskip("pexpect", reason="pexpect needs a POSIX terminal")

ROOT = Path(__file__).parent.parent.parent
ENDS = [rb"q(?:uit)? to quit: ", rb"login\): ", rb"\(Enter: no\): "]
"""How every prompt ends, so that it is clear what is wanted and that it is wanted now."""
WAIT = 30


class Turn(NamedTuple):
    """What was shown up to a prompt, the prompt included."""

    text: str

    @property
    def choices(self) -> list[str]:
        """The numbered choices, as shown, the last prompt's only."""
        lines = self.text[self.text.rfind("  1. "):].split("\r\n") if "  1. " in self.text else []
        return [line.partition(". ")[2] for line in lines if line.strip()[:1].isdigit()]

    def number(self, words: str) -> str:
        """The number to type for the choice that holds `words`."""
        [number] = [number for number, choice in enumerate(self.choices, 1) if words in choice]
        return str(number)


class Session:
    """A program in a terminal without control codes; what it showed is kept byte for byte."""

    def __init__(self, folder: Path, *arguments: str, module: str = "advisor", **variables: str) -> None:
        environment = {"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
                       "TERM": "dumb", "LANG": "C.UTF-8", "ADVISOR_CACHE": str(folder / "cache"), **variables}
        self.child = pexpect.spawn(sys.executable, ["-m", module, *arguments], env=environment, cwd=str(folder),
                                   dimensions=(40, 80), timeout=WAIT)
        self.child.delaybeforesend = None
        self.shown = b""
        self.status: int | None = None
        self.waiting = False
        """whether a prompt waits for a line"""

    def turn(self) -> Turn | None:
        """What is shown until something is asked; None once the program has ended."""
        found = self.child.expect([*ENDS, pexpect.EOF])
        new = self.child.before + (self.child.after if found < len(ENDS) else b"")
        self.shown += new
        self.waiting = found < len(ENDS)
        if found < len(ENDS):
            return Turn(new.decode())
        self.child.close()
        self.status = self.child.exitstatus
        return None

    def turns(self) -> Iterator[Turn]:
        """Every prompt until the program ends."""
        while (turn := self.turn()) is not None:
            yield turn

    def asked(self) -> Turn:
        """The next prompt; there must be one."""
        turn = self.turn()
        assert turn is not None, self.shown.decode()
        return turn

    def type(self, line: str) -> None:
        """Types a line."""
        self.waiting = False
        self.child.send(f"{line}\r")

    def say(self, line: str) -> Turn:
        """Types a line, and gives back the next prompt; there must be one."""
        self.type(line)
        return self.asked()

    def text(self) -> str:
        """All that was shown."""
        return self.shown.decode()


def control_codes(shown: bytes) -> set[int]:
    """The bytes that are neither text nor the end of a line."""
    without_ends = shown.replace(b"\r\n", b"")
    return {byte for byte in without_ends if byte < 32 or byte == 127} | (
        {0x9B} if "\x9b" in without_ends.decode("utf-8", "replace") else set())
