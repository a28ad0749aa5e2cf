"""The comparison as plain text: side by side where there is room, else one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from advisor.report.comparison.comparison import Comparison, ComparisonRow
from advisor.report.page.citations import bibliography, names_of
from advisor.report.page.fold import fold, pad
from advisor.report.page.line import Line
from advisor.report.page.phrases import versions
from advisor.report.page.source_list import source_lines

_INDENT = "  "
_GAP = "    "
_NARROWEST_CELL = 27
"""Columns below which a cell is no longer pleasant to read; two such cells fit from 60 columns on."""


def comparison_lines(comparison: Comparison, width: int, *, sources: bool = False) -> list[Line]:
    """The lines, none wider than `width` columns as long as that is 20 or more.

    With `sources`, each row carries its marks, and every source cited stands at the end.
    """
    names = [option.name for option in comparison.options]
    entries = bibliography(comparison.cited())
    lines = [Line(text, "headline") for text in fold(f"{comparison.title}, side by side", width)]
    for option in comparison.options:
        lines += [Line(""), *(Line(text) for text in fold(option.explain, width))]
    for row in comparison.rows:
        lines += [Line(""), *(Line(text, "heading") for text in fold(row.about, width))]
        lines += [Line(text) for text in _cells(names, row, width)]
        if row.note:
            lines += [Line(text, "check") for text in fold(row.note, width, f"{_INDENT}Note: ", _INDENT * 2)]
        if sources:
            marks = names_of(row.sources, entries)
            lines += [Line(text, "dim") for text in fold(marks, width, f"{_INDENT}Sources: ", _INDENT * 2)]
    if comparison.terms:
        lines += [Line(""), Line("Words", "heading")]
    for word in comparison.terms:
        marks = f" [{names_of(word.sources, entries)}]" if sources and word.sources else ""
        lines += [Line(text) for text in fold(f"{word.term}: {word.text}{marks}", width, _INDENT, _INDENT * 2)]
    if sources:
        lines += [Line(""), *source_lines(entries.values(), width)]
    return [*lines, Line(""), *(Line(text, "dim") for text in fold(versions(comparison), width))]


def _cells(names: list[str], row: ComparisonRow, width: int) -> Iterator[str]:
    cells = list(zip(names, row.cells, strict=True))
    room = (width - len(_INDENT) - len(_GAP) * (len(cells) - 1)) // max(1, len(cells))
    if room < _NARROWEST_CELL:
        for name, cell in cells:
            yield from fold(cell, width, f"{_INDENT}{name}: ", _INDENT * 2)
        return
    folded = [fold(f"{name}: {cell}", room) for name, cell in cells]
    for parts in zip_longest(*folded, fillvalue=""):
        yield (_INDENT + _GAP.join(pad(part, room) for part in parts)).rstrip()
