"""How many questions people are asked, and what the interview promises about them. Counts, never times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from statistics import mean

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from advisor.engine.analysis import can_change, settled
from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import Evaluator
from advisor.interview.interview import Answers, State, replay
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import UNSURE
from benchmarks.questions import Counts, count, people

BASE = load(builtin_folder())
EVALUATE = Evaluator(BASE).evaluate
# An interview takes a second: a failing one is shown as it was found, not shrunk for minutes.
some = settings(max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck))


def one_of(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*BASE.questions[name].value_ids, UNSURE])


truths = st.fixed_dictionaries({name: one_of(name) for name in BASE.questions})
# One device is where the first part is long; it would be rare among many devices, places and people drawn at random.
lone = st.fixed_dictionaries({name: one_of(name) for name in BASE.questions} | {
    "devices": st.just("one"), "places": st.sampled_from(["one", "glance", UNSURE]), "people": st.just("one"),
    "sync": st.just("no"), "folders": st.sampled_from(["no", UNSURE]),
    "local_backup": st.sampled_from(["regular", "regular", UNSURE])})
any_truth = st.one_of(truths, lone)


def interview(compiled: Compiled, truth: Mapping[str, str], answers: Answers | None = None, *,
              details: bool) -> list[State]:
    """Every state of an interview in which each question is answered with the truth; the last one is done."""
    answers = Answers() if answers is None else answers
    states = [replay(BASE, compiled, answers, details=details)]
    while (question := states[-1].question) is not None:
        answers = answers.with_answer(question, truth[question])
        states.append(replay(BASE, compiled, answers, details=details))
    return states


def free_questions(case: Case) -> list[str]:
    """What may still be answered: not answered, and not answered with "not sure"."""
    return [name for name in BASE.questions if name not in case.answers]


def completions(case: Case, questions: list[str]) -> Iterator[Case]:
    """Every way in which these questions may turn out, staying open included."""
    for values in product(*([*BASE.questions[name].value_ids, UNSURE] for name in questions)):
        yield Case({**case.answers, **case_of(dict(zip(questions, values, strict=True))).answers})


def matters(case: Case, question: str, questions: list[str], *, only_option: bool) -> bool:
    """Whether two answers to `question` can differ in what they lead to, by going through all of them."""
    for others in completions(case, [name for name in questions if name != question]):
        found = {EVALUATE(answered).option if only_option else EVALUATE(answered).outcome()
                 for answered in completions(others, [question])}
        if len(found) > 1:
            return True
    return False


@pytest.fixture(scope="module")
def counted(compiled: Compiled) -> dict[str, Counts]:
    return {person.name: count(BASE, compiled, person.truth) for person in people()}


def test_four_questions_or_fewer_until_the_verdict_stands(counted: dict[str, Counts]) -> None:
    assert len(counted) >= 30
    assert mean(found.first for found in counted.values()) <= 4


def test_the_second_part_asks_no_more_than_it_offers(counted: dict[str, Counts]) -> None:
    for name, found in counted.items():
        assert found.second <= found.offered, name
        assert found.first + found.offered <= len(BASE.questions), name


def test_several_devices_settle_it_at_once(counted: dict[str, Counts]) -> None:
    several = [counted[person.name] for person in people() if person.truth["devices"] == "several"]
    assert several
    assert {(found.first, found.settled) for found in several} == {(1, "yes")}


@some
@given(any_truth)
def test_what_an_interview_promises(compiled: Compiled, truth: Mapping[str, str]) -> None:
    states = interview(compiled, truth, details=True)
    no_question_that_can_change_nothing(compiled, states[:-1])
    bounds_are_honest_and_never_grow(states[:-1])
    replay_leads_to_the_same_place(compiled, truth, states[-1])
    assert EVALUATE(case_of(truth)).outcome() == EVALUATE(states[-1].case).outcome()  # what was not asked was idle

    first = interview(compiled, truth, details=False)
    bounds_are_honest_and_never_grow(first[:-1])
    assert first[:-1] == [state for state in states if state.stage == "choice"]
    if settled(BASE, first[-1].case, compiled) == "yes":
        assert EVALUATE(case_of({**truth, "offered": "both"})).option == EVALUATE(first[-1].case).option


def no_question_that_can_change_nothing(compiled: Compiled, states: list[State]) -> None:
    for state in states:
        assert state.question is not None
        unsure = [name for name, answer in state.case.answers.items() if answer.is_open]
        changes = can_change(BASE, state.case, compiled, frozen=unsure)
        useful = {name for name, parts in changes.items() if parts}
        if state.stage == "choice":
            useful = {name for name in useful if "verdict" in changes[name] and not BASE.questions[name].given}
        assert state.question in useful
        assert state.at_most <= len(useful)  # a bound that counts idle questions would be no news


def bounds_are_honest_and_never_grow(states: list[State]) -> None:
    assert [state.stage for state in states] == sorted(state.stage for state in states)
    for stage in ("choice", "details"):
        bounds = [state.at_most for state in states if state.stage == stage]
        assert all(later <= earlier for earlier, later in pairwise(bounds))
        assert all(bound >= len(bounds) - place for place, bound in enumerate(bounds))


def replay_leads_to_the_same_place(compiled: Compiled, truth: Mapping[str, str], end: State) -> None:
    said = {name: answer.value for name, answer in end.case.answers.items()}
    assert replay(BASE, compiled, Answers(given=said)) == end
    assert replay(BASE, compiled, Answers(given=truth)) == end
    again = replay(BASE, compiled, Answers(case_of(said)))
    assert (again.question, again.asked) == (None, ())
    assert again.case.known() == end.case.known()


@some
@given(any_truth, st.sets(st.sampled_from(sorted(BASE.questions)), min_size=1, max_size=4))
def test_every_question_matters_and_none_that_matters_is_left(
        compiled: Compiled, truth: Mapping[str, str], unknown: set[str]) -> None:
    """By going through every combination, where few questions are left."""
    preset = case_of({name: value for name, value in truth.items() if name not in unknown})
    states = interview(compiled, truth, Answers(preset), details=True)
    for state in states[:-1]:
        assert state.question is not None
        assert matters(state.case, state.question, free_questions(state.case), only_option=state.stage == "choice")
    left = free_questions(states[-1].case)
    assert not any(matters(states[-1].case, name, left, only_option=False) for name in left)

    end = interview(compiled, truth, Answers(preset), details=False)[-1]
    left = [name for name in free_questions(end.case) if not BASE.questions[name].given]
    if settled(BASE, end.case, compiled) == "no":
        assert not any(matters(end.case, name, left, only_option=True) for name in left)
