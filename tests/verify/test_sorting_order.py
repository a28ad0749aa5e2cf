"""How many tests sorting takes, and the bound below it: against trying every set of tests."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from advisor.engine.compiled import Compiled, compile_rules
from advisor.interview.doubt import clashes
from advisor.interview.interview import Answers
from advisor.interview.sorting import possible, sort_out
from advisor.rulebase.condition import VerdictIs
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.verify.ordering.sorting import _hit, fewest_tests, sorted_out


@pytest.fixture(scope="module")
def missing() -> tuple[RuleBase, Compiled]:
    base = load(builtin_folder() / "missing-mail")
    return base, compile_rules(base)


def somebody(base: RuleBase, compiled: Compiled, cause: str, random: Random) -> dict[str, str]:
    while True:
        truth = {name: random.choice([value for value in question.value_ids
                                      if cause in possible(compiled, {name: value})])
                 for name, question in base.questions.items()}
        if cause in possible(compiled, truth) and not clashes(base, truth):
            return truth


def test_no_set_of_tests_does_with_fewer_than_the_bound(missing: tuple[RuleBase, Compiled]) -> None:
    base, compiled = missing
    random, tried, reached = Random(2), 0, 0
    for cause in list(base.warnings)[::4]:
        truth = dict(random.sample(sorted(somebody(base, compiled, cause, random).items()), 7))
        end = possible(compiled, truth)
        by_hand = next(count for count in range(8) for chosen in combinations(truth, count)
                       if possible(compiled, {name: truth[name] for name in chosen}) == end)
        bound = fewest_tests(base, truth, end)
        assert bound is not None
        assert bound <= by_hand
        tried, reached = tried + by_hand, reached + bound
    assert tried > 8  # it was not all too easy
    assert reached > tried / 2  # and the bound says something


def test_the_figures_are_those_of_the_interview_and_stay_above_the_bound(missing: tuple[RuleBase, Compiled]) -> None:
    base, compiled = missing
    found = sorted_out(base, compiled, Random(1).choice, each=1)
    assert found is not None
    random, counts, ends = Random(1), [], []
    for cause in base.warnings:
        truth, answers = somebody(base, compiled, cause, random), Answers()
        while (question := sort_out(base, compiled, answers).question) is not None:
            answers = answers.with_answer(question, truth[question])
        counts.append(len(answers.given))
        ends.append(len(possible(compiled, answers.given)))
    assert (found.people, found.explanations, found.tests) == (len(counts), len(base.warnings), len(base.questions))
    assert float(found.mean) == pytest.approx(sum(counts) / len(counts))
    assert (found.worst, found.left_worst, found.alone) == (max(counts), max(ends), ends.count(1))
    assert found.mean_at_least is not None
    assert found.worst_at_least is not None
    assert 2 < found.mean_at_least <= float(found.mean)
    assert 2 < found.worst_at_least <= found.worst


def test_where_an_explanation_hangs_on_more_the_bound_is_unknown(missing: tuple[RuleBase, Compiled]) -> None:
    base, compiled = missing
    name, warning = next(iter(base.warnings.items()))
    odd = base._replace(warnings={**base.warnings, name: warning._replace(when=VerdictIs(frozenset(base.options)))})
    truth = somebody(base, compiled, name, Random(1))
    assert fewest_tests(odd, truth, possible(compiled, truth) - {name}) is None


def test_so_many_tests_suffice_exactly_when_some_set_of_them_does() -> None:
    random = Random(4)
    for _ in range(200):
        clauses = [frozenset(random.sample("abcdef", random.randint(1, 3))) for _ in range(random.randint(0, 7))]
        for count in range(5):
            by_hand = any(all(clause & set(chosen) for clause in clauses) for chosen in combinations("abcdef", count))
            assert _hit(clauses, count) is (by_hand or not clauses)
