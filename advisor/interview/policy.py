"""Which question to ask next: the one that can be expected to settle most. Pure and exact in what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase


def best_next(base: RuleBase, case: Case, compiled: Compiled, *,
              unsure_too: bool = False) -> str | None:
    """The open question whose answer settles the option soonest, or None where no answer can change it.

    Judged over every completion of the open questions by real values, each as common as its share in the rule base
    says; the given questions stay as they are. Questions answered "unsure" are left out unless `unsure_too`.
    The measure is the expected chance that two people with the same answers get different options (Gini impurity)
    after the answer; ties go to the question that leaves the smaller diagram, then to the order of the rule base.
    """
    diagrams = compiled.diagrams
    known = case.known()
    allowed: dict[str, Sequence[str]] = {}
    for name, question in base.questions.items():
        if name in known:
            allowed[name] = (known[name],)
        elif question.given or (name in case.answers and not unsure_too):
            allowed[name] = (OPEN,)
        else:
            allowed[name] = question.value_ids
    with diagrams.scratch():
        [here] = diagrams.restrict([compiled.option], allowed)
        if here < 0:
            return _first_step(base, case, compiled, allowed, certain=diagrams.value(here))
        candidates = [name for name in base.questions if name in diagrams.support([here])]
        chances = _Chances(base, compiled, allowed)
        order = list(base.questions)

        def measure(name: str) -> tuple[float, int, int]:
            impurity, nodes = 0.0, 0
            for value, chance in chances.of(name):
                with diagrams.scratch():
                    [after] = diagrams.restrict([here], {name: (value,)})
                    impurity += chances.impurity(after) * chance
                    nodes += len(diagrams.reachable([after]))
                chances.memo.clear()  # it goes by nodes that are forgotten now
            return round(impurity, 12), nodes, order.index(name)

        return min(candidates, key=measure, default=None)


def _first_step(base: RuleBase, case: Case, compiled: Compiled, allowed: Mapping[str, Sequence[str]], *,
                certain: str) -> str | None:
    """What to ask where every completion leads to the option `certain`: nothing, unless another is advised by now.

    That happens where an open question itself counts as a reason.
    """
    diagrams, known = compiled.diagrams, case.known()
    if diagrams.evaluate(compiled.option, {name: known.get(name, OPEN) for name in diagrams.variables}) == certain:
        return None
    with_open = {name: (*values, OPEN) if name not in known and OPEN not in values else values
                 for name, values in allowed.items()}
    left = diagrams.support(diagrams.restrict([compiled.option], with_open))
    return next((name for name in base.questions if name in left), None)


class _Chances:
    """How likely each option is, over the allowed values."""

    def __init__(self, base: RuleBase, compiled: Compiled, allowed: Mapping[str, Sequence[str]]) -> None:
        self.base = base
        self.diagrams = compiled.diagrams
        self.allowed = allowed
        self.indexed = {
            self.diagrams.level_of[name]: [
                (self.diagrams.domains[self.diagrams.level_of[name]].index(value), chance)
                for value, chance in self.of(name)]
            for name in allowed}
        self.memo: dict[int, dict[str, float]] = {}

    def of(self, question: str) -> list[tuple[str, float]]:
        """The allowed values of a question, with the chance of each."""
        values = self.allowed[question]
        if len(values) == 1:
            return [(values[0], 1.0)]
        shares = [self.base.questions[question].value(value).share for value in values]
        return [(value, share / sum(shares)) for value, share in zip(values, shares, strict=True)]

    def impurity(self, ref: int) -> float:
        """The chance that two people drawn at random get different options."""
        return 1.0 - sum(chance * chance for chance in self.options(ref).values())

    def options(self, ref: int) -> dict[str, float]:
        """The chance of each option."""
        if ref < 0:
            return {self.diagrams.value(ref): 1.0}
        found = self.memo.get(ref)
        if found is None:
            found = {}
            for index, chance in self.indexed[self.diagrams.levels[ref]]:
                for option, part in self.options(self.diagrams.children[ref][index]).items():
                    found[option] = found.get(option, 0.0) + part * chance
            self.memo[ref] = found
        return found
