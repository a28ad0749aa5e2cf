"""Which figures mean another answer in the other version: "92%" can be a full mailbox in one and not in the other.

The cases compared are made of answers, so no case tells; but a person who gives the figure gets the other answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, inf
from typing import NamedTuple

from advisor.rulebase.model import Numbers, RuleBase


class FigureChange(NamedTuple):
    """A range of figures that mean another answer."""

    question: str
    suffix: str
    """what follows the figures"""
    start: float
    """the smallest of them"""
    below: float | None
    """the first figure that is too large; None: there is no end to them"""
    before: str | None
    """the answer they stood for; None: they were not taken"""
    after: str | None
    """the answer they stand for; None: they are not taken"""

    @property
    def example(self) -> str:
        """A figure of the range, as a person writes it."""
        return written(self.start) + self.suffix


def figure_changes(old: RuleBase, new: RuleBase) -> tuple[FigureChange, ...]:
    """Every range, question by question; only questions that both versions ask."""
    return tuple(found for name, question in new.questions.items() if name in old.questions
                 for found in _changes(name, old.questions[name].numbers, question.numbers))


def written(figure: float) -> str:
    """A figure without an exponent or needless zeros."""
    return f"{figure:.9f}".rstrip("0").rstrip(".")


def _changes(question: str, old: Numbers | None, new: Numbers | None) -> Iterator[FigureChange]:
    for suffix in dict.fromkeys(numbers.suffix for numbers in (old, new) if numbers is not None):
        one, two = (numbers if numbers and numbers.suffix == suffix else None for numbers in (old, new))
        joined: FigureChange | None = None
        for start, below in _ranges(one, two):
            found = FigureChange(question, suffix, start, below, _answer(one, start), _answer(two, start))
            if joined is not None and (found.before, found.after) == (joined.before, joined.after):
                joined = joined._replace(below=below)
                continue
            yield from _told(joined)
            joined = found
        yield from _told(joined)


def _told(found: FigureChange | None) -> Iterator[FigureChange]:
    if found is not None and found.before != found.after:
        yield found


def _ranges(one: Numbers | None, two: Numbers | None) -> Iterator[tuple[float, float | None]]:
    """Ranges of figures within which neither version makes a difference; without a suffix figures are whole."""
    having = [numbers for numbers in (one, two) if numbers is not None]
    ends = {numbers.least for numbers in having}
    ends |= {bound.below for numbers in having for bound in numbers.bounds if bound.below is not None}
    if not having[0].suffix:
        ends = {float(ceil(end)) for end in ends}
    starts = sorted(ends)
    yield from zip(starts, [*starts[1:], None], strict=True)


def _answer(numbers: Numbers | None, figure: float) -> str | None:
    """What a figure stands for; None where it is not taken."""
    if numbers is None or figure < numbers.least:
        return None
    return next((bound.value for bound in numbers.bounds if figure < (inf if bound.below is None else bound.below)),
                None)
