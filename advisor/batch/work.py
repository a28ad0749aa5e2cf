"""Takes rows from a reader, decides them, and hands over text in blocks: every row ends as a verdict or as a reject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from advisor.batch.decider import Cell, Decided, Decider, RowRefused
from advisor.batch.rows import NOT_TEXT, Row, Writer

BLOCK = 5_000
"""Rows that are decided before anything is handed on."""


class Block(NamedTuple):
    """A part of the output; `rows` is how many rows of the input it stands for."""

    rows: int
    verdicts: int
    output: bytes
    refused: Sequence[Row]


NO_TEXT = Cell("", "", *NOT_TEXT)
TOO_DEEP = Cell("", "", "This is nested too deep.", "")
Seen = Callable[[Row, Decided], None]


def blocks(rows: Iterator[Row], decider: Decider, writer: Writer, seen: Seen | None = None,
           size: int = BLOCK) -> Iterator[Block]:
    """The output, a block at a time; `seen` is told of every verdict."""
    decide = decider.decide
    while part := list(islice(rows, size)):
        done: list[tuple[Row, Decided]] = []
        refused: list[Row] = []
        for row in part:
            if row.faults:
                refused.append(row)
                continue
            try:
                done.append((row, decide(row.cells)))
            except RowRefused as reasons:
                refused.append(row._replace(faults=reasons.cells))
        try:
            output = _text(writer, done)
        except (UnicodeEncodeError, RecursionError):
            output, done = _writable(writer, done, refused)
        if seen is not None:
            for row, decided in done:
                seen(row, decided)
        refused.sort(key=lambda row: row.line)
        yield Block(len(part), len(done), output, refused)


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
            refused.append(entry[0]._replace(faults=[NO_TEXT]))
        except RecursionError:
            refused.append(entry[0]._replace(faults=[TOO_DEEP]))
    return b"".join(output), good
