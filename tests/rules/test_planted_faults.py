"""For every statement a fault in the rules breaks it, with a witness that evaluation confirms."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.case import case_of
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.tree import Sequence
from advisor.verify.invariants import prove
from advisor.verify.monotone import prove_monotones
from tests.rules.planting import Trees, breaks, builtin_trees, loses, plant, read_tree

FAULTS = {key.text: edits for key, edits in read_tree(Path(__file__).with_name("planted_faults.yaml")).entries}


@pytest.fixture(scope="module")
def trees() -> Trees:
    return builtin_trees()


RULES = load(builtin_folder())


def test_every_statement_has_a_planted_fault_and_no_fault_is_left_over() -> None:
    assert list(FAULTS) == [*RULES.invariants, *RULES.monotones], "same ids, same order"


@pytest.mark.parametrize("invariant", RULES.invariants)
def test_the_planted_fault_breaks_the_invariant(invariant: str, trees: Trees, base: RuleBase) -> None:
    edits = FAULTS[invariant]
    assert isinstance(edits, Sequence)
    faulty = plant(trees, edits)
    broken = faulty.invariants[invariant]
    [proof] = prove(faulty._replace(invariants={invariant: broken}))
    assert proof.outcome == "refuted"
    witness = proof.counterexample
    assert witness is not None
    assert breaks(faulty, broken, case_of(witness)), "evaluation confirms the witness"
    assert not breaks(base, broken, case_of(witness)), "the rules as they are hold there"
    for name in witness:
        fewer = {key: value for key, value in witness.items() if key != name}
        assert not breaks(faulty, broken, case_of(fewer)), f"{name} is not needed: the witness is not the smallest"


@pytest.mark.parametrize("name", RULES.monotones)
def test_the_planted_fault_loses_what_must_not_be_lost(name: str, trees: Trees, base: RuleBase) -> None:
    edits = FAULTS[name]
    assert isinstance(edits, Sequence)
    faulty = plant(trees, edits)
    statement = faulty.monotones[name]
    [proof] = prove_monotones(faulty._replace(monotones={name: statement}))
    assert proof.outcome == "refuted"
    assert proof.before is not None
    assert proof.after is not None
    before, after = dict(proof.before), dict(proof.after)
    assert loses(faulty, statement, case_of(before), case_of(after)), "evaluation confirms the change"
    assert not loses(base, base.monotones[name], case_of(before), case_of(after)), "the rules as they are lose nothing"
    answers = [case.pop(statement.question, "open") for case in (before, after)]
    assert before == after, "only the one answer changes"
    assert statement.order.index(answers[0]) < statement.order.index(answers[1]), "and it goes up"
    for left_out in before:
        fewer = {key: value for key, value in before.items() if key != left_out}
        cases = [case_of(fewer if answer == "open" else {**fewer, statement.question: answer}) for answer in answers]
        assert not loses(faulty, statement, *cases), f"{left_out} is not needed: the witness is not the smallest"
