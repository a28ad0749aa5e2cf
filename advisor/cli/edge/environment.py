"""The surroundings of a run: streams, variables, terminal facts. Injected, so that tests can stand in for them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

_WIDEST = 100
"""Columns beyond which text is no longer pleasant to read."""


class Environment:
    """Streams and what is known of them. A stream that the caller closed is None."""

    def __init__(self, stdin: TextIO | None, stdout: TextIO | None, stderr: TextIO | None,
                 variables: Mapping[str, str], clock: Callable[[], str] | None = None) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.variables = variables
        self.clock = clock
        self.no_color = False
        self.no_input = False

    @classmethod
    def of_process(cls) -> Environment:
        """The surroundings of this process."""
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a character that cannot be shown must not end the program
        return cls(sys.stdin, sys.stdout, sys.stderr, os.environ)

    @property
    def completing(self) -> bool:
        """Whether a shell asks how a word could go on, and nothing is to be run."""
        return "_ADVISOR_COMPLETE" in self.variables

    def heed(self, *, no_color: bool, no_input: bool) -> None:
        """Takes what the command line says of colour and questions."""
        self.no_color |= no_color
        self.no_input |= no_input

    def today(self) -> str:
        """The date where the person is, as in 2031-04-05; an injected `clock` gives it in its place."""
        if self.clock is not None:
            return self.clock()
        from datetime import date  # only a case that is saved is dated

        return date.today().isoformat()

    def moment(self) -> str:
        """The time in UTC, as in 2031-04-05T12:30:00Z; with an injected `clock`, the beginning of its day."""
        if self.clock is not None:
            return f"{self.clock()}T00:00:00Z"
        from datetime import UTC, datetime  # only what was measured is dated so

        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def is_terminal(self, stream: TextIO | None) -> bool:
        """Whether a person sits at the other end of `stream`."""
        try:
            return stream is not None and stream.isatty()
        except ValueError:  # closed
            return False

    def can_ask(self) -> bool:
        """Whether questions can be shown (on standard error) and answered (on standard input)."""
        return not self.no_input and self.is_terminal(self.stdin) and self.is_terminal(self.stderr)

    def wants_plain_prompts(self) -> bool:
        """Whether prompts should be plain lines: for screen readers and poor terminals."""
        return self.variables.get("ACCESSIBLE", "") not in ("", "0") or self.variables.get("TERM", "") == "dumb"

    def color(self, stream: TextIO | None) -> bool:
        """Whether `stream` may carry colour (no-color.org: any non-empty NO_COLOR forbids it)."""
        if self.no_color or self.variables.get("NO_COLOR") or self.variables.get("TERM") == "dumb":
            return False
        return self.is_terminal(stream)

    def rows(self, stream: TextIO | None) -> int:
        """Lines that a screen shows at once; 0 where `stream` is no terminal, and nothing scrolls away."""
        if stream is None or not self.is_terminal(stream):
            return 0
        try:
            return os.get_terminal_size(stream.fileno()).lines
        except (OSError, ValueError):
            return shutil.get_terminal_size().lines

    def width(self, stream: TextIO | None) -> int:
        """Columns to wrap to: the terminal's, within reason; COLUMNS or 80 elsewhere."""
        if stream is not None and self.is_terminal(stream):
            try:
                columns = os.get_terminal_size(stream.fileno()).columns
            except (OSError, ValueError):
                columns = shutil.get_terminal_size().columns
            return max(20, min(columns or 80, _WIDEST))
        asked = self.variables.get("COLUMNS", "")
        return max(20, min(int(asked), 1000)) if asked.isdecimal() and int(asked) else 80
