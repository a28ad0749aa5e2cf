"""The deciding part of a rule base as publicodes rules: a mapping that is the same in JSON and in YAML."""

from __future__ import annotations

import re
from typing import Any as Anything

from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Not
from advisor.rulebase.model import NEITHER
from benchmarks.peer_tools.problem import Problem, is_false, is_true

TARGET = "verdict"


def rules(problem: Problem) -> dict[str, Anything]:
    """Questions are texts with possible values, points are sums of cases, the verdict is a list of cases."""
    found: dict[str, Anything] = {}
    for question, values in problem.questions.items():
        found[name(question)] = {"question": question, "une possibilité": [text(value) for value in values]}
    for option in problem.options:
        found[f"out {name(option)}"] = either([(when) for out, when in problem.walls if out == option])
        terms = [{"variations": [{"si": test(when), "alors": points}, {"sinon": 0}]}
                 for speaks_for, points, when in problem.reasons if speaks_for == option and not is_false(when)]
        found[f"points {name(option)}"] = {"somme": terms} if terms else {"valeur": 0}
    cases: list[dict[str, Anything]] = []
    for option in problem.options:
        # A tie goes to what stands first, and an earlier case is taken before a later one: ">=" will do throughout.
        wins: list[Anything] = [{"une de ces conditions": [
            f"out {name(other)}", f"points {name(option)} >= points {name(other)}"]}
            for other in problem.options if other != option]
        cases.append({"si": {"toutes ces conditions": [f"out {name(option)} = non", *wins]}, "alors": text(option)})
    found[TARGET] = {"variations": [*cases, {"sinon": text(NEITHER)}]}
    return found


def either(conditions: list[Condition]) -> dict[str, Anything]:
    """True where one of the conditions is."""
    parts = [test(when) for when in conditions if not is_false(when)]
    return {"une de ces conditions": parts} if parts else {"valeur": "non"}


def test(condition: Condition) -> Anything:
    """A condition as an expression or a mechanism."""
    if is_true(condition):
        return "oui"
    if is_false(condition):
        return "non"
    if isinstance(condition, AnswerIs):
        tests = [f"{name(condition.question)} = {text(value)}" for value in sorted(condition.values)]
        return tests[0] if len(tests) == 1 else {"une de ces conditions": tests}
    if isinstance(condition, Not):
        return {"=": [test(condition.part), "non"]}
    assert isinstance(condition, All | Any)
    mechanism = "toutes ces conditions" if isinstance(condition, All) else "une de ces conditions"
    return {mechanism: [test(part) for part in condition.parts]}


def name(word: str) -> str:
    """An id as a rule's name: letters, digits and spaces."""
    return re.sub(r"[^A-Za-z0-9]+", " ", word)


def text(value: str) -> str:
    """A text in quotes."""
    return f"'{value}'"
