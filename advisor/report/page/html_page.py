"""What every HTML page of the advisor shares. A page is one file: no script, nothing fetched from anywhere."""

from __future__ import annotations

import html
from collections.abc import Iterable
from pathlib import Path

from advisor.report.page.citations import Entry, key_of
from advisor.report.page.facts import Citation, Word
from advisor.report.page.fold import harmless

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def escaped(text: str) -> str:
    """`text` as plain words, for content and for attribute values in quotes."""
    return html.escape(harmless(text), quote=True)


def page(title: str, body: str, *, wide: bool = False) -> str:
    """A whole document around `body`, which is HTML already; `title` is text."""
    style = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escaped(title)}</title>
<style>
{style}</style>
</head>
<body{' class="wide"' if wide else ""}>
{body}
</body>
</html>
"""


def section(name: str, heading: str, content: str) -> str:
    """A part of the page with its heading; `name` is unique in the page."""
    return f'<section aria-labelledby="{name}">\n<h2 id="{name}">{escaped(heading)}</h2>\n{content}\n</section>'


def items(entries: Iterable[str], tag: str = "ul", name: str = "") -> str:
    """A list of entries that are HTML already."""
    # A list without bullets is no list to some screen readers unless it says so.
    css = f' class="{name}" role="list"' if name else ""
    return f"<{tag}{css}>\n" + "\n".join(f"<li>{entry}</li>" for entry in entries) + f"\n</{tag}>"


class Marks:
    """Writes the marks behind statements, numbers the sources cited, and lists them at the end."""

    def __init__(self, entries: dict[tuple[str, str], Entry]) -> None:
        """Without `entries` nothing is shown."""
        self.entries = entries
        self.number = {key: number for number, key in enumerate(entries, 1)}

    def of(self, citations: Iterable[Citation]) -> str:
        """The marks of some sources, each a link to its place in the list."""
        keys = [key for key in dict.fromkeys(map(key_of, citations)) if key in self.entries]
        if not keys:
            return ""
        links = ", ".join(f'<a href="#source-{self.number[key]}">{escaped(self.entries[key].name)}</a>' for key in keys)
        return f' <span class="marks">[{links}]</span>'

    def listed(self) -> str:
        """Every source with its words, its document and the doubts on it."""
        lines = []
        for key, entry in self.entries.items():
            line = f"<strong>{escaped(entry.name)}</strong>" + (f": {escaped(entry.words)}" if entry.words else "")
            line += "".join(f"<br>{escaped(remark)}" for remark in entry.remarks)
            lines.append(f'<li id="source-{self.number[key]}">{line}</li>')
        return '<ul class="sources" role="list">\n' + "\n".join(lines) + "\n</ul>"

    def terms(self, terms: Iterable[Word]) -> str:
        """Each term with what it means."""
        lines = (f"<dt>{escaped(word.term)}</dt>\n<dd>{escaped(word.text)}{self.of(word.sources)}</dd>"
                 for word in terms)
        return '<dl class="items">\n' + "\n".join(lines) + "\n</dl>"
