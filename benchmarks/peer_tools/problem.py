"""What of a rule base the peers can express: the option as a function of the answers, real values only.

"Open" is no value there: a condition that counts an open answer counts as false where it wants nothing else. A question
about the world (`given`) is no question there: it has the value that the rule base assumes while it is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from advisor.engine.logic import Truth, answer_truth
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Not
from advisor.rulebase.model import RuleBase


class Problem(NamedTuple):
    """The part of a rule base that decides between the options."""

    questions: Mapping[str, tuple[str, ...]]
    """the values of each question, in the order of the rule base; the given ones aside"""
    options: tuple[str, ...]
    """in the order in which they win a tie: the default, then as listed"""
    walls: tuple[tuple[str, Condition], ...]
    """option ruled out, and when"""
    reasons: tuple[tuple[str, int, Condition], ...]
    """option spoken for, points, and when"""


def problem_of(base: RuleBase) -> Problem:
    """The deciding part of `base`; its conditions are made of AnswerIs, Not, All and Any, without `open`."""
    first = base.default.option
    return Problem(
        {name: question.value_ids for name, question in base.questions.items() if not question.given},
        (first, *(name for name in base.options if name != first)),
        tuple((rule.rules_out, real(base, rule.when)) for rule in base.constraints.values()),
        tuple((rule.speaks_for, base.weight(rule.strength), real(base, rule.when))
              for rule in base.evidence.values()))


TRUE: Condition = All(())
FALSE: Condition = Any(())


def real(base: RuleBase, condition: Condition, wanted: Truth = Truth.TRUE) -> Condition:
    """When `condition` has the wanted truth (true or false), as a condition on real values.

    The given questions are open. Always is All(()), never is Any(()). Exact: peers know two values of truth, and what
    is neither true nor false here, for want of an assumption about a given question, is never wanted.
    """
    if isinstance(condition, AnswerIs):
        question = base.questions[condition.question]
        if question.given:
            return TRUE if answer_truth(condition, question, None) is wanted else FALSE
        part = AnswerIs(question.id, condition.values - {OPEN})
        if wanted is Truth.TRUE:
            return part if part.values else FALSE
        return Not(part) if part.values else TRUE
    if isinstance(condition, Not):
        return real(base, condition.part, wanted.negated())
    assert isinstance(condition, All | Any), "walls and evidence are about answers only"
    parts = [real(base, part, wanted) for part in condition.parts]
    if isinstance(condition, All) is (wanted is Truth.TRUE):  # "not any" is "all not"
        parts = [part for part in parts if not is_true(part)]
        return FALSE if any(map(is_false, parts)) else parts[0] if len(parts) == 1 else All(tuple(parts))
    parts = [part for part in parts if not is_false(part)]
    return TRUE if any(map(is_true, parts)) else parts[0] if len(parts) == 1 else Any(tuple(parts))


def is_true(condition: Condition) -> bool:
    """Whether it is the condition that always holds."""
    return isinstance(condition, All) and not condition.parts


def is_false(condition: Condition) -> bool:
    """Whether it is the condition that never holds."""
    return isinstance(condition, Any) and not condition.parts
