"""The support desk's commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from advisor.cli.environment import Environment
from advisor.cli.options import NoColor, NoInput, Output, Rules, Save
from advisor.cli.question_flags import with_flags
from advisor.cli.rules import Opened

SWITCHING = "switching"
"""The folder of the rule base about switching, inside that of the rules."""

Sources = Annotated[bool, typer.Option("--sources", help="Name the claim behind each line.")]
Plain = Annotated[bool, typer.Option(
    "--plain", help="Numbered questions in plain lines (or set ACCESSIBLE=1).")]
Signature = Annotated[str, typer.Option(
    "--signature", metavar="TEXT", help="Your own signature for --format ticket.")]
AnswersFile = Annotated[str | None, typer.Option(
    "--answers", metavar="FILE", help="Answers in YAML or JSON; - is standard input.")]


def _format(*formats: str) -> Any:
    return typer.Option("--format", metavar="|".join(formats), help="How to write it.")


def make_diagnose(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    """`advisor diagnose`; `opened` is the rule base about missing mail, None where no flags are needed."""
    def diagnose(
        context: typer.Context, answers: AnswersFile = None,
        report_format: Annotated[str, _format("text", "json", "markdown", "html", "ticket")] = "text",
        output: Output = None, sources: Sources = False, plain: Plain = False,
        resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted diagnosis stopped.")] = False,
        ask: Annotated[bool, typer.Option("--ask", help="Ask what flags and --answers leave open.")] = False,
        signature: Annotated[str, typer.Option(
            "--signature", metavar="TEXT", help="Your own signature for --format ticket.")] = "",
        save: Save = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False, **flags: list[str] | None,
    ) -> int:
        """Find out why mail is missing: which causes are left, and what to do, without making it worse.

        On a terminal it asks, the most telling test first. With flags or --answers it reports at once, unless
        --ask is given too.
        """
        from advisor.cli.commands.diagnose import DiagnoseOptions, run_diagnose

        assert opened is not None
        environment.no_color |= no_color
        environment.no_input |= no_input
        del rules  # read from the command line before the flags were made
        return run_diagnose(environment, opened, DiagnoseOptions(
            flags={name: texts for name, texts in flags.items() if texts}, extra=tuple(context.args), answers=answers,
            report_format=report_format, output=output, sources=sources, plain=plain,
            signature=signature, save=save, resume=resume, ask=ask))

    return with_flags(diagnose, _questions(opened), completing=_completing(environment))


def _questions(opened: Opened | None) -> list[Any]:
    return list(opened.base.questions.values()) if opened is not None else []


def _completing(environment: Environment) -> bool:
    return "_ADVISOR_COMPLETE" in environment.variables


def make_switch(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    """`advisor switch PROCEDURE`; `opened` is the rule base about switching, None where no flags are needed."""
    def switch(
        procedure: Annotated[str, typer.Argument(
            metavar="PROCEDURE", help="Which change; without one they are listed.")] = "",
        answers: AnswersFile = None,
        report_format: Annotated[str | None, typer.Option(
            "--format", metavar="text|json|markdown|ticket", help="How to write it.")] = None,
        output: Output = None,
        checklist: Annotated[bool, typer.Option("--checklist", help="Markdown with boxes to tick.")] = False,
        sources: Sources = False, signature: Signature = "", save: Save = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False,
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
            report_format=report_format, output=output, checklist=checklist, sources=sources,
            signature=signature, save=save))

    questions = list(opened.base.questions.values()) if opened is not None else []
    return with_flags(switch, questions[1:], completing="_ADVISOR_COMPLETE" in environment.variables)
