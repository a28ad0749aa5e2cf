"""Three-valued logic by hand: every kind of condition inside every other, and what an open condition waits for."""

from __future__ import annotations

import pytest

from advisor.engine.logic import Truth, answer_truth, truth, waits_for
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import WhenOpen
from tests.engine.generated import question

ANSWERS = {"yes": Truth.TRUE, "no": Truth.FALSE, "open": Truth.UNKNOWN, "later": Truth.UNKNOWN}


def is_(name: str) -> AnswerIs:
    return AnswerIs(name, frozenset("a"))


YES, NO, MAYBE, LATER = is_("yes"), is_("no"), is_("open"), is_("later")
GREEN, FIRED = VerdictIs(frozenset(("green", "blue"))), Fires(frozenset(("f", "g")))


@pytest.mark.parametrize(("condition", "expected"), [
    (All(()), Truth.TRUE), (Any(()), Truth.FALSE), (Not(MAYBE), Truth.UNKNOWN), (Not(YES), Truth.FALSE),
    (All((YES, MAYBE)), Truth.UNKNOWN), (All((MAYBE, NO)), Truth.FALSE), (All((YES, YES)), Truth.TRUE),
    (Any((NO, MAYBE)), Truth.UNKNOWN), (Any((MAYBE, YES)), Truth.TRUE), (Any((NO, NO)), Truth.FALSE)])
def test_parts_put_together(condition: Condition, expected: Truth) -> None:
    assert truth(condition, lambda part: ANSWERS[part.question]) is expected


@pytest.mark.parametrize("around", [lambda part: part, lambda part: All((YES, part)), lambda part: Any((NO, part)),
                                    lambda part: Not(Not(part)), lambda part: All((Any((Not(Not(part)),)),))])
@pytest.mark.parametrize(("option", "fired", "green", "any_fired"), [
    ("green", ("f",), Truth.TRUE, Truth.TRUE), ("red", ("h",), Truth.FALSE, Truth.FALSE),
    (None, (), Truth.FALSE, Truth.FALSE)])
def test_verdict_and_what_fired_are_known_however_deep(
        around: object, option: str | None, fired: tuple[str, ...], green: Truth, any_fired: Truth) -> None:
    assert callable(around)
    for part, expected in ((GREEN, green), (FIRED, any_fired)):
        assert truth(around(part), lambda answer: ANSWERS[answer.question], option, fired) is expected


@pytest.mark.parametrize(("condition", "expected"), [
    (YES, set()), (MAYBE, {"open"}), (Not(MAYBE), {"open"}), (All((YES, MAYBE, LATER)), {"open", "later"}),
    (Any((NO, Not(All((MAYBE,))))), {"open"}), (GREEN, set()), (FIRED, set()), (All(()), set())])
def test_what_an_open_condition_waits_for(condition: Condition, expected: set[str]) -> None:
    assert waits_for(condition, lambda part: ANSWERS[part.question]) == expected


@pytest.mark.parametrize(("values", "value", "expected"), [
    ("a", "a", Truth.TRUE), ("a", "b", Truth.FALSE), ("a", None, Truth.UNKNOWN), ("ab", None, Truth.TRUE),
    ((OPEN,), None, Truth.TRUE), ((OPEN,), "a", Truth.FALSE), (("a", OPEN), "b", Truth.FALSE)])
def test_an_answer_and_an_open_one(values: tuple[str, ...], value: str | None, expected: Truth) -> None:
    assert answer_truth(AnswerIs("q", frozenset(values)), question("q", "ab"), value) is expected


@pytest.mark.parametrize(("values", "value", "expected"), [
    ("a", None, Truth.TRUE), ("b", None, Truth.FALSE), (("b", OPEN), None, Truth.TRUE), ("a", "b", Truth.FALSE)])
def test_what_is_assumed_while_it_is_open(values: tuple[str, ...], value: str | None, expected: Truth) -> None:
    asked = question("q", "ab", given=True, when_open=WhenOpen("a", "", {}))
    assert answer_truth(AnswerIs("q", frozenset(values)), asked, value) is expected
