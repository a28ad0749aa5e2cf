"""Sorting causes out: what is possible, which test comes next, when it ends; against going through every cause."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import evaluate
from advisor.interview.interview import Answers
from advisor.interview.sorting import best_first, expected_left, next_test, possible, questions_left, sort_out
from advisor.rulebase.condition import All, AnswerIs, Any
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
    """For each test, the answers that the cause allows where no answer is in doubt, read off its condition by hand."""
    when = base.warnings[cause].when
    parts = [part.parts[0] if isinstance(part, Any) else part
             for part in (when.parts if isinstance(when, All) else (when,))]
    assert all(isinstance(part, AnswerIs) for part in parts)
    return {part.question: part.values for part in parts if isinstance(part, AnswerIs)}


def in_doubt(known: dict[str, str]) -> set[str]:
    """The tests whose answer another one contradicts, so that it excludes nothing."""
    program = known.get("misses") in ("computer", "phone", "programs") or known.get("error") in (
        "sign_in", "busy", "space", "other")
    pop = known.get("removal") in ("at_once", "days") or known.get("test_mail") == "taken"
    access = (known.get("current") in ("none", "imap") and pop) or (known.get("current") == "none" and program)
    room = known.get("quota") == "ample" and known.get("bounce") == "full"
    return {name for name, doubted in (("current", access), ("quota", room)) if doubted}


def everybody(base: RuleBase, count: int) -> list[tuple[str, dict[str, str]]]:
    """A cause, and answers to every test that fit it and do not contradict each other, drawn at random."""
    random, found = Random(11), []
    for cause in base.warnings:
        fits = fitting(base, cause)
        for _ in range(count):
            truth = {"quota": "ample", "bounce": "full"}
            while in_doubt(truth):
                truth = {name: random.choice([value for value in question.value_ids
                                              if value in fits.get(name, question.value_ids)])
                         for name, question in base.questions.items()}
            found.append((cause, truth))
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
                    if all(value in fitting(base, cause).get(name, {value}) for name, value in known.items()
                           if name not in in_doubt(known))}
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
    unlisted = base._replace(contradictions=())
    assert questions_left(unlisted, case_of(known), compiled) == []
    assert sort_out(unlisted, compiled, Answers(Case(), known)).question in (None, "current")


def test_answers_that_the_rules_call_contradicting_exclude_nothing_and_are_not_asked_for_again(
        base: RuleBase, compiled: Compiled) -> None:
    without = questions_left(base, case_of({"quota": "tight"}), compiled)
    left = questions_left(base, case_of({"in_webmail": "inbox", "bounce": "full", "quota": "tight"}), compiled)
    assert left == [name for name in without if name not in ("in_webmail", "bounce")]
    assert len(left) > 10


def test_what_cannot_be_tested_excludes_nothing(base: RuleBase, compiled: Compiled) -> None:
    answers = Answers(given=dict.fromkeys(base.questions, UNSURE))
    assert sort_out(base, compiled, answers).question is None
    assert possible(compiled, case_of(answers.given).known()) == frozenset(base.warnings)


def test_going_back_replays(base: RuleBase, compiled: Compiled) -> None:
    answers = Answers(given={"current": "imap", "in_webmail": "junk"})
    assert sort_out(base, compiled, answers, stop_before="in_webmail").question == "in_webmail"
    assert sort_out(base, compiled, answers, stop_before="in_webmail").asked == ("current",)


def some_answers(base: RuleBase, random: Random, share: float = 0.35) -> dict[str, str]:
    """Answers to about that share of the tests, in any order."""
    names = [name for name in base.questions if random.random() < share]
    random.shuffle(names)
    return {name: random.choice(base.questions[name].value_ids) for name in names}


def test_the_best_fit_comes_first_worked_out_by_hand(base: RuleBase, compiled: Compiled) -> None:
    random = Random(5)
    for _ in range(60):
        known = some_answers(base, random)
        if in_doubt(known):
            continue  # there the answers that fit one test depend on another
        left = possible(compiled, known)

        def likely(cause: str, known: dict[str, str] = known) -> Fraction:
            result = Fraction(1)
            for name in known:
                result /= len(fitting(base, cause).get(name, frozenset(base.questions[name].value_ids)) - {"open"})
            return result

        found = best_first(base, compiled, known, left)
        if any(in_doubt({**known, name: value}) for name in known for value in base.questions[name].value_ids):
            continue
        assert found == sorted(left, key=lambda cause: (-likely(cause), base.warnings[cause].rank, cause))


def test_the_order_depends_on_no_other_order(base: RuleBase, compiled: Compiled) -> None:
    random = Random(6)
    turned = base._replace(warnings=dict(reversed(base.warnings.items())),
                           questions=dict(reversed(base.questions.items())))
    other = compile_rules(turned)
    moved = 0
    for _ in range(60):
        known = some_answers(base, random)
        names = sorted(possible(compiled, known))
        shuffled = random.sample(names, len(names))
        backwards = dict(reversed(known.items()))
        found = best_first(base, compiled, known, names)
        assert sorted(found) == names
        assert found == best_first(base, compiled, backwards, shuffled) == best_first(turned, other, known, shuffled)
        moved += found != sorted(names, key=lambda name: (base.warnings[name].rank, name))
    assert moved > 20  # and the answers do move them


def test_without_answers_the_order_is_that_of_the_ranks(base: RuleBase, compiled: Compiled) -> None:
    by_rank = sorted(base.warnings, key=lambda name: (base.warnings[name].rank, name))
    assert best_first(base, compiled, {}, base.warnings) == by_rank


@pytest.mark.parametrize(("known", "first"), [
    ({"quota": "full"}, "full-mailbox"),
    ({"current": "mixed"}, "two-kinds-of-access"),
    ({"in_webmail": "junk"}, "in-junk"),
    ({"changed": "crash", "in_webmail": "nowhere"}, "lost-with-a-device"),
    ({"helps": "folder"}, "folder-not-shown"),
    ({"error": "sign_in", "missing": "new"}, "cannot-sign-in"),
])
def test_what_was_seen_puts_its_cause_first(base: RuleBase, compiled: Compiled, known: dict[str, str],
                                            first: str) -> None:
    assert best_first(base, compiled, known, possible(compiled, known))[0] == first


@pytest.mark.parametrize("known", [
    {"current": "imap", "in_webmail": "trash"}, {"current": "imap", "in_webmail": "junk"},
    {"current": "mixed", "in_webmail": "nowhere", "elsewhere": "device", "test_mail": "taken"}])
def test_the_sender_is_not_telephoned_about_mail_that_has_been_seen(base: RuleBase, compiled: Compiled,
                                                                    known: dict[str, str]) -> None:
    asked = []
    answers = Answers(case_of(known))
    while (question := sort_out(base, compiled, answers).question) is not None and len(asked) < 2:
        asked.append(question)
        answers = answers.with_answer(question, UNSURE)
    assert "bounce" not in asked
    always = base._replace(ask_first_when={})
    case = case_of(known | ({} if "elsewhere" in known else {"elsewhere": UNSURE}) | {"quota": UNSURE})
    assert next_test(always, case, compiled, questions_left(always, case, compiled)) == "bounce"


def test_the_sender_is_telephoned_about_mail_that_nobody_has_seen(base: RuleBase, compiled: Compiled) -> None:
    case = case_of({"current": "imap", "in_webmail": "nowhere", "elsewhere": "nowhere", "quota": "ample"})
    assert next_test(base, case, compiled, questions_left(base, case, compiled)) == "bounce"
