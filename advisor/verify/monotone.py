"""Proves statements about a change of one answer: as it goes up its order, what was reached is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from advisor.engine.compiled import NODE_LIMIT, Compiler, domains_of
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import Monotone, RuleBase
from advisor.verify.cases import smallest
from advisor.verify.invariants import Outcome


class MonotoneProof(NamedTuple):
    """What came out for one statement. Cases hold known answers only; every other question is open in them."""

    invariant: str
    outcome: Outcome
    before: Mapping[str, str] | None
    """where refuted: a case with the fewest known answers after which something is lost; its own answer included"""
    after: Mapping[str, str] | None
    """the same case with the later answer"""
    example: Mapping[str, str] | None
    """a case from which the answer goes up and nothing is lost although there is something to lose"""
    pairs: int
    """how many pairs of cases, before and after, were looked at; 0 where unknown"""

    @property
    def vacuous(self) -> bool:
        """Whether it holds for want of anything that could be lost."""
        return self.outcome == "proven" and self.example is None


def prove_monotones(base: RuleBase, limit: int = NODE_LIMIT) -> tuple[MonotoneProof, ...]:
    """One proof per statement, in the order of the file; at most `limit` nodes are spent on all of them."""
    compiler = Compiler(base, Diagrams(domains_of(base), limit))
    try:
        compiler.compile()
    except TooLarge:
        return tuple(MonotoneProof(name, "unknown", None, None, None, 0) for name in base.monotones)
    return tuple(prove_monotone(compiler, monotone) for monotone in base.monotones.values())


def prove_monotone(compiler: Compiler, monotone: Monotone) -> MonotoneProof:
    """The proof of one statement; unknown where the bound on nodes is met."""
    try:
        return _prove(compiler, monotone)
    except TooLarge:
        return MonotoneProof(monotone.id, "unknown", None, None, None, 0)


def _prove(compiler: Compiler, monotone: Monotone) -> MonotoneProof:
    diagrams = compiler.diagrams
    met, reached = compiler.fires(monotone.when), compiler.fires(monotone.toward)
    lost_at: list[tuple[dict[str, str], str, str]] = []
    example: dict[str, str] | None = None
    pairs = 0
    for lower, upper in combinations(monotone.order, 2):
        met_lower, reached_lower = diagrams.restrict([met, reached], {monotone.question: (lower,)})
        met_upper, reached_upper = diagrams.restrict([met, reached], {monotone.question: (upper,)})
        both = diagrams.apply(lambda a, b: bool(a and b), met_lower, met_upper)
        # Here the question has one answer, so each of its other answers counts the same case once more.
        pairs += diagrams.count(both, bool) // len(diagrams.domains[diagrams.level_of[monotone.question]])
        at_stake = diagrams.apply(lambda a, b: bool(a and b), both, reached_lower)
        lost = diagrams.apply(lambda a, b: bool(a and not b), at_stake, reached_upper)
        case = smallest(diagrams, lost)
        if case is not None:
            lost_at.append((case, lower, upper))
        kept = diagrams.apply(lambda a, b: bool(a and b), at_stake, reached_upper)
        if example is None and (found := smallest(diagrams, kept)) is not None:
            example = _with(found, monotone.question, lower)
    if not lost_at:
        return MonotoneProof(monotone.id, "proven", None, None, example, pairs)
    changes = [(_with(case, monotone.question, lower), _with(case, monotone.question, upper))
               for case, lower, upper in lost_at]
    before, after = min(changes, key=lambda change: (len(change[0]), len(change[1])))
    return MonotoneProof(monotone.id, "refuted", before, after, example, pairs)


def _with(case: Mapping[str, str], question: str, answer: str) -> dict[str, str]:
    return dict(case) if answer == OPEN else {**case, question: answer}
