"""A ticket for every row, each in a file named after the row's id."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from advisor.batch.decider import SEPARATOR, Decided, Decider
from advisor.batch.rows import Row
from advisor.engine.compiled import Compiled
from advisor.report.build import recommend
from advisor.report.ticket import render_ticket

REPEATED = 500
"""Tickets that are remembered for rows that are the same."""
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._@+-]")


class Tickets:
    """Writes tickets to a folder by `write`; a name that was taken before gets the number of the row."""

    def __init__(self, folder: Path, decider: Decider, compiled: Compiled | None, signature: str,
                 write: Callable[[Path, str], None], rules: str | None) -> None:
        self.folder, self.decider, self.compiled, self.signature = folder, decider, compiled, signature
        self.write, self.rules = write, rules
        self.names: set[int] = set()
        self.number = 0
        self.repeated: dict[str, str] = {}

    def name(self, row: Row) -> str:
        """The name of the row's file; to be asked once for every row, in order."""
        self.number += 1
        stem = _NOT_IN_NAMES.sub("_", row.id)[:100].lstrip(".") or "row"
        mark = hash(stem.lower())
        name = f"{stem}.txt" if mark not in self.names else f"{stem}.row-{self.number}.txt"
        self.names.add(mark)
        return name

    def add(self, row: Row, decided: Decided) -> None:
        """Writes the ticket of a row."""
        del decided
        key = SEPARATOR.join(row.cells)
        text = self.repeated.get(key)
        if text is None:
            if len(self.repeated) >= REPEATED:
                self.repeated.clear()
            rec = recommend(self.decider.base, self.decider.case(row.cells), self.compiled, rules=self.rules)
            text = self.repeated[key] = render_ticket(rec, signature=self.signature)
        self.write(self.folder / self.name(row), text)
