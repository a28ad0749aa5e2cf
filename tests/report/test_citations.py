"""The list of sources: each once, in order, with every doubt on it."""

from __future__ import annotations

from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled
from advisor.report.advice.build import recommend
from advisor.report.advice.contents import cited_in
from advisor.report.page.citations import bibliography, citation_of
from advisor.report.page.facts import Citation
from advisor.rulebase.model import RuleBase


def claim(mark: str, doubt: str = "") -> Citation:
    return Citation(mark, "claim", f"words of {mark}", "a document", doubt)


def field(reason: str) -> Citation:
    return Citation("field", "field", reason, "", "")


def test_claims_stand_by_number_then_rfcs_then_field_knowledge() -> None:
    found = bibliography([field("b"), Citation("RFC 9051", "rfc", "", "", ""), claim("D4.11"), field("a"),
                          Citation("RFC 822", "rfc", "", "", ""), claim("D4.2"), claim("D10.1"), claim("D4.2")])
    assert [entry.name for entry in found.values()] == [
        "D4.2", "D4.11", "D10.1", "RFC 822", "RFC 9051", "field 1", "field 2"]
    assert [entry.text for entry in found.values()][-2:] == ["a", "b"]


def test_each_doubt_is_said_once() -> None:
    [entry] = bibliography([claim("D1.1", "so."), claim("D1.1"), claim("D1.1", "thus"), claim("D1.1", "so.")]).values()
    assert entry.doubts == ("so.", "thus")
    assert entry.remarks == ("Open to doubt; how that is respected: so.", "Open to doubt; how that is respected: thus.")


def test_a_citation_has_the_words_of_its_claim_and_document(base: RuleBase) -> None:
    cited = [source for warning in base.warnings.values() for source in warning.sources if source.kind == "claim"]
    for source in cited:
        found = citation_of(base, source)
        document = base.documents[source.text.partition(".")[0]]
        assert (found.mark, found.text) == (source.text, base.claims[source.text].claim)
        assert all(part in found.document for part in (document.title, document.publisher, document.date))


def test_everything_cited_is_in_the_list(base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "one", "places": "glance"}), compiled)
    assert rec.verdict.by_default
    cited = list(cited_in(rec))
    for part in (rec.reasons, rec.set_up, rec.steps, rec.warnings):
        assert all(source in cited for entry in part for source in entry.sources)
    assert all(source in cited for source in rec.verdict.default_sources)
