"""Markdown and HTML tell the same facts as the recommendation holds, and in the order in which they matter."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from advisor.engine.case import case_of, merge
from advisor.engine.compiled import Compiled
from advisor.report.build import recommend
from advisor.report.html_report import render_html
from advisor.report.markdown import render_markdown
from advisor.report.recommendation import Citation, Recommendation
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
        yield from (item.name, item.text, *map(str, item.params.values()))
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
    order = [verdict.headline, "Not settled.", verdict.provisos[0].text, verdict.explain, rec.reasons_for()[0].text,
             rec.reasons_against()[0].text, rec.set_up[0].text, rec.steps[0].text, rec.steps[-1].text,
             rec.warnings[0].text, rec.warnings[-1].avert, rec.flips[0].phrases[0], rec.open[-1].ask, rec.command,
             rec.rule_base.sha256]
    places = [text.index(words(part)) for part in order]
    assert places == sorted(places)


@both
def test_whether_it_is_settled_is_said_in_words(render: Render, base: RuleBase, compiled: Compiled) -> None:
    def told(**answers: str) -> str:
        return render(recommend(base, case_of(answers), compiled))

    assert "Settled. Apart from the condition below" in told(devices="several")
    assert "Settled. No open question can change this advice." in told(devices="several", offered="both")
    assert "Not settled. The answer that would settle most: On how many" in told()


@both
def test_a_settled_advice_is_not_said_to_change_for_good(render: Render, base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "several"}), compiled)
    condition = rec.verdict.provisos[0].question
    opened = tuple(found._replace(can_change=("verdict", "warnings")) for found in rec.open)
    assert condition in [found.question for found in opened]
    ways = ((rec.verdict._replace(settled="yes"), len(opened) - 1), (rec.verdict._replace(settled="no"), 0))
    for verdict, moving in ways:
        text = render(rec._replace(verdict=verdict, open=opened))
        assert text.count("can change the advice for a while and the warnings.") == moving
        assert text.count("can change the advice and the warnings.") == len(opened) - moving


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
    assert "Not known to be settled." in text
    assert "Settled." not in text
    assert "could not be worked out" in text
    assert "may change anything" in text
