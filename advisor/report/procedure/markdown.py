"""A procedure as Markdown: as a report, or as a list with boxes to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.report.page.citations import bibliography
from advisor.report.page.markdown_text import code_block, escaped, marks, source_list
from advisor.report.page.phrases import disagreement, versions
from advisor.report.procedure import words
from advisor.report.procedure.procedure import Known, Procedure, Stage
from advisor.report.procedure.text import cited_by


def list_markdown(known: Iterable[Known]) -> str:
    """The procedures that there are."""
    return "\n".join(f"- **{escaped(entry.id)}**: {escaped(entry.text)}" for entry in known) + "\n"


def procedure_markdown(told: Procedure, *, sources: bool = False, checklist: bool = False) -> str:
    """The whole report; with `checklist`, each step and each check has a box to tick."""
    return "\n\n".join(_Report(told, sources=sources, checklist=checklist).blocks()) + "\n"


class _Report:
    """One report being written."""

    def __init__(self, told: Procedure, *, sources: bool, checklist: bool) -> None:
        self.told = told
        self.checklist = checklist
        self.entries = bibliography(cited_by(told)) if sources else {}

    def blocks(self) -> Iterator[str]:
        told = self.told
        yield f"# {escaped(told.procedure.text)}"
        yield f"**{escaped(told.headline)}** {escaped(told.explain)}"
        if told.reasons:
            yield self.items(escaped(reason.text) + marks(reason.sources, self.entries) for reason in told.reasons)
        if told.disagreements:
            yield self.items(escaped(disagreement(found)) for found in told.disagreements)
        if told.warnings:
            yield f"## {words.TAKE_CARE}"
            yield self.items(f"**{escaped(found.text)}** {escaped(found.avert)}{marks(found.sources, self.entries)}"
                             for found in told.warnings)
        if told.steps:
            yield f"## {words.steps_title(told)}"
            yield "\n".join(self.stage(stage) for stage in told.steps)
        if told.settings:
            yield f"## {words.SETTINGS}"
            yield self.items(f"**{escaped(item.name)}**: {escaped(item.text)}{marks(item.sources, self.entries)}"
                             for item in told.settings)
        if told.open:
            yield f"## {words.OPEN}"
            yield self.items(f"**{escaped(point.label)}**: {escaped(point.ask)}" for point in told.open)
        yield f"## {words.AGAIN}"
        yield code_block(told.command, "sh")
        if self.entries:
            yield "## Sources"
            yield source_list(self.entries.values())
        yield "---"
        yield f"{escaped(told.title)}. {escaped(versions(told))}"

    def items(self, texts: Iterable[str]) -> str:
        return "\n".join(f"- {text}" for text in texts)

    def stage(self, stage: Stage) -> str:
        removes = f" **{words.REMOVES}**" if stage.destroys else ""
        text = f"**\\[{stage.level}\\]** {escaped(stage.text)}{removes}{marks(stage.sources, self.entries)}"
        lead = f"- [ ] **{stage.number}.** " if self.checklist else f"{stage.number}. "
        indent = "  " if self.checklist else " " * len(lead)
        lines = [lead + text]
        for name, detail in words.details(stage):
            box = "[ ] " if self.checklist and detail == stage.check else ""
            lines.append(f"{indent}- {box}{name}: {escaped(detail)}")
        return "\n".join(lines)
