"""What readers of rows give and writers of rows take; lines of text, none of them too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TextIO

from advisor.batch.decider import Cell, Decided

LONGEST = 1_000_000
"""Characters that a line may have; a row of answers has less than a thousand."""
Carried = Sequence[Any] | Mapping[str, Any]
"""Cells in the order of the header, or values by name."""


class Row(NamedTuple):
    """A row of the input; with faults, it cannot be decided."""

    line: int
    """where it begins; the first line of the input is 1"""
    id: str
    cells: Sequence[str]
    """in the order of the reader's questions"""
    carried: Carried
    faults: Sequence[Cell] = ()


class Reader(Protocol):
    """Reads rows."""

    questions: tuple[str, ...]
    notes: tuple[str, ...]

    def __iter__(self) -> Iterator[Row]: ...


class Writer(Protocol):
    """Turns what was decided into text."""

    def start(self) -> str:
        """What stands before the first row."""

    def text(self, rows: Iterable[tuple[str, Decided, Carried]]) -> str:
        """The rows: id, what was decided, what is carried through."""


class Lines:
    """The lines of a stream. One that is too long is skipped; it comes as an empty line, and `too_long` says so."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.too_long = False

    def __iter__(self) -> Iterator[str]:
        read = self.stream.readline
        while line := read(LONGEST):
            if len(line) == LONGEST and line[-1] != "\n":
                while line and line[-1] != "\n":
                    line = read(LONGEST)
                self.too_long = True
                line = "\n"
            yield line
