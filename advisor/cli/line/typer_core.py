"""The parts of typer that have no public name. Everything private to typer that we rely on is in this file.

From 0.26 on typer carries its own command-line core; pyproject.toml pins the version that has it where we look.
"""

from __future__ import annotations

from typer._click.exceptions import ClickException, NoSuchOption, UsageError
from typer.models import TyperPath

__all__ = ["ClickException", "NoSuchOption", "TyperPath", "UsageError"]
