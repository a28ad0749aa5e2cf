"""Shows the options side by side in the form asked for."""

from __future__ import annotations

from advisor.cli.edge.environment import Environment
from advisor.cli.showing.form import COMPARISON, Form
from advisor.cli.showing.lines import show_document, show_lines, show_text
from advisor.report.comparison.comparison import Comparison


def show_comparison(environment: Environment, comparison: Comparison, form: Form) -> None:
    """Writes the comparison."""
    report_format = COMPARISON.format(form)
    if report_format == "text":
        from advisor.report.comparison.text import comparison_lines

        width = environment.width(environment.stdout if form.output is None else None)
        show_lines(environment, comparison_lines(comparison, width=width, sources=form.sources), form.output)
    elif report_format == "json":
        from advisor.report.comparison.comparison import comparison_document

        show_document(environment, comparison_document(comparison), form.output)
    elif report_format == "markdown":
        from advisor.report.comparison.markdown import comparison_markdown

        show_text(environment, comparison_markdown(comparison, sources=form.sources), form.output)
    else:
        from advisor.report.comparison.html import comparison_html

        show_text(environment, comparison_html(comparison, sources=form.sources), form.output)
