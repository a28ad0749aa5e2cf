"""The support desk's commands: how to switch safely."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from advisor.cli.environment import Environment
from advisor.cli.options import NoColor, NoInput, Output, Rules
from advisor.cli.question_flags import with_flags
from advisor.cli.rules import Opened

SWITCHING = "switching"
"""The folder of the rule base about switching, inside that of the rules."""

Sources = Annotated[bool, typer.Option("--sources", help="Name the claim behind each line.")]
AnswersFile = Annotated[str | None, typer.Option(
    "--answers", metavar="FILE", help="Answers in YAML or JSON; - is standard input.")]


def make_switch(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    """`advisor switch PROCEDURE`; `opened` is the rule base about switching, None where no flags are needed."""
    def switch(
        procedure: Annotated[str, typer.Argument(
            metavar="PROCEDURE", help="Which change; without one they are listed.")] = "",
        answers: AnswersFile = None,
        report_format: Annotated[str | None, typer.Option(
            "--format", metavar="text|json|markdown", help="How to write it.")] = None,
        output: Output = None,
        checklist: Annotated[bool, typer.Option("--checklist", help="Markdown with boxes to tick.")] = False,
        sources: Sources = False, rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False,
        **flags: list[str] | None,
    ) -> int:
        """The safe steps of a change, in order: the danger each avoids, how to check it, how to go back.

        Say what you know of the case with flags; what is not known is looked up in a step of its own.
        """
        from advisor.cli.commands.switch import SwitchOptions, run_switch

        assert opened is not None
        environment.no_color |= no_color
        environment.no_input |= no_input
        del rules  # read from the command line before the flags were made
        return run_switch(environment, opened, SwitchOptions(
            procedure=procedure, flags={name: texts for name, texts in flags.items() if texts}, answers=answers,
            report_format=report_format, output=output, checklist=checklist, sources=sources))

    questions = list(opened.base.questions.values()) if opened is not None else []
    return with_flags(switch, questions[1:], completing="_ADVISOR_COMPLETE" in environment.variables)
