"""For every invariant a fault in the rules breaks it, with a witness that evaluation confirms."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.case import case_of
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.tree import Sequence
from advisor.verify.invariants import prove
from tests.rules.planting import Trees, breaks, builtin_trees, plant, read_tree

FAULTS = {key.text: edits for key, edits in read_tree(Path(__file__).with_name("planted_faults.yaml")).entries}


@pytest.fixture(scope="module")
def trees() -> Trees:
    return builtin_trees()


def test_every_invariant_has_a_planted_fault_and_no_fault_is_left_over() -> None:
    assert list(FAULTS) == list(load(builtin_folder()).invariants), "same ids, same order"


@pytest.mark.parametrize("invariant", FAULTS)
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
