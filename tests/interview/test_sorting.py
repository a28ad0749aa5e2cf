"""Sorting causes out: what is possible, which test comes next, when it ends; against going through every cause."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import evaluate
from advisor.interview.interview import Answers
from advisor.interview.sorting import expected_left, next_test, possible, questions_left, sort_out
from advisor.rulebase.condition import All, AnswerIs
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import UNSURE, RuleBase

FOLDER = builtin_folder() / "missing-mail"


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return load(Path(FOLDER))


@pytest.fixture(scope="module")
def compiled(base: RuleBase) -> Compiled:
    return compile_rules(base)


def fitting(base: RuleBase, cause: str) -> dict[str, frozenset[str]]:
    """For each test, the answers that the cause allows, read off its condition by hand."""
    when = base.warnings[cause].when
    parts = when.parts if isinstance(when, All) else (when,)
    assert all(isinstance(part, AnswerIs) for part in parts)
    return {part.question: part.values for part in parts if isinstance(part, AnswerIs)}


def everybody(base: RuleBase, count: int) -> list[tuple[str, dict[str, str]]]:
    """A cause, and answers to every test that fit it, drawn at random."""
    random, found = Random(11), []
    for cause in base.warnings:
        fits = fitting(base, cause)
        for _ in range(count):
            found.append((cause, {name: random.choice([value for value in question.value_ids
                                                       if value in fits.get(name, question.value_ids)])
                                  for name, question in base.questions.items()}))
    return found


def test_everything_is_possible_while_nothing_is_known(base: RuleBase, compiled: Compiled) -> None:
    assert possible(compiled, {}) == frozenset(base.warnings)
    assert len(base.warnings) >= 28


def test_what_is_possible_is_what_every_answer_fits(base: RuleBase, compiled: Compiled) -> None:
    random = Random(3)
    for _ in range(400):
        known = {name: random.choice(question.value_ids) for name, question in base.questions.items()
                 if random.random() < 0.3}
        expected = {cause for cause in base.warnings
                    if all(value in fitting(base, cause).get(name, {value}) for name, value in known.items())}
        assert possible(compiled, known) == expected
        assert set(evaluate(base, case_of(known)).warnings) == expected


def test_the_first_tests_are_those_that_the_rules_name(base: RuleBase, compiled: Compiled) -> None:
    assert base.ask_first[0] == "current"  # D4.10: one kind of access only
    state = sort_out(base, compiled, Answers())
    assert state.question == "current"
    answers = Answers()
    asked = []
    while (question := sort_out(base, compiled, answers).question) is not None and len(asked) < 5:
        asked.append(question)
        answers = answers.with_answer(question, UNSURE)
    assert asked == list(base.ask_first)


def test_after_them_comes_the_test_that_leaves_the_fewest(base: RuleBase, compiled: Compiled) -> None:
    known = {"current": "imap", "in_webmail": "nowhere", "elsewhere": "nowhere", "quota": "ample", "bounce": "no"}
    case = case_of(known)
    left = questions_left(base, case, compiled)
    now = possible(compiled, known)
    by_hand = {}
    for name in left:
        fits = {cause: [value for value in base.questions[name].value_ids
                        if value in fitting(base, cause).get(name, base.questions[name].value_ids)] for cause in now}
        chance = {value: sum(1 / len(fits[cause]) for cause in now if value in fits[cause]) / len(now)
                  for value in base.questions[name].value_ids}
        by_hand[name] = sum(chance[value] * sum(value in fits[cause] for cause in now) for value in chance)
        assert expected_left(base, compiled, known, now, name) == pytest.approx(by_hand[name])
    assert next_test(base, case, compiled, left) == min(left, key=lambda name: round(by_hand[name], 9))


def test_the_true_cause_is_never_lost_and_the_tests_end(base: RuleBase, compiled: Compiled) -> None:
    counts, ends = [], []
    for cause, truth in everybody(base, 2):
        answers, sizes = Answers(), [len(base.warnings)]
        while (question := sort_out(base, compiled, answers).question) is not None:
            answers = answers.with_answer(question, truth[question])
            left = possible(compiled, answers.given)
            assert cause in left
            sizes.append(len(left))
        assert all(after <= before for before, after in pairwise(sizes))
        assert sort_out(base, compiled, answers).stage == "done"
        # nothing that was not asked could tell more
        assert possible(compiled, answers.given) == possible(compiled, truth)
        counts.append(len(answers.given))
        ends.append(sizes[-1])
    assert max(counts) <= len(base.questions)
    assert sum(counts) / len(counts) < 13
    assert sum(ends) / len(ends) < 6


def test_no_test_is_asked_once_the_answers_contradict_each_other(base: RuleBase, compiled: Compiled) -> None:
    known = {"in_webmail": "inbox", "bounce": "full"}
    assert possible(compiled, known) == frozenset()
    assert questions_left(base, case_of(known), compiled) == []
    assert sort_out(base, compiled, Answers(Case(), known)).question in (None, "current")


def test_what_cannot_be_tested_excludes_nothing(base: RuleBase, compiled: Compiled) -> None:
    answers = Answers(given=dict.fromkeys(base.questions, UNSURE))
    assert sort_out(base, compiled, answers).question is None
    assert possible(compiled, case_of(answers.given).known()) == frozenset(base.warnings)


def test_going_back_replays(base: RuleBase, compiled: Compiled) -> None:
    answers = Answers(given={"current": "imap", "in_webmail": "junk"})
    assert sort_out(base, compiled, answers, stop_before="in_webmail").question == "in_webmail"
    assert sort_out(base, compiled, answers, stop_before="in_webmail").asked == ("current",)
