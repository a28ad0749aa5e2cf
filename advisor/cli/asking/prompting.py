"""The seam between what asks questions and what shows them: prompts, results, text rules."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import Protocol, TextIO

from advisor.cli.edge.telling import write
from advisor.report.page.fold import fold

NARROWEST = 20
"""No narrower terminal is catered for; text is wrapped to at least this many columns."""

_CURRENT_MARK = "(your answer)"


@dataclass(frozen=True)
class Option:
    """One thing a person can choose; `current` marks the answer given earlier."""

    value: str
    text: str
    current: bool = False

    @property
    def label(self) -> str:
        """The text as it is listed, marked when it is the earlier answer."""
        return f"{self.text} {_CURRENT_MARK}" if self.current else self.text


@dataclass(frozen=True)
class Prompt:
    """One question to show. Empty `why` and `find_out` mean that there is no help for it."""

    title: str
    options: tuple[Option, ...]
    why: str = ""
    find_out: str = ""
    note: str = ""
    can_go_back: bool = False

    @property
    def current(self) -> Option | None:
        """The first option marked as the earlier answer, if there is one."""
        return next((option for option in self.options if option.current), None)

    def help_lines(self, width: int) -> list[str]:
        """Say why the question is asked and how to find the answer out, wrapped."""
        parts = (("Why we ask: ", self.why), ("How to find out: ", self.find_out))
        return [
            line
            for lead, text in parts
            if text.strip()
            for line in fold(lead + text, width, "  ")
        ]

    @property
    def has_help(self) -> bool:
        """Whether there is anything to show for `?`."""
        return bool(self.why.strip() or self.find_out.strip())


@dataclass(frozen=True)
class Back:
    """The person wants the question before this one. All instances are equal."""


class Interrupted(Exception):
    """The person stopped: Ctrl-C, Ctrl-D, SIGINT or the quit command."""


class InputEnded(Interrupted):
    """No answer can come any more; the message says why, in a sentence for the person."""


class Prompter(Protocol):
    """Something that can put a prompt to a person."""

    def choose(self, prompt: Prompt) -> str | Back:
        """Return the chosen option's value, or `Back`; raise `Interrupted`."""

    def say(self, text: str = "") -> None:
        """Show a note, wrapped to the terminal."""


def terminal_width(stream: TextIO) -> int:
    """Measure the terminal behind the stream, else take what `shutil` finds; at least 20."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return max(NARROWEST, columns or shutil.get_terminal_size().columns)


def write_note(stream: TextIO, text: str, width: int) -> None:
    """Write every line of the text as a wrapped paragraph of its own; an entry of a list hangs below its dash."""
    for paragraph in text.split("\n"):
        lead = "- " if paragraph.startswith("- ") else ""
        write(stream, "\n".join(fold(paragraph.removeprefix(lead), width, lead)) + "\n")
