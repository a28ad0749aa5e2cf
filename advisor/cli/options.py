"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.status import bad_input
from advisor.cli.typer_core import TyperPath

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
Rules = Annotated[str | None, typer.Option("--rules", metavar="DIR", help="Another rule base (or set ADVISOR_RULES).")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour (or set NO_COLOR).")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask anything.")]
