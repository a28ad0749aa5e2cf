"""The recommendation as Markdown, with the same facts as on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from advisor.report import phrases, wording
from advisor.report.citations import Entry, bibliography, cited_in
from advisor.report.markdown_text import code_block, escaped, marks, source_list, table
from advisor.report.recommendation import Citation, Reason, Recommendation


def render_markdown(rec: Recommendation, *, sources: bool = False) -> str:
    """The whole report; with `sources`, each statement carries its marks and the list of sources stands at the end."""
    entries = bibliography(cited_in(rec)) if sources else {}
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
        if self.entries:
            yield "## Sources"
            yield source_list(self.entries.values())
        yield "---"
        yield f"{escaped(self.rec.title)}. {escaped(phrases.versions(self.rec))}"

    def marks(self, citations: Iterable[Citation]) -> str:
        return marks(citations, self.entries)

    def verdict(self) -> Iterator[str]:
        verdict = self.rec.verdict
        yield f"# {escaped(verdict.headline)}"
        word, sentence = phrases.standing(self.rec)
        yield f"**{word}** {escaped(sentence)}"
        for proviso in verdict.provisos:
            yield f"> **Condition:** {escaped(wording.proviso(proviso))}"
        yield escaped(verdict.explain)

    def reasons(self) -> Iterator[str]:
        verdict = self.rec.verdict
        yield "## Why"
        yield escaped(phrases.balance(self.rec)) + self.marks(verdict.default_sources)
        if self.rec.reasons_for():
            yield f"### What speaks for {escaped(verdict.name)}"
            yield self.reason_list(self.rec.reasons_for())
        if self.rec.reasons_against():
            yield f"### {escaped(phrases.against(self.rec))}"
            yield self.reason_list(self.rec.reasons_against())
        if verdict.ruled_out:
            yield "### Ruled out"
            yield "\n".join(f"- **{escaped(found.name)}**: {escaped(found.text)}{self.marks(found.sources)}"
                            for found in verdict.ruled_out)

    def reason_list(self, reasons: Iterable[Reason]) -> str:
        lines = []
        for reason in reasons:
            other = "" if reason.option == self.rec.verdict.option else f"for {escaped(reason.option_name)}: "
            lines.append(f"- {escaped(reason.text)} _({other}{escaped(phrases.weighs(reason))})_"
                         f"{self.marks(reason.sources)}")
        return "\n".join(lines)

    def to_do(self) -> Iterator[str]:
        if self.rec.set_up:
            yield "## Set-up"
            lines = []
            for item in self.rec.set_up:
                lines.append(f"- **{escaped(item.name)}**: {escaped(item.text)}{self.marks(item.sources)}")
                if item.params:
                    lines.append(f"  - {escaped(phrases.params(item.params))}")
            yield "\n".join(lines)
        if self.rec.steps:
            yield "## What to do now"
            lines = []
            for number, step in enumerate(self.rec.steps, 1):
                level = escaped(f"[{step.level}]")
                lines.append(f"{number}. **{level}** {escaped(step.text)}{self.marks(step.sources)}")
            yield "\n".join(lines)
        if self.rec.warnings:
            yield "## Risks, and what averts them"
            yield "\n".join(f"- **{escaped(warning.text)}** {escaped(warning.avert)}{self.marks(warning.sources)}"
                            for warning in self.rec.warnings)

    def what_if(self) -> Iterator[str]:
        yield "## What would change this advice"
        yield escaped(wording.flip_lead(self.rec))
        if self.rec.flips:
            yield "\n".join(f"- {escaped(text)}" for text in wording.flip_texts(self.rec, None))
        if not self.rec.open:
            return
        yield "## Open questions"
        yield "\n".join(f"- **{escaped(found.label)}**: {escaped(found.ask)} {escaped(phrases.effect(self.rec, found))}"
                        for found in self.rec.open)

    def answers(self) -> Iterator[str]:
        yield "## Your answers"
        given = [answer for answer in self.rec.answers if answer.value is not None]
        if given:
            yield table(("Question", "Answer", "From"),
                        ((answer.label, answer.text, phrases.origin(answer.origin)) for answer in given))
        else:
            yield "None were given."
        if self.rec.disagreements:
            yield "### Where answers disagreed"
            yield "\n".join(f"- {escaped(wording.disagreement(found))}" for found in self.rec.disagreements)
        yield "## To get this advice again"
        yield code_block(self.rec.command, "sh")
