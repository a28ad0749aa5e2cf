"""Takes rows from a reader, decides them, and hands over text in blocks: every row ends as a verdict or as a reject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from advisor.batch.decider import Cell, Decided, Decider, RowRefused
from advisor.batch.rows import NOT_TEXT, Row, Writer

BLOCK = 5_000
"""Rows that are decided before anything is handed on."""


WIDE = 4_000_000
"""Bytes of output after which a block ends earlier, so that the memory it needs does not follow the width of rows."""
AT_ONCE = 100
"""Rows that are decided before the size of the output is looked at."""


class Block(NamedTuple):
    """A part of the output; `rows` is how many rows of the input it stands for."""

    rows: int
    verdicts: int
    output: bytes
    refused: Sequence[Row]


_NO_TEXT = Cell("", "", *NOT_TEXT)
_TOO_DEEP = Cell("", "", "This is nested too deep.", "")
_Seen = Callable[[Row, Decided], None]


def blocks(rows: Iterator[Row], decider: Decider, writer: Writer, seen: _Seen | None = None,
           size: int = BLOCK) -> Iterator[Block]:
    """The output, a block at a time; `seen` is told of every verdict.

    A block has `size` rows, or fewer where they are wide. Where it ends depends on the rows alone, so a run that goes
    on after any block makes the blocks that an undisturbed one makes.
    """
    while True:
        count = verdicts = wide = 0
        output: list[bytes] = []
        refused: list[Row] = []
        while count < size and wide < WIDE and (part := list(islice(rows, min(AT_ONCE, size - count)))):
            text, decided, bad = _decided(part, decider, writer, seen)
            output.append(text)
            refused += bad
            count, verdicts = count + len(part), verdicts + decided
            wide += len(text) + sum(len(row.id) + sum(len(fault.value) for fault in row.faults) for row in bad)
        if not count:
            return
        yield Block(count, verdicts, b"".join(output), refused)


def _decided(part: Sequence[Row], decider: Decider, writer: Writer,
             seen: _Seen | None) -> tuple[bytes, int, list[Row]]:
    """The output of some rows, how many of them have a verdict, and the others in the order of the input."""
    decide = decider.decide
    done: list[tuple[Row, Decided]] = []
    refused: list[Row] = []
    for row in part:
        if row.faults:
            refused.append(row)
            continue
        try:
            done.append((row, decide(row.cells)))
        except RowRefused as reasons:
            refused.append(row._replace(cells=(), carried=(), faults=reasons.cells))
    try:
        output = _text(writer, done)
    except (UnicodeEncodeError, RecursionError):
        output, done = _writable(writer, done, refused)
    if seen is not None:
        for row, decided in done:
            seen(row, decided)
    refused.sort(key=lambda row: row.line)
    return output, len(done), refused


def _text(writer: Writer, done: Sequence[tuple[Row, Decided]]) -> bytes:
    return writer.text((row.id, decided, row.carried) for row, decided in done).encode("utf-8")


def _writable(writer: Writer, done: Sequence[tuple[Row, Decided]],
              refused: list[Row]) -> tuple[bytes, list[tuple[Row, Decided]]]:
    """The rows that can be written, one after another; the others are refused."""
    good, output = [], []
    for entry in done:
        try:
            output.append(_text(writer, [entry]))
            good.append(entry)
        except UnicodeEncodeError:
            refused.append(entry[0]._replace(cells=(), carried=(), faults=[_NO_TEXT]))
        except RecursionError:
            refused.append(entry[0]._replace(cells=(), carried=(), faults=[_TOO_DEEP]))
    return b"".join(output), good
