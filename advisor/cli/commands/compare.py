"""`advisor compare`: the options side by side."""

from __future__ import annotations

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status
from advisor.cli.opening.rules import open_rules
from advisor.cli.showing.comparison import show_comparison
from advisor.cli.showing.form import COMPARISON, Form
from advisor.report.comparison.comparison import comparison_of


def run_compare(environment: Environment, rules: str | None, form: Form) -> int:
    """Writes the comparison."""
    problems = COMPARISON.faults(form)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    base = open_rules(environment, rules).base
    show_comparison(environment, comparison_of(base), form)
    return Status.DONE
