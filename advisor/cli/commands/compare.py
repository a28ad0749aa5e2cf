"""`advisor compare`: the options side by side."""

from __future__ import annotations

from pathlib import Path

from advisor.cli.app import COMPARISON_FORMATS
from advisor.cli.environment import Environment
from advisor.cli.rules import open_rules
from advisor.cli.show import show_comparison, unknown_format
from advisor.cli.status import Failure, Status
from advisor.report.comparison import comparison_of


def run_compare(environment: Environment, rules: str | None, report_format: str, output: Path | None, *,
                sources: bool) -> int:
    """Writes the comparison."""
    if report_format not in COMPARISON_FORMATS:
        raise Failure(Status.BAD_INPUT, unknown_format(report_format, COMPARISON_FORMATS))
    base = open_rules(environment, rules).base
    show_comparison(environment, comparison_of(base), report_format=report_format, output=output, sources=sources)
    return Status.DONE
