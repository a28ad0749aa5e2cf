"""What a rule requires of a case. Pure data; `advisor.engine` gives it meaning.

Records here and elsewhere are named tuples: a dataclass costs seven times as much to define, at every start. Two
conditions of different kind can therefore compare equal: tell kinds apart by isinstance, never by ==.
"""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from typing import NamedTuple

OPEN = "open"
"""Stands among a condition's values for "not answered, or answered not sure"."""


class AnswerIs(NamedTuple):
    """The answer to `question` is one of `values`."""

    question: str
    values: frozenset[str]


class VerdictIs(NamedTuple):
    """The option advised is one of `options` (`neither` among them where nothing is left)."""

    options: frozenset[str]


class Fires(NamedTuple):
    """At least one of these set-up forms or warnings is part of the advice."""

    rules: frozenset[str]


class Not(NamedTuple):
    """The part is false."""

    part: "Condition"


class All(NamedTuple):
    """Every part is true; with no parts, always true."""

    parts: tuple["Condition", ...]


class Any(NamedTuple):
    """At least one part is true."""

    parts: tuple["Condition", ...]


Condition = AnswerIs | VerdictIs | Fires | Not | All | Any

ALWAYS = All(())


def questions_of(condition: Condition) -> frozenset[str]:
    """The questions that `condition` itself asks about."""
    if isinstance(condition, AnswerIs):
        return frozenset((condition.question,))
    if isinstance(condition, Not):
        return questions_of(condition.part)
    if isinstance(condition, All | Any):
        return frozenset().union(*(questions_of(part) for part in condition.parts))
    return frozenset()


def fires_of(condition: Condition) -> frozenset[str]:
    """The set-up forms and warnings that `condition` refers to."""
    if isinstance(condition, Fires):
        return condition.rules
    if isinstance(condition, Not):
        return fires_of(condition.part)
    if isinstance(condition, All | Any):
        return frozenset().union(*(fires_of(part) for part in condition.parts))
    return frozenset()
