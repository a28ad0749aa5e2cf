"""How a report is wanted, and what of that a kind of report can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import Problem

TEXT = "text"


class Form(NamedTuple):
    """The form of a report, as the command line says it."""

    report_format: str | None = None
    """None where none was named"""
    output: Path | None = None
    """the file; None is standard output"""
    sources: bool = False
    scales: bool = False
    trace: bool = False
    checklist: bool = False
    template: Path | None = None
    signature: str = ""

    @property
    def asked(self) -> dict[str, object]:
        """The options that were given beside format and output, by name as the command line has it."""
        return {f"--{name}": value for name, value in self._asdict().items()
                if value and name not in ("report_format", "output")}


class Kind(NamedTuple):
    """A kind of report."""

    formats: tuple[str, ...]
    effects: Mapping[str, tuple[str, ...]]
    """its options, with the formats that each is accepted with; JSON names all sources, and a ticket has its own way"""
    unnamed: Mapping[str, str] = {}
    """an option that stands for a format, where none is named"""

    def faults(self, form: Form) -> list[Problem]:
        """What is wrong with the format, or with options that would do nothing in it."""
        if form.report_format is not None and form.report_format not in self.formats:
            return [unknown_format(form.report_format, self.formats)]
        shown = self.format(form)
        given = f"with --format {shown}" if form.report_format is not None else "in a report as text"
        return [Problem("option-without-effect", f"This has no effect {given}.", where=name,
                        fix=f"It works with: {', '.join(self.effects[name])}.")
                for name in form.asked if name in self.effects and shown not in self.effects[name]]

    def format(self, form: Form) -> str:
        """The format that is meant."""
        if form.report_format is not None:
            return form.report_format
        return next((self.unnamed[name] for name in form.asked if name in self.unnamed), TEXT)


_ALL = ("text", "json", "markdown", "html", "ticket")
ADVICE = Kind(_ALL, {"--sources": ("text", "json", "markdown", "html"), "--trace": ("text", "json"),
                     "--scales": ("text", "html"), "--template": ("ticket",), "--signature": ("ticket",)})
DIAGNOSIS = Kind(_ALL, {"--sources": _ALL, "--signature": _ALL})
_PROCEDURE_FORMATS = ("text", "json", "markdown", "ticket")
PROCEDURE = Kind(_PROCEDURE_FORMATS, {"--sources": _PROCEDURE_FORMATS, "--checklist": ("markdown",),
                                      "--signature": ("ticket",)}, {"--checklist": "markdown"})
COMPARISON = Kind(("text", "json", "markdown", "html"), {})


def unknown_format(report_format: str, formats: Sequence[str]) -> Problem:
    """The problem with a format that there is not."""
    hint = suggestion(report_format, formats, show_all_up_to=0)
    return Problem("unknown-format", f"There is no format {report_format[:40]!r}.", where="--format",
                   fix=f"{hint} Valid: {', '.join(formats)}.".strip())
