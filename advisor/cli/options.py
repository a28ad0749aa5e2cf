"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

Output = Annotated[Path | None, typer.Option(
    "--output", metavar="FILE", help="Write the report to FILE, whole or not at all.")]
Save = Annotated[Path | None, typer.Option(
    "--save", metavar="FILE", help="Keep the whole case in FILE, for 'advisor replay'.")]
Rules = Annotated[str | None, typer.Option("--rules", metavar="DIR", help="Another rule base (or set ADVISOR_RULES).")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour (or set NO_COLOR).")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask anything.")]
