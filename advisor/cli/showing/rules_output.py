"""What the commands about rules have in common: what is refused before any work, and how a report goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import check_output, write_result
from advisor.cli.edge.status import Failure, Status
from advisor.cli.showing.form import unknown_format
from advisor.cli.showing.lines import show_lines
from advisor.report.page.json_document import dumps
from advisor.report.page.line import Line

TEXT_OR_JSON = ("text", "json")


def check_request(report_format: str, output: Path | None, formats: Sequence[str] = TEXT_OR_JSON) -> None:
    """Raises Failure for a format there is not, and where it can be seen that the output cannot be written."""
    if report_format not in formats:
        raise Failure(Status.BAD_INPUT, unknown_format(report_format, formats))
    check_output(output)


def write_report(environment: Environment, report_format: str, output: Path | None, *,
                 document: Callable[[], Mapping[str, Any]], lines: Callable[[int], Sequence[Line]]) -> None:
    """Writes the report as JSON, or else as text: `document` and `lines`, for a width in columns, make it."""
    if report_format == "json":
        write_result(dumps(document()), environment, output)
    else:
        show_lines(environment, lines(environment.width(environment.stdout if output is None else None)), output)
