"""The options of `advisor diagnose`."""

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
    Plain,
    Rules,
    Save,
    Signature,
    Sources,
    format_option,
)
from advisor.cli.line.question_flags import questions_of, with_flags
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.form import DIAGNOSIS, Form


def make_diagnose(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    """`advisor diagnose`; `opened` is the rule base about missing mail, None where no flags are needed."""
    def diagnose(
        context: typer.Context, answers: AnswersFile = None,
        report_format: Annotated[str, format_option(*DIAGNOSIS.formats)] = "text",
        output: Output = None, sources: Sources = False, plain: Plain = False,
        resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted diagnosis stopped.")] = False,
        ask: Annotated[bool, typer.Option("--ask", help="Ask what flags and --answers leave open.")] = False,
        signature: Signature = "",
        save: Save = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False, **flags: list[str] | None,
    ) -> int:
        """Find out why mail is missing: which causes are left, and what to do, without making it worse.

        On a terminal it asks, the most telling test first. With flags or --answers it reports at once, unless
        --ask is given too.
        """
        from advisor.cli.commands.diagnose import DiagnoseOptions, run_diagnose

        assert opened is not None
        environment.heed(no_color=no_color, no_input=no_input)
        del rules  # read from the command line before the flags were made
        return run_diagnose(environment, opened, DiagnoseOptions(
            flags={name: texts for name, texts in flags.items() if texts}, extra=tuple(context.args), answers=answers,
            form=Form(report_format, output, sources, signature=signature), plain=plain, save=save,
            resume=resume, ask=ask))

    return with_flags(diagnose, questions_of(opened), completing=environment.completing)
