"""What an evaluation tells: the trace of every kind of rule, the order of what is shown, what conditions refer to."""

from __future__ import annotations

import pytest

from advisor.engine.case import Case, case_of
from advisor.engine.evaluate import Evaluator, RuleTrace, balance_of, choose, evaluate, holds
from advisor.engine.logic import Truth
from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import NEITHER, UNSURE, RuleBase, Step
from tests.engine.generated import AT, OPTIONS, caution, form, question, reason, rule_base, wall

BOTH = ("x", "y")


def is_a(name: str) -> AnswerIs:
    return AnswerIs(name, frozenset("a"))


def fires(*rules: str) -> Fires:
    return Fires(frozenset(rules))


def step(name: str, when: Condition, order: int = 1) -> Step:
    return Step(name, when, order, "must", "", (), AT)


def every_kind() -> RuleBase:
    base = rule_base([question(name, "ab") for name in BOTH], constraints=[wall("w", is_a("x"), "red")],
                     evidence=[reason("e", All((is_a("x"), is_a("y"))), "green", "strong")],
                     forms=[form("item/f", VerdictIs(frozenset(("green",)))), form("item/g", fires("item/f"))],
                     warnings=[caution("c", fires("item/g"))])
    return base._replace(steps={entry.id: entry for entry in (
        step("s", fires("warning:c")), step("t", Not(fires("warning:c"))), step("r", is_a("y"), 0))})


def test_the_trace_tells_what_each_rule_did_and_on_which_answers() -> None:
    found = evaluate(every_kind(), case_of({"x": "a", "y": UNSURE}))
    assert found.trace == (
        RuleTrace("w", "constraint", Truth.TRUE, {"x": "a"}, ()),
        RuleTrace("e", "evidence", Truth.UNKNOWN, {"x": "a", "y": None}, ("y",)),
        RuleTrace("item/f", "set_up", Truth.TRUE, {}, ()), RuleTrace("item/g", "set_up", Truth.TRUE, {}, ()),
        RuleTrace("c", "warning", Truth.TRUE, {}, ()), RuleTrace("s", "step", Truth.TRUE, {}, ()),
        RuleTrace("t", "step", Truth.FALSE, {}, ()), RuleTrace("r", "step", Truth.UNKNOWN, {"y": None}, ("y",)))
    assert [entry.rule for entry in found.trace if entry.fired] == ["w", "item/f", "item/g", "c", "s"]
    assert (found.option, found.evidence, found.ruled_out, found.by_default, found.balance) == (
        "green", {"red": 0, "green": 0}, (("red", "w"),), False, "clear")
    assert (found.set_up, found.warnings, found.steps) == (("item/f", "item/g"), ("c",), ("s",))
    assert found.outcome() == ("green", frozenset(("item/f", "item/g")), frozenset("c"))


def test_one_evaluator_says_of_each_case_what_a_fresh_one_says() -> None:
    base = every_kind()
    evaluator = Evaluator(base)
    for _ in range(2):
        for answers in ({}, {"x": "a"}, {"y": "a"}, {"x": "b", "y": "a"}, {"x": "a", "y": "a"}, {"x": "a", "y": "b"}):
            assert evaluator.evaluate(case_of(answers)) == evaluate(base, case_of(answers))
    assert evaluator.evaluate(case_of({"y": "a", "x": "b"})).steps == ("r", "t")


def test_what_asks_about_many_questions_is_not_remembered_and_the_rest_is() -> None:
    few, many = "abcd", "abcde"
    base = rule_base([question(name, "ab") for name in many], evidence=[
        reason("few", All(tuple(map(is_a, few))), "green"), reason("many", Any(tuple(map(is_a, many))), "green")])
    evaluator = Evaluator(base)
    first, second = (evaluator.evaluate(case_of(dict.fromkeys(many, "a"))).trace for _ in range(2))
    assert first == second
    assert [one is other for one, other in zip(first, second, strict=True)] == [True, False]


def test_what_is_shown_has_an_order_of_its_own() -> None:
    always = All(())
    base = rule_base([question("x", "ab")], forms=[form("item/b", always), form("item/a", always)],
                     warnings=[caution("b", always)._replace(rank=2), caution("a", always)._replace(rank=2),
                               caution("z", always)._replace(rank=1)],
                     constraints=[wall("b", always, "green"), wall("a", always, "green")])
    base = base._replace(steps={entry.id: entry for entry in (step("b", always, 2), step("a", always, 2),
                                                              step("z", always, 1))})
    found = evaluate(base, Case())
    assert (found.set_up, found.warnings, found.steps) == (("item/a", "item/b"), ("z", "a", "b"), ("z", "a", "b"))
    assert found.ruled_out == (("green", "a"), ("green", "b"))


def test_whether_a_condition_holds_in_a_case_that_was_evaluated() -> None:
    base = every_kind()
    case = case_of({"x": "a"})
    found = evaluate(base, case)
    true = (is_a("x"), VerdictIs(frozenset(("green",))), fires("item/f"), fires("warning:c"), Not(fires("c")))
    assert all(holds(base, case, found, when) for when in true)
    assert not any(holds(base, case, found, when) for when in (
        is_a("y"), Not(is_a("y")), VerdictIs(frozenset(("red",))), fires("c"), fires("item/none"), fires("warning:f")))


@pytest.mark.parametrize(("left", "chosen"), [
    ([], (NEITHER, False)), (["green"], ("green", False)), (["red", "green"], ("green", False)),
    (["green", "blue"], ("green", True)), (["red"], ("red", False))])
def test_who_has_most_is_chosen_and_of_equals_the_first(left: list[str], chosen: tuple[str, bool]) -> None:
    base = rule_base([question("x", "ab")], options=OPTIONS)
    assert choose(base, {"red": 1, "green": 2, "blue": 2}, left) == chosen


@pytest.mark.parametrize(("points", "out", "balance"), [
    ({"red": 5, "green": 5}, set(), "tie"), ({"red": 6, "green": 5}, set(), "lean"),
    ({"red": 8, "green": 5}, set(), "lean"), ({"red": 9, "green": 5}, set(), "clear"),
    ({"red": 5, "green": 5}, {"green"}, "clear"), ({"red": 5, "green": 4, "blue": 0}, {"green"}, "clear"),
    ({"red": 5, "green": 0, "blue": 4}, set(), "lean")])
def test_how_far_ahead_of_the_best_rival(points: dict[str, int], out: set[str], balance: str) -> None:
    """A lead of one leans, of four is clear, by these rules."""
    base = rule_base([question("x", "ab")], options=OPTIONS)
    assert balance_of(base, points, "red", out) == balance
