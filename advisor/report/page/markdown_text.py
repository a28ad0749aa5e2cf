"""Text made safe for Markdown: whatever it holds, a reader sees just that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from advisor.report.page.citations import Entry, names_of
from advisor.report.page.facts import Citation, Word
from advisor.report.page.fold import harmless

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ACTIVE = re.compile(r"[\\`*_\[\]{}|~#!$&<>@]")
_LINK = re.compile(r"(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_AT_START = re.compile(r"\A(\d{1,9})?([-+=.)])")


def escaped(text: str) -> str:
    """`text` as one paragraph of plain words, for anywhere in a Markdown document, table cells included.

    Older Markdown knows a backslash before some characters only, so `&`, `<` and `>` become entities.
    """
    text = _ACTIVE.sub(lambda match: _ENTITIES.get(match[0], "\\" + match[0]), harmless(text))
    text = _LINK.sub(lambda match: "\\" + match[0], text)
    return _AT_START.sub(lambda match: f"{match[1] or ''}\\{match[2]}", text)


def code_block(text: str, language: str = "") -> str:
    """`text` in a block of code; the fence is longer than any run of backticks in it."""
    text = harmless(text)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{fence}{language}\n{text}\n{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of plain words."""
    lines = [head, ["---"] * len(head), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def marks(citations: Iterable[Citation], entries: Mapping[tuple[str, str], Entry]) -> str:
    """The names of some sources, to stand behind the words that rest on them; of those that `entries` list."""
    names = names_of(citations, entries)
    return f" ({escaped(names)})" if names else ""


def term_list(terms: Iterable[Word], entries: Mapping[tuple[str, str], Entry]) -> str:
    """Each term with what it means."""
    return "\n".join(f"- **{escaped(word.term)}**: {escaped(word.text)}{marks(word.sources, entries)}"
                     for word in terms)


def source_list(entries: Iterable[Entry]) -> str:
    """Every source with its words, its document and the doubt on it."""
    lines = []
    for entry in entries:
        lines.append(f"- **{escaped(entry.name)}**" + (f": {escaped(entry.words)}" if entry.words else ""))
        lines += [f"  - {escaped(remark)}" for remark in entry.remarks]
    return "\n".join(lines)
