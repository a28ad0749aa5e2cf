"""What a recommendation holds, whatever the rendering: its texts, the terms in them, everything it cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.report.advice.recommendation import Recommendation
from advisor.report.page.facts import Citation, Word
from advisor.report.page.glossary import words_among


def words_in(rec: Recommendation, words: Iterable[Word]) -> tuple[Word, ...]:
    """Those of `words` whose term stands in the texts of `rec`, as a whole word, in capitals or not."""
    return words_among(texts_of(rec), words)


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


def cited_in(rec: Recommendation, *, terms: bool = False) -> Iterator[Citation]:
    """Everything that a recommendation cites, in the order of the report; what its `terms` cite on request."""
    yield from rec.verdict.default_sources
    for part in (rec.verdict.ruled_out, rec.reasons, rec.set_up, rec.facts(), rec.steps, rec.warnings,
                 rec.terms if terms else ()):
        for statement in part:
            yield from statement.sources
    yield from rec.client.sources if rec.client else ()
