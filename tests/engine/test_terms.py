"""The alternatives of a condition, against every assignment of truth to it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings

from advisor.engine.logic import Truth, answer_truth, truth
from advisor.engine.terms import MOST_TERMS, TooManyTerms, terms_of
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, VerdictIs
from advisor.rulebase.model import Question
from tests.engine.generated import Maker, makers, question


def has(condition: Condition, questions: dict[str, Question], state: dict[str, str]) -> Truth:
    return truth(condition, lambda part: answer_truth(
        part, questions[part.question], None if state[part.question] == OPEN else state[part.question]))


@settings(max_examples=300, deadline=None)
@given(makers)
def test_one_of_them_is_met_exactly_where_the_condition_has_that_truth(maker: Maker) -> None:
    questions = {name: maker.question(name, ("x", "y")) for name in ("q0", "q1", "q2")}
    condition = maker.condition(questions, [maker.condition(questions)])
    domains = [(*entry.value_ids, OPEN) for entry in questions.values()]
    for wanted in (Truth.TRUE, Truth.FALSE):
        terms = terms_of(condition, questions, wanted)
        for values in product(*domains):
            state = dict(zip(questions, values, strict=True))
            met = any(all(state[name] in allowed for name, allowed in term.items()) for term in terms)
            assert met == (has(condition, questions, state) is wanted), (condition, state, terms)


def test_what_another_alternative_covers_is_left_out() -> None:
    questions = {name: question(name, ("a", "b")) for name in ("q0", "q1")}
    first, second = AnswerIs("q0", frozenset("a")), AnswerIs("q1", frozenset("a"))
    assert terms_of(Any((first, All((first, second)))), questions) == [{"q0": frozenset("a")}]
    assert terms_of(All((first, AnswerIs("q0", frozenset("b")))), questions) == []
    assert terms_of(All(()), questions) == [{}]


def test_too_many_alternatives_are_not_listed() -> None:
    names = [f"q{number}" for number in range(16)]
    questions = {name: question(name, ("a", "b")) for name in names}
    pairs = [Any((AnswerIs(one, frozenset("a")), AnswerIs(other, frozenset("a"))))
             for one, other in zip(names[::2], names[1::2], strict=True)]
    assert len(terms_of(All(tuple(pairs[:6])), questions)) == 2 ** 6 == MOST_TERMS
    with pytest.raises(TooManyTerms):
        terms_of(All(tuple(pairs[:7])), questions)


def test_only_answers_can_be_asked_about() -> None:
    with pytest.raises(ValueError, match="only answers"):
        terms_of(VerdictIs(frozenset(("x",))), {})
