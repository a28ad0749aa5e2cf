"""A ticket for every verdict, each in a file named after its row's line and id."""

from __future__ import annotations

import re
from collections.abc import Callable

from advisor.batch.decider import SEPARATOR, Decided, Decider
from advisor.batch.rows import Row
from advisor.engine.compiled import Compiled
from advisor.report.advice.build import recommend
from advisor.report.advice.ticket import render_ticket

REPEATED = 500
"""Tickets that are remembered for rows that are the same."""
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._@+-]")


class Tickets:
    """Makes tickets and hands each, with the name of its file, to `write`."""

    def __init__(self, decider: Decider, compiled: Compiled | None, signature: str, rules: str | None,
                 write: Callable[[str, str], None]) -> None:
        self.decider, self.compiled, self.signature, self.rules = decider, compiled, signature, rules
        self.write = write
        self.repeated: dict[str, str] = {}

    def add(self, row: Row, decided: Decided) -> None:
        """Writes the ticket of a row."""
        del decided
        key = SEPARATOR.join(row.cells)
        text = self.repeated.get(key)
        if text is None:
            if len(self.repeated) >= REPEATED:
                self.repeated.clear()
            client, provider = self.decider.programs(row.cells)
            rec = recommend(self.decider.base, self.decider.case(row.cells), self.compiled, rules=self.rules,
                            client=client, provider=provider)
            text = self.repeated[key] = render_ticket(rec, signature=self.signature)
        self.write(_ticket_name(row), text)


def _ticket_name(row: Row) -> str:
    """A name that no other row has, whatever the ids are: a line holds the beginning of one row only."""
    return f"{row.line:06}-{_NOT_IN_NAMES.sub('_', row.id)[:100]}.txt"
