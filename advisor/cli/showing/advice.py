"""Shows a recommendation in the form asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input, surroundings
from advisor.cli.showing.form import ADVICE, Form
from advisor.cli.showing.lines import show_document, show_lines, show_text
from advisor.report.advice.recommendation import Recommendation
from advisor.rulebase.problem import InputRefused

if TYPE_CHECKING:
    from advisor.cli.opening.rules import Opened

_TEMPLATE_LIMIT = 100_000


def show_recommendation(environment: Environment, rec: Recommendation, form: Form, *,
                        onward: Opened | None = None) -> None:
    """Writes the report; with `onward`, the rules in use, it ends with where to go on from there."""
    report_format = ADVICE.format(form)
    if report_format == "text":
        _show_text(environment, rec, form, onward)
    elif report_format == "json":
        from advisor.report.advice.json import recommendation_document

        show_document(environment, recommendation_document(rec, trace=form.trace), form.output)
    elif report_format == "markdown":
        from advisor.report.advice.markdown import render_markdown

        show_text(environment, render_markdown(rec, sources=form.sources), form.output)
    elif report_format == "html":
        from advisor.report.advice.html import render_html

        show_text(environment, render_html(rec, sources=form.sources), form.output)
    else:
        from advisor.report.advice.ticket import render_ticket

        try:
            text = render_ticket(rec, template=_read_template(form.template), signature=form.signature,
                                 template_name=str(form.template))
        except InputRefused as refused:
            raise Failure(Status.BAD_INPUT, *refused.problems) from None
        show_text(environment, text, form.output)


def _show_text(environment: Environment, rec: Recommendation, form: Form, onward: Opened | None) -> None:
    from advisor.report.advice.text import report_lines

    width = environment.width(environment.stdout if form.output is None else None)
    lines = report_lines(rec, width=width, sources=form.sources, trace=form.trace)
    if form.scales:
        from advisor.report.advice.scales import scales_lines

        lines = [*lines, *scales_lines(rec, width)]
    if onward is not None:
        from advisor.cli.showing.onward import missing_mail_lines

        lines = [*lines, *missing_mail_lines(environment, rec, onward, width)]
    show_lines(environment, lines, form.output)


def _read_template(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            content = file.read(_TEMPLATE_LIMIT + 1)
    except FileNotFoundError:
        raise bad_input("no-such-file", "There is no such file.", "Check the name and the folder.", str(path)) from None
    except IsADirectoryError:
        raise bad_input("template-is-folder", "This is a folder.", "Name the template file in it.", str(path)) from None
    except OSError as error:
        raise surroundings("unreadable-file", f"This file cannot be read: {error.strerror}.", "", str(path)) from None
    if len(content) > _TEMPLATE_LIMIT:
        raise bad_input("too-large", f"A template has at most {_TEMPLATE_LIMIT:,} bytes.", "", str(path))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise bad_input("not-utf-8", "This is not UTF-8 text.", "Save it as UTF-8 in your editor.", str(path)) from None
