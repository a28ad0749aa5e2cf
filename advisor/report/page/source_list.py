"""The list of everything that a report in plain text cites."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.report.page.citations import Entry
from advisor.report.page.fold import flow, fold
from advisor.report.page.line import Line

_INDENT = "  "


def source_lines(entries: Iterable[Entry], width: int) -> list[Line]:
    """The list of everything cited: what it says, in which document, and how its doubt is respected."""
    found = flow("Sources", width, "heading")
    for entry in entries:
        found += [Line(line) for line in fold(f"{entry.name}: {entry.words}" if entry.words else entry.name, width,
                                              _INDENT, _INDENT * 2)]
        for remark in entry.remarks:
            found += flow(remark, width, "check", _INDENT * 2)
    return found
