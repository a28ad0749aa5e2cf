"""Answers about missing mail that cannot both be true: which are listed, and that they exclude and prove nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from random import Random

import pytest

from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import Evaluator
from advisor.interview.doubt import believed, clashes
from advisor.interview.sorting import possible
from advisor.report.diagnosis.diagnosis import diagnose
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase

BASE = load(builtin_folder() / "missing-mail")


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile_rules(BASE)


def pairs() -> Iterator[dict[str, str]]:
    """Every two answers to two questions."""
    for one, other in combinations(BASE.questions.values(), 2):
        for first in one.value_ids:
            for second in other.value_ids:
                yield {one.id: first, other.id: second}


def unlisted(base: RuleBase) -> tuple[int, list[dict[str, str]]]:
    """How many pairs leave no cause, or prove one and exclude what one of the two proves; those that nothing names."""
    evaluator, met, found = Evaluator(base), 0, []

    def of(known: Mapping[str, str]) -> tuple[set[str], set[str], bool]:
        said = evaluator.evaluate(case_of(known))
        return (set(said.warnings), {form.partition("/")[2] for form in said.set_up if form.startswith("confirmed/")},
                any(form.startswith("doubtful-") for form in said.set_up))

    for known in pairs():
        left, _, named = of(known)
        proven = set().union(*(of({name: value})[1] for name, value in known.items()))
        if not left or proven - left:
            met += 1
            if not named and not clashes(base, known):
                found.append(known)
    return met, found


def test_every_pair_that_leaves_nothing_or_excludes_what_is_proven_is_listed() -> None:
    met, found = unlisted(BASE)
    assert found == []
    assert met > 20
    for index in range(len(BASE.contradictions)):  # and the test can fail
        if unlisted(BASE._replace(contradictions=BASE.contradictions[:index] + BASE.contradictions[index + 1:]))[1]:
            return
    pytest.fail("No entry is needed.")


def test_no_entry_repeats_another() -> None:
    named = [frozenset(((one.question, first), (other.question, second))) for one, other in BASE.contradictions
             for first in one.values for second in other.values]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("known", [known for known in pairs() if clashes(BASE, known)], ids=str)
def test_a_pair_that_is_listed_leaves_what_either_answer_leaves(known: dict[str, str], compiled: Compiled) -> None:
    assert believed(BASE, known) == {}
    assert possible(compiled, believed(BASE, known)) == frozenset(BASE.warnings)


def test_with_more_answers_too_nothing_is_excluded_or_proven_by_what_is_doubted(compiled: Compiled) -> None:
    random, met = Random(31), 0
    for _ in range(60):
        known = {name: random.choice(question.value_ids) for name, question in BASE.questions.items()
                 if random.random() < 0.3}
        together = clashes(BASE, known)
        if not together:
            continue
        met += 1
        found = diagnose(BASE, case_of(known), compiled, command="diagnose")
        doubted = {name for names in together for name in names}
        sure = {name: value for name, value in known.items() if name not in doubted}
        assert found.clashes == together
        assert {cause.id for cause in found.causes} == possible(compiled, sure)
        assert not any(cause.confirmed for cause in found.causes)
        assert set(found.contradicting) == doubted
        told = {step.id for step in found.rec.steps}
        for reading in (known, sure):  # the safe side: every step that either reading calls for, and its stop
            said = Evaluator(BASE).evaluate(case_of(reading))
            assert told >= set(said.steps)
            assert found.rec.verdict.option == BASE.default.option or said.option != BASE.default.option
    assert met > 12


def test_without_a_contradiction_every_answer_is_believed(compiled: Compiled) -> None:
    known = {"current": "imap", "in_webmail": "inbox", "helps": "online"}
    assert believed(BASE, known) == known
    found = diagnose(BASE, case_of(known), compiled)
    assert [cause.id for cause in found.causes if cause.confirmed] == ["not-kept-for-offline"]
    assert found.clashes == ()
