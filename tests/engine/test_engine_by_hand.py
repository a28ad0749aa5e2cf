"""Small cases whose outcome is worked out by hand."""

from __future__ import annotations

from functools import partial

import pytest

from advisor.engine import analysis
from advisor.engine.analysis import PARTS, analyse, settled
from advisor.engine.case import Case, case_of
from advisor.engine.compiled import compile_rules
from advisor.engine.diagram import TooLarge
from advisor.engine.evaluate import evaluate
from advisor.interview.policy import best_next
from advisor.rulebase.condition import AnswerIs
from tests.engine.generated import OPTIONS, question, reason, rule_base, wall

LIGHT, SIZE = question("light", ("day", "night")), question("size", ("small", "large"))


def is_(name: str, *values: str) -> AnswerIs:
    return AnswerIs(name, frozenset(values))


def test_a_wall_stands_against_any_evidence() -> None:
    base = rule_base([LIGHT, SIZE], constraints=[wall("w", is_("light", "night"), "red")],
                     evidence=[reason("e", is_("size", "large"), "red", "decisive")])
    assert evaluate(base, case_of({"light": "night", "size": "large"})).option == "green"
    assert evaluate(base, case_of({"light": "day", "size": "large"})).option == "red"
    # while the wall is open it does not stand, and the trace says what it waits for
    open_case = evaluate(base, case_of({"size": "large"}))
    assert open_case.option == "red"
    assert [entry.waits_for for entry in open_case.trace if entry.rule == "w"] == [("light",)]


def test_weaker_reasons_outweigh_a_stronger_one_and_a_tie_goes_to_the_default() -> None:
    reasons = [reason("a", is_("light", "day"), "green", "strong"),
               reason("b", is_("size", "large"), "red", "moderate"),
               reason("c", is_("size", "large"), "red", "moderate")]
    case = case_of({"light": "day", "size": "large"})
    tie = evaluate(rule_base([LIGHT, SIZE], evidence=reasons), case)
    assert (tie.option, tie.by_default, tie.balance) == ("red", True, "tie")
    other = evaluate(rule_base([LIGHT, SIZE], evidence=reasons, default="green"), case)
    assert (other.option, other.by_default) == ("green", True)
    more = evaluate(rule_base([LIGHT, SIZE], default="green",
                              evidence=[*reasons, reason("d", is_("size", "large"), "red")]), case)
    assert (more.option, more.by_default, more.balance) == ("red", False, "lean")


def test_everything_ruled_out_is_a_verdict_of_its_own() -> None:
    walls = [wall(name, is_("light", "night"), name) for name in OPTIONS[:2]]
    found = evaluate(rule_base([LIGHT], constraints=walls), case_of({"light": "night"}))
    assert (found.option, found.balance) == ("neither", "clear")
    assert dict(found.ruled_out) == {"red": "red", "green": "green"}


def test_a_question_is_asked_where_every_answer_leads_away_from_what_is_advised_while_it_is_open() -> None:
    base = rule_base([LIGHT], evidence=[reason("a", is_("light", "day"), "green"),
                                        reason("b", is_("light", "night"), "green")])
    compiled = compile_rules(base)
    assert settled(base, Case(), compiled) == "no"
    assert best_next(base, Case(), compiled) == "light"


def test_a_large_rule_base_without_walls_ends_in_unknown() -> None:
    # 24 questions, 288 reasons of mixed weight: no small diagram exists
    questions = [question(f"q{place}", ("a", "b", "c")) for place in range(24)]
    strengths = ("slight", "moderate", "strong", "decisive")
    evidence = [reason(f"e{one}-{two}", is_(f"q{one}", "abc"[(one + two) % 3]), OPTIONS[(one * two) % 3],
                       strengths[(one + 3 * two) % 4]) for one in range(24) for two in range(12)]
    base = rule_base(questions, options=OPTIONS, evidence=evidence)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "compile_rules", partial(compile_rules, limit=5_000))
        with pytest.raises(TooLarge):
            analysis.compile_rules(base)
        found = analyse(base, case_of({"q0": "a"}), None)
    assert (found.exact, found.settled, found.flip_distance) == (False, "unknown", None)
    assert found.can_change == dict.fromkeys([f"q{place}" for place in range(1, 24)], PARTS)
