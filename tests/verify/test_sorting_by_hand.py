"""How many tests sort two explanations out, worked out by hand, and the bound below that."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from advisor.engine.compiled import compile_rules
from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Fires
from advisor.rulebase.model import RuleBase
from advisor.verify.ordering.sorting import Sorted, _information, fewest_tests, sorted_out
from tests.engine.generated import caution, question, rule_base


def fits(name: str, *values: str) -> AnswerIs:
    """An answer that an explanation allows; not asked yet, it allows it too."""
    return AnswerIs(name, frozenset((*values, "open")))


def explained(*conditions: Condition, values: str = "ab") -> RuleBase:
    return rule_base([question("x", values), question("y", values)],
                     warnings=[caution(f"c{place}", condition) for place, condition in enumerate(conditions)])


def first(values: Sequence[str]) -> str:
    return values[0]


def last(values: Sequence[str]) -> str:
    return values[-1]


TWO = explained(fits("x", "a"), fits("x", "b"))
ONE_TEST = Sorted(2, 2, 6, Fraction(1), 1, 1.0, 1, Fraction(1), 1, 6)


def test_one_test_tells_two_explanations_apart() -> None:
    """Three people for each: x, and that is all. One test of two answers tells one bit, and one bit is needed."""
    for choose in (first, last):
        assert sorted_out(TWO, compile_rules(TWO), choose, each=3) == ONE_TEST


def test_explanations_that_stay_together() -> None:
    """The second fits everybody: of its people, drawn at x is a, nobody loses the first one either. y tells nothing.

    For the first, x is a as well. Two people, one test each, both explanations left, none alone; and since everybody
    ends at both, none had to be made.
    """
    base = explained(fits("x", "a"), fits("x", "a", "b"))
    assert sorted_out(base, compile_rules(base), first, each=1) == Sorted(
        2, 2, 2, Fraction(1), 1, 0.0, 0, Fraction(2), 2, 0)
    # Drawn at b, the people of the second are left with it alone; the bound is one of two, and so is the information.
    assert sorted_out(base, compile_rules(base), last, each=1) == Sorted(
        2, 2, 2, Fraction(1), 1, 1.0, 1, Fraction(3, 2), 2, 1)


def test_nobody_where_no_answers_fit() -> None:
    never = explained(Any(()), Any(()))
    assert sorted_out(never, compile_rules(never), first, each=2) is None
    half = explained(fits("x", "a"), Any(()))
    assert sorted_out(half, compile_rules(half), first, each=2) == Sorted(
        2, 2, 2, Fraction(0), 0, 0.0, 0, Fraction(1), 1, 2)


def test_answers_that_contradict_each_other_are_drawn_anew() -> None:
    """X and y cannot both be a. The first draws are; later ones have b for y."""
    base = TWO._replace(contradictions=((AnswerIs("x", frozenset("a")), AnswerIs("y", frozenset("a"))),))
    draws = iter([*["a", "a"] * 5, *["a", "b"] * 2, *["b", "a"] * 2])
    found = sorted_out(base, compile_rules(base), lambda _: next(draws), each=2)
    assert found is not None
    assert (found.people, found.alone) == (4, 4)


def test_fewest_tests_by_hand() -> None:
    """Each other explanation needs a test that contradicts it; one that contradicts both is enough for both."""
    truth = {"x": "a", "y": "a"}
    cases = [
        ((fits("x", "a"), fits("x", "b")), 1), ((fits("x", "a"), fits("x", "b"), fits("y", "b")), 2),
        ((fits("x", "a"), fits("x", "b"), All((fits("x", "b"), fits("y", "b")))), 1),
        ((fits("x", "a"), Any((fits("x", "b"), fits("y", "b")))), 2),  # both alternatives have to go
        ((fits("x", "a"), Any((fits("x", "b"), Fires(frozenset(("warning:c0",)))))), 1),
        ((fits("x", "a"), AnswerIs("x", frozenset("b"))), 0),  # an answer would have to be known for it
        ((fits("x", "a"),), 0)]
    for conditions, fewest in cases:
        assert fewest_tests(explained(*conditions), truth, frozenset(("c0",))) == fewest, conditions
    everything = frozenset(("c0", "c1"))
    assert fewest_tests(TWO, truth, everything) == 0
    assert fewest_tests(TWO, {"y": "a"}, frozenset(("c0",))) == 0  # x was not asked


def test_what_has_to_be_told() -> None:
    one, other = frozenset("1"), frozenset("2")
    assert _information(TWO, [one, one, other, other]) == pytest.approx(1.0)
    assert _information(TWO, [one, one]) == 0.0
    assert _information(TWO, [one, other, frozenset("3"), frozenset("4")]) == pytest.approx(2.0)
    four = explained(fits("x", "a"), values="abcd")
    assert _information(four, [one, other, frozenset("3"), frozenset("4")]) == pytest.approx(1.0)
    assert _information(explained(fits("x", "a"), values="a"), [one, other]) == 0.0
