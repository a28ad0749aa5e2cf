"""In what order, and at what level, two versions show the same things: steps by `order` and level, warnings by `rank`.

Only what both versions show in a case is compared: what one of them alone shows is gained or lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Literal, NamedTuple

from advisor.rulebase.model import RuleBase


class Shown(NamedTuple):
    """Something that both versions show otherwise, wherever they both show all of it."""

    change: Literal["step_order", "warning_order", "level"]
    before: str
    """of two, the one that came first; the step, where its level changes"""
    after: str
    """of two, the one that comes first now; the same step, where its level changes"""


def shown_otherwise(old: RuleBase, new: RuleBase) -> Iterator[Shown]:
    """Every step whose level changes, and every two steps, or two warnings, whose order does."""
    for name, step in old.steps.items():
        if name in new.steps and step.level != new.steps[name].level:
            yield Shown("level", name, name)
    for first, then in _swapped(_steps(old), _steps(new)):
        yield Shown("step_order", first, then)
    for first, then in _swapped(_warnings(old), _warnings(new)):
        yield Shown("warning_order", first, then)


def _steps(base: RuleBase) -> dict[str, tuple[int, str]]:
    return {step.id: (step.order, step.id) for step in base.steps.values()}


def _warnings(base: RuleBase) -> dict[str, tuple[int, str]]:
    return {warning.id: (warning.rank, warning.id) for warning in base.warnings.values()}


def _swapped(old: Mapping[str, tuple[int, str]], new: Mapping[str, tuple[int, str]]) -> Iterator[tuple[str, str]]:
    """Each two of both versions that change places: the one that came first, and the one that comes first now."""
    both = sorted((name for name in old if name in new), key=old.__getitem__)
    for first, then in combinations(both, 2):
        if new[then] < new[first]:
            yield first, then
