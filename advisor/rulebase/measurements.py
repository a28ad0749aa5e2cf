"""What a measurement of the real mailbox means: which answer it is, and which sign of trouble."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Mapping
from typing import Literal, NamedTuple

from advisor.rulebase.position import Position
from advisor.rulebase.sources import Source

MeasureKind = Literal["number", "bytes", "percent", "days", "seconds", "yes-no"]
SURE: Mapping[str, str] = {
    "certain": "the server itself says so",
    "likely": "the server's words mean this, and seldom something else",
    "possible": "it may be so; other causes are as likely",
    "weak": "a hint at most",
}
"""How sure a sign can be."""


class Measure(NamedTuple):
    """Something that can be measured. `measures.json` lists them all."""

    id: str
    kind: MeasureKind
    text: str
    """what it is, in words"""


class Range(NamedTuple):
    """Whole numbers from `least` on that are below `below`; None means no such end."""

    least: int | None
    below: int | None


Required = bool | Range
"""What a measure must be; it must also be known."""


class MeasuredRule(NamedTuple):
    """Which answer follows from measures: a value, or the value that the question's own bounds give for a measure."""

    id: str
    when: Mapping[str, Required]
    question: str
    value: str
    """empty where `by` says it"""
    by: str
    """the measure whose figure the question's bounds are for; empty where `value` says it"""
    only: tuple[str, ...]
    """with `by`: the values that the figure is evidence for; no others are answered"""
    evidence: str
    """with measures in braces"""
    sources: "tuple[Source, ...]"
    at: Position


class Sign(NamedTuple):
    """A sign of trouble, or something good to know."""

    id: str
    when: Mapping[str, Required]
    answered: Mapping[str, tuple[str, ...]]
    """by question, the measured answers of which one must be there"""
    text: str
    """with measures in braces"""
    sure: str
    """one of SURE"""
    otherwise: str
    """what else could explain it"""
    about: str
    """the question that it is good to know for, and does not answer; empty for a sign of trouble"""
    sources: "tuple[Source, ...]"
    at: Position
