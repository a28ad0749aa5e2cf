"""Which questions were needless, judged alike for every tool: by the exact function from answers to option.

A question is needless where its answer cannot change the option, whatever the other open answers are: real values only,
the given questions as assumed. The function is settled where no answer can change it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from advisor.engine.compiled import Compiled
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase


class Counts(NamedTuple):
    """What one interview cost."""

    asked: int
    until_settled: int
    """questions asked until nothing could change the option any more; all of them where that did not happen"""
    needless: int
    """questions whose answer could not change the option when they were asked"""
    after_settled: int
    """those of them asked after the option was settled"""
    left_open: bool
    """whether it ended while an unasked question could still change the option"""


class Ruler:
    """The function from answers to option, over real values."""

    def __init__(self, base: RuleBase, compiled: Compiled) -> None:
        self.base = base
        self.compiled = compiled

    def useful(self, known: Mapping[str, str]) -> set[str]:
        """The open questions whose answer can still change the option."""
        allowed: dict[str, Sequence[str]] = {
            name: (OPEN,) if question.given else (known[name],) if name in known else question.value_ids
            for name, question in self.base.questions.items()}
        diagrams = self.compiled.diagrams
        with diagrams.scratch():
            return diagrams.support(diagrams.restrict([self.compiled.option], allowed))

    def judge(self, asked: Sequence[str], truth: Mapping[str, str]) -> Counts:
        """The counts of an interview that asked these questions of a person with this truth."""
        known: dict[str, str] = {}
        needless, until_settled = 0, None
        useful = self.useful(known)
        for place, question in enumerate(asked):
            if not useful and until_settled is None:
                until_settled = place
            needless += question not in useful
            if question in truth:
                known[question] = truth[question]
                useful = self.useful(known)
        until_settled = len(asked) if until_settled is None else until_settled
        return Counts(len(asked), until_settled, needless, len(asked) - until_settled, bool(useful - set(asked)))
