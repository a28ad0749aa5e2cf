"""Every part of a rule's condition, with the way to it and its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Not, VerdictIs
from advisor.rulebase.places import places, when_of
from advisor.rulebase.position import Position
from advisor.rulebase.tree import Node
from advisor.verify.rules import Rule


class Part(NamedTuple):
    """A part of a condition."""

    condition: Condition
    path: str
    """`when/any/2/quota`: keys, and places in lists counted from 1"""
    at: Position


def parts_of(rule: Rule, trees: Mapping[str, Node | None]) -> tuple[Part, ...]:
    """The parts of the rule's condition, each before those it is made of, the whole condition first.

    The trees are those of the rule base's files. Where they do not hold the rule, every part is placed at the rule.
    """
    node = when_of(trees, rule.kind, rule.id)
    if node is None:
        return tuple(Part(condition, "/".join(path), rule.at) for condition, path in _walk(rule.when, ("when",)))
    return tuple(Part(place.part, "/".join(place.path), place.at) for place in places(rule.when, node))


def _walk(condition: Condition, path: tuple[str, ...]) -> Iterator[tuple[Condition, tuple[str, ...]]]:
    if isinstance(condition, AnswerIs):
        yield condition, (*path, condition.question)
    elif isinstance(condition, Not):
        yield condition, (*path, "not")
        yield from _walk(condition.part, (*path, "not"))
    elif isinstance(condition, All | Any):
        path = (*path, "all" if isinstance(condition, All) else "any") if condition.parts else path
        yield condition, path
        for number, part in enumerate(condition.parts, 1):
            yield from _walk(part, (*path, str(number)))
    else:
        yield condition, (*path, "verdict" if isinstance(condition, VerdictIs) else "fires")
