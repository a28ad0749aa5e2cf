"""Command lines of nothing but flags with values, read at once.

Loading the library that reads command lines takes twice as long as the advice itself. Whatever takes more than
pairs of words, help and mistakes included, is left to that library (advisor/cli/line/app.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from advisor.cli.edge.environment import Environment
from advisor.cli.line.words import rules_argument

PLAIN = ("--answers", "--client", "--format", "--provider", "--rules")
"""The options, besides the flags of the questions, whose value is taken as it stands."""


def recommend_plainly(arguments: Sequence[str], environment: Environment) -> int | None:
    """The exit status of `recommend` with these arguments; None where they are more than plain flags.

    Raises Failure as the command does.
    """
    names, values = arguments[::2], arguments[1::2]
    if len(names) != len(values) or not all(name.startswith("--") and "=" not in name for name in names):
        return None

    from advisor.cli.opening.rules import open_rules
    from advisor.report.page.command_line import flag_of

    opened = open_rules(environment, rules_argument(arguments))
    questions = {flag_of(name): name for name in opened.base.questions}
    if not questions.keys() | set(PLAIN) >= set(names) or not questions.keys().isdisjoint(PLAIN):
        return None

    from advisor.cli.commands.recommend import RecommendOptions, run_recommend
    from advisor.cli.showing.form import Form

    given = [*zip(names, values, strict=True)]
    # In the order of the rules, as that library gives them, so that faults are told in the same order.
    flags = {question: [value for name, value in given if name == flag]
             for flag, question in questions.items() if flag in names}
    last = dict(given)
    return run_recommend(environment, opened, RecommendOptions(
        flags=flags, extra=(), answers=last.get("--answers"), form=Form(last.get("--format")),
        client=last.get("--client"), provider=last.get("--provider")))
