"""The options of `advisor replay`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import NoColor, NoInput, Output, Rules
from advisor.cli.showing.form import Form


def make_replay(environment: Environment) -> Callable[..., Any]:
    """The command as typer reads it."""
    def replay(
        files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Cases kept with --save.")],
        show: Annotated[bool, typer.Option("--show", help="Print the report of the case again (one FILE).")] = False,
        report_format: Annotated[str | None, typer.Option(
            "--format", metavar="text|json", help="How to write it; with --show any format of that report.")] = None,
        output: Output = None,
        checklist: Annotated[bool, typer.Option("--checklist", help="With --show: as for switch.")] = False,
        sources: Annotated[bool, typer.Option("--sources", help="With --show: as for the command.")] = False,
        scales: Annotated[bool, typer.Option("--scales", help="With --show: as for recommend.")] = False,
        trace: Annotated[bool, typer.Option("--trace", help="With --show: as for recommend.")] = False,
        template: Annotated[Path | None, typer.Option(
            "--template", metavar="FILE", help="With --show: as for recommend.")] = None,
        signature: Annotated[str, typer.Option(
            "--signature", metavar="TEXT", help="With --show: as for the command.")] = "",
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False,
    ) -> int:
        """Decide saved cases of recommend, diagnose and switch again, by the rules in use now.

        By the same rules the report is the same, byte for byte. By other rules: what changed, and by which rule.

        \b
        advisor replay case.yaml
        advisor replay --show --format ticket case.yaml
        advisor replay cases/*.yaml

        Exit status: 0 the same, 1 changed, 2 a file cannot be understood, 3 or read; of several the highest.
        """  # noqa: D301 - the backspace is meant: it keeps the examples on lines of their own
        from advisor.cli.commands.replay import ReplayOptions, run_replay

        environment.heed(no_color=no_color, no_input=no_input)
        return run_replay(environment, ReplayOptions(
            files=tuple(files), show=show, rules=rules, form=Form(
                report_format, output, sources, scales, trace, checklist, template, signature)))

    return replay
