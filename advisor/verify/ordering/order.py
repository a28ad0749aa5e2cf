"""How many questions the wizard asks until the option is settled: exactly, over every case of real values.

The given questions stay as the rule base assumes them, since the wizard's first part never asks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import prod
from typing import NamedTuple

from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.engine.diagram import TooLarge
from advisor.interview.interview import next_choice
from advisor.rulebase.model import UNSURE, Question, RuleBase
from advisor.verify.ordering.residuals import Residuals, State

STATES = 50_000
"""Beyond this many states the answer is "unknown"."""
NODE_VISITS = 500_000
"""Nodes of the option that the policy may look at, over all of its choices."""


class Measure(NamedTuple):
    """How common each answer is, as whole numbers; questions are independent of each other.

    That makes what is left to ask depend on the residual function alone, which an exact optimum needs. With a count
    for `unsure`, some people answer "not sure".
    """

    name: str
    counts: Mapping[str, Mapping[str, int]]

    @property
    def with_unsure(self) -> bool:
        """Whether some people answer "not sure"."""
        return any(UNSURE in counts for counts in self.counts.values())


class Asked(NamedTuple):
    """How many questions come until nothing that may be asked can change the option advised."""

    means: Mapping[str, Fraction]
    """by measure"""
    worst: int
    states: int
    """how many different states were met"""


def uniform(base: RuleBase) -> Measure:
    """Every value of a question as common as the others."""
    return Measure("uniform", {name: dict.fromkeys(question.value_ids, 1) for name, question in _asked(base)})


def uniform_with_unsure(base: RuleBase) -> Measure:
    """Every value of a question, and "not sure", as common as the others."""
    return Measure("with_unsure", {name: dict.fromkeys((*question.value_ids, UNSURE), 1)
                                   for name, question in _asked(base)})


def weighted(base: RuleBase, situations: Iterable[Mapping[str, str]]) -> Measure:
    """Each value as common as among the real answers of these situations, plus one, so that none is impossible.

    Questions are taken one by one: that two answers often come together does not count.
    """
    counts = {name: dict.fromkeys(question.value_ids, 1) for name, question in _asked(base)}
    for answers in situations:
        for name, value in answers.items():
            if value in counts.get(name, {}):
                counts[name][value] += 1
    return Measure("weighted", counts)


def _asked(base: RuleBase) -> list[tuple[str, Question]]:
    return [(name, question) for name, question in base.questions.items() if not question.given]


class Scale:
    """Means as whole numbers: a mean times `one`, the product of all counts; so sums and divisions are exact.

    What is left to ask after an answer does not depend on that question, so its scaled mean can be divided by the
    total count of the question.
    """

    def __init__(self, measure: Measure, residuals: Residuals) -> None:
        counts = [measure.counts[name] for name in residuals.questions]
        self.counts = [[found[value] for value in values]
                       for found, values in zip(counts, residuals.values, strict=True)]
        self.unsure = [found.get(UNSURE, 0) for found in counts]
        self.totals = [sum(found.values()) for found in counts]
        self.one = prod(self.totals)

    def asking(self, level: int, after: Iterable[int], after_unsure: int = 0) -> int:
        """The scaled mean where the question is asked and these are the scaled means after its answers."""
        total = sum(count * left for count, left in zip(self.counts[level], after, strict=True))
        return self.one + (total + self.unsure[level] * after_unsure) // self.totals[level]


def asked_by_wizard(base: RuleBase, compiled: Compiled | None, measures: Iterable[Measure],
                    states: int = STATES, visits: int = NODE_VISITS) -> Asked | None:
    """How many questions the wizard asks; None where a bound is met.

    The wizard's tree of questions is followed once through every state. What it asks next depends on the residual
    function alone (and on whether the option is settled), so ways that lead to the same state share what follows.
    Either every measure allows for "not sure", or none does.
    """
    if compiled is None:
        return None
    try:
        return _Expansion(base, compiled, list(measures), states, visits).asked()
    except TooLarge:
        return None


class _Expansion:
    """One walk through the wizard's tree."""

    def __init__(self, base: RuleBase, compiled: Compiled, measures: list[Measure], states: int, visits: int) -> None:
        self.base = base
        self.compiled = compiled
        self.residuals = Residuals(base, compiled, states)
        self.measures = measures
        self.scales = [Scale(measure, self.residuals) for measure in measures]
        self.with_unsure = any(measure.with_unsure for measure in measures)
        self.states = states
        self.choices_left = max(1, visits // max(1, len(compiled.diagrams.reachable([compiled.option]))))
        self.chosen: dict[tuple[int, bool], str | None] = {}
        self.met = 0
        self.found: dict[State, tuple[list[int], int]] = {}

    def asked(self) -> Asked:
        means, worst = self.count(self.residuals.start, Case())
        return Asked({measure.name: Fraction(mean, scale.one) for measure, mean, scale
                      in zip(self.measures, means, self.scales, strict=True)}, worst, len(self.found))

    def count(self, state: State, case: Case) -> tuple[list[int], int]:
        """The scaled means, and the worst, from a state on; `case` is one of those that lead to it."""
        found = self.found.get(state)
        if found is None:
            self.met += 1
            if self.met > self.states:
                raise TooLarge(f"more than {self.states} states")
            name = self.choose(state, case)
            found = self.found[state] = ([0] * len(self.scales), 0) if name is None else self.ask(state, case, name)
        return found

    def choose(self, state: State, case: Case) -> str | None:
        key = (self.residuals.decided(state), self.residuals.settled(state))
        if key not in self.chosen:
            if len(self.chosen) >= self.choices_left:
                raise TooLarge(f"more than {self.choices_left} choices")
            self.chosen[key] = next_choice(self.base, case, self.compiled)
        return self.chosen[key]

    def ask(self, state: State, case: Case, name: str) -> tuple[list[int], int]:
        level = self.residuals.diagrams.level_of[name]
        parts = [self.count(after, case.with_answer(name, value)) for value, after
                 in zip(self.residuals.values[level], self.residuals.after(state, level), strict=True)]
        unsure = ([0] * len(self.scales), 0)
        if self.with_unsure:
            unsure = self.count(self.residuals.after_unsure(state, level), case.with_answer(name, UNSURE))
        means = [scale.asking(level, [means[place] for means, _ in parts], unsure[0][place])
                 for place, scale in enumerate(self.scales)]
        return means, 1 + max(unsure[1], *[worst for _, worst in parts])
