"""The options of `advisor compare`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import NoColor, NoInput, Output, Rules, Sources, format_option
from advisor.cli.showing.form import COMPARISON, Form


def make_compare(environment: Environment) -> Callable[..., Any]:
    """`advisor compare`."""
    def compare(
        report_format: Annotated[str, format_option(*COMPARISON.formats)] = "text",
        output: Output = None, sources: Sources = False, rules: Rules = None, no_color: NoColor = False,
        no_input: NoInput = False,
    ) -> int:
        """Show the options side by side, doubts included."""
        from advisor.cli.commands.compare import run_compare

        environment.heed(no_color=no_color, no_input=no_input)
        return run_compare(environment, rules, Form(report_format, output, sources))

    return compare
