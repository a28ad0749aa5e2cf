"""A rule base as flat tables: what many cases need, each in a few look-ups and with nothing built anew.

Beside the masks, which say which rules fire (advisor/engine/masks.py), this is a decision diagram over every case, open
questions included, whose ends are the whole outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from advisor.engine.analysis import Settled
from advisor.engine.compiled import Compiler, domains_of
from advisor.engine.diagram import Diagrams
from advisor.engine.masks import Masks
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase

NODE_LIMIT = 200_000
"""Nodes of the outcome diagram; the built-in rules need about 15,000."""


class Outcome(NamedTuple):
    """What the rules say of a case, in one piece; shared by all cases that have it."""

    option: str
    settled: Settled
    set_up: tuple[str, ...]
    """forms, sorted"""
    warnings: tuple[str, ...]
    """the gravest first"""


class Tables(Masks):
    """The tables of one rule base. Raises TooLarge where it has none of a sensible size."""

    def __init__(self, base: RuleBase, limit: int = NODE_LIMIT) -> None:
        super().__init__(base)
        self.diagrams = Diagrams(domains_of(base), limit)
        self.root = _outcomes(base, self.diagrams)
        self.places = [{value: place for place, value in enumerate(values)} for values in self.diagrams.domains]
        """by level, which child an answer leads to"""

    def outcome(self, known: Mapping[str, str]) -> Outcome:
        """Option, settled, set-up and warnings where these answers are known."""
        diagrams, ref = self.diagrams, self.root
        levels, children, variables, places = diagrams.levels, diagrams.children, diagrams.variables, self.places
        while ref >= 0:
            level = levels[ref]
            ref = children[ref][places[level][known.get(variables[level], OPEN)]]
        outcome: Outcome = diagrams.terminals[~ref]  # type: ignore[assignment]  # the diagram holds nothing else
        return outcome


def _outcomes(base: RuleBase, diagrams: Diagrams) -> int:
    """A function to the outcome of every case."""
    compiled = Compiler(base, diagrams).compile()
    both = diagrams.apply(lambda now, reached: (now, reached == frozenset((now,))), compiled.option,
                          _reached(base, diagrams, compiled.option))
    set_up = _joined(diagrams, {name: compiled.set_up[name] for name in sorted(base.forms)})
    ranked = sorted(base.warnings.values(), key=lambda warning: (warning.rank, warning.id))
    warnings = _joined(diagrams, {warning.id: compiled.warnings[warning.id] for warning in ranked})
    with_forms = diagrams.apply(lambda standing, forms: (*standing, forms), both, set_up)
    return diagrams.apply(lambda found, risks: Outcome(found[0], "yes" if found[1] else "no", found[2], risks),
                          with_forms, warnings)


def _joined(diagrams: Diagrams, parts: Mapping[str, int]) -> int:
    """A function to the names of the parts that are true."""
    joined = diagrams.terminal(())
    for name, ref in parts.items():
        joined = diagrams.apply(lambda names, fires, name=name: (*names, name) if fires else names, joined, ref)  # type: ignore[misc]
    return joined


def _reached(base: RuleBase, diagrams: Diagrams, option: int) -> int:
    """A function to the options that the completions of the open questions lead to (the given ones stay open)."""
    memo: dict[int, int] = {}

    def reached(ref: int) -> int:
        if ref < 0:
            return diagrams.terminal(frozenset((diagrams.value(ref),)))
        found = memo.get(ref)
        if found is None:
            level = diagrams.levels[ref]
            parts = [reached(child) for child in diagrams.children[ref]]
            opened = diagrams.domains[level].index(OPEN)
            if not base.questions[diagrams.variables[level]].given:
                known = [part for place, part in enumerate(parts) if place != opened]
                together = known[0]
                for part in known[1:]:
                    together = diagrams.apply(lambda one, other: one | other, together, part)
                parts[opened] = together
            found = memo[ref] = diagrams.node(level, tuple(parts))
        return found

    return reached(option)
