"""The options of `advisor switch`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import (
    AnswersFile,
    NoColor,
    NoInput,
    Output,
    Rules,
    Save,
    Signature,
    Sources,
    format_option,
)
from advisor.cli.line.question_flags import questions_of, with_flags
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.form import PROCEDURE, Form


def make_switch(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    """`advisor switch PROCEDURE`; `opened` is the rule base about switching, None where no flags are needed."""
    def switch(
        procedure: Annotated[str, typer.Argument(
            metavar="PROCEDURE", help="Which change; without one they are listed.")] = "",
        answers: AnswersFile = None,
        report_format: Annotated[str | None, format_option(*PROCEDURE.formats)] = None,
        output: Output = None,
        checklist: Annotated[bool, typer.Option("--checklist", help="Markdown with boxes to tick.")] = False,
        sources: Sources = False, signature: Signature = "", save: Save = None,
        client: Annotated[str | None, typer.Option(
            "--client", metavar="NAME", help="Your mail program; the steps that hang on it are chosen for it.")] = None,
        provider: Annotated[str | None, typer.Option(
            "--provider", metavar="NAME", help="Your provider; it answers what is offered.")] = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False,
        **flags: list[str] | None,
    ) -> int:
        """The safe steps of a change, in order: the danger each avoids, how to check it, how to go back.

        Say what you know of the case with flags; what is not known is looked up in a step of its own.
        """
        from advisor.cli.commands.switch import SwitchOptions, run_switch

        assert opened is not None
        environment.heed(no_color=no_color, no_input=no_input)
        del rules  # read from the command line before the flags were made
        return run_switch(environment, opened, SwitchOptions(
            procedure=procedure, flags={name: texts for name, texts in flags.items() if texts}, answers=answers,
            form=Form(report_format, output, sources, checklist=checklist, signature=signature), save=save,
            client=client, provider=provider))

    questions = questions_of(opened)
    # The first question is which change; that is the argument.
    return with_flags(switch, questions[1:], completing=environment.completing)
