"""How much of the rules the tests reach: for each part of each condition, the truths it takes in them.

A truth that a part can take in no case at all is nobody's fault; what is possible is proven with diagrams.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from advisor.engine.compiled import NODE_LIMIT, Compiled, Compiler, domains_of
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.engine.evaluate import Evaluator
from advisor.engine.logic import Truth
from advisor.rulebase.condition import AnswerIs, Condition
from advisor.rulebase.model import RuleBase
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.tree import Node
from advisor.verify.cases import smallest
from advisor.verify.rules import Rule, every_rule
from advisor.verify.showing.links import leaves
from advisor.verify.testing.parts import Part, parts_of
from advisor.verify.testing.reach import looks_at, reach_of
from advisor.verify.testing.run_tests import run_tests
from advisor.verify.testing.situation import Situation, situations

EVERY = (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN)


class PartCoverage(NamedTuple):
    """What the tests saw of one part of one condition."""

    rule: Rule
    part: Part
    possible: tuple[Truth, ...]
    """the truths it takes in some case; where not proven, every truth"""
    proven: bool
    reached: frozenset[Truth]
    witnesses: Mapping[Truth, Mapping[str, str]]
    """for each truth not reached, a case with the fewest known answers that would; none where not proven"""

    @property
    def missing(self) -> tuple[Truth, ...]:
        """Possible, and reached by no test."""
        return tuple(truth for truth in self.possible if truth not in self.reached)


class Coverage(NamedTuple):
    """What the tests saw of all rules."""

    parts: tuple[PartCoverage, ...]
    """rule by rule; the first of a rule is its whole condition"""
    tests: int
    """the tests that count: they pass on the rules as they are"""
    left_out: int
    """tests that fail or are marked `todo`: they hold the rules to nothing"""
    unjudged: tuple[Rule, ...] = ()
    """rules that fire in a test that counts, and in none that looks at what they do"""

    @property
    def possible(self) -> int:
        """How many truths there are to reach."""
        return sum(len(entry.possible) for entry in self.parts)

    @property
    def reached(self) -> int:
        """How many of them the tests reach."""
        return sum(len(entry.possible) - len(entry.missing) for entry in self.parts)

    @property
    def proven(self) -> bool:
        """Whether what is possible is proven for every part."""
        return all(entry.proven for entry in self.parts)

    @property
    def percent(self) -> float:
        """What is reached of what is possible, rounded down to a tenth: 100 means all of it."""
        return 100.0 if not self.possible else self.reached * 1000 // self.possible / 10

    def by_rule(self) -> tuple[tuple[PartCoverage, ...], ...]:
        """The parts of each rule."""
        found: dict[tuple[str, str], list[PartCoverage]] = {}
        for entry in self.parts:
            found.setdefault((entry.rule.kind, entry.rule.id), []).append(entry)
        return tuple(map(tuple, found.values()))


def cover(base: RuleBase, trees: Mapping[str, Node | None], tests: Sequence[RuleTest],
          limit: int = NODE_LIMIT) -> Coverage:
    """What the tests see of the rules; at most about `limit` nodes are spent on proving what is possible."""
    possibilities = _Possibilities(base, limit)
    passing = [result.test for result in run_tests(base, tests, lambda: possibilities.compiled)
               if result.status == "passed"]
    met = situations(Evaluator(base), passing)
    with possibilities.diagrams.scratch(limit):
        parts = tuple(_part(rule, part, met, possibilities) for rule in every_rule(base)
                      for part in parts_of(rule, trees))
    return Coverage(parts, len(passing), len(tests) - len(passing), tuple(_unjudged(base, met)))


def _unjudged(base: RuleBase, met: Sequence[Situation]) -> Iterator[Rule]:
    reach = reach_of(base)
    for rule in every_rule(base):
        key = (rule.kind, rule.id)
        firing = [situation for situation in met if key in situation.fired]
        if firing and not any(looks_at(situation.test, key, reach[key]) for situation in firing):
            yield rule


def _part(rule: Rule, part: Part, met: Sequence[Situation], possibilities: _Possibilities) -> PartCoverage:
    reached = frozenset(situation.truth(part.condition) for situation in met)
    ref = possibilities.function(part.condition)
    if ref is None:
        return PartCoverage(rule, part, EVERY, False, reached, {})
    diagrams = possibilities.diagrams
    values = diagrams.values(ref)
    possible = tuple(truth for truth in EVERY if truth in values)
    witnesses = {}
    for truth in possible:
        if truth not in reached:
            found = smallest(diagrams, ref, truth.__eq__)
            assert found is not None
            witnesses[truth] = found
    return PartCoverage(rule, part, possible, True, reached, witnesses)


class _Possibilities:
    """The functions of conditions. Without diagrams of the rule base, only of those that ask about answers alone."""

    def __init__(self, base: RuleBase, limit: int) -> None:
        self.compiler = Compiler(base, Diagrams(domains_of(base), limit))
        self.compiled: Compiled | None = None
        try:
            self.compiled = self.compiler.compile()
        except TooLarge:
            self.compiler = Compiler(base, Diagrams(domains_of(base), limit))
        self.diagrams = self.compiler.diagrams

    def function(self, condition: Condition) -> int | None:
        """A function to the truth of `condition`; None where that is too large."""
        if self.compiled is None and not all(isinstance(leaf, AnswerIs) for leaf in leaves(condition)):
            return None
        try:
            return self.compiler.truth(condition)
        except TooLarge:
            return None
