"""The glossary: which of its terms a reader meets, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from advisor.report.citations import citations_of
from advisor.report.recommendation import Recommendation, Word
from advisor.rulebase.model import RuleBase


def words_of(base: RuleBase) -> tuple[Word, ...]:
    """Every term of the glossary."""
    return tuple(Word(term.id, term.term, term.text, citations_of(base, term.sources)) for term in base.terms.values())


def words_in(rec: Recommendation, words: Iterable[Word]) -> tuple[Word, ...]:
    """Those of `words` whose term stands in the texts of `rec`, as a whole word, in capitals or not."""
    return words_among(texts_of(rec), words)


def words_among(texts: Iterable[str], words: Iterable[Word]) -> tuple[Word, ...]:
    """Those of `words` whose term stands in the texts, as a whole word, in capitals or not."""
    text = _squeezed(" . ".join(texts))
    return tuple(word for word in words if _squeezed(word.term) in text)


def _squeezed(text: str) -> str:
    """The words of `text` in lower case, each between blanks; the end of a text is a word of its own."""
    return " " + " ".join(re.findall(r"[\w-]+|[.]", text.lower())) + " "


def texts_of(rec: Recommendation) -> Iterator[str]:
    """Every text that a reader of the report may meet."""
    verdict = rec.verdict
    yield from (verdict.headline, verdict.explain, verdict.default_text)
    yield from (found.text for part in (verdict.provisos, verdict.ruled_out, rec.reasons, rec.steps) for found in part)
    for item in rec.set_up:
        yield from (item.name, item.text)
    yield from (fact.text for fact in rec.facts())
    for warning in rec.warnings:
        yield from (warning.text, warning.avert)
    for found in rec.open:
        yield from (found.label, found.ask)
    for given in rec.answers:
        yield from (given.label, given.text)
    for flip in rec.flips:
        yield from flip.phrases
