"""The deciding part of a rule base as a knowledge base in FO(.), for idp-engine.

Questions are constants over enumerated types; walls are defined propositions; points are sums of
"if ... then ... else 0"; the verdict is defined by cases and is the goal symbol.
"""

from __future__ import annotations

import re

from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Not
from advisor.rulebase.model import NEITHER
from benchmarks.peer_tools.problem import Problem, is_false, is_true


def knowledge_base(problem: Problem) -> str:
    """The vocabulary `V` and the theory `T`."""
    vocabulary = []
    for question, values in problem.questions.items():
        vocabulary.append(f"type {kind(question)} := {{{', '.join(constant(question, value) for value in values)}}}")
    for question in problem.questions:
        vocabulary.append(f"{symbol(question)}: () -> {kind(question)}")
    verdicts = ", ".join(verdict(option) for option in (*problem.options, NEITHER))
    vocabulary.append(f"type T_verdict := {{{verdicts}}}")
    for option in problem.options:
        vocabulary += [f"out_{word(option)}: () -> Bool", f"points_{word(option)}: () -> Int"]
    vocabulary.append("verdict: () -> T_verdict")
    theory = []
    for option in problem.options:
        walls = [formula(when) for out, when in problem.walls if out == option and not is_false(when)]
        theory.append(f"{{ out_{word(option)}() <- {' | '.join(walls) or 'false'}. }}")
        terms = [f"(if {formula(when)} then {points} else 0)" for speaks_for, points, when in problem.reasons
                 if speaks_for == option and not is_false(when)]
        theory.append(f"{{ points_{word(option)}() = {' + '.join(terms) or '0'}. }}")
    theory.append("{ " + "\n    ".join(f"verdict() = {name} <- {when}." for name, when in choices(problem)) + " }")
    theory.append("goal_symbol := {`verdict}.")
    return "\n  ".join(["vocabulary V {", *vocabulary]) + "\n}\n" + "\n  ".join(["theory T:V {", *theory]) + "\n}\n"


def choices(problem: Problem) -> list[tuple[str, str]]:
    """Each verdict with when it is given: an option that beats what stands before it and is not beaten by the rest."""
    found = []
    for place, option in enumerate(problem.options):
        parts = [f"~out_{word(option)}()"]
        for other_place, other in enumerate(problem.options):
            if other != option:
                sign = ">" if other_place < place else ">="
                parts.append(f"(out_{word(other)}() | points_{word(option)}() {sign} points_{word(other)}())")
        found.append((verdict(option), " & ".join(parts)))
    found.append((verdict(NEITHER), " & ".join(f"out_{word(option)}()" for option in problem.options)))
    return found


def formula(condition: Condition) -> str:
    """A condition as a formula."""
    if is_true(condition):
        return "true"
    if is_false(condition):
        return "false"
    if isinstance(condition, AnswerIs):
        name = condition.question
        tests = [f"{symbol(name)}() = {constant(name, value)}" for value in sorted(condition.values)]
        return tests[0] if len(tests) == 1 else f"({' | '.join(tests)})"
    if isinstance(condition, Not):
        return f"~({formula(condition.part)})"
    assert isinstance(condition, All | Any)
    return f"({(' & ' if isinstance(condition, All) else ' | ').join(map(formula, condition.parts))})"


def word(text: str) -> str:
    """An id as a part of a name."""
    return re.sub(r"\W", "_", text)


def symbol(question: str) -> str:
    """A question's constant."""
    return f"q_{word(question)}"


def kind(question: str) -> str:
    """A question's type."""
    return f"T_{word(question)}"


def constant(question: str, value: str) -> str:
    """A value; constants of different types may not share a name."""
    return f"{word(question)}_is_{word(value)}"


def verdict(option: str) -> str:
    """A verdict."""
    return f"advise_{word(option)}"
