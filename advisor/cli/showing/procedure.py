"""Shows the steps of a change, or the list of changes, in the form asked for."""

from __future__ import annotations

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import write_result
from advisor.cli.showing.form import PROCEDURE, Form
from advisor.cli.showing.lines import show_document, show_lines
from advisor.report.procedure.procedure import Procedure, procedures
from advisor.rulebase.model import RuleBase


def show_procedure(environment: Environment, told: Procedure, form: Form) -> None:
    """Writes the steps."""
    report_format = PROCEDURE.format(form)
    if report_format == "markdown":
        from advisor.report.procedure.markdown import procedure_markdown

        text = procedure_markdown(told, sources=form.sources, checklist=form.checklist)
        write_result(text, environment, form.output)
    elif report_format == "json":
        from advisor.report.procedure.json import procedure_document

        show_document(environment, procedure_document(told), form.output)
    elif report_format == "ticket":
        from advisor.report.procedure.ticket import procedure_ticket

        write_result(procedure_ticket(told, signature=form.signature), environment, form.output)
    else:
        from advisor.report.procedure.text import procedure_lines

        width = environment.width(environment.stdout if form.output is None else None)
        show_lines(environment, procedure_lines(told, width=width, sources=form.sources), form.output)


def show_procedures(environment: Environment, base: RuleBase, form: Form) -> None:
    """Writes the list of the changes that there are."""
    known = procedures(base)
    report_format = PROCEDURE.format(form)
    if report_format == "markdown":
        from advisor.report.procedure.markdown import list_markdown

        write_result(list_markdown(known), environment, form.output)
    elif report_format == "json":
        from advisor.report.procedure.json import procedures_document

        show_document(environment, procedures_document(base, known), form.output)
    else:
        from advisor.report.procedure.text import list_lines

        width = environment.width(environment.stdout if form.output is None else None)
        show_lines(environment, list_lines(known, width=width), form.output)
