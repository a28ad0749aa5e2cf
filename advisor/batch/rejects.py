"""The rows that cannot be decided, each fault with its place, so that they can be mended and run again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from advisor.batch.csv_rows import csv_text
from advisor.batch.harmless import harmless
from advisor.batch.rows import Row

COLUMNS = ("line", "column", "value", "reason", "id")
LONGEST_VALUE = 200


def rejects_start(*, as_json: bool) -> str:
    """What stands before the first of them."""
    return "" if as_json else csv_text([COLUMNS])


def rejects_text(rows: Iterable[Row], *, as_json: bool) -> str:
    """A line for each fault."""
    lines = [(row.line, fault.column, fault.value[:LONGEST_VALUE], f"{fault.message} {fault.fix}".strip(), row.id)
             for row in rows for fault in row.faults]
    if as_json:
        return "".join(json.dumps(dict(zip(COLUMNS, line, strict=True))) + "\n" for line in lines)
    return csv_text([(str(line), *map(harmless, texts)) for line, *texts in lines])
