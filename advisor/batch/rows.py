"""What readers of rows give and writers of rows take; lines of text, none of them too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import Any, NamedTuple, Protocol, TextIO
from zlib import crc32

from advisor.batch.decider import Cell, Decided

LONGEST = 100_000
"""Characters that a line, and a cell, may have; a row of answers has less than a thousand."""
AT_ONCE = 200
"""Lines that are read at once; with LONGEST it bounds the memory that reading needs."""
NOT_TEXT = ("This row is not UTF-8 text.", "Save the file as UTF-8.")
"""What is wrong, and what to do."""
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

    lines: Lines
    questions: tuple[str, ...]
    notes: Sequence[str]
    """what a person should know; more may come while rows are read"""

    def __iter__(self) -> Iterator[Row]: ...


class Writer(Protocol):
    """Turns what was decided into text."""

    header: Sequence[str]

    def start(self) -> str:
        """What stands before the first row."""

    def text(self, rows: Iterable[tuple[str, Decided, Carried]]) -> str:
        """The rows: id, what was decided, what is carried through."""


class Lines:
    """The lines of a stream, some at once, and a checksum of all that were read.

    A line that is too long is skipped: its number is in `too_long`, and in its place comes an empty line, or one quote
    where it held an odd number of them, so that quoted text goes on or ends as it did. Once bytes came that are no
    UTF-8, `not_text` says so, and the rows from there on are to be looked at.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.count = 0
        self.checksum = 0
        self.too_long: set[int] = set()
        self.not_text = False

    def some(self) -> list[str]:
        """The next lines; none at the end."""
        read = self.stream.readline
        lines = list(islice(iter(map(read, repeat(LONGEST))), AT_ONCE))
        if "" in lines:
            del lines[lines.index(""):]
        self._note("".join(lines))
        if lines and max(map(len, lines)) == LONGEST:
            lines = list(self._without_long(lines))
        self.count += len(lines)
        return lines

    def _without_long(self, pieces: Sequence[str]) -> Iterator[str]:
        """Lines from pieces of LONGEST characters; reads on to the end of the last line."""
        number, rest = self.count, iter(pieces)
        for piece in rest:
            number += 1
            if len(piece) < LONGEST or piece[-1] in "\r\n":
                yield piece
                continue
            quotes = piece.count('"')
            while piece and piece[-1] not in "\r\n":
                piece = next(rest, None) or self._piece()  # noqa: PLW2901 - until the line ends
                quotes += piece.count('"')
            self.too_long.add(number)
            yield '"\n' if quotes % 2 else "\n"

    def _piece(self) -> str:
        piece = self.stream.readline(LONGEST)
        self._note(piece)
        return piece

    def _note(self, text: str) -> None:
        try:
            data = text.encode()
        except UnicodeEncodeError:
            self.not_text = True
            data = text.encode("utf-8", "surrogatepass")
        self.checksum = crc32(data, self.checksum)
