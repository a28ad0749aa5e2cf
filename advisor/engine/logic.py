"""Strong Kleene logic over conditions (S. C. Kleene, Introduction to Metamathematics, section 64)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import IntEnum

from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import Question


class Truth(IntEnum):
    """Ordered so that *all* is the least, *any* the greatest, *not* the mirror."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def negated(self) -> Truth:
        """Not."""
        return Truth(2 - self)


def answer_truth(part: AnswerIs, question: Question, value: str | None) -> Truth:
    """Whether the answer `value` (None: open) meets `part`."""
    if value is not None:
        return Truth.TRUE if value in part.values else Truth.FALSE
    if OPEN in part.values:
        return Truth.TRUE
    if question.when_open is not None:
        return Truth.TRUE if question.when_open.assume in part.values else Truth.FALSE
    if part.values.issuperset(question.value_ids):
        return Truth.TRUE  # whichever it is
    return Truth.UNKNOWN


def truth(condition: Condition, answer: Callable[[AnswerIs], Truth], option: str | None = None,
          fired: Collection[str] = ()) -> Truth:
    """The truth of `condition`, given that of its answers, the verdict, and what fired."""
    if isinstance(condition, AnswerIs):
        return answer(condition)
    if isinstance(condition, All):
        least = Truth.TRUE
        for part in condition.parts:
            least = min(least, truth(part, answer, option, fired))
            if least is Truth.FALSE:
                break
        return least
    if isinstance(condition, Any):
        most = Truth.FALSE
        for part in condition.parts:
            most = max(most, truth(part, answer, option, fired))
            if most is Truth.TRUE:
                break
        return most
    if isinstance(condition, Not):
        return truth(condition.part, answer, option, fired).negated()
    if isinstance(condition, VerdictIs):
        return Truth.TRUE if option in condition.options else Truth.FALSE
    assert isinstance(condition, Fires)
    return Truth.TRUE if any(rule in fired for rule in condition.rules) else Truth.FALSE


def waits_for(condition: Condition, answer: Callable[[AnswerIs], Truth]) -> frozenset[str]:
    """The questions whose openness makes `condition` unknown."""
    if isinstance(condition, AnswerIs):
        return frozenset((condition.question,)) if answer(condition) is Truth.UNKNOWN else frozenset()
    if isinstance(condition, Not):
        return waits_for(condition.part, answer)
    if isinstance(condition, All | Any):
        return frozenset().union(*(waits_for(part, answer) for part in condition.parts))
    return frozenset()
