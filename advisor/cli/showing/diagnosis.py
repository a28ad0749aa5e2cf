"""Shows a diagnosis in the form asked for."""

from __future__ import annotations

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import write_result
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.form import DIAGNOSIS, Form
from advisor.cli.showing.lines import show_document, show_lines
from advisor.cli.showing.onward import switching_changes
from advisor.report.diagnosis.diagnosis import Diagnosis
from advisor.report.page.command_line import RECOMMEND, command_with


def show_diagnosis(environment: Environment, opened: Opened, found: Diagnosis, form: Form) -> None:
    """Writes the report, with where to go on from there."""
    report_format = DIAGNOSIS.format(form)
    if report_format == "json":
        from advisor.report.diagnosis.json import diagnosis_document

        show_document(environment, diagnosis_document(found), form.output)
        return
    changes = switching_changes(environment, opened, found)
    # The command that goes on with the answers that both interviews ask for.
    onward = command_with(RECOMMEND, found.elsewhere, opened.named)
    if report_format == "markdown":
        from advisor.report.diagnosis.markdown import diagnosis_markdown

        write_result(diagnosis_markdown(found, onward=onward, sources=form.sources, changes=changes), environment,
                     form.output)
    elif report_format == "html":
        from advisor.report.diagnosis.html import diagnosis_html

        write_result(diagnosis_html(found, onward=onward, sources=form.sources, changes=changes), environment,
                     form.output)
    elif report_format == "ticket":
        from advisor.report.diagnosis.ticket import diagnosis_ticket

        write_result(diagnosis_ticket(found, signature=form.signature, changes=changes), environment, form.output)
    else:
        from advisor.report.diagnosis.text import diagnosis_lines

        width = environment.width(environment.stdout if form.output is None else None)
        rows = environment.rows(environment.stdout) if form.output is None else 0
        show_lines(environment, diagnosis_lines(found, width, onward=onward, sources=form.sources, changes=changes,
                                                rows=rows), form.output)
