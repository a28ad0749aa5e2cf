"""Proofs of invariants against brute force, on rule bases small enough to go through every case."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from advisor.rulebase.condition import Condition, Fires, VerdictIs
from advisor.rulebase.model import NEITHER, Invariant, RuleBase
from advisor.verify.invariants import Proof, prove
from tests.engine.brute_force import BruteForce
from tests.engine.generated import AT, Maker, makers


def with_invariants(maker: Maker) -> RuleBase:
    base = maker.rule_base()
    others: list[Condition] = [VerdictIs(frozenset((name,))) for name in (*base.options, NEITHER)]
    others += [Fires(frozenset((name,))) for name in (*base.forms, *(f"warning:{name}" for name in base.warnings))]
    return base._replace(invariants={
        name: Invariant(name, "", maker.condition(base.questions, others), maker.condition(base.questions, others),
                        maker.random.random() < 0.5, (), AT)
        for name in ("i0", "i1", "i2")})


def known(brute: BruteForce, state: tuple[str, ...]) -> dict[str, str]:
    return {name: value for name, value in zip(brute.names, state, strict=True) if value != "open"}


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(makers)
def test_proofs_are_what_going_through_every_case_says(maker: Maker) -> None:
    base = with_invariants(maker)
    brute, proofs = BruteForce(base), prove(base)
    for invariant, proof in zip(base.invariants.values(), proofs, strict=True):
        met, broken = [], []
        for state, (option, set_up, warnings) in brute.outcomes.items():
            answers = dict(zip(brute.names, state, strict=True))
            fired = set(set_up) | {f"warning:{name}" for name in warnings}
            if brute.holds(invariant.when, answers, option, fired) is True:
                met.append(known(brute, state))
                if (brute.holds(invariant.then, answers, option, fired) is True) is invariant.never:
                    broken.append(known(brute, state))
        assert proof.invariant == invariant.id
        assert proof.outcome == ("refuted" if broken else "proven")
        assert proof.cases == len(met)
        assert proof.vacuous is (not met)
        for found, among in ((proof.counterexample, broken), (proof.example, met)):
            assert (found in among) if among else found is None
            assert found is None or len(found) == min(map(len, among))
    for small, proof in zip(prove(base, maker.random.randint(0, 60)), proofs, strict=True):
        assert small in (proof, Proof(proof.invariant, "unknown", None, None, 0))
