"""The program knows nothing of mail: a rule base about something else, with three options, does as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.engine.analysis import analyse
from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import Evaluator, evaluate
from advisor.report.advice.build import recommend
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.verify.invariants import prove
from tests.rules.many_cases import ManyCases, random_cases

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


@pytest.fixture(scope="module")
def commute() -> RuleBase:
    return load(COMMUTE)


@pytest.fixture(scope="module")
def diagrams(commute: RuleBase) -> Compiled:
    return compile_rules(commute)


@pytest.mark.parametrize(("answers", "option"), [
    ({}, "bus"),  # nothing known: the default
    ({"distance": "near"}, "bicycle"),
    ({"distance": "middle"}, "bicycle"),
    ({"distance": "middle", "dark": "yes"}, "bus"),
    ({"distance": "near", "street": "icy"}, "bus"),
    ({"distance": "far", "line": "stands"}, "car"),
    ({"distance": "far", "line": "stands", "owns": "no"}, "neither"),
    ({"distance": "middle", "luggage": "heavy"}, "car"),  # two fair reasons outweigh one
    ({"distance": "near", "luggage": "heavy"}, "bicycle"),
])
def test_it_is_decided_as_its_rules_say(answers: dict[str, str], option: str, commute: RuleBase,
                                        diagrams: Compiled) -> None:
    case = case_of(answers)
    assert evaluate(commute, case).option == option
    assert recommend(commute, case, diagrams).verdict.option == option
    assert analyse(commute, case, None) == analyse(commute, case, diagrams)


def test_the_recommendation_speaks_its_words(commute: RuleBase, diagrams: Compiled) -> None:
    found = recommend(commute, case_of({"distance": "near", "luggage": "heavy", "owns": "yes"}), diagrams)
    assert found.title == "Bicycle, bus or car"
    assert found.verdict.headline == "Take the bicycle."
    assert [reason.rule for reason in found.reasons_for()] == ["short-way"]
    assert [reason.rule for reason in found.reasons_against()] == ["much-to-carry"]
    assert {item.id: item.text for item in found.set_up} == {"helmet": "Put on a helmet.", "lights": "Fit 2 lights."}
    assert [step.id for step in found.steps] == ["pump", "tie-down", "leave"]
    assert [warning.id for warning in found.warnings] == ["heavy-load"]
    assert found.verdict.provisos == ()  # whether the bus runs makes no difference to a bicycle
    # the street is a given: ice would change the option, yet it is not proposed as a change, and does not unsettle
    assert found.verdict.settled == "yes"
    assert {change for flip in found.flips for change in flip.change} == {"distance"}
    # whether a bus runs matters no more: should the street be icy, the load goes by car
    assert {entry.question: entry.can_change for entry in found.open} == {
        "dark": ("set_up",), "line": (), "street": ("verdict", "set_up", "warnings")}
    assert found.command == "advisor recommend --distance near --luggage heavy --owns yes"


def test_its_invariants_are_proven(commute: RuleBase) -> None:
    for proof in prove(commute):
        assert (proof.outcome, proof.vacuous) == ("proven", False), proof


def test_diagrams_and_evaluation_agree_on_it(commute: RuleBase, diagrams: Compiled) -> None:
    many = ManyCases(commute, random_cases(commute, 2_000, seed=3), Evaluator(commute).evaluate)
    by_option = many.by_value(diagrams.diagrams, diagrams.option)
    assert {option: cases for option, cases in by_option.items() if cases} == many.options
    for form, ref in diagrams.set_up.items():
        assert many.by_value(diagrams.diagrams, ref).get(True, 0) == many.fired[form]
