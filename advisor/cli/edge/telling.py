"""Says what went wrong, or what is to be known, on standard error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from advisor.cli.edge.environment import Environment
from advisor.rulebase.problem import Problem


def report_problems(problems: Sequence[Problem], environment: Environment, *, as_json: bool) -> None:
    """Says every problem on standard error: a line or two each, or one JSON document."""
    if as_json:
        from advisor.report.page.json_document import dumps, error_document

        say_raw(dumps(error_document(problems)), environment)
        return
    for problem in problems:
        say_error(str(problem), environment)


def say_error(text: str, environment: Environment) -> None:
    """One error, cleaned, on standard error."""
    from advisor.report.page.clean import clean

    say_raw(f"advisor: {clean(text)}\n", environment)


def say_raw(text: str, environment: Environment) -> None:
    """Text on standard error; where that is gone there is nobody left to tell."""
    if environment.stderr is None:
        return
    try:
        environment.stderr.write(text)
        environment.stderr.flush()
    except (OSError, ValueError):
        from advisor.cli.edge.output import abandon

        abandon(environment.stderr)


def write(stream: TextIO, text: str) -> None:
    """Write at once; a character the stream cannot encode becomes the nearest that it can."""
    from advisor.report.page.clean import ascii_safe

    stream.write(ascii_safe(text, stream.encoding or "utf-8"))  # a text in memory has no encoding
    stream.flush()
