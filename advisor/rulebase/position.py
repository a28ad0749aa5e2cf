"""Where in a file something stands."""

from __future__ import annotations

import re
from typing import NamedTuple

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Position(NamedTuple):
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


def lines_of(text: str) -> list[str]:
    """The lines of a file, numbered as positions are: YAML knows more line breaks than one."""
    return _BREAK.split(text)


def behind(text: str, file: str) -> Position:
    """The place of what comes after `text`, which begins the file."""
    lines = lines_of(text)
    return Position(file, len(lines), len(lines[-1]) + 1)
