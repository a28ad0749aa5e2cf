"""Proves the invariants of a rule base over every possible case, each open question included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from advisor.engine.compiled import NODE_LIMIT, Compiler, domains_of
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.engine.logic import Truth
from advisor.rulebase.model import Invariant, RuleBase
from advisor.verify.cases import smallest

Outcome = Literal["proven", "refuted", "unknown"]


class Proof(NamedTuple):
    """What came out for one invariant. Cases hold known answers only; every other question is open in them."""

    invariant: str
    outcome: Outcome
    """unknown where the bound on nodes was met"""
    counterexample: Mapping[str, str] | None
    """where refuted: a case with the fewest known answers in which the invariant fails"""
    example: Mapping[str, str] | None
    """a case with the fewest known answers in which `when` is met; None where there is none (or unknown)"""
    cases: int
    """in how many cases `when` is met; 0 where unknown"""

    @property
    def vacuous(self) -> bool:
        """Whether it holds for want of a case."""
        return self.outcome == "proven" and self.example is None


def prove(base: RuleBase, limit: int = NODE_LIMIT) -> tuple[Proof, ...]:
    """One proof per invariant, in the order of the file; at most `limit` nodes are spent on all of them."""
    compiler = Compiler(base, Diagrams(domains_of(base), limit))
    try:
        compiler.compile()
    except TooLarge:
        return tuple(Proof(name, "unknown", None, None, 0) for name in base.invariants)
    return prove_all(compiler)


def prove_all(compiler: Compiler) -> tuple[Proof, ...]:
    """One proof per invariant with a rule base that has been compiled."""
    return tuple(_prove(compiler, invariant) for invariant in compiler.base.invariants.values())


def _prove(compiler: Compiler, invariant: Invariant) -> Proof:
    diagrams = compiler.diagrams
    try:
        met = compiler.fires(invariant.when)
        found = compiler.truth(invariant.then)
        # What must always hold fails where it is unknown too; what must never hold fails only where it does hold.
        broken = diagrams.map(found, lambda truth: (truth is Truth.TRUE) is invariant.never)
        failing = diagrams.apply(lambda a, b: a and b, met, broken)
    except TooLarge:
        return Proof(invariant.id, "unknown", None, None, 0)
    counterexample = smallest(diagrams, failing)
    return Proof(invariant.id, "proven" if counterexample is None else "refuted", counterexample,
                 smallest(diagrams, met), diagrams.count(met, bool))
