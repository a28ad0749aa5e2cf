"""Rows in JSON Lines: one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, TextIO

from advisor.batch.decider import COLUMNS, LISTS, NO_FLIP, Cell, Decided
from advisor.batch.keys import Keys
from advisor.batch.plan import CLASH, ID, is_text
from advisor.batch.rows import LONGEST, Carried, Lines, Row
from advisor.rulebase.model import RuleBase


class JsonReader:
    """Reads rows from JSON Lines. What is no question is carried through, whatever it is; `notes` grows on the way.

    For output with columns (`columns`), the first row says which there are, and a row with another is refused.
    """

    def __init__(self, stream: TextIO, base: RuleBase, *, columns: bool) -> None:
        self.lines = Lines(stream)
        self.keys = Keys(base)
        self.questions = self.keys.columns
        self.notes: Sequence[str] = self.keys.notes
        self.columns: tuple[str, ...] | None = None
        self.ready: list[Row] = []
        self.rows = self._rows()
        if columns:
            first = next(self.rows, None)
            while first is not None and first.faults:
                self.ready.append(first)
                first = next(self.rows, None)
            self.columns = tuple(first.carried) if first is not None and isinstance(first.carried, Mapping) else ()
            self.ready += [first] if first is not None else []

    def __iter__(self) -> Iterator[Row]:
        for row in self.ready:
            yield self._in_columns(row)
        for row in self.rows:
            yield self._in_columns(row)

    def _rows(self) -> Iterator[Row]:
        number = line = 0
        while texts := self.lines.some():
            for text in texts:
                line += 1
                if line in self.lines.too_long:
                    self.lines.too_long.discard(line)
                    number += 1
                    yield _refused(line, number, f"This line has more than {LONGEST:,} characters.")
                elif text.strip():
                    number += 1
                    yield self._row(line, number, text)

    def _row(self, line: int, number: int, text: str) -> Row:
        if not is_text(text):
            return _refused(line, number, "This row is not UTF-8 text.")
        try:
            found = json.loads(text, object_pairs_hook=_once, parse_float=_finite, parse_constant=_finite)
        except RecursionError:
            return _refused(line, number, "This is nested too deep.")
        except ValueError as error:
            reason = getattr(error, "msg", str(error))
            return _refused(line, number, f"This is not JSON: {reason}.")
        if not isinstance(found, dict):
            return _refused(line, number, "This is not an object, such as {\"id\": \"1\"}.")
        said, carried, faults = self.keys.read(found)
        faults = [*(Cell("", key, "This name is not text.", "") for key in carried if not is_text(key)), *faults]
        answers: dict[str, str] = {}
        for question, value in said.items():
            if value is not None and not isinstance(value, str | int | float):
                faults.append(Cell(question, json.dumps(value)[:40], "This must be one word.", ""))
            else:
                answers[question] = word_of(value)
        name = answers.get(ID, str(number))
        return Row(line, name, [answers.get(question, "") for question in self.questions], carried, faults)

    def _in_columns(self, row: Row) -> Row:
        if self.columns is None or row.faults or not isinstance(row.carried, Mapping):
            return row
        other = [key for key in row.carried if key not in self.columns]
        if other:
            return row._replace(faults=[Cell(key, "", "The first row has no such column.",
                                             "Write to a file named .jsonl instead.") for key in other])
        cells = [row.carried.get(name) for name in self.columns]
        return row._replace(carried=[cell if isinstance(cell, str) else "" if cell is None else json.dumps(cell)
                                     for cell in cells])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text[:40]} is no number of JSON")
    return number


def word_of(value: str | float | None) -> str:
    """An answer that is not text as it would be written."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _refused(line: int, number: int, message: str) -> Row:
    return Row(line, str(number), (), {}, [Cell("", "", message, "")])


class JsonWriter:
    """Writes rows as JSON Lines; `carried` names what is carried through by place."""

    def __init__(self, extra: Sequence[str], carried: Sequence[str]) -> None:
        self.names = (*COLUMNS, *extra)
        self.header = self.carried = carried

    def start(self) -> str:
        """Nothing: each line names its parts."""
        return ""

    def text(self, rows: Iterable[tuple[str, Decided, Carried]]) -> str:
        """The rows, one object a line, all of it in ASCII."""
        return "".join([json.dumps(self._object(*row)) + "\n" for row in rows])

    def _object(self, name: str, decided: Decided, carried: Carried) -> dict[str, Any]:
        found: dict[str, Any] = {ID: name}
        for column, text in zip(self.names, decided, strict=True):
            found[column] = value_of(column, text)
        pairs = carried.items() if isinstance(carried, Mapping) else zip(self.carried, carried, strict=True)
        for key, value in pairs:
            while key in found:
                key = CLASH + key  # noqa: PLW2901 - until it is free
            found[key] = value
        return found


def value_of(column: str, text: str) -> Any:
    """The text of an output column as JSON says it."""
    if column in LISTS:
        return text.split()
    if column == "evidence":
        return {option: int(points) for option, _, points in (part.rpartition(":") for part in text.split())}
    if column == "flip_distance":
        return None if text == NO_FLIP else int(text) if text.isdecimal() else text
    return text
