"""Many cases at once: a set of cases is the bits of one whole number, so that a condition is met by a few operations.

What is advised in each case comes from evaluation; conditions and diagrams are read here a second time, in their own
way, so that neither is its own witness.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from random import Random
from typing import Any

from advisor.engine.case import Case, case_of
from advisor.engine.diagram import Diagrams
from advisor.engine.evaluate import Evaluation
from advisor.rulebase.condition import OPEN, All, AnswerIs, Condition, Fires, Not, VerdictIs
from advisor.rulebase.condition import Any as AnyOf
from advisor.rulebase.model import UNSURE, RuleBase

Cases = int
"""a set of cases, one bit each"""


def random_cases(base: RuleBase, number: int, seed: int) -> list[Case]:
    """Cases from fully answered to nearly empty; what is open is "not sure" or not there at all."""
    random = Random(seed)
    cases = []
    for _ in range(number):
        openness = random.choice((0.0, 0.1, 0.3, 0.6, 0.9))
        answers = {name: random.choice(entry.value_ids) if random.random() >= openness else UNSURE
                   for name, entry in base.questions.items() if openness == 0.0 or random.random() >= 0.05}
        cases.append(case_of(answers))
    return cases


class ManyCases:
    """A list of cases with what evaluation made of each."""

    def __init__(self, base: RuleBase, cases: list[Case], evaluate: Callable[[Case], Evaluation]) -> None:
        self.base = base
        self.cases = cases
        self.all: Cases = (1 << len(cases)) - 1
        found = [evaluate(case).outcome() for case in cases]
        states = [[case.value(name) or OPEN for name in base.questions] for case in cases]
        self.answers = {name: split(state[place] for state in states) for place, name in enumerate(base.questions)}
        self.options = split(option for option, _, _ in found)
        self.fired = {form: together(form in set_up for _, set_up, _ in found) for form in base.forms}
        self.fired.update({f"warning:{name}": together(name in warnings for _, _, warnings in found)
                           for name in base.warnings})

    def meeting(self, condition: Condition) -> tuple[Cases, Cases]:
        """The cases in which the condition is true, and those in which it is false; unknown in the rest."""
        if isinstance(condition, AnswerIs):
            return self.answered(condition)
        if isinstance(condition, Not):
            true, false = self.meeting(condition.part)
            return false, true
        if isinstance(condition, VerdictIs | Fires):
            found = self.options if isinstance(condition, VerdictIs) else self.fired
            true = union(found.get(name, 0) for name in condition[0])
            return true, self.all & ~true
        assert isinstance(condition, All | AnyOf)
        parts = [self.meeting(part) for part in condition.parts]
        trues, falses = [true for true, _ in parts], [false for _, false in parts]
        if isinstance(condition, All):
            return self.intersection(trues), union(falses)
        return union(trues), self.intersection(falses)

    def answered(self, part: AnswerIs) -> tuple[Cases, Cases]:
        """The same for one question."""
        question, found = self.base.questions[part.question], self.answers[part.question]
        still_open = found.get(OPEN, 0)
        true = union(found.get(value, 0) for value in part.values if value != OPEN)
        false = self.all & ~true & ~still_open
        assumed = question.when_open is not None and question.when_open.assume in part.values
        if OPEN in part.values or assumed or part.values >= set(question.value_ids):
            true |= still_open
        elif question.when_open is not None:
            false |= still_open
        return true, false

    def intersection(self, sets: Iterable[Cases]) -> Cases:
        """The cases in all of the sets."""
        found = self.all
        for part in sets:
            found &= part
        return found

    def by_value(self, diagrams: Diagrams, ref: int) -> dict[Any, Cases]:
        """For each value of the function the cases in which it has that value."""
        arriving: dict[int, Cases] = {ref: self.all}
        result: dict[Any, Cases] = {}
        for node in sorted(diagrams.reachable([ref]), key=lambda node: diagrams.levels[node]):
            answers = self.answers[diagrams.variables[diagrams.levels[node]]]
            values = diagrams.domains[diagrams.levels[node]]
            for value, child in zip(values, diagrams.children[node], strict=True):
                arriving[child] = arriving.get(child, 0) | arriving[node] & answers.get(value, 0)
        for end, cases in arriving.items():
            if end < 0:
                result[diagrams.value(end)] = cases
        return result

    def first(self, cases: Cases) -> Case | None:
        """One of these cases, for a message."""
        return self.cases[(cases & -cases).bit_length() - 1] if cases else None


def split(values: Iterable[Hashable]) -> dict[Any, Cases]:
    """For each value the places where it stands."""
    found: dict[Any, bytearray] = {}
    listed = list(values)
    for place, value in enumerate(listed):
        found.setdefault(value, bytearray(len(listed)))[place] = 1
    return {value: together(flags) for value, flags in found.items()}


def together(flags: Iterable[int]) -> Cases:
    """The places that are marked."""
    return int("".join("1" if flag else "0" for flag in flags)[::-1] or "0", 2)


def union(sets: Iterable[Cases]) -> Cases:
    """The cases in any of the sets."""
    found = 0
    for part in sets:
        found |= part
    return found
