"""Every format tells the facts that the recommendation holds, and in the order in which they matter."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from advisor.engine.case import case_of, merge
from advisor.engine.compiled import Compiled
from advisor.report.advice import wording
from advisor.report.advice.build import recommend
from advisor.report.advice.contents import words_in
from advisor.report.advice.html import render_html
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.markdown import render_markdown
from advisor.report.advice.recommendation import Recommendation
from advisor.report.advice.text import report_lines
from advisor.report.advice.ticket import render_ticket
from advisor.report.page.facts import Citation, Word
from advisor.report.page.glossary import words_of
from advisor.report.page.phrases import versions
from advisor.rulebase.model import RuleBase

Render = Callable[..., str]


def words(text: str) -> str:
    return " ".join(text.split())


def text_of_markdown(document: str) -> str:
    """What a reader of the rendered document sees."""
    parts = []
    for token in MarkdownIt("commonmark").enable("table").parse(document):
        if token.type == "inline":
            parts.append("".join(child.content or " " for child in token.children or ()))
        elif token.type == "fence":
            parts.append(token.content)
    return words(" ".join(parts))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.hidden = tag == "style"
        if tag not in ("strong", "span", "a", "code"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def text_of_html(document: str) -> str:
    """What a reader of the page sees."""
    parser = _Text()
    parser.feed(document)
    return words("".join(parser.parts))


def markdown(rec: Recommendation, *, sources: bool = False) -> str:
    return text_of_markdown(render_markdown(rec, sources=sources))


def html(rec: Recommendation, *, sources: bool = False) -> str:
    return text_of_html(render_html(rec, sources=sources))


both = pytest.mark.parametrize("render", [markdown, html])


def facts(rec: Recommendation) -> Iterator[str]:
    """The words of every part of a recommendation, in the order of the report."""
    verdict = rec.verdict
    yield verdict.headline
    yield from (proviso.text for proviso in verdict.provisos)
    yield verdict.explain
    yield verdict.default_text
    yield from (reason.text for reason in rec.reasons_for())
    yield from (reason.text for reason in rec.reasons_against())
    yield from (found.text for found in verdict.ruled_out)
    for item in rec.set_up:
        yield from (item.name, item.text, *(str(value) for value in item.params.values() if isinstance(value, int)))
    for step in rec.steps:
        yield from (step.level, step.text)
    for warning in rec.warnings:
        yield from (warning.text, warning.avert)
    for flip in rec.flips:
        yield flip.name
        yield from flip.phrases
    for found in rec.open:
        yield from (found.label, found.ask)
    for given in rec.answers:
        if given.value is not None:
            yield from (given.label, given.text)
    for word in rec.terms:
        yield from (word.term, word.text)
    yield rec.command
    yield from (rec.program_version, rec.rule_base.name, rec.rule_base.version, rec.rule_base.sha256)


def cases(base: RuleBase, compiled: Compiled, count: int) -> list[Recommendation]:
    pick = random.Random(3)
    return [recommend(base, case_of({question.id: pick.choice([*question.value_ids, "unsure"])
                                     for question in base.questions.values() if pick.random() < share / 5}), compiled)
            for share in (number % 6 for number in range(count))]


@both
def test_every_fact_is_told(render: Render, base: RuleBase, compiled: Compiled) -> None:
    for rec in cases(base, compiled, 25):
        text = render(rec)
        assert [fact for fact in facts(rec) if words(fact) not in text] == []


@both
def test_the_parts_come_in_the_order_that_matters(render: Render, base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "one", "quota": "tight", "connection": "steady"}), compiled)
    text = render(rec)
    verdict = rec.verdict
    order = [verdict.headline, "Not settled yet, and on one condition:", verdict.provisos[0].text, verdict.explain,
             rec.reasons_for()[0].text,
             rec.reasons_against()[0].text, rec.set_up[0].text, rec.steps[0].text, rec.steps[-1].text,
             rec.warnings[0].text, rec.warnings[-1].avert, "What would change this", "Most would be settled by:",
             rec.command, rec.terms[0].text, rec.rule_base.sha256]
    places = [text.index(words(part)) for part in order]
    assert places == sorted(places)


@both
def test_whether_it_is_settled_is_said_in_words(render: Render, base: RuleBase, compiled: Compiled) -> None:
    def told(**answers: str) -> str:
        return render(recommend(base, case_of(answers), compiled))

    assert "Settled, on one condition:" in told(devices="several")
    assert "Apart from the condition at the top, no open answer can change the advice." in told(devices="several")
    assert "Settled: no open answer can change this." in told(devices="several", offered="both")
    open_case = told()
    assert "Not settled yet, and on one condition:" in open_case
    assert "Most would be settled by: On how many" in open_case


@both
def test_a_settled_advice_is_not_said_to_change_for_good(render: Render, base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "several"}), compiled)
    condition = rec.verdict.provisos[0].question
    opened = tuple(found._replace(can_change=("verdict", "warnings")) for found in rec.open)
    assert condition in [found.question for found in opened]
    others = [found.label for found in opened if found.question != condition]
    for settled, lead in (("yes", "able to change the advice for a while:"), ("no", "able to change the advice:")):
        after = render(rec._replace(verdict=rec.verdict._replace(settled=settled), open=opened)).partition(lead)[2]
        assert all(label in after for label in others)


@both
def test_a_disagreement_is_told_with_both_sides(render: Render, base: RuleBase, compiled: Compiled) -> None:
    case = merge([case_of({"devices": "one"}, "file"), case_of({"devices": "several"}, "flag")])
    rec = recommend(base, case, compiled)
    [found] = rec.disagreements
    after = render(rec).partition("Where answers disagreed")[2]
    assert after.index(found.kept) < after.index(found.dropped)


def _cited(rec: Recommendation) -> list[Citation]:
    parts = (rec.reasons, rec.verdict.ruled_out, rec.set_up, rec.steps, rec.warnings)
    return [citation for part in parts for entry in part for citation in entry.sources]


@both
def test_sources_come_on_request_each_with_its_words(render: Render, base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "one", "quota": "full", "people": "several"}), compiled)
    without, with_sources = render(rec), render(rec, sources=True)
    listed = with_sources.rpartition("Sources")[2]
    cited = _cited(rec)
    assert {citation.kind for citation in cited} == {"claim", "rfc", "field"}
    assert any(citation.doubt for citation in cited)
    for citation in cited:
        assert citation.mark in listed
        for part in (citation.text, citation.document, citation.doubt):
            assert words(part).rstrip(".") in listed
        if citation.kind == "claim":
            assert citation.mark not in without
            assert citation.mark in with_sources.rpartition("Sources")[0]


@both
def test_what_is_not_known_is_not_told_as_certain(render: Render, base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "several"}), compiled)
    verdict = rec.verdict._replace(exact=False, flip_distance=None, settled="unknown")
    text = render(rec._replace(verdict=verdict, flips=()))
    assert "Not known if settled, and on one condition:" in text
    assert "Settled" not in text
    assert "could not be worked out" in text
    assert "could not be worked out exactly what the answers can change" in text
    assert "able to change" not in text


def text(rec: Recommendation) -> str:
    return words(" ".join(line.text for line in report_lines(rec, width=10_000, sources=True)))


def ticket(rec: Recommendation) -> str:
    return words(render_ticket(rec))


def vital(rec: Recommendation) -> Iterator[str]:
    """What no format may leave out: the verdict and its conditions, what to do, and what can go wrong."""
    yield rec.verdict.headline
    yield from (proviso.text for proviso in rec.verdict.provisos)
    yield from (item.text for item in rec.set_up)
    yield from (step.text for step in rec.steps)
    for warning in rec.warnings:
        yield from (warning.text, warning.avert)


@pytest.mark.parametrize("render", [text, ticket])
def test_nothing_vital_is_left_out(render: Render, base: RuleBase, compiled: Compiled) -> None:
    told = cases(base, compiled, 40)
    assert any(rec.warnings for rec in told)
    assert any(rec.verdict.provisos for rec in told)
    for rec in told:
        found = render(rec)
        assert [fact for fact in vital(rec) if words(fact) not in found] == []


def test_the_full_text_gives_every_reason(base: RuleBase, compiled: Compiled) -> None:
    for rec in cases(base, compiled, 40):
        found = text(rec)
        assert [reason.rule for reason in rec.reasons if words(reason.text) not in found] == []
        assert [wall.rule for wall in rec.verdict.ruled_out if words(wall.text) not in found] == []


@pytest.mark.parametrize("render", [text, markdown, html, ticket])
def test_the_same_sentence_for_the_same_fact(render: Render, base: RuleBase, compiled: Compiled) -> None:
    for rec in cases(base, compiled, 25):
        found = render(rec)
        assert wording.standing(rec) in found
        assert wording.best_question(rec) in found
        assert wording.open_lead(rec) in found
        assert wording.flip_lead(rec).rstrip(":.") in found
        assert versions(rec, 12).partition(" (")[0] in found
        if render is not ticket:
            assert words(wording.tie(rec)) in found


@pytest.mark.parametrize("render", [text, markdown, html, ticket])
def test_a_warning_is_not_nothing(render: Render, base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "several", "current": "pop", "offered": "both"}), compiled)
    assert rec.warnings
    alone = rec._replace(reasons=rec.reasons_for())
    words_for_it = "nothing that you told us; what can go wrong stands below." if render is ticket else (
        "no reason counted; see the warnings.")  # a customer does not know what counts
    assert f"What speaks against it: {words_for_it}" in render(alone)
    assert "What speaks against it: nothing that is known." in render(alone._replace(warnings=()))


def test_the_terms_that_occur_are_explained_and_no_others(base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "several"}), compiled)
    step = rec.steps[0]._replace(text="Frob the Server Copy, not the subquotas.")
    bare = rec._replace(verdict=rec.verdict._replace(headline="", explain="", default_text="", provisos=(),
                                                     ruled_out=()),
                        reasons=(), set_up=(), steps=(step,), warnings=(), open=(), answers=(), flips=())
    known = [Word(term, term, "It means it.", ()) for term in ("frob", "server copy", "quota", "copy", "server")]
    assert [word.id for word in words_in(bare, known)] == ["frob", "server copy", "copy", "server"]
    assert words_in(rec, words_of(base)) == rec.terms


def test_terms_stand_in_pages_but_not_in_the_terminal_or_the_ticket(base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "several"}), compiled)
    odd = rec._replace(terms=(Word("odd", "oddity", "An oddity is explained here.", ()),))
    assert "- **oddity**: An oddity is explained here.\n" in render_markdown(odd)
    assert "<dt>oddity</dt>\n<dd>An oddity is explained here.</dd>" in render_html(odd)
    assert "oddity" not in text(odd) + ticket(odd)
    assert recommendation_document(odd)["terms"][0]["term"] == "oddity"
