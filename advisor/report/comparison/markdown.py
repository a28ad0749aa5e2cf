"""The comparison as Markdown: one table, the notes below it."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.report.comparison.comparison import Comparison
from advisor.report.page.citations import bibliography
from advisor.report.page.markdown_text import escaped, marks, source_list, table, term_list
from advisor.report.page.phrases import versions


def comparison_markdown(comparison: Comparison, *, sources: bool = False) -> str:
    """The whole comparison; with `sources`, each row carries its marks and every source stands at the end."""
    return "\n\n".join(_blocks(comparison, sources)) + "\n"


def _blocks(comparison: Comparison, sources: bool) -> Iterator[str]:
    yield f"# {escaped(comparison.title)}, side by side"
    for option in comparison.options:
        yield escaped(option.explain)
    head = ["", *(option.name for option in comparison.options)]
    yield table(head, [[row.about, *row.cells] for row in comparison.rows])
    notes = [row for row in comparison.rows if row.note]
    if notes:
        yield "## Notes"
        yield "\n".join(f"- **{escaped(row.about)}**: {escaped(row.note)}" for row in notes)
    entries = bibliography(comparison.cited()) if sources else {}
    if comparison.terms:
        yield "## Words"
        yield term_list(comparison.terms, entries)
    if sources:
        yield "## Sources"
        yield "\n".join(f"- **{escaped(row.about)}**{marks(row.sources, entries)}" for row in comparison.rows)
        yield source_list(entries.values())
    yield "---"
    yield escaped(versions(comparison))
