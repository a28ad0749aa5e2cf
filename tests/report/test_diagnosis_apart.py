"""Which tests tell causes apart: few lines, nothing left out, nothing claimed that no test can do."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.report.diagnosis.apart import apart_sentences, grouped
from advisor.report.diagnosis.diagnosis import Cause, Diagnosis, Pair, diagnose
from advisor.report.diagnosis.text import MANY, diagnosis_lines
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load

BASE = load(builtin_folder() / "missing-mail")
COMPILED = compile_rules(BASE)
EMPTY = diagnose(BASE, case_of({}), COMPILED)


def of(pairs: dict[tuple[str, str], tuple[str, ...]], confirmed: str = "") -> Diagnosis:
    names = sorted({name for pair in pairs for name in pair})
    causes = tuple(Cause(name, name, "fix", "done" if name in confirmed else "", ()) for name in names)
    return EMPTY._replace(causes=causes, apart=tuple(Pair(*pair, tests) for pair, tests in pairs.items()), next=None)


@pytest.mark.parametrize(("pairs", "said"), [
    ({("a", "b"): ("look",)}, ["'look' can tell all of them apart."]),
    ({("a", "b"): ()}, ["No test that we know of tells the two apart."]),
    ({("a", "b"): (), ("a", "c"): (), ("b", "c"): ()}, ["No test that we know of tells these apart."]),
    ({("a", "b"): ("look", "ask"), ("a", "c"): ("look",), ("b", "c"): ("ask",)},
     ["'look' can tell 1 from every other.", "'ask' can tell 2 from every other."]),
    ({("a", "b"): ("look",), ("a", "c"): (), ("b", "c"): ()},
     ["'look' can tell 1 from 2.", "No test that we know of tells 3 from 1 and 2."]),
])
def test_the_words(pairs: dict[tuple[str, str], tuple[str, ...]], said: list[str]) -> None:
    assert apart_sentences(of(pairs)) == said


def test_a_proven_cause_is_told_from_none() -> None:
    assert apart_sentences(of({("a", "b"): ("look",)}, confirmed="a")) == []


def test_every_pair_is_in_the_groups_and_only_what_is_true() -> None:
    random = Random(5)
    for _ in range(200):
        names = "abcdef"[:random.randint(2, 6)]
        pairs = {pair: tuple(sorted(random.sample(["one", "two", "three"], random.randint(0, 3))))
                 for pair in combinations(names, 2)}
        number = {name: place for place, name in enumerate(names, 1)}
        groups = grouped(of(pairs))
        told = set()
        for entry in groups.tests:
            alone = {(number[a], number[b]) for a, b in pairs if {number[a], number[b]} & set(entry.alone)}
            for (a, b), able in pairs.items():
                pair = (number[a], number[b])
                if pair in alone or pair in entry.pairs:
                    assert entry.test in able
                    told.add(pair)
            assert entry.every == all(entry.test in tests for tests in pairs.values())
        assert told == {(number[a], number[b]) for (a, b), tests in pairs.items() if tests}
        assert set(groups.never) == {(number[a], number[b]) for (a, b), tests in pairs.items() if not tests}
        assert len(groups.tests) <= 3


def test_where_no_test_is_left_what_to_do_is_said_for_every_cause() -> None:
    causes = tuple(Cause(str(n), f"cause {n}", f"fix {n}", "", ()) for n in range(MANY + 3))
    pairs = tuple(Pair(a.id, b.id, ()) for a, b in combinations(causes, 2))
    found = EMPTY._replace(causes=causes, apart=pairs, next=None)
    text = "\n".join(line.text for line in diagnosis_lines(found, 80))
    assert all(f"What to do: fix {n}" in text for n in range(MANY + 3))
    assert "No test that we know of tells these apart." in text
    early = "\n".join(line.text for line in diagnosis_lines(found._replace(next=EMPTY.next), 80))
    assert f"What to do: fix {MANY}" not in early
    assert "What tells them apart" not in early
