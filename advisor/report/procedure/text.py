"""A procedure for a terminal: whether to begin, then each step with its danger, its check and the way back."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.report.page.citations import bibliography, names_of
from advisor.report.page.clean import clean
from advisor.report.page.facts import Citation
from advisor.report.page.fold import columns, flow
from advisor.report.page.line import Line
from advisor.report.page.phrases import disagreement, versions
from advisor.report.page.source_list import source_lines
from advisor.report.procedure import words
from advisor.report.procedure.procedure import Known, Procedure

_NARROWEST = 20


def cited_by(told: Procedure) -> Iterable[Citation]:
    """Everything that a procedure cites, in the order of the report."""
    for part in (told.reasons, told.warnings, told.steps, told.settings):
        for statement in part:
            yield from statement.sources


def list_lines(known: Iterable[Known], *, width: int = 80) -> list[Line]:
    """The procedures that there are, and how to ask for one."""
    known = tuple(known)
    room = max(columns(entry.id) for entry in known) + 2
    found = flow("Which change?", width, "heading")
    for entry in known:
        if width >= room + 30:
            found += flow(entry.text, width, "", f"  {entry.id:{room}}")
        else:
            found += [*flow(entry.id, width, "", "  "), *flow(entry.text, width, "", "    ")]
    return [*found, Line(""), *flow(f"Its steps: advisor switch {known[0].id}", width)]


def procedure_lines(told: Procedure, *, width: int = 80, sources: bool = False) -> list[Line]:
    """The report, wrapped to `width` columns; only the command is one line however long."""
    return _Report(told, max(width, _NARROWEST), sources=sources).lines()


class _Report:
    """One report being put together."""

    def __init__(self, told: Procedure, width: int, *, sources: bool) -> None:
        self.told = told
        self.width = width
        self.entries = bibliography(cited_by(told)) if sources else {}

    def lines(self) -> list[Line]:
        sections = [self.head(), self.warnings(), self.steps(), self.settings(), self.open(), self.end()]
        if self.entries:
            sections.append(source_lines(self.entries.values(), self.width))
        found: list[Line] = []
        for section in sections:
            if found and section:
                found.append(Line(""))
            found += section
        return found

    def head(self) -> list[Line]:
        told = self.told
        found = self.flow(f"{told.procedure.text}: {told.headline[:1].lower()}{told.headline[1:]}", "headline")
        found += self.flow(told.explain)
        for reason in told.reasons:
            found += self.flow(self.cited(reason.text, reason.sources), "must", "- ")
        for disagreed in told.disagreements:
            found += self.flow(disagreement(disagreed), "warning")
        return found

    def warnings(self) -> list[Line]:
        found = self.flow(words.TAKE_CARE, "heading") if self.told.warnings else []
        for warning in self.told.warnings:
            found += self.flow(self.cited(f"{warning.text} So: {warning.avert}", warning.sources), "warning", "! ")
        return found

    def steps(self) -> list[Line]:
        found = self.flow(words.steps_title(self.told), "heading") if self.told.steps else []
        for stage in self.told.steps:
            lead = f"{stage.number}. "
            removes = f" {words.REMOVES}" if stage.destroys else ""
            found += self.flow(self.cited(f"[{stage.level}] {stage.text}{removes}", stage.sources), stage.level, lead)
            for name, text in words.details(stage):
                indent = " " * columns(lead)
                found += self.flow(f"{name}: {text}", "", indent, indent + "  ")
        return found

    def settings(self) -> list[Line]:
        found = self.flow(words.SETTINGS, "heading") if self.told.settings else []
        for item in self.told.settings:
            found += self.flow(self.cited(f"{item.name}. {item.text}", item.sources), "", "- ")
        return found

    def open(self) -> list[Line]:
        found = self.flow(words.OPEN, "heading") if self.told.open else []
        for point in self.told.open:
            found += self.flow(f"{point.label}: {point.ask}", "", "- ")
        return found

    def end(self) -> list[Line]:
        return [*self.flow(f"{words.AGAIN}:", "heading"), Line(clean(self.told.command), "command"),
                *self.flow(versions(self.told, 12), "dim")]

    def flow(self, text: str, style: str = "", lead: str = "", rest: str | None = None) -> list[Line]:
        return flow(text, self.width, style, lead, rest)

    def cited(self, text: str, sources: Iterable[Citation]) -> str:
        names = names_of(tuple(sources), self.entries)
        return f"{text} [{names}]" if names else text
