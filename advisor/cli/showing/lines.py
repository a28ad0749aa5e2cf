"""Writes a finished report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import write_result

if TYPE_CHECKING:
    from advisor.report.page.line import Line


def show_lines(environment: Environment, lines: Sequence[Line], output: Path | None) -> None:
    """Writes a report in lines to `output`, or to standard output, with colour where that is shown."""
    from advisor.report.page.clean import ascii_safe
    from advisor.report.page.terminal import print_lines

    page = StringIO()
    print_lines(lines, page, colour=output is None and environment.color(environment.stdout))
    encoding = "utf-8" if output is not None else getattr(environment.stdout, "encoding", None)
    write_result(ascii_safe(page.getvalue(), encoding), environment, output)


def show_document(environment: Environment, document: Mapping[str, Any], output: Path | None) -> None:
    """Writes a report as JSON."""
    from advisor.report.page.json_document import dumps

    write_result(dumps(document), environment, output)


def show_text(environment: Environment, text: str, output: Path | None) -> None:
    """Writes a report that is one text, with a line break at its end."""
    write_result(text if text.endswith("\n") else text + "\n", environment, output)
