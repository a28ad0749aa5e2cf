"""What is wrong with an input, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from advisor.rulebase.position import Position


class Problem(NamedTuple):
    """One fault: a stable code, where it is, what is wrong, and what to do about it."""

    code: str
    message: str
    at: Position | None = None
    where: str = ""
    fix: str = ""

    def __str__(self) -> str:
        place = str(self.at) if self.at else self.where
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} {self.fix}".rstrip()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of reading: by file, line, column, then by what is said."""
        if self.at:
            return (self.at.file, self.at.line, self.at.column, self.code, self.message)
        return (self.where, 0, 0, self.code, self.message)


class InputRefused(Exception):
    """An input was not taken; carries every problem found in it, in order of reading."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.sort_key))
        super().__init__("\n".join(str(problem) for problem in self.problems))
