"""The fewest questions that any policy can come by with: exactly, by dynamic programming over residual functions.

A policy may choose each question in the light of all answers so far. It is over where the option is settled. What is
left to ask depends on the residual function alone, so the least cost of a residual function is 0 where it is settled,
else 1 plus the least, over the questions that it hangs on, of the mean (or the greatest) of what the answers lead to.
A question that it does not hang on leads back to the same function, and cannot help.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from advisor.engine.compiled import Compiled
from advisor.engine.diagram import TooLarge
from advisor.rulebase.model import RuleBase
from advisor.verify.ordering.order import Asked, Measure, Scale
from advisor.verify.ordering.residuals import Residuals, State

STATES = 100_000
"""Beyond this many residual functions the answer is "unknown"."""
STATES_WITH_UNSURE = 4 * STATES


class AtLeast(NamedTuple):
    """Bounds for every policy where people may answer "not sure"."""

    mean: Fraction
    worst: int


def fewest_possible(base: RuleBase, compiled: Compiled | None, measures: Iterable[Measure],
                    states: int = STATES) -> Asked | None:
    """The least mean for each measure and the least worst case, each by a policy of its own; None beyond the bound.

    The measures must not allow for "not sure".
    """
    if compiled is None:
        return None
    chosen = list(measures)
    try:
        residuals = Residuals(base, compiled, states)
        search = _Search(residuals, [Scale(measure, residuals) for measure in chosen], states, follow=0)
        means, worst = search.least(residuals.start)
    except TooLarge:
        return None
    return Asked({measure.name: Fraction(mean, scale.one) for measure, mean, scale
                  in zip(chosen, means, search.scales, strict=True)}, worst, len(search.found))


def at_least_with_unsure(base: RuleBase, compiled: Compiled | None, measure: Measure, follow: int = 1,
                         states: int = STATES_WITH_UNSURE) -> AtLeast | None:
    """Bounds that no policy can beat where people may answer "not sure"; None beyond the bound on states.

    A policy is over where the option is settled, or nothing that may still be asked can change the option advised.

    Proof. Count as before, but let a person who says "not sure" while `follow` earlier ones still matter leave at
    once, at no cost. What such a person would still be asked is never less than nothing, so every policy costs at
    least what it costs by this forgiving count, and the least over all policies is a lower bound; it is worked out
    exactly, since the states are the residual functions with at most `follow` unsure questions. For the worst case the
    bound holds in the same way.
    """
    if compiled is None:
        return None
    try:
        residuals = Residuals(base, compiled, states)
        search = _Search(residuals, [Scale(measure, residuals)], states, follow=follow)
        means, worst = search.least(residuals.start)
    except TooLarge:
        return None
    return AtLeast(Fraction(means[0], search.scales[0].one), worst)


class _Search:
    """The least scaled mean for each scale, and the least worst case, of every state met."""

    def __init__(self, residuals: Residuals, scales: list[Scale], states: int, follow: int) -> None:
        self.residuals = residuals
        self.scales = scales
        self.states = states
        self.follow = follow
        self.met = 0
        self.found: dict[State, tuple[list[int], int]] = {}

    def least(self, state: State) -> tuple[list[int], int]:
        found = self.found.get(state)
        if found is None:
            self.met += 1
            if self.met > self.states:
                raise TooLarge(f"more than {self.states} states")
            found = self.found[state] = (([0] * len(self.scales), 0) if self.residuals.finished(state)
                                         else self.best_question(state))
        return found

    def best_question(self, state: State) -> tuple[list[int], int]:
        """Each measure may have another best question."""
        ways = [self.asking(state, level) for level in self.residuals.worth_asking(state)]
        return ([min(means[place] for means, _ in ways) for place in range(len(self.scales))],
                min(worst for _, worst in ways))

    def asking(self, state: State, level: int) -> tuple[list[int], int]:
        parts = [self.least(after) for after in self.residuals.after(state, level)]
        unsure = ([0] * len(self.scales), 0)
        if len(state.unsure) < self.follow:
            unsure = self.least(self.residuals.after_unsure(state, level))
        means = [scale.asking(level, [means[place] for means, _ in parts], unsure[0][place])
                 for place, scale in enumerate(self.scales)]
        return means, 1 + max(unsure[1], *[worst for _, worst in parts])
