"""The report for a terminal: the verdict first, nothing boxed, nothing cut, the same without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from advisor.report.advice import wording
from advisor.report.advice.contents import cited_in
from advisor.report.advice.recommendation import Reason, Recommendation, Told
from advisor.report.advice.text_detail import trace_lines
from advisor.report.page.citations import bibliography, names_of
from advisor.report.page.clean import clean
from advisor.report.page.facts import Citation
from advisor.report.page.fold import fold
from advisor.report.page.line import Line
from advisor.report.page.phrases import disagreement, sentence, versions
from advisor.report.page.source_list import source_lines
from advisor.rulebase.model import NEITHER

_NARROWEST = 20
"""No narrower terminal is catered for."""
MOST_LINES = 40
"""What a report keeps to at 80 columns, as far as its warnings and steps let it: those are never left out."""


class Detail(NamedTuple):
    """How much a report says of what is no danger to mail, and how airily."""

    blank: bool
    prose: bool
    """reasons in one paragraph instead of a list"""
    names: bool
    """names before texts, where the texts say the same"""
    reasons: int
    against: int
    walls: int
    flips: int


# The first that keeps to MOST_LINES is taken; which one does not depend on the terminal, so that the words do not.
_DETAILS = (
    Detail(blank=True, prose=False, names=True, reasons=6, against=4, walls=3, flips=3),
    Detail(blank=False, prose=False, names=True, reasons=6, against=4, walls=3, flips=3),
    Detail(blank=False, prose=True, names=True, reasons=4, against=3, walls=2, flips=3),
    Detail(blank=False, prose=True, names=True, reasons=3, against=2, walls=1, flips=2),
    Detail(blank=False, prose=True, names=True, reasons=2, against=1, walls=1, flips=1),
    Detail(blank=False, prose=True, names=False, reasons=1, against=1, walls=1, flips=1),
)
FULL = Detail(blank=True, prose=False, names=True, reasons=1000, against=1000, walls=1000, flips=3)


def report_lines(rec: Recommendation, *, width: int = 80, sources: bool = False, trace: bool = False) -> list[Line]:
    """The report, wrapped to `width` columns; only the command is one line however long.

    `sources` adds where each statement comes from, `trace` what every rule did.
    """
    width = max(width, _NARROWEST)
    if sources or trace:
        return _Report(rec, width, FULL, sources=sources, trace=trace).lines()
    bare = rec._replace(client=None, provider=None)  # who names them wants to read about them: they cost nothing else
    fitting = (detail for detail in _DETAILS if len(_Report(bare, 80, detail).lines()) <= MOST_LINES)
    detail = next(fitting, _DETAILS[-2])  # where even the tightest is too long, its sacrifices are in vain
    return _Report(rec, width, detail).lines()


class _Report:
    """One report being put together."""

    def __init__(self, rec: Recommendation, width: int, detail: Detail, *, sources: bool = False,
                 trace: bool = False) -> None:
        self.rec = rec
        self.width = width
        self.detail = detail
        self.entries = bibliography(cited_in(rec)) if sources else {}
        self.trace = trace

    def lines(self) -> list[Line]:
        """Every section, in the order in which a worried person needs them."""
        sections = [self.head(), self.reasons(), self.walls(), self.against(), self.set_up(), self.client(),
                    self.provider(), self.steps(), self.warnings(), self.changes(), self.open(), self.versions()]
        if self.entries:
            sections.append(source_lines(self.entries.values(), self.width))
        if self.trace:
            sections.append(trace_lines(self.rec, self.width))
        found: list[Line] = []
        for section in sections:
            if found and section and self.detail.blank:
                found.append(Line(""))
            found.extend(section)
        return found

    def head(self) -> list[Line]:
        verdict = self.rec.verdict
        found = self.flow(wording.headline(self.rec), "headline")
        for proviso in verdict.provisos:
            found += self.flow(wording.proviso(proviso), "check")
        found += self.flow(wording.limit(self.rec), "warning")
        for told in wording.first_of(self.rec):
            found += self.flow(self.cited(wording.labelled(told), told.sources), "warning", "! ")
        return found + self.flow(verdict.explain)

    def reasons(self) -> list[Line]:
        verdict = self.rec.verdict
        if verdict.option == NEITHER:
            return []
        texts = [self.cited(wording.tie(self.rec), verdict.default_sources)] if verdict.by_default else []
        texts += self.weighed(self.rec.reasons_for(), self.detail.reasons)
        return self.section(wording.why(self.rec), texts or [wording.without_reasons(self.rec)],
                            prose=self.detail.prose)

    def weighed(self, reasons: Sequence[Reason], most: int, *, name_option: bool = False) -> list[str]:
        texts = [self.cited(f"{reason.text} {wording.weight(self.rec, reason, name_option=name_option)}",
                            reason.sources) for reason in reasons[:most]]
        more = len(reasons) - most
        return [*texts, f"and {more} more, no stronger"] if more > 0 else texts

    def walls(self) -> list[Line]:
        found: list[Line] = []
        for option in dict.fromkeys(wall.option for wall in self.rec.verdict.ruled_out):
            walls = [wall for wall in self.rec.verdict.ruled_out if wall.option == option]
            texts = [self.cited(wall.text, wall.sources) for wall in walls[:self.detail.walls]]
            more = len(walls) - self.detail.walls
            texts += [f"and {more} more, {'each' if more > 1 else 'also'} enough by itself"] if more > 0 else []
            found += self.section(f"{walls[0].name} is ruled out", texts, prose=self.detail.prose)
        return found

    def against(self) -> list[Line]:
        verdict, against = self.rec.verdict, self.rec.reasons_against()
        if not against:
            return [] if verdict.option == NEITHER else self.flow(
                f"{wording.against(self.rec)}: {wording.nothing_against(self.rec)}")
        return self.section(wording.against(self.rec), self.weighed(against, self.detail.against, name_option=True),
                            prose=self.detail.prose)

    def set_up(self) -> list[Line]:
        texts = []
        for item in self.rec.set_up:
            text = wording.item_text(item)
            texts.append(self.cited(f"{item.name}. {text}" if self.detail.names else text, item.sources))
        if not texts:
            return self.flow(f"{wording.SET_UP}: {wording.NO_SET_UP}")
        return self.section(wording.SET_UP, texts, prose=self.detail.prose and len(texts) == 1)

    def client(self) -> list[Line]:
        part = self.rec.client
        if part is None:
            return []
        found = self.flow(wording.in_client(part), "heading")
        for text in part.statements:
            found += self.flow(self.cited(text, part.sources if text == part.statements[0] else ()),
                               "warning" if part.offered == "no" else "check")
        for item in part.items:
            found += self.flow(self.cited(wording.labelled(item), item.sources), "", "- ")
        for trap in part.traps:
            found += self.flow(self.cited(wording.labelled(trap), trap.sources), "warning", "! ")
        return found

    def provider(self) -> list[Line]:
        part = self.rec.provider
        if part is None:
            return []
        found = self.flow(wording.settings_of(part), "heading")
        for text in part.statements:
            found += self.flow(text, "check")
        for setting in part.settings:  # a single word stays on one line however long: it is there to be copied
            found += ([Line(clean(wording.to_copy(setting)), "command")] if setting.verified and " " not in setting.text
                      else self.flow(wording.to_copy(setting), "command" if setting.verified else "check"))
        cited = names_of(_sources(part.settings), self.entries)
        found += self.flow(f"[{cited}]", "dim") if cited else []
        for note in part.notes:
            found += self.flow(self.cited(wording.labelled(note), note.sources), "", "- ")
        found += self.flow(f"{wording.ASK}:", "heading") if part.ask else []
        for text in part.ask:
            found += self.flow(text, "", "- ")
        return found

    def steps(self) -> list[Line]:
        found = self.flow(wording.STEPS, "heading") if self.rec.steps else []
        for number, step in enumerate(self.rec.steps, 1):
            found += self.flow(self.cited(f"[{step.level}] {step.text}", step.sources), step.level, f"{number}. ")
        return found

    def warnings(self) -> list[Line]:
        if not self.rec.warnings:
            return self.flow(f"Warnings: {wording.no_warnings(self.rec)}")
        found = self.flow(wording.WARNINGS, "heading")
        for warning in self.rec.warnings:
            found += self.flow(self.cited(f"{warning.text} So: {warning.avert}", warning.sources), "warning", "! ")
        return found

    def changes(self) -> list[Line]:
        title, texts = wording.CHANGES, wording.flip_texts(self.rec, self.detail.flips)
        if self.detail.prose or not texts:
            several = self.detail.flips == 1 and (self.rec.verdict.flip_distance or 0) > 1
            return self.flow(f"{title}: {wording.changes(self.rec, 0 if several else self.detail.flips)}")
        return self.section(f"{title}: {wording.flip_lead(self.rec)}", texts)

    def open(self) -> list[Line]:
        found = self.flow(" ".join(wording.open_sentences(self.rec)))
        found += self.flow(wording.best_question(self.rec), "check")
        for disagreed in self.rec.disagreements:
            found += self.flow(disagreement(disagreed), "warning")
        return found

    def versions(self) -> list[Line]:
        title = self.flow(f"{wording.AGAIN}:", "heading") if self.detail.names else []
        return [*title, Line(clean(self.rec.command), "command"),
                *self.flow(versions(self.rec, 12), "dim")]

    def section(self, title: str, texts: Sequence[str], *, prose: bool = False) -> list[Line]:
        if prose:
            return self.flow(f"{title}: {' '.join(sentence(text) for text in texts)}")
        found = self.flow(title, "heading")
        for text in texts:
            found += self.flow(text, "", "- ")
        return found

    def flow(self, text: str, style: str = "", lead: str = "") -> list[Line]:
        return [Line(line, style) for line in fold(clean(text), self.width, lead)] if text else []

    def cited(self, text: str, sources: Sequence[Citation]) -> str:
        names = names_of(sources, self.entries)
        return f"{text} [{names}]" if names else text


def _sources(facts: Sequence[Told]) -> tuple[Citation, ...]:
    return tuple(source for fact in facts for source in fact.sources)
