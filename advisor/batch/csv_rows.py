"""Rows in CSV (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from operator import itemgetter
from typing import Any, TextIO

from advisor.batch.decider import Cell, Decided
from advisor.batch.harmless import harmless
from advisor.batch.plan import plan_of
from advisor.batch.rows import LONGEST, Carried, Lines, Row
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused, Problem


class CsvReader:
    """Reads rows from CSV whose first row names the columns. Raises InputRefused for a header that makes no sense."""

    def __init__(self, stream: TextIO, base: RuleBase, extra: Sequence[str], shown: str) -> None:
        csv.field_size_limit(LONGEST)
        self.lines = Lines(stream)
        self.reader = csv.reader(iter(self.lines))
        header: list[str] = []
        try:
            while not header:
                header = next(self.reader)
        except (StopIteration, csv.Error):
            raise InputRefused([Problem("empty-file", "This holds no row with the names of columns.", where=shown,
                                        fix=f"Such as: id,{','.join(list(base.questions)[:3])}")]) from None
        plan = self.plan = plan_of(header, base, extra, shown)
        self.questions, self.notes = plan.questions, plan.notes
        self.names = [header[place] for place in plan.carried]

    def __iter__(self) -> Iterator[Row]:
        plan, reader, lines = self.plan, self.reader, self.lines
        pick, rest = _getter(plan.cells), _getter(plan.carried)
        number, line = 0, reader.line_num + 1
        while True:
            try:
                for row in reader:
                    if len(row) == plan.width:
                        number += 1
                        yield Row(line, row[plan.id] if plan.id is not None else str(number), pick(row), rest(row))
                    elif row or lines.too_long:
                        number += 1
                        yield self._refused(row, line, number)
                    line = reader.line_num + 1
                return
            except csv.Error as error:
                number += 1
                yield Row(line, str(number), (), (), [Cell("", "", f"This row cannot be read: {error}.", "")])
                line = reader.line_num + 1

    def _refused(self, row: Sequence[str], line: int, number: int) -> Row:
        if self.lines.too_long:
            self.lines.too_long = False
            message = f"This line has more than {LONGEST:,} characters."
        else:
            message = f"This row has {len(row)} cells; the header has {self.plan.width}."
        place = self.plan.id
        name = row[place] if place is not None and place < len(row) else str(number)
        return Row(line, name, (), (), [Cell("", "", message, "Look for a missing or needless comma or quote.")])


def _getter(places: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if len(places) > 1:
        return itemgetter(*places)  # a tuple, where there are several
    return lambda row: tuple([row[place] for place in places])


class CsvWriter:
    """Writes rows of CSV; text that is carried through cannot become a formula."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header

    def start(self) -> str:
        """The header."""
        return csv_text([[harmless(name) for name in self.header]])

    def text(self, rows: Iterable[tuple[str, Decided, Carried]]) -> str:
        """The rows as CSV."""
        return csv_text((harmless(name), *decided, *map(harmless, carried)) for name, decided, carried in rows)


def csv_text(rows: Iterable[Sequence[Any]]) -> str:
    """Rows as lines of CSV."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
