"""Whether the tests and invariants would notice a small fault in the rules.

Each mutant is killed by a test, proven equivalent, killed by an invariant, or survives. A test costs least, so tests
are asked first; a mutant that they kill only by what fired may still be equivalent, and that is worked out too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple

from advisor.engine.compiled import NODE_LIMIT
from advisor.engine.evaluate import Evaluator
from advisor.engine.logic import Truth
from advisor.rulebase.model import RuleBase
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.tree import Node
from advisor.verify.testing.mutant_proofs import MutantProofs, Proven
from advisor.verify.testing.mutants import OF_EFFECT, Mutant, mutants, mutated
from advisor.verify.testing.reach import looks_at, reach_of
from advisor.verify.testing.run_tests import differences, run_tests
from advisor.verify.testing.situation import ChangedEvaluator, situations

Fate = Literal["killed-by-test", "killed-by-invariant", "equivalent", "survivor", "unknown"]
FATES: tuple[Fate, ...] = ("killed-by-test", "killed-by-invariant", "equivalent", "survivor", "unknown")


class Judged(NamedTuple):
    """What became of one mutant."""

    mutant: Mutant
    fate: Fate
    by: str
    """the test or the invariant that killed it; empty where none did"""
    equivalent: bool | None
    """whether it gives the same in every case; None where that is not known"""
    witness: Mapping[str, str] | None
    """of a survivor: the known answers of a case, as few as may be, in which it gives something else"""
    effect: str
    """what it gives there: `was -> is`"""


class Mutation(NamedTuple):
    """What became of all mutants."""

    judged: tuple[Judged, ...]
    tests: int
    """the tests that were asked: they pass on the rules as they are"""
    left_out: int
    """tests that fail or are marked `todo`"""
    invariants: int
    """the invariants that were asked: they are proven for the rules as they are"""
    planted: int
    """how many mutants there are; more than were judged where somebody stopped it"""

    @property
    def stopped(self) -> bool:
        """Whether it was stopped before the end."""
        return len(self.judged) < self.planted

    def count(self, fate: Fate) -> int:
        """How many met that fate."""
        return sum(entry.fate == fate for entry in self.judged)


def unheard(done: int, of: int) -> None:
    """Progress that nobody wants to hear of."""


def mutate(base: RuleBase, trees: Mapping[str, Node | None], tests: Sequence[RuleTest], *, limit: int = NODE_LIMIT,
           progress: Callable[[int, int], None] = unheard) -> Mutation:
    """The fate of every mutant.

    At most about `limit` nodes are spent on each of them, and in all no more work than `mutant_proofs` allows.
    `progress` is told how many are done, of how many. An interrupt while they are judged ends it early, and what is
    known by then is given.
    """
    proofs = MutantProofs(base, limit)
    passing = [result.test for result in run_tests(base, tests, lambda: proofs.compiled) if result.status == "passed"]
    judge = _Judge(base, passing, proofs)
    every = list(mutants(base, trees))
    judged: list[Judged] = []
    try:
        for done, mutant in enumerate(every):
            progress(done, len(every))
            judged.append(judge.judge(mutant))
        progress(len(every), len(every))
    except KeyboardInterrupt:
        pass
    return Mutation(tuple(judged), len(passing), len(tests) - len(passing), len(proofs.holding), len(every))


class _Judge:
    """Judges one mutant after another."""

    def __init__(self, base: RuleBase, tests: Sequence[RuleTest], proofs: MutantProofs) -> None:
        self.base = base
        self.evaluator = Evaluator(base)
        self.met = situations(self.evaluator, tests)
        self.looking = {key: [situation for situation in self.met if looks_at(situation.test, key, reach)]
                        for key, reach in reach_of(base).items()}
        """for each rule, the tests that can fail because of it"""
        self.proofs = proofs

    def judge(self, mutant: Mutant) -> Judged:
        killer, outcome_differs = self.killer(mutant)
        if killer and outcome_differs:
            return Judged(mutant, "killed-by-test", killer, False, None, "")
        if killer:
            return Judged(mutant, "killed-by-test", killer, self.proofs.equivalent(mutant), None, "")
        found = self.proofs.prove(mutant, self.met)
        return Judged(mutant, _fate(found), found.test or found.invariant, found.equivalent, found.witness,
                      found.effect)

    def killer(self, mutant: Mutant) -> tuple[str, bool]:
        """The test that fails, empty if none does; and whether its case comes to something else, and not only why."""
        evaluator: Evaluator | None = None
        only_why = ""
        key = (mutant.rule.kind, mutant.rule.id)
        for situation in self.looking[key]:
            fires = situation.truth(mutant.entry.when) is Truth.TRUE
            fired = key in situation.fired
            if fires == fired and not (fires and mutant.change in OF_EFFECT):
                continue
            if evaluator is None:
                changed = mutant.rule._replace(when=mutant.entry.when)
                evaluator = ChangedEvaluator(self.evaluator, mutated(self.base, mutant), changed)
            evaluation = evaluator.evaluate(situation.case)
            if differences(self.base, situation.test, evaluation, None):
                before = situation.evaluation
                if (evaluation.outcome(), evaluation.steps) != (before.outcome(), before.steps):
                    return situation.test.name, True
                only_why = only_why or situation.test.name
        return only_why, False


def _fate(found: Proven) -> Fate:
    if found.test:
        return "killed-by-test"
    if found.equivalent:
        return "equivalent"
    if found.invariant:
        return "killed-by-invariant"
    return "unknown" if found.unknown else "survivor"
