"""Cases of a function over all of them: how many there are, and a smallest one. All figures are exact."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import prod
from operator import eq
from typing import Any, NamedTuple

from advisor.engine.diagram import Diagrams
from advisor.rulebase.condition import OPEN


class Counts(NamedTuple):
    """In how many cases something holds."""

    cases: int
    """each question has one of its values or is open"""
    of: int
    """all such cases"""
    known_cases: int
    """those in which no question is open"""
    known_of: int
    """all cases in which no question is open"""


def count(diagrams: Diagrams, ref: int, wanted: Callable[[Any], bool] = bool) -> Counts:
    """In how many cases the function's value is wanted."""
    return Counts(diagrams.count(ref, wanted), prod(len(values) for values in diagrams.domains),
                  diagrams.count(ref, wanted, leave_out=OPEN),
                  prod(len(values) - (OPEN in values) for values in diagrams.domains))


def every_case(diagrams: Diagrams) -> Counts:
    """How many cases there are."""
    return count(diagrams, diagrams.terminal(True))


def tally(diagrams: Diagrams, ref: int) -> dict[Any, Counts]:
    """In how many cases the function has each of its values."""
    return {value: count(diagrams, ref, partial(eq, value)) for value in diagrams.values(ref)}


def smallest(diagrams: Diagrams, ref: int, wanted: Callable[[Any], bool] = bool) -> dict[str, str] | None:
    """The known answers of a case with the fewest of them for which the function's value is wanted; None for no case.

    Every other question is open in that case.
    """
    found = diagrams.witness(ref, wanted, lambda _, value: value != OPEN)
    return None if found is None else {name: value for name, value in found.items() if value != OPEN}
