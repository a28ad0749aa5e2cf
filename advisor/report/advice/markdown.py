"""The recommendation as Markdown, with the same facts as on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from advisor.report.advice import wording
from advisor.report.advice.contents import cited_in
from advisor.report.advice.recommendation import OpenQuestion, Reason, Recommendation, Told
from advisor.report.page.citations import Entry, bibliography
from advisor.report.page.facts import Citation
from advisor.report.page.markdown_text import code_block, escaped, marks, source_list, table, term_list
from advisor.report.page.phrases import disagreement, origin, sentence, versions
from advisor.rulebase.model import NEITHER


def render_markdown(rec: Recommendation, *, sources: bool = False) -> str:
    """The whole report; with `sources`, each statement carries its marks and the list of sources stands at the end."""
    entries = bibliography(cited_in(rec, terms=True)) if sources else {}
    return "\n\n".join(_Report(rec, entries).blocks()) + "\n"


class _Report:
    """One report being written."""

    def __init__(self, rec: Recommendation, entries: Mapping[tuple[str, str], Entry]) -> None:
        self.rec = rec
        self.entries = entries

    def blocks(self) -> Iterator[str]:
        yield from self.verdict()
        yield from self.reasons()
        yield from self.to_do()
        yield from self.what_if()
        yield from self.answers()
        if self.rec.terms:
            yield "## Words"
            yield term_list(self.rec.terms, self.entries)
        if self.entries:
            yield "## Sources"
            yield source_list(self.entries.values())
        yield "---"
        yield f"{escaped(self.rec.title)}. {escaped(versions(self.rec))}"

    def marks(self, citations: Iterable[Citation]) -> str:
        return marks(citations, self.entries)

    def verdict(self) -> Iterator[str]:
        verdict = self.rec.verdict
        yield f"# {escaped(verdict.headline)}"
        yield f"**{escaped(wording.standing(self.rec))}**"
        for proviso in verdict.provisos:
            yield f"> **Condition:** {escaped(wording.proviso(proviso))}"
        if wording.limit(self.rec):
            yield f"> **Program:** {escaped(wording.limit(self.rec))}"
        for told in wording.first_of(self.rec):
            yield f"> **Beware:** {escaped(wording.labelled(told))}{self.marks(told.sources)}"
        yield escaped(verdict.explain)

    def reasons(self) -> Iterator[str]:
        verdict = self.rec.verdict
        yield f"## {escaped(wording.why(self.rec) or 'Why')}"
        if wording.tie(self.rec):
            yield escaped(wording.tie(self.rec)) + self.marks(verdict.default_sources)
        elif wording.without_reasons(self.rec):
            yield escaped(wording.without_reasons(self.rec))
        if self.rec.reasons_for():
            yield self.reason_list(self.rec.reasons_for())
        if self.rec.reasons_against():
            yield f"### {escaped(wording.against(self.rec))}"
            yield self.reason_list(self.rec.reasons_against())
        elif verdict.option != NEITHER:
            yield escaped(f"{wording.against(self.rec)}: {wording.nothing_against(self.rec)}")
        if verdict.ruled_out:
            yield "### Ruled out"
            yield "\n".join(f"- **{escaped(found.name)}**: {escaped(found.text)}{self.marks(found.sources)}"
                            for found in verdict.ruled_out)

    def reason_list(self, reasons: Iterable[Reason]) -> str:
        advised = self.rec.verdict.option
        return "\n".join(
            f"- {escaped(reason.text)} "
            f"_{escaped(wording.weight(self.rec, reason, name_option=reason.option != advised, figure=True))}_"
            f"{self.marks(reason.sources)}" for reason in reasons)

    def to_do(self) -> Iterator[str]:
        yield f"## {wording.SET_UP}"
        yield "\n".join(f"- **{escaped(item.name)}**: {escaped(wording.item_text(item))}{self.marks(item.sources)}"
                        for item in self.rec.set_up) or escaped(sentence(wording.NO_SET_UP))
        yield from self.programs()
        if self.rec.steps:
            yield f"## {wording.STEPS}"
            lines = []
            for number, step in enumerate(self.rec.steps, 1):
                level = escaped(f"[{step.level}]")
                lines.append(f"{number}. **{level}** {escaped(step.text)}{self.marks(step.sources)}")
            yield "\n".join(lines)
        if self.rec.warnings:
            yield f"## {wording.WARNINGS}"
            yield "\n".join(f"- **{escaped(warning.text)}** {escaped(warning.avert)}{self.marks(warning.sources)}"
                            for warning in self.rec.warnings)
        else:
            yield "## Warnings"
            yield escaped(sentence(wording.no_warnings(self.rec)))

    def programs(self) -> Iterator[str]:
        client, provider = self.rec.client, self.rec.provider
        if client is not None:
            yield f"## {escaped(wording.in_client(client))}"
            yield from (escaped(text) + (self.marks(client.sources) if not number else "")
                        for number, text in enumerate(client.statements))
            yield from self.facts(client.items)
            yield from self.facts(client.traps)
        if provider is not None:
            yield f"## {escaped(wording.settings_of(provider))}"
            yield from map(escaped, provider.statements)
            if provider.settings:
                yield "\n\n".join(code_block(wording.to_copy(fact)) if fact.verified else escaped(wording.to_copy(fact))
                                  for fact in provider.settings)
            yield from self.facts(provider.notes)
            if provider.ask:
                yield f"{wording.ASK}:"
                yield "\n".join(f"- {escaped(text)}" for text in provider.ask)

    def facts(self, facts: Iterable[Told]) -> Iterator[str]:
        lines = [f"- {escaped(wording.labelled(fact))}{self.marks(fact.sources)}" for fact in facts]
        if lines:
            yield "\n".join(lines)

    def what_if(self) -> Iterator[str]:
        yield f"## {wording.CHANGES}"
        yield escaped(wording.flip_lead(self.rec))
        if self.rec.flips:
            yield "\n".join(f"- {escaped(text)}" for text in wording.flip_texts(self.rec, None))
        yield "## Open questions"
        if wording.open_lead(self.rec):
            yield escaped(wording.open_lead(self.rec))
        if wording.conditions(self.rec):
            yield _questions(wording.conditions(self.rec))
        for group in wording.open_groups(self.rec):
            yield escaped(group.lead)
            yield _questions(group.questions)
        if wording.best_question(self.rec):
            yield escaped(wording.best_question(self.rec))

    def answers(self) -> Iterator[str]:
        yield "## Your answers"
        given = [answer for answer in self.rec.answers if answer.value is not None]
        if given:
            yield table(("Question", "Answer", "From"),
                        ((answer.label, answer.text, origin(answer.origin)) for answer in given))
        else:
            yield "None were given."
        if self.rec.disagreements:
            yield "### Where answers disagreed"
            yield "\n".join(f"- {escaped(disagreement(found))}" for found in self.rec.disagreements)
        yield f"## {wording.AGAIN}"
        yield code_block(self.rec.command, "sh")


def _questions(questions: Iterable[OpenQuestion]) -> str:
    return "\n".join(f"- **{escaped(wording.label(found))}**: {escaped(found.ask)}" for found in questions)
