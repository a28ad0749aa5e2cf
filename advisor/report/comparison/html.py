"""The comparison as one HTML page: a table where there is room, on a phone one row below the other."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.report.comparison.comparison import Comparison
from advisor.report.page.citations import bibliography
from advisor.report.page.html_page import Marks, escaped, page, section
from advisor.report.page.phrases import versions


def comparison_html(comparison: Comparison, *, sources: bool = False) -> str:
    """The whole page; with `sources`, each row carries its marks and the list of sources stands at the end."""
    marks = Marks(bibliography(comparison.cited()) if sources else {})
    title = f"{comparison.title}, side by side"
    return page(title, "\n".join(_parts(comparison, title, marks)), wide=True)


def _parts(comparison: Comparison, title: str, marks: Marks) -> Iterator[str]:
    yield f"<header>\n<h1>{escaped(title)}</h1>"
    yield from (f"<p>{escaped(option.explain)}</p>" for option in comparison.options)
    yield '</header>\n<main>\n<div class="stack compare"><table>\n<thead><tr><td></td>'
    yield from (f'<th scope="col">{escaped(option.name)}</th>' for option in comparison.options)
    yield "</tr></thead>\n<tbody>"
    for row in comparison.rows:
        cells = "".join(f'<td><span class="cell-name">{escaped(option.name)}: </span>{escaped(cell)}</td>'
                        for option, cell in zip(comparison.options, row.cells, strict=True))
        note = f"<strong>Note:</strong> {escaped(row.note)}" if row.note else ""
        note += marks.of(row.sources)
        if not note:
            yield f'<tr><th scope="row">{escaped(row.about)}</th>{cells}</tr>'
            continue
        yield f'<tr class="noted"><th scope="row" rowspan="2">{escaped(row.about)}</th>{cells}</tr>'
        yield f'<tr class="note"><td colspan="{len(row.cells)}">{note}</td></tr>'
    yield "</tbody></table></div>"
    if comparison.terms:
        yield section("words", "Words", marks.terms(comparison.terms))
    if marks.entries:
        yield section("sources", "Sources", marks.listed())
    yield f"</main>\n<footer><p>{escaped(versions(comparison))}</p></footer>"
