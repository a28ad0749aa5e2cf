"""What is left of the decision once some questions are answered: each residual function held once.

The order of the answers makes no difference, so far fewer residual functions are met than ways to get there.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from advisor.engine.compiled import Compiled
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase

MOST_QUESTIONS = 100
"""Questions that the option may hang on: each is a few calls deep, and the depth of calls is bounded."""
NODES_PER_STATE = 4
WORK_PER_STATE = 40


class State(NamedTuple):
    """Where a person stands: the option as a function of what is not known, and which questions were "not sure".

    A question that is "not sure" counts as open in the decision, and any of its values may still be the true one.
    """

    option: int
    unsure: frozenset[int] = frozenset()
    """levels; those that the option no longer hangs on are left out"""


class Residuals:
    """The residual functions of the option. The given questions stay as the rule base assumes them.

    A question is named by its level: its place in `questions`. An answer is named by its place among the question's
    values. Raises TooLarge where many more than `states` residual functions turn up, or the option hangs on more than
    `MOST_QUESTIONS`.
    """

    def __init__(self, base: RuleBase, compiled: Compiled, states: int) -> None:
        old = compiled.diagrams
        self.questions = tuple(name for name in old.variables if not base.questions[name].given)
        self.values = tuple(base.questions[name].value_ids for name in self.questions)
        domains = {name: (*values, OPEN) for name, values in zip(self.questions, self.values, strict=True)}
        self.diagrams = Diagrams(domains, NODES_PER_STATE * states + len(old))
        self.work_limit = WORK_PER_STATE * states
        self.work = 0
        """restrictions of a node by one answer worked out so far"""
        self._cut: list[list[dict[int, int]]] = [[{} for _ in domain] for domain in self.diagrams.domains]
        """by level and place of an answer: what it makes of a node"""
        self._support: dict[int, frozenset[int]] = {}
        self._real: dict[int, frozenset[int]] = {}
        self.start = State(self._copy(old, compiled.option))
        if len(self.support(self.start.option)) > MOST_QUESTIONS:
            raise TooLarge(f"more than {MOST_QUESTIONS} questions")

    def _copy(self, old: Diagrams, ref: int) -> int:
        """The function without the given questions."""
        memo: dict[int, int] = {}

        def copy(a: int) -> int:
            if a < 0:
                return self.diagrams.terminal(old.value(a))
            found = memo.get(a)
            if found is None:
                name, domain, children = old.variables[old.levels[a]], old.domains[old.levels[a]], old.children[a]
                level = self.diagrams.level_of.get(name)
                found = memo[a] = copy(children[domain.index(OPEN)]) if level is None else self.diagrams.node(
                    level, tuple([copy(children[domain.index(value)]) for value in self.diagrams.domains[level]]))
            return found

        return copy(ref)

    def after(self, state: State, level: int) -> list[State]:
        """Where each value of the question leads, in the order of its values."""
        return [self._state(self._answered(state.option, level, place), state.unsure)
                for place in range(len(self.values[level]))]

    def after_unsure(self, state: State, level: int) -> State:
        """Where "not sure" leads."""
        return self._state(state.option, state.unsure | {level})

    def _state(self, option: int, unsure: frozenset[int]) -> State:
        return State(option, unsure & self.support(option) if unsure else unsure)

    def decided(self, state: State) -> int:
        """The option as a function of what may still be asked: what was "not sure" stays open."""
        option = state.option
        for level in state.unsure:
            option = self._answered(option, level, len(self.values[level]))
        return option

    def settled(self, state: State) -> bool:
        """Whether every completion by real values leads to the option advised now."""
        return self.real(state.option) == {self.now(state.option)}

    def finished(self, state: State) -> bool:
        """Whether it is settled, or nothing that may still be asked can lead to another option."""
        now = {self.now(state.option)}
        return self.real(state.option) == now or (bool(state.unsure) and self.real(self.decided(state)) == now)

    def worth_asking(self, state: State) -> list[int]:
        """The questions that may be asked and that the option hangs on.

        One that matters only beside a question answered "not sure" counts too: its answer can settle the option even
        though that other question is never asked again.
        """
        return sorted(self.support(state.option) - state.unsure)

    def support(self, ref: int) -> frozenset[int]:
        """The questions that a function hangs on."""
        if ref < 0:
            return frozenset()
        found = self._support.get(ref)
        if found is None:
            parts = [self.support(child) for child in self.diagrams.children[ref]]
            found = self._support[ref] = frozenset([self.diagrams.levels[ref]]).union(*parts)
        return found

    def real(self, ref: int) -> frozenset[int]:
        """The options, as terminals, that a function takes where every question has a real value."""
        if ref < 0:
            return frozenset([ref])
        found = self._real.get(ref)
        if found is None:
            found = self._real[ref] = frozenset().union(*[self.real(child) for child in
                                                          self.diagrams.children[ref][:-1]])
        return found

    def now(self, ref: int) -> int:
        """The option, as a terminal, that is advised while every question is open."""
        while ref >= 0:
            ref = self.diagrams.children[ref][-1]
        return ref

    def _answered(self, ref: int, level: int, place: int) -> int:
        """The function after one answer, at `place` among the values; the place after the last is `open`."""
        return self._restrict(ref, level, place, self._cut[level][place])

    def _restrict(self, ref: int, level: int, place: int, cut: dict[int, int]) -> int:
        if ref < 0:
            return ref
        here = self.diagrams.levels[ref]
        if here >= level:
            return ref if here > level else self.diagrams.children[ref][place]
        found = cut.get(ref)
        if found is None:
            self.work += 1
            if self.work > self.work_limit:
                raise TooLarge(f"more than {self.work_limit} restrictions")
            children = [self._restrict(child, level, place, cut) for child in self.diagrams.children[ref]]
            found = cut[ref] = self.diagrams.node(here, tuple(children))
        return found

    def fingerprint(self) -> str:
        """The SHA-256 of the decision: the same for two rule bases exactly when they decide every case alike.

        Questions and values go by id, in alphabetical order, so that neither wording nor the order of anything counts.
        A question that the option does not hang on does not count either.
        """
        numbers: dict[int, str] = {}
        lines: list[str] = []

        def number(ref: int) -> str:
            if ref < 0:
                return f"={self.diagrams.value(ref)}"
            if ref not in numbers:
                level = min(self.support(ref), key=lambda level: self.questions[level])
                order = sorted(range(len(self.values[level])), key=lambda place: self.values[level][place])
                parts = [number(self._answered(ref, level, place)) for place in [*order, len(order)]]
                numbers[ref] = str(len(numbers))
                lines.append(f"{numbers[ref]} {self.questions[level]} {' '.join(parts)}\n")
            return numbers[ref]

        root = number(self.start.option)
        asked = _lines((self.questions[level], sorted(self.values[level])) for level in self.support(self.start.option))
        return sha256("".join([*asked, *lines, root]).encode()).hexdigest()


def _lines(questions: Iterable[tuple[str, list[str]]]) -> list[str]:
    return sorted(f"{name}: {' '.join(values)}\n" for name, values in questions)
