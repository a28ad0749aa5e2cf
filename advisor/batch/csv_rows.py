"""Rows in CSV (RFC 4180)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from operator import itemgetter
from typing import Any, TextIO

from advisor.batch.decider import Cell, Decided
from advisor.batch.harmless import harmless
from advisor.batch.plan import ID, column_named, is_text, plan_of
from advisor.batch.rows import LONGEST, NOT_TEXT, Carried, Lines, Row
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused, Problem

_MARKS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""What may part cells: spreadsheets of many countries write semicolons."""
_SEP = re.compile(r"sep=(.)[\r\n]*\Z", re.IGNORECASE)
"""A first line that some spreadsheets write, and read."""
MOST_LINES = 1_000
"""Lines that one row may have; beyond them a quote was not closed."""


class CsvReader:
    """Reads rows from CSV whose first row names the columns. Raises InputRefused for a header that makes no sense.

    A row that cannot be read is refused, and reading goes on in the line after its first: a quote that was not closed
    costs one row, not all that follow. Cells are parted as the header is. A row with nothing in its cells is a blank
    line, as spreadsheets write them; so are cells after the last column, if they hold nothing.
    """

    def __init__(self, stream: TextIO, base: RuleBase, extra: Sequence[str], shown: str) -> None:
        csv.field_size_limit(LONGEST)
        self.lines = Lines(stream)
        self.mark = ","
        self.rows = self._rows(base)
        line, header = next(((line, row) for line, row in self.rows if not self._is_blank(row, line)), (1, ""))
        if not header or isinstance(header, str) or any(place <= line for place in self.lines.too_long):
            reason = f" ({header})" if header and isinstance(header, str) else ""
            raise InputRefused([Problem("no-header", f"This has no first row that names the columns{reason}.",
                                        where=shown, fix=f"Such as: id,{','.join(list(base.questions)[:3])}")])
        width = max((place for place, name in enumerate(header, 1) if name.strip()), default=0)
        plan = self.plan = plan_of(header[:width], base, extra, shown)
        parted = [f"The cells are separated by {_MARKS[self.mark]}s."] if self.mark != "," else []
        self.questions = plan.questions
        self.notes: Sequence[str] = (*plan.notes, *parted)

    def __iter__(self) -> Iterator[Row]:
        plan, lines, too_long = self.plan, self.lines, self.lines.too_long
        pick, rest = _getter(plan.cells), _getter(plan.carried)
        width, named, number = plan.width, plan.id, 0
        first = named or 0  # blank rows are rare, so mostly one cell tells that there is something
        for line, row in self.rows:
            if len(row) == width and not too_long and not lines.not_text and not isinstance(row, str) and (
                    row[first].strip() or any(map(str.strip, row))):
                number += 1
                yield Row(line, row[named] if named is not None else str(number), pick(row), rest(row))
            elif not self._is_blank(row, line):
                number += 1
                yield self._checked(row, line, number)

    def _rows(self, base: RuleBase) -> Iterator[tuple[int, Sequence[str] | str]]:
        """All rows, the header too, once it is known what parts the cells."""
        held = self.lines.some()
        first = next((place for place, line in enumerate(held) if line.strip()), 0)
        said = _SEP.match(held[first]) if held else None
        if said is not None and said[1] in _MARKS:
            self.mark = said[1]
            held[first] = "\n"
        elif held:
            self.mark = next((mark for mark in _MARKS if _asks(held[first], mark, base)), ",")
        return _csv_rows(self.lines, held, self.mark)

    def _is_blank(self, row: Sequence[str] | str, line: int) -> bool:
        if isinstance(row, str) or any(map(str.strip, row)):
            return False
        return not self.lines.too_long or self.lines.too_long.isdisjoint(_spans(row, line))

    def _checked(self, row: Sequence[str] | str, line: int, number: int) -> Row:
        plan, too_long = self.plan, self.lines.too_long
        spans = _spans(row, line)
        if not isinstance(row, str) and len(row) > plan.width and not any(map(str.strip, row[plan.width:])):
            row = row[:plan.width]
        if not too_long.isdisjoint(spans):
            too_long.difference_update(spans)
            message, fix = f"A line of this row has more than {LONGEST:,} characters.", "Shorten it."
        elif isinstance(row, str):
            message, fix = f"This row cannot be read: {row}.", "Look for a quote that is not closed, or stands alone."
        elif self.lines.not_text and not is_text("".join(row)):
            message, fix = NOT_TEXT
        elif len(row) != plan.width:
            message = f"This row has {len(row)} cells; the header has {plan.width}."
            fix = f"Look for a missing or needless {_MARKS[self.mark]} or quote."
        else:
            name = row[plan.id] if plan.id is not None else str(number)
            return Row(line, name, _getter(plan.cells)(row), _getter(plan.carried)(row))
        whole = not isinstance(row, str) and plan.id is not None and plan.id < len(row)
        name = row[plan.id] if whole and plan.id is not None else str(number)
        return Row(line, name, (), (), [Cell("", "", message, fix)])


def _asks(line: str, mark: str, base: RuleBase) -> bool:
    """Whether a header has a question if cells are separated by `mark`."""
    try:
        cells = next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return False
    return any(column_named(cell, base) not in (None, ID) for cell in cells)


def _spans(row: Sequence[str] | str, line: int) -> range:
    """The lines of a row that begins in `line`."""
    text = "" if isinstance(row, str) else "".join(row)
    return range(line, line + text.count("\n") + text.count("\r") - text.count("\r\n") + 1)


def _csv_rows(lines: Lines, begun: list[str], mark: str) -> Iterator[tuple[int, Sequence[str] | str]]:
    """Each row with the number of its first line; in place of one that cannot be read, the reason."""
    held: list[str] = []
    first = 1
    while True:
        more = begun or lines.some()
        held += more
        begun = []
        place = 0
        while place < len(held):
            reader = csv.reader(held[place:] if place else held, strict=True, delimiter=mark)
            began = place
            try:
                for row in reader:
                    yield first + place, row
                    place = began + reader.line_num
                break
            except csv.Error as error:
                if more and began + reader.line_num == len(held) and len(held) - place <= MOST_LINES:
                    break  # the row may go on in lines that are still to be read
                yield first + place, str(error)
                place += 1
        del held[:place]
        first += place
        if not more:
            return


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
