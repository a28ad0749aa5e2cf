"""Shows a recommendation or a comparison in the format asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli.environment import Environment
from advisor.cli.output import write_result
from advisor.cli.status import Failure, Status, bad_input, surroundings
from advisor.report.clean import ascii_safe
from advisor.report.line import Line
from advisor.report.recommendation import Recommendation
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused, Problem

if TYPE_CHECKING:
    from advisor.cli.rules import Opened
    from advisor.report.comparison import Comparison

FORMATS = ("text", "json", "markdown", "html", "ticket")
TEMPLATE_LIMIT = 100_000


EFFECT = {"--sources": ("text", "json", "markdown", "html"), "--trace": ("text", "json"), "--scales": ("text", "html"),
          "--template": ("ticket",), "--signature": ("ticket",)}
"""Which formats an option changes, or has in any case."""


def check_format(report_format: str, options: Mapping[str, object]) -> list[Problem]:
    """What is wrong with the format, or with options, by name with their value, that would do nothing in it."""
    if report_format not in FORMATS:
        return [unknown_format(report_format, FORMATS)]
    return [Problem("option-without-effect", f"This has no effect with --format {report_format}.", where=name,
                    fix=f"It works with: {', '.join(EFFECT[name])}.")
            for name, value in options.items() if value and report_format not in EFFECT[name]]


def unknown_format(report_format: str, formats: Sequence[str]) -> Problem:
    """The problem with a format that there is not."""
    hint = suggestion(report_format, formats, show_all_up_to=0)
    return Problem("unknown-format", f"There is no format {report_format[:40]!r}.", where="--format",
                   fix=f"{hint} Valid: {', '.join(formats)}.".strip())


def show_recommendation(environment: Environment, rec: Recommendation, *, report_format: str = "text",
                        output: Path | None = None, sources: bool = False, scales: bool = False, trace: bool = False,
                        template: Path | None = None, signature: str = "",
                        onward: Opened | None = None) -> None:
    """Writes the report to `output`, or to standard output; with `onward`, it ends with where to go on from there."""
    if report_format == "text":
        from advisor.report.scales import scales_lines
        from advisor.report.text import report_lines

        width = environment.width(environment.stdout if output is None else None)
        lines = report_lines(rec, width=width, sources=sources, trace=trace)
        if scales:
            lines = [*lines, *scales_lines(rec, width)]
        if onward is not None:
            from advisor.cli.onward import missing_mail_lines

            lines = [*lines, *missing_mail_lines(environment, rec, onward, width)]
        show_lines(environment, lines, output)
        return
    if report_format == "json":
        from advisor.report.json_report import dumps, recommendation_document

        text = dumps(recommendation_document(rec, trace=trace))
    elif report_format == "markdown":
        from advisor.report.markdown import render_markdown

        text = render_markdown(rec, sources=sources)
    elif report_format == "html":
        from advisor.report.html_report import render_html

        text = render_html(rec, sources=sources)
    else:
        from advisor.report.ticket import render_ticket

        try:
            text = render_ticket(rec, template=_read_template(template), signature=signature,
                                 template_name=str(template))
        except InputRefused as refused:
            raise Failure(Status.BAD_INPUT, *refused.problems) from None
    write_result(text if text.endswith("\n") else text + "\n", environment, output)


def show_comparison(environment: Environment, comparison: Comparison, *, report_format: str, output: Path | None,
                    sources: bool) -> None:
    """Writes the comparison to `output`, or to standard output."""
    if report_format == "text":
        from advisor.report.comparison_text import comparison_lines

        width = environment.width(environment.stdout if output is None else None)
        show_lines(environment, comparison_lines(comparison, width=width, sources=sources), output)
        return
    if report_format == "json":
        from advisor.report.comparison import comparison_document
        from advisor.report.json_report import dumps

        text = dumps(comparison_document(comparison))
    elif report_format == "markdown":
        from advisor.report.comparison_markdown import comparison_markdown

        text = comparison_markdown(comparison, sources=sources)
    else:
        from advisor.report.comparison_html import comparison_html

        text = comparison_html(comparison, sources=sources)
    write_result(text if text.endswith("\n") else text + "\n", environment, output)


def show_lines(environment: Environment, lines: Sequence[Line], output: Path | None) -> None:
    """Writes a report in lines to `output`, or to standard output, with colour where that is shown."""
    from advisor.report.terminal import print_lines

    page = StringIO()
    print_lines(lines, page, colour=output is None and environment.color(environment.stdout))
    encoding = "utf-8" if output is not None else getattr(environment.stdout, "encoding", None)
    write_result(ascii_safe(page.getvalue(), encoding), environment, output)


def _read_template(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            content = file.read(TEMPLATE_LIMIT + 1)
    except FileNotFoundError:
        raise bad_input("no-such-file", "There is no such file.", "Check the name and the folder.", str(path)) from None
    except IsADirectoryError:
        raise bad_input("template-is-folder", "This is a folder.", "Name the template file in it.", str(path)) from None
    except OSError as error:
        raise surroundings("unreadable-file", f"This file cannot be read: {error.strerror}.", "", str(path)) from None
    if len(content) > TEMPLATE_LIMIT:
        raise bad_input("too-large", f"A template has at most {TEMPLATE_LIMIT:,} bytes.", "", str(path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise bad_input("not-utf-8", "This is not UTF-8 text.", "Save it as UTF-8 in your editor.", str(path)) from None
