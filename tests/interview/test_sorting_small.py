"""Sorting out three explanations, every state of it worked out by hand."""

from __future__ import annotations

import pytest

from advisor.engine.case import Answer, Case, Disagreement, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.interview.interview import Answers, State
from advisor.interview.sorting import expected_left, next_test, possible, questions_left, sort_out
from advisor.rulebase.condition import OPEN, All, AnswerIs
from advisor.rulebase.model import UNSURE, RuleBase
from tests.engine.generated import caution, question, rule_base


def unless_not(name: str, values: str) -> AnswerIs:
    """Excluded by every other answer, and by no open question."""
    return AnswerIs(name, frozenset((*values, OPEN)))


ONE = caution("one", unless_not("t", "a"))
TWO = caution("two", All((unless_not("t", "b"), unless_not("u", "a"))))
THREE = caution("three", All((unless_not("t", "b"), unless_not("u", "b"))))
UNSEEN = caution("unseen", AnswerIs("u", frozenset((OPEN,))))
LATE = caution("late", All((AnswerIs("t", frozenset("a")), AnswerIs("v", frozenset("a")))))


def rules(*others: object, **fields: object) -> tuple[RuleBase, Compiled]:
    base = rule_base([question(name, "ab") for name in "uvt"], warnings=[ONE, TWO, THREE, *others])  # type: ignore[list-item]
    return base._replace(**fields), compile_rules(base)  # type: ignore[arg-type]


def asked(**answers: str) -> Case:
    return Case({name: Answer(value, "asked") for name, value in answers.items()})


def test_every_state_until_one_explanation_is_left() -> None:
    base, compiled = rules()
    given = {"t": "b", "u": "a"}
    assert sort_out(base, compiled, Answers()) == State("details", Case(), (), 0, "t", 2)
    assert sort_out(base, compiled, Answers(given={"t": "b"})) == State("details", asked(t="b"), ("t",), 0, "u", 1)
    assert sort_out(base, compiled, Answers(given={"t": "a"})) == State("done", asked(t="a"), ("t",), 0, None, 0)
    assert sort_out(base, compiled, Answers(given=given)) == State("done", asked(**given), ("t", "u"), 0, None, 0)
    assert sort_out(base, compiled, Answers(given=given), stop_before="t") == State("details", Case(), (), 0, "t", 2)
    unsure = Answers(given={"t": UNSURE, "u": UNSURE})
    assert sort_out(base, compiled, unsure) == State("done", asked(t=UNSURE, u=UNSURE), ("t", "u"), 0, None, 0)


def test_a_disagreement_outlives_the_sorting() -> None:
    base, compiled = rules()
    apart = (Disagreement("v", Answer("a", "flag"), Answer("b", "file")),)
    state = sort_out(base, compiled, Answers(Case({"v": Answer("a", "flag")}, apart), {"t": "a"}))
    assert state.case == Case({"v": Answer("a", "flag"), "t": Answer("a", "asked")}, apart)


def test_how_many_explanations_a_test_leaves() -> None:
    base, compiled = rules()
    now = possible(compiled, {})
    assert now == {"one", "two", "three"}
    # t: a third of the time one is left, two thirds of the time two; u always leaves two, v three
    assert [expected_left(base, compiled, {}, now, name) for name in "tuv"] == [pytest.approx(5 / 3), 2, 3]
    assert expected_left(base, compiled, {"t": "b"}, frozenset(("two", "three")), "u") == 1


def test_an_explanation_that_no_answer_fits_is_never_seen() -> None:
    base, compiled = rules(UNSEEN)
    now = possible(compiled, {})
    assert expected_left(base, compiled, {}, now, "u") == 2
    assert expected_left(base, compiled, {}, frozenset(("unseen",)), "u") == 1


def test_the_first_tests_come_first_where_they_exclude_something_and_are_not_made_yet() -> None:
    base, compiled = rules(ask_first=("u",))
    assert next_test(base, Case(), compiled, ["u", "t"]) == "u"
    assert next_test(base, Case(), compiled, ["t"]) == "t"
    assert next_test(base, Case(), compiled, []) is None
    base, compiled = rules(LATE, ask_first=("v", "u"))
    assert questions_left(base, Case(), compiled) == ["u", "v", "t"]
    assert next_test(base, Case(), compiled, ["u", "v", "t"]) == "u"  # v excludes none of the three


@pytest.mark.parametrize(("known", "first"), [({}, "t"), ({"v": "a"}, "u"), ({"v": "b"}, "t")])
def test_the_first_tests_come_first_where_their_condition_holds(known: dict[str, str], first: str) -> None:
    base, compiled = rules(ask_first=("u",), ask_first_when={"u": AnswerIs("v", frozenset("a"))})
    assert next_test(base, case_of(known), compiled, ["u", "t"]) == first


def test_of_tests_that_leave_as_many_the_first_of_the_rules_is_made() -> None:
    causes = [caution(f"{name}{value}", unless_not(name, value)) for name in "yx" for value in "ab"]
    base = rule_base([question(name, "ab") for name in "yx"], warnings=causes)
    compiled = compile_rules(base)
    now = possible(compiled, {})
    assert expected_left(base, compiled, {}, now, "x") == expected_left(base, compiled, {}, now, "y") == 3
    for left in (["x", "y"], ["y", "x"]):
        assert next_test(base, Case(), compiled, left) == "y"


def test_answers_that_contradict_each_other_count_as_not_given_and_are_not_asked_for_again() -> None:
    base, compiled = rules(contradictions=((AnswerIs("t", frozenset("a")), AnswerIs("v", frozenset("a"))),))
    both = case_of({"t": "a", "v": "a"})
    assert questions_left(base, both, compiled) == ["u"]
    assert next_test(base, both, compiled, ["u"]) == "u"
    assert questions_left(base, case_of({"t": "a"}), compiled) == []
