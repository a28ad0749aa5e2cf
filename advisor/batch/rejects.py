"""The rows that cannot be decided, each fault with its place, so that they can be mended and run again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from advisor.batch.csv_rows import csv_text
from advisor.batch.harmless import harmless
from advisor.batch.rows import Row

COLUMNS = ("line", "column", "value", "reason", "id")
_LONGEST_VALUE = 200


def rejects_start(*, as_json: bool) -> bytes:
    """What stands before the first of them."""
    return b"" if as_json else csv_text([COLUMNS]).encode()


def rejects_text(rows: Iterable[Row], *, as_json: bool) -> bytes:
    """A line for each fault; what is not text is shown by question marks."""
    lines = [(row.line, fault.column[:_LONGEST_VALUE], fault.value[:_LONGEST_VALUE],
              f"{fault.message} {fault.fix}".strip(), row.id[:_LONGEST_VALUE])
             for row in rows for fault in row.faults]
    if as_json:
        return "".join(json.dumps(dict(zip(COLUMNS, (number, *map(_text, texts)), strict=True))) + "\n"
                       for number, *texts in lines).encode()
    return csv_text([(str(line), *map(harmless, texts)) for line, *texts in lines]).encode("utf-8", "replace")


def _text(cell: str) -> str:
    return cell.encode("utf-8", "replace").decode()
