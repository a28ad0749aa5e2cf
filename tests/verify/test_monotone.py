"""Proofs about a change of one answer, against every pair of cases gone through, on generated rule bases."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.engine.case import case_of
from advisor.engine.evaluate import evaluate
from advisor.rulebase.condition import ALWAYS, AnswerIs, Condition, Fires, VerdictIs
from advisor.rulebase.model import NEITHER, Monotone, RuleBase
from advisor.verify.monotone import MonotoneProof, prove_monotones
from tests.engine.brute_force import BruteForce
from tests.engine.generated import AT, Maker, makers, question, reason, rule_base
from tests.verify.checks.population import SIZE, subject
from tests.verify.checks.statements import changes

thorough = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
Answers = dict[str, str]


def with_monotones(maker: Maker) -> RuleBase:
    base, random = maker.rule_base(), maker.random
    others: list[Condition] = [VerdictIs(frozenset((name,))) for name in (*base.options, NEITHER)]
    others += [Fires(frozenset((name,))) for name in (*base.forms, *(f"warning:{name}" for name in base.warnings))]
    found = {}
    for name in ("m0", "m1", "m2"):
        asked = random.choice(list(base.questions))
        answers = [*base.questions[asked].value_ids, "open"]
        random.shuffle(answers)
        when = ALWAYS if random.random() < 0.5 else maker.condition(base.questions, others)
        toward = random.choice(others) if random.random() < 0.6 else maker.condition(base.questions, others)
        found[name] = Monotone(name, "", when, asked, tuple(answers[:random.randint(2, len(answers))]), toward, (), AT)
    return base._replace(monotones=found)


def every_change(brute: BruteForce, statement: Monotone) -> list[tuple[Answers, Answers, bool, bool]]:
    """Known answers before and after, and whether what must not be lost holds in each."""
    found = []
    for state in brute.outcomes:
        before = dict(zip(brute.names, state, strict=True))
        answer = before[statement.question]
        if answer in statement.order:
            for later in statement.order[statement.order.index(answer) + 1:]:
                after = {**before, statement.question: later}
                if holds(brute, statement.when, before) and holds(brute, statement.when, after):
                    found.append((known(before), known(after), holds(brute, statement.toward, before),
                                  holds(brute, statement.toward, after)))
    return found


def holds(brute: BruteForce, condition: Condition, answers: Answers) -> bool:
    option, set_up, warnings = brute.outcomes[tuple(answers[name] for name in brute.names)]
    fired = set(set_up) | {f"warning:{name}" for name in warnings}
    return brute.holds(condition, answers, option, fired) is True


def known(answers: Answers) -> Answers:
    return {name: value for name, value in answers.items() if value != "open"}


def size(change: tuple[Answers, Answers]) -> tuple[int, int]:
    return len(change[0]), len(change[1])


def agrees(proof: MonotoneProof, statement: Monotone, found: list[tuple[Answers, Answers, bool, bool]]) -> None:
    lost = [(before, after) for before, after, first, second in found if first and not second]
    kept = [before for before, _, first, second in found if first and second]
    assert proof.invariant == statement.id
    assert proof.outcome == ("refuted" if lost else "proven")
    assert proof.pairs == len(found)
    assert proof.vacuous is (not lost and not kept)
    if lost:
        assert proof.before is not None
        assert proof.after is not None
        change = dict(proof.before), dict(proof.after)
        assert change in lost
        assert size(change) == min(map(size, lost)), "the smallest"
        differing = {name for name in {*change[0], *change[1]} if change[0].get(name) != change[1].get(name)}
        assert differing == {statement.question}, "only that one answer"
        order = [answers.get(statement.question, "open") for answers in change]
        assert statement.order.index(order[0]) < statement.order.index(order[1])
    else:
        assert (proof.before, proof.after) == (None, None)
    assert (dict(proof.example) in kept) if kept else proof.example is None


@thorough
@given(makers)
def test_proofs_are_what_going_through_every_pair_says(maker: Maker) -> None:
    base = with_monotones(maker)
    brute = BruteForce(base)
    proofs = prove_monotones(base)
    for statement, proof in zip(base.monotones.values(), proofs, strict=True):
        agrees(proof, statement, every_change(brute, statement))
        if proof.before is not None and proof.after is not None:  # evaluation says so too
            options = [evaluate(base, case_of(dict(case))).outcome() for case in (proof.before, proof.after)]
            assert options[0] != options[1] or statement.question in str(statement.toward)
    for proof, small in zip(proofs, prove_monotones(base, maker.random.randint(0, 60)), strict=True):
        assert small in (proof, MonotoneProof(proof.invariant, "unknown", None, None, None, 0))


def test_the_same_on_rule_bases_that_were_read_from_files() -> None:
    outcomes = []
    for seed in range(SIZE):
        member = subject(seed)
        for statement, proof in zip(member.base.monotones.values(), prove_monotones(member.base), strict=True):
            agrees(proof, statement, changes(member, statement))
            outcomes.append("vacuous" if proof.vacuous else proof.outcome)
    assert all(outcomes.count(outcome) > 50 for outcome in ("proven", "refuted", "vacuous")), outcomes


def one(order: tuple[str, ...], toward: str, when: Condition = ALWAYS) -> MonotoneProof:
    """A statement about a rule base in which only the answer "c" makes it green."""
    base = rule_base([question("q", "abc"), question("r", "ab")],
                     evidence=[reason("e", AnswerIs("q", frozenset("c")), "green")])
    statement = Monotone("m", "", when, "q", order, VerdictIs(frozenset((toward,))), (), AT)
    [proof] = prove_monotones(base._replace(monotones={"m": statement}))
    return proof


def test_by_hand() -> None:
    # red for a, b and open; green for c. The answer to r does not matter: three ways each.
    assert one(("a", "b", "c"), "green") == MonotoneProof("m", "proven", None, None, None, 9)._replace(example=None)
    assert one(("a", "b", "c"), "red") == MonotoneProof("m", "refuted", {"q": "a"}, {"q": "c"}, {"q": "a"}, 9)
    assert one(("a", "open", "c"), "red") == MonotoneProof("m", "refuted", {}, {"q": "c"}, {"q": "a"}, 9)
    assert one(("c", "open"), "green") == MonotoneProof("m", "refuted", {"q": "c"}, {}, None, 3)
    assert one(("a", "b"), "red", AnswerIs("r", frozenset("a"))) == MonotoneProof(
        "m", "proven", None, None, {"q": "a", "r": "a"}, 1)


def test_one_that_skips_a_step_of_the_order_is_looked_at_too() -> None:
    # the statement does not speak of b: from a to c there is one change, and it loses red
    proof = one(("a", "b", "c"), "red", AnswerIs("q", frozenset("ac")))
    assert (proof.outcome, proof.before, proof.after, proof.pairs) == ("refuted", {"q": "a"}, {"q": "c"}, 3)


@pytest.mark.parametrize("limit", [0, 1, 10, 500])
def test_beyond_the_bound_the_answer_is_unknown(limit: int, base: RuleBase) -> None:
    for proof in prove_monotones(base, limit):
        assert proof == MonotoneProof(proof.invariant, "unknown", None, None, None, 0)
        assert not proof.vacuous
