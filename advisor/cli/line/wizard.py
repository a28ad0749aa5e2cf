"""The options of `advisor` without a command: the wizard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import (
    AnswersFile,
    Client,
    NoColor,
    NoInput,
    Output,
    Plain,
    Provider,
    ReportFormat,
    Rules,
    Save,
    Scales,
    Sources,
)


def make_wizard(environment: Environment) -> Callable[..., Any]:
    """`advisor` alone: the callback of the whole program."""
    def advisor(
        context: typer.Context,
        quick: Annotated[bool, typer.Option("--quick", help="Only the questions that decide.")] = False,
        plain: Plain = False,
        resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted run stopped.")] = False,
        answers: AnswersFile = None, report_format: ReportFormat = "text", output: Output = None,
        sources: Sources = False, scales: Scales = False, client: Client = None, provider: Provider = None,
        save: Save = None,
        inspect: Annotated[str | None, typer.Option(
            "--inspect", metavar="USER@DOMAIN", help="Ask the mailbox first, then only the rest.")] = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False,
        version: Annotated[bool, typer.Option("--version", help="Say name and versions, and stop.")] = False,
    ) -> int | None:
        """Answer a few plain questions and get advice that can be traced to its sources.

        Started alone, it asks. Arrow keys and Enter are all you need; ? explains a question, Ctrl-C stops.

        \b
        advisor                                          ask, then report
        advisor --quick                                  only the questions that decide
        advisor recommend --help                         no questions: a flag for each answer
        advisor recommend --answers case.yaml            no questions: answers from a file
        advisor compare                                  the options side by side
        advisor diagnose                                 mail is missing: find out why
        advisor replay case.yaml                         a case kept with --save, decided again
        advisor switch                                   the safe steps of a change
        advisor inspect mary@example.org                 ask the mailbox itself, changing nothing
        advisor rules --help                             check, test and change the rules themselves

        Exit status: 0 done, 1 findings, 2 bad usage or input, 3 the surroundings failed, 130 interrupted.
        """  # noqa: D301 - the backspace is meant: it keeps the examples on lines of their own
        if version:
            from advisor.cli.commands.version import check_alone, show_version

            check_alone({"--format": report_format != "text", "--output": output, "--save": save,
                         "--answers": answers})
            return show_version(environment, rules)
        if context.invoked_subcommand is not None:
            return None
        from advisor.cli.commands.wizard import WizardOptions, run_wizard
        from advisor.cli.showing.form import Form

        environment.heed(no_color=no_color, no_input=no_input)
        return run_wizard(environment, WizardOptions(
            Form(report_format, output, sources, scales), quick=quick, plain=plain, resume=resume, answers=answers,
            rules=rules, save=save, client=client, provider=provider, inspect=inspect))

    return advisor
