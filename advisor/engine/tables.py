"""A rule base as flat tables: what many cases need, each in a few look-ups and with nothing built anew.

Two tables. One holds, for each answer, which rules it leaves possible: a whole number with a bit for each way in
which a rule can fire, so that the rules that fire are what is left when the numbers of all answers are laid over each
other. The other is a decision diagram over every case, open questions included, whose ends are the whole outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from advisor.engine.analysis import Settled
from advisor.engine.compiled import Compiler, domains_of
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.engine.terms import TooManyTerms, terms_of
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase

NODE_LIMIT = 200_000
"""Nodes of the outcome diagram; the built-in rules need about 15,000."""
GROUP_BITS = 10
"""Bits decoded at once: a table of all their combinations stays small."""
MOST_KEPT = 10_000
"""Decoded combinations that are kept; only a rule of many alternatives has more."""


class Outcome(NamedTuple):
    """What the rules say of a case, in one piece; shared by all cases that have it."""

    option: str
    settled: Settled
    set_up: tuple[str, ...]
    """forms, sorted"""
    warnings: tuple[str, ...]
    """the gravest first"""


class _Group(NamedTuple):
    """Some rules, with the bits that stand for them."""

    shift: int
    width: int
    """the bits of the group, all set"""
    rules: tuple[tuple[str, int], ...]
    """each rule with its bits"""
    fired: dict[int, tuple[str, ...]]
    """what was decoded before"""


class Tables:
    """The tables of one rule base. Raises TooLarge where it has none of a sensible size."""

    def __init__(self, base: RuleBase, limit: int = NODE_LIMIT) -> None:
        self.base = base
        self.masks: dict[str, dict[str, int]] = {}
        """by question and answer (`open` among them), the bits that this answer leaves standing"""
        self.groups: list[_Group] = []
        self._make_masks()
        self.diagrams = Diagrams(domains_of(base), limit)
        self.root = _outcomes(base, self.diagrams)
        self.places = [{value: place for place, value in enumerate(values)} for values in self.diagrams.domains]
        """by level, which child an answer leads to"""

    def _make_masks(self) -> None:
        base, bit = self.base, 0
        masks = {name: dict.fromkeys((*question.value_ids, OPEN), 0)
                 for name, question in base.questions.items()}
        group: list[tuple[str, int]] = []
        start = 0
        rules = [(rule.id, rule.when) for rule in base.constraints.values()]
        rules += [(rule.id, rule.when) for rule in base.evidence.values()]
        for name, when in rules:
            try:
                terms = terms_of(when, base.questions)
            except TooManyTerms:
                raise TooLarge(f"rule {name} has too many alternatives") from None
            if group and bit - start + len(terms) > GROUP_BITS:
                self._close(group, start, bit)
                group, start = [], bit
            for place, term in enumerate(terms, bit):
                for question, table in masks.items():
                    for value in table:
                        if question not in term or value in term[question]:
                            table[value] |= 1 << place
            group.append((name, sum(1 << place for place in range(bit, bit + len(terms)))))
            bit += len(terms)
        self._close(group, start, bit)
        self.masks = masks

    def _close(self, rules: Sequence[tuple[str, int]], start: int, end: int) -> None:
        self.groups.append(_Group(start, (1 << end - start) - 1,
                                  tuple((rule, bits >> start) for rule, bits in rules), {}))

    def mask(self, known: Mapping[str, str], questions: Iterable[str] | None = None) -> int:
        """The bits that the answers to `questions` (all, if left out) leave standing; what is not known is open."""
        found = -1
        for name in self.masks if questions is None else questions:
            found &= self.masks[name][known.get(name, OPEN)]
        return found

    def fired(self, mask: int) -> tuple[str, ...]:
        """The walls and then the evidence that fire, in the order of the rule base."""
        found: tuple[str, ...] = ()
        for group in self.groups:
            bits = mask >> group.shift & group.width
            rules = group.fired.get(bits)
            if rules is None:
                if len(group.fired) >= MOST_KEPT:
                    group.fired.clear()
                rules = group.fired[bits] = tuple([rule for rule, own in group.rules if own & bits])
            found += rules
        return found

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
