"""Cases put together: which of two answers stands, and that a disagreement is never lost."""

from __future__ import annotations

from itertools import permutations

import pytest

from advisor.engine.case import Answer, Case, Disagreement, Origin, case_of, merge
from advisor.rulebase.model import UNSURE

SURER: tuple[Origin, ...] = ("provider", "file", "measured", "flag", "asked")
"""What somebody says now is surer than what was written down, and that than what is true of a provider's customers."""


@pytest.mark.parametrize(("weaker", "stronger"), [(weaker, stronger) for place, weaker in enumerate(SURER)
                                                  for stronger in SURER[place + 1:]])
@pytest.mark.parametrize("turned", [False, True])
def test_the_surer_origin_stands_and_the_other_is_kept_for_the_report(weaker: Origin, stronger: Origin,
                                                                      turned: bool) -> None:
    cases = [case_of({"q": "a"}, weaker), case_of({"q": "b"}, stronger)]
    found = merge(reversed(cases) if turned else cases)
    assert found.answers == {"q": Answer("b", stronger)}
    assert found.disagreements == (Disagreement("q", Answer("b", stronger), Answer("a", weaker)),)


def test_of_two_of_one_origin_the_later_stands() -> None:
    found = merge([case_of({"q": "a"}, "file"), case_of({"q": "b"}, "file")])
    assert found.known() == {"q": "b"}
    assert found.disagreements == (Disagreement("q", Answer("b", "file"), Answer("a", "file")),)


def test_where_they_agree_nothing_is_to_be_told() -> None:
    found = merge([case_of({"q": "a"}, "file"), case_of({"q": "a"}, "flag")])
    assert found == Case({"q": Answer("a", "flag")})


def test_answers_to_different_questions_and_earlier_disagreements_all_stay() -> None:
    earlier = merge([case_of({"q": "a"}, "file"), case_of({"q": "b"}, "flag")])
    found = merge([case_of({"r": "a", "s": "a"}, "provider"), earlier, case_of({"r": "b"}, "flag")])
    assert found.known() == {"r": "b", "s": "a", "q": "b"}
    assert {(entry.question, entry.kept.value, entry.dropped.value) for entry in found.disagreements} == {
        ("q", "b", "a"), ("r", "b", "a")}
    assert found.with_answer("t", "a").disagreements == found.disagreements


def test_what_stands_does_not_depend_on_the_order() -> None:
    cases = [case_of({"q": value, "r": value}, origin) for value, origin in zip("abc", SURER, strict=False)]
    assert {frozenset(merge(order).answers.items()) for order in permutations(cases)} == {
        frozenset({("q", Answer("c", "measured")), ("r", Answer("c", "measured"))})}


def test_an_answer_that_somebody_is_not_sure_of_is_kept_and_known_to_nobody() -> None:
    case = case_of({"q": UNSURE, "r": "a"})
    assert case.value("q") is None
    assert case.value("r") == "a"
    assert case.value("s") is None
    assert case.known() == {"r": "a"}
    assert "q" in case.answers


def test_one_more_answer_leaves_the_case_as_it_was() -> None:
    case = case_of({"q": "a"}, "file")
    assert case.with_answer("q", "b").answers == {"q": Answer("b", "asked")}
    assert case.with_answer("r", "b", "flag").answers == {"q": Answer("a", "file"), "r": Answer("b", "flag")}
    assert case.answers == {"q": Answer("a", "file")}


def test_where_an_answer_came_from_unless_it_is_told() -> None:
    assert case_of({"q": "a"}).answers == {"q": Answer("a", "flag")}
    assert case_of({"q": "a"}, "provider").answers == {"q": Answer("a", "provider")}


def test_cases_are_equal_where_answers_origins_and_disagreements_are() -> None:
    case = case_of({"q": "a"}, "file")
    apart = Disagreement("q", Answer("a", "file"), Answer("b", "provider"))
    assert case == case_of({"q": "a"}, "file")
    assert case not in (case_of({"q": "a"}, "flag"), case_of({"q": "b"}, "file"), Case(),
                        Case(case.answers, (apart,)), {"q": "a"}, None)
    assert Case(case.answers, (apart,)) == Case(case.answers, (apart,))
