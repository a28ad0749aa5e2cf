"""Sources as a reader needs them: each with the wording and the document that it goes back to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from advisor.report.page.facts import Citation
from advisor.rulebase.model import RuleBase
from advisor.rulebase.sources import Source


def citation_of(base: RuleBase, source: Source) -> Citation:
    """`source` with what the rule base knows of it."""
    if source.kind != "claim":
        return Citation(source.text if source.kind == "rfc" else "field", source.kind,
                        source.text if source.kind == "field" else "", "", "")
    claim = base.claims[source.text]
    document = base.documents[claim.id.partition(".")[0]]
    return Citation(claim.id, "claim", claim.claim, f"{document.title} ({document.publisher}, {document.date})",
                    source.doubt)


def citations_of(base: RuleBase, sources: Iterable[Source]) -> tuple[Citation, ...]:
    """Each of `sources` with what the rule base knows of it."""
    return tuple(citation_of(base, source) for source in sources)


class Entry(NamedTuple):
    """One source in the list at the end of a report, however often it is cited."""

    mark: str
    text: str
    document: str
    doubts: tuple[str, ...]
    """how the places that cite it respect the doubt on it, each said once"""
    name: str
    """the mark; each piece of field knowledge with a number of its own"""

    @property
    def words(self) -> str:
        """What it says and where; empty for an RFC, which its mark names in full."""
        return f"{self.text} From: {self.document}." if self.document else self.text

    @property
    def remarks(self) -> tuple[str, ...]:
        """The doubts, as sentences."""
        return tuple(f"Open to doubt; how that is respected: {doubt.rstrip('.')}." for doubt in self.doubts)


def key_of(citation: Citation) -> tuple[str, str]:
    """What makes two citations the same entry: field knowledge is one entry for each reason."""
    return citation.mark, citation.text


def bibliography(citations: Iterable[Citation]) -> dict[tuple[str, str], Entry]:
    """The entries by `key_of`: claims in the order of their numbers, then RFCs, then field knowledge."""
    first: dict[tuple[str, str], Citation] = {}
    doubts: dict[tuple[str, str], dict[str, None]] = {}
    for citation in citations:
        key = key_of(citation)
        first.setdefault(key, citation)
        doubts.setdefault(key, {})
        if citation.doubt:
            doubts[key][citation.doubt] = None
    fields = 0
    entries = {}
    for citation in sorted(first.values(), key=_place):
        fields += citation.kind == "field"
        name = f"{citation.mark} {fields}" if citation.kind == "field" else citation.mark
        key = key_of(citation)
        entries[key] = Entry(citation.mark, citation.text, citation.document, tuple(doubts[key]), name)
    return entries


def names_of(citations: Iterable[Citation], entries: Mapping[tuple[str, str], Entry]) -> str:
    """The names of those of `citations` that `entries` list, each once: `D4.11, RFC 1939 section 8, field 2`."""
    return ", ".join(entries[key].name for key in dict.fromkeys(map(key_of, citations)) if key in entries)


def _place(citation: Citation) -> tuple[int, list[tuple[int, str]], str]:
    """Order of the list; figures within a mark count as figures: 4.2 stands before 4.11."""
    parts: list[tuple[int, str]] = []
    run = ""
    for char in citation.mark + " ":
        if run and char.isdigit() != run[-1].isdigit():
            parts.append((int(run), "") if run.isdecimal() else (0, run))
            run = ""
        run += char
    return ("claim", "rfc", "field").index(citation.kind), parts, citation.text
