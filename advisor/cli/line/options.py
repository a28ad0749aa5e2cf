"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.edge.status import bad_input
from advisor.cli.line.typer_core import TyperPath
from advisor.cli.showing.form import ADVICE

HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class _FileToWrite(TyperPath):
    """The name of a file to write; `-` is standard output, None, where `dash` allows that."""

    def __init__(self, *, dash: bool) -> None:
        super().__init__(path_type=Path)
        self.dash = dash

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """A Path or None; raises Failure for what names no file."""
        name = param.opts[0] if param is not None else ""
        if value == "":
            raise bad_input("no-file-name", "The name of the file is empty.", "Name a file.", name)
        if value != "-":
            return super().convert(value, param, ctx)
        if not self.dash:
            raise bad_input("no-file-name", "A case is kept in a file, not on standard output.",
                            "Name a file; './-' is one that is called '-'.", name)
        return None


Output = Annotated[Path | None, typer.Option(
    "--output", metavar="FILE", click_type=_FileToWrite(dash=True),
    help="Write the report to FILE, whole or not at all; - is standard output.")]
Save = Annotated[Path | None, typer.Option(
    "--save", metavar="FILE", click_type=_FileToWrite(dash=False),
    help="Keep the whole case in FILE, for 'advisor replay'.")]
ReportFormat = Annotated[str, typer.Option(
    "--format", metavar="|".join(ADVICE.formats), help="How to write the report.")]
AnswersFile = Annotated[str | None, typer.Option(
    "--answers", metavar="FILE", help="Answers in YAML or JSON; - is standard input.")]
Sources = Annotated[bool, typer.Option("--sources", help="Name the claim behind each line.")]
Scales = Annotated[bool, typer.Option("--scales", help="Add a picture of what each answer puts into the scales.")]
Client = Annotated[str | None, typer.Option(
    "--client", metavar="NAME", help="Your mail program: where its settings are, and its traps.")]
Provider = Annotated[str | None, typer.Option(
    "--provider", metavar="NAME", help="Your provider: what it offers, and its server settings.")]
Plain = Annotated[bool, typer.Option(
    "--plain", help="Numbered questions in plain lines (or set ACCESSIBLE=1).")]
Signature = Annotated[str, typer.Option(
    "--signature", metavar="TEXT", help="Your own signature for --format ticket.")]
Rules = Annotated[str | None, typer.Option("--rules", metavar="DIR", help="Another rule base (or set ADVISOR_RULES).")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour (or set NO_COLOR).")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask anything.")]


def format_option(*formats: str) -> Any:
    """`--format` of a report that has these."""
    return typer.Option("--format", metavar="|".join(formats), help="How to write it.")
