"""Proves what a fault in one rule does: nothing at all, or what an invariant forbids.

Only what the fault can reach is compiled again, all in one store of diagrams: equal functions are equal references.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from advisor.engine.analysis import settled
from advisor.engine.compiled import NODE_LIMIT, Compiled, Compiler, domains_of
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.rulebase.condition import OPEN, Condition, fires_of
from advisor.rulebase.model import RuleBase
from advisor.verify.cases import smallest
from advisor.verify.invariants import Proof, prove_all
from advisor.verify.monotone import MonotoneProof, prove_monotone
from advisor.verify.rules import every_rule
from advisor.verify.testing.mutants import Mutant, mutated
from advisor.verify.testing.reach import MOVE_VERDICT, speaks_of_verdict
from advisor.verify.testing.situation import Situation

Found = TypeVar("Found")

WORK_LIMIT = 30_000_000
"""Combinations of nodes that all mutants together may take: a minute or so."""


class Proven(NamedTuple):
    """What is proven of a mutant."""

    equivalent: bool | None
    """None where it is not known"""
    test: str = ""
    """a test that fails only because its case is settled no longer, or is by now"""
    invariant: str = ""
    """one that the fault breaks"""
    unknown: bool = False
    """whether a bound kept from finding a test or an invariant that fails"""
    witness: dict[str, str] | None = None
    effect: str = ""


class _Difference(NamedTuple):
    """What a fault changes first: the option, or when the rule fires."""

    option: int
    fires: int | None
    """of a rule below the verdict"""
    before: int
    after: int


class _OptionAgain(Compiler):
    """Compiles an option of which most rules have been compiled before."""

    def __init__(self, base: RuleBase, diagrams: Diagrams, heard: Mapping[int, int]) -> None:
        super().__init__(base, diagrams)
        self.heard = heard

    def fires(self, condition: Condition) -> int:
        """As before where the very same condition was compiled before."""
        found = self.heard.get(id(condition))
        return super().fires(condition) if found is None else found


class MutantProofs:
    """The diagrams of a rule base, and what a fault makes of them."""

    def __init__(self, base: RuleBase, limit: int = NODE_LIMIT, work_limit: int = WORK_LIMIT) -> None:
        self.base = base
        self.limit = limit
        self.left = work_limit
        self.compiler = Compiler(base, Diagrams(domains_of(base), limit))
        self.diagrams = self.compiler.diagrams
        self.compiled: Compiled | None = None
        self.fires: dict[tuple[str, str], int] = {}
        """for each rule, a function to True where it fires"""
        self.heard: dict[int, int] = {}
        """the same for walls and evidence, by the identity of their conditions"""
        self.holding: frozenset[str] = frozenset()
        """the invariants that are proven"""
        self.undecided: frozenset[str] = frozenset()
        """those that are too large to prove; what they would say of a mutant is not known either"""
        try:
            compiled = self.compiler.compile()
            self.fires = {(rule.kind, rule.id): self.compiler.fires(rule.when) for rule in every_rule(base)}
        except TooLarge:
            return
        self.compiled = compiled
        self.heard = {id(rule.when): self.fires[rule.kind, rule.id] for rule in every_rule(base)
                      if rule.kind in MOVE_VERDICT}
        with self.diagrams.scratch(limit):
            proofs: list[Proof | MonotoneProof] = [*prove_all(self.compiler)]
            proofs += [prove_monotone(self.compiler, found) for found in base.monotones.values()]
            self.holding = frozenset(proof.invariant for proof in proofs if proof.outcome == "proven")
            self.undecided = frozenset(proof.invariant for proof in proofs if proof.outcome == "unknown")

    def prove(self, mutant: Mutant, met: Sequence[Situation]) -> Proven:
        """Whether the mutant is equivalent; else which of the tests or invariants fails, else a smallest witness.

        Tests are asked here only whether their case is still settled as expected.
        """
        return self._bounded(lambda: self._prove(mutant, met)) or Proven(None, unknown=True)

    def equivalent(self, mutant: Mutant) -> bool | None:
        """Whether the mutant gives the same in every case; None where that is not known."""
        found = self._bounded(lambda: self._first_difference(mutant, mutated(self.base, mutant)))
        return None if found is None else found.before == found.after

    def _bounded(self, work: Callable[[], Found]) -> Found | None:
        """What `work` gives back, in a store that forgets it; None where a bound is met."""
        if self.compiled is None or self.left <= 0:
            return None
        with self.diagrams.scratch(self.limit):
            try:
                return work()
            except TooLarge:
                return None
            finally:
                self.left -= self.diagrams.work

    def _prove(self, mutant: Mutant, met: Sequence[Situation]) -> Proven:
        changed = mutated(self.base, mutant)
        found = self._first_difference(mutant, changed)
        if found.before == found.after:
            return Proven(True)
        test = self._unsettled(changed, found, met)
        if test:
            return Proven(False, test=test)
        try:
            invariant, unknown = self._broken(mutant, changed, found)
        except TooLarge:
            invariant, unknown = "", True
        if invariant or unknown:
            return Proven(False, invariant=invariant, unknown=unknown)
        return self._survivor(found)

    def _first_difference(self, mutant: Mutant, changed: RuleBase) -> _Difference:
        kind, rule, old = mutant.rule.kind, mutant.rule, self.compiler.option
        if kind in MOVE_VERDICT:
            option = _OptionAgain(changed, self.diagrams, self.heard).compile_option()
            return _Difference(option, None, old, option)
        before = self.fires[kind, rule.id]
        after = self.compiler.fires(mutant.entry.when)
        return _Difference(old, after, before, after)

    def _unsettled(self, changed: RuleBase, found: _Difference, met: Sequence[Situation]) -> str:
        """The first test whose case is settled otherwise than expected once the option is another."""
        if found.fires is None:
            compiled = Compiled(self.diagrams, found.option, {}, {})
            for situation in met:
                expected = situation.test.expect.settled
                if expected is not None and (settled(changed, situation.case, compiled) == "yes") is not expected:
                    return situation.test.name
        return ""

    def _broken(self, mutant: Mutant, changed: RuleBase, found: _Difference) -> tuple[str, bool]:
        """The first invariant that holds no longer, and whether one of them could not be proven either way."""
        if mutant.rule.kind == "step":  # invariants do not speak of steps
            return "", False
        compiler = Compiler(changed, self.diagrams)
        compiler.option, compiler.fired = found.option, dict(self.compiler.fired)
        names = self._spread(mutant, compiler)
        other_option = found.option != self.compiler.option

        def touched(*conditions: Condition) -> bool:
            return any(fires_of(condition) & names or (other_option and speaks_of_verdict(condition))
                       for condition in conditions)

        asked = {name for name, entry in changed.invariants.items() if touched(entry.when, entry.then)}
        asked |= {name for name, entry in changed.monotones.items() if touched(entry.when, entry.toward)}
        compiler.base = changed._replace(invariants={
            name: entry for name, entry in changed.invariants.items() if name in asked & self.holding})
        proofs: list[Proof | MonotoneProof] = [*prove_all(compiler)]
        proofs += [prove_monotone(compiler, entry) for name, entry in changed.monotones.items()
                   if name in asked & self.holding]
        refuted = [proof.invariant for proof in proofs if proof.outcome == "refuted"]
        unknown = bool(asked & self.undecided) or any(proof.outcome == "unknown" for proof in proofs)
        return (refuted[0] if refuted else ""), unknown

    def _spread(self, mutant: Mutant, compiler: Compiler) -> set[str]:
        """Compiles again what the fault can reach; gives back the forms and warnings that fire in other cases."""
        other_option = compiler.option != self.compiler.option
        names: set[str] = set()
        rules: list[tuple[str, Condition]] = [(form.id, form.when) for form in compiler.base.forms.values()]
        rules += [("warning:" + entry.id, entry.when) for entry in compiler.base.warnings.values()]
        for name, when in rules:
            own = name == ("warning:" if mutant.rule.kind == "warning" else "") + mutant.rule.id
            if (own and mutant.rule.kind in ("set_up", "warning")) or fires_of(when) & names or (
                    other_option and speaks_of_verdict(when)):
                compiler.fired[name] = compiler.fires(when)
                if compiler.fired[name] != self.compiler.fired[name]:
                    names.add(name)
        return names

    def _survivor(self, found: _Difference) -> Proven:
        def pair(before: Hashable, after: Hashable) -> Hashable:
            return "" if before == after else f"{_word(before)} -> {_word(after)}"

        try:
            ref = self.diagrams.apply(pair, found.before, found.after)
        except TooLarge:
            return Proven(False)
        case = smallest(self.diagrams, ref)
        assert case is not None
        effect = self.diagrams.evaluate(ref, {**dict.fromkeys(self.diagrams.variables, OPEN), **case})
        return Proven(False, witness=case, effect=effect)


def _word(value: Hashable) -> str:
    return str(value) if isinstance(value, str) else "fires" if value else "silent"
