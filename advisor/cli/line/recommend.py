"""The options of `advisor recommend`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import cleandoc
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import (
    AnswersFile,
    Client,
    NoColor,
    NoInput,
    Output,
    Provider,
    ReportFormat,
    Rules,
    Save,
    Scales,
    Signature,
    Sources,
)
from advisor.cli.line.question_flags import questions_of, with_flags
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.form import Form
from advisor.report.page.command_line import flag_of
from advisor.rulebase.model import Question


def make_recommend(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    """`advisor recommend`; the questions of `opened` become flags."""
    def recommend(
        context: typer.Context, answers: AnswersFile = None, report_format: ReportFormat = "text",
        output: Output = None, sources: Sources = False, scales: Scales = False,
        trace: Annotated[bool, typer.Option(
            "--trace", help="Show every rule: fired, not fired and why, waiting for what.")] = False,
        template: Annotated[Path | None, typer.Option(
            "--template", metavar="FILE", help="Your own template for --format ticket.")] = None,
        signature: Signature = "",
        client: Client = None, provider: Provider = None, save: Save = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False, **flags: list[str] | None,
    ) -> int:
        """Recommend without asking: every question has a flag. Flags win over the answers file.

        A question that is left out stays open, and the report says whether it matters.
        """
        from advisor.cli.commands.recommend import RecommendOptions, run_recommend

        assert opened is not None
        environment.heed(no_color=no_color, no_input=no_input)
        del rules  # read from the command line before the flags were made
        return run_recommend(environment, opened, RecommendOptions(
            flags={name: texts for name, texts in flags.items() if texts}, extra=tuple(context.args), answers=answers,
            form=Form(report_format, output, sources, scales, trace, template=template, signature=signature),
            save=save, client=client, provider=provider))

    questions = questions_of(opened)
    recommend.__doc__ = cleandoc(recommend.__doc__ or "") + _examples(questions)
    return with_flags(recommend, questions, completing=environment.completing)


def _examples(questions: Sequence[Question]) -> str:
    """Examples for the help text, in the words of the rule base in use."""
    flags = [f"{flag_of(question.id)} {question.value_ids[-1]}" for question in questions[:1]]
    flags += [f"{flag_of(question.id)} unsure" for question in questions[1:2]]
    lines = [f"advisor recommend {' '.join(flags[:1])}", f"advisor recommend {' '.join(flags)} --format json",
             'advisor recommend --answers case.yaml --format ticket --signature "Your help desk"',
             "advisor recommend --answers - --sources"]
    return "\n\n\b\n" + "\n".join(lines)
