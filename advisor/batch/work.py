"""Takes rows from a reader, decides them, and hands over text in blocks: every row ends as a verdict or as a reject."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from advisor.batch.decider import Cell, Decided, Decider, RowRefused
from advisor.batch.rejects import rejects_text
from advisor.batch.rows import Reader, Row, Writer

BLOCK = 5_000
"""Rows that are decided before anything is handed on."""


class Block(NamedTuple):
    """A part of the output; `rows` is how many rows of the input it stands for."""

    rows: int
    verdicts: int
    output: bytes
    rejects: bytes


NOT_TEXT = Cell("", "", "This row is not UTF-8 text.", "Save the file as UTF-8.")
Seen = Callable[[Row, Decided], None]


def blocks(reader: Reader, decider: Decider, writer: Writer, *, rejects_as_json: bool, skip: int = 0,
           seen: Seen | None = None, skipped: Callable[[Row], None] | None = None,
           size: int = BLOCK) -> Iterator[Block]:
    """The output, a block at a time. The first `skip` rows are passed over.

    `seen` is told of every verdict, `skipped` of every row passed over.
    """
    rows = iter(reader)
    for row in islice(rows, skip):
        if skipped is not None:
            skipped(row)
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
        except UnicodeEncodeError:
            output, done = _readable(writer, done, refused)
        if seen is not None:
            for row, decided in done:
                seen(row, decided)
        refused.sort(key=lambda row: row.line)
        rejects = rejects_text(refused, as_json=rejects_as_json).encode("utf-8", "replace")
        yield Block(len(part), len(done), output, rejects)


def _text(writer: Writer, done: Sequence[tuple[Row, Decided]]) -> bytes:
    return writer.text((row.id, decided, row.carried) for row, decided in done).encode("utf-8")


def _readable(writer: Writer, done: Sequence[tuple[Row, Decided]],
              refused: list[Row]) -> tuple[bytes, list[tuple[Row, Decided]]]:
    """The rows that are text, one after another; the others, which come from bytes that are not UTF-8, are refused."""
    good, output = [], b""
    for entry in done:
        try:
            output += _text(writer, [entry])
            good.append(entry)
        except UnicodeEncodeError:
            refused.append(entry[0]._replace(faults=[NOT_TEXT]))
    return output, good
