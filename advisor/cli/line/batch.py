"""The options of `advisor batch`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import NoColor, NoInput, Rules


def make_batch(environment: Environment) -> Callable[..., Any]:
    """`advisor batch IN OUT`."""
    def batch(
        source: Annotated[str, typer.Argument(metavar="IN", help="CSV or JSON Lines, also packed (.gz); - for input.")],
        target: Annotated[str, typer.Argument(metavar="OUT", help="Where the verdicts go; - for output.")],
        columns: Annotated[str, typer.Option(
            "--columns", metavar="NAMES", help="Add flip_distance, evidence, balance, separated by commas.")] = "",
        rejects: Annotated[Path | None, typer.Option(
            "--rejects", metavar="FILE", help="Rows that cannot be decided, and why (OUT.rejects.csv).")] = None,
        tickets: Annotated[Path | None, typer.Option(
            "--tickets", metavar="DIR", help="Write a ticket for every verdict into DIR.")] = None,
        signature: Annotated[str, typer.Option(
            "--signature", metavar="TEXT", help="Your own signature for tickets.")] = "",
        summary: Annotated[bool, typer.Option("--summary", help="Count verdicts, set-up and reasons.")] = False,
        report_format: Annotated[str, typer.Option(
            "--format", metavar="text|json", help="How to write the summary.")] = "text",
        resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted run stopped.")] = False,
        read_as: Annotated[str | None, typer.Option(
            "--from", metavar="csv|jsonl", help="What IN is, where its name does not say.")] = None,
        write_as: Annotated[str | None, typer.Option(
            "--to", metavar="csv|jsonl", help="What OUT is to be, where its name does not say.")] = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False,
    ) -> int:
        """Decide many cases: one row each, columns named after the questions, id and other columns carried through.

        A row that cannot be decided is put aside with the reason, and the rest is done.

        \b
        advisor batch mailboxes.csv verdicts.csv
        advisor batch mailboxes.csv verdicts.csv --tickets tickets --summary
        advisor batch - - --from jsonl < requests.jsonl
        """  # noqa: D301 - the backspace is meant: it keeps the examples on lines of their own
        from advisor.cli.batch.run import BatchOptions
        from advisor.cli.commands.batch import run_batch
        from advisor.cli.opening.rules import open_rules

        environment.heed(no_color=no_color, no_input=no_input)
        return run_batch(environment, open_rules(environment, rules), BatchOptions(
            source, target, read_as, write_as, columns, tickets, signature, rejects, summary, report_format, resume))

    return batch
