"""A flag for each question of a rule base."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from advisor.cli.opening.rules import Opened
from advisor.report.page.command_line import flag_of
from advisor.rulebase.model import Question


def with_flags(command: Callable[..., Any], questions: Sequence[Question], *, completing: bool) -> Callable[..., Any]:
    """`command` with an option for each question in place of its `**flags`."""
    signature = inspect.signature(command, eval_str=True)
    parameters = [found for found in signature.parameters.values() if found.kind is not found.VAR_KEYWORD]
    for question in questions:
        option = typer.Option(flag_of(question.id), metavar=_metavar(question), help=question.ask,
                              autocompletion=_completion(question) if completing else None)
        parameters.append(inspect.Parameter(question.id, inspect.Parameter.KEYWORD_ONLY, default=None,
                                            annotation=Annotated[list[str] | None, option]))
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def questions_of(opened: Opened | None) -> list[Question]:
    """The questions that become flags; none where no flags are needed."""
    return list(opened.base.questions.values()) if opened is not None else []


def _metavar(question: Question) -> str:
    figure = "|" + (f"N{question.numbers.suffix}" if question.numbers.suffix else "N") if question.numbers else ""
    return "|".join((*question.value_ids, "unsure")) + figure


def _completion(question: Question) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [word for word in (*question.value_ids, "unsure") if word.startswith(incomplete)]

    return complete
