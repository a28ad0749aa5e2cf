"""Which question to ask next: the one that can be expected to settle most. Pure and exact in what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.engine.diagram import Diagrams
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
        left = impurities(base, diagrams, here)
        least = min(left.values())
        tied = [name for name in base.questions if left.get(name) == least]
        return tied[0] if len(tied) == 1 else min(tied, key=lambda name: _nodes_left(base, diagrams, here, name))


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


def impurities(base: RuleBase, diagrams: Diagrams, here: int) -> dict[str, float]:
    """For each question that the function `here` depends on, the impurity to be expected once it is answered.

    Over real values, each as common as its share says; rounded, so that what is equal compares equal. The impurity of
    a mix of options is the chance that two people drawn from it get different ones. One way up through the diagram
    gives the chance of each option below each node, one way down the chance to come to each node; a question's answer
    changes the mix at its own nodes only.
    """
    nodes = diagrams.reachable([here])  # ascending, so that children come before their parents
    chances = {level: _chances(base, diagrams, level) for level in {diagrams.levels[node] for node in nodes}}
    options = sorted({child for node in nodes for child in diagrams.children[node] if child < 0})
    below: dict[int, list[float]] = {option: [float(option == other) for other in options] for option in options}
    for node in nodes:
        level = diagrams.levels[node]
        below[node] = _mix([(chance, below[diagrams.children[node][index]]) for index, chance in chances[level]])
    reached = dict.fromkeys(below, 0.0)
    reached[here] = 1.0
    changed: dict[int, list[list[float]]] = {}
    for node in reversed(nodes):
        level, children = diagrams.levels[node], diagrams.children[node]
        mixes = changed.setdefault(level, [list(below[here]) for _ in chances[level]])
        for (index, chance), mix in zip(chances[level], mixes, strict=True):
            reached[children[index]] += reached[node] * chance
            for place, (there, now) in enumerate(zip(below[children[index]], below[node], strict=True)):
                mix[place] += reached[node] * (there - now)
    return {diagrams.variables[level]: round(_impurity(chances[level], mixes), 12) for level, mixes in changed.items()}


def _impurity(chances: Sequence[tuple[int, float]], mixes: Sequence[Sequence[float]]) -> float:
    """The mean impurity of the mixes that the answers lead to."""
    return sum(chance * (1.0 - sum(part * part for part in mix))
               for (_, chance), mix in zip(chances, mixes, strict=True))


def _chances(base: RuleBase, diagrams: Diagrams, level: int) -> list[tuple[int, float]]:
    """The places of the real values among the children of a node at `level`, with the chance of each."""
    values = base.questions[diagrams.variables[level]].values
    total = sum(value.share for value in values)
    return [(diagrams.domains[level].index(value.id), value.share / total) for value in values]


def _mix(parts: Sequence[tuple[float, Sequence[float]]]) -> list[float]:
    """The mean of several mixes of options, by weight."""
    return [sum(chance * mix[place] for chance, mix in parts) for place in range(len(parts[0][1]))]


def _nodes_left(base: RuleBase, diagrams: Diagrams, here: int, question: str) -> int:
    """How many nodes are left of the function `here` after an answer, summed over the answers."""
    total = 0
    for value in base.questions[question].value_ids:
        with diagrams.scratch():
            total += len(diagrams.reachable(diagrams.restrict([here], {question: (value,)})))
    return total
