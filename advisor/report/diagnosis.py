"""What is left of the possible causes after some tests, as a value; renderings turn it into words.

In a rule base of this shape a warning is a cause, possible while it fires; a set-up form whose name is a cause's id
confirms it; the options say whether something must be stopped before anybody looks on.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.interview.sorting import best_first, next_test, possible, questions_left
from advisor.report.build import recommend
from advisor.report.glossary import texts_of, words_among, words_of
from advisor.report.recommendation import Citation, Recommendation
from advisor.rulebase.model import RuleBase


class Cause(NamedTuple):
    """A cause that is left."""

    id: str
    text: str
    fix: str
    confirmed: str
    """what to do now that it is proven; empty while it is only possible"""
    sources: tuple[Citation, ...]


class Pair(NamedTuple):
    """Two causes that are left, and the tests that can tell them apart: their labels; none where no test can."""

    first: str
    second: str
    tests: tuple[str, ...]


class Test(NamedTuple):
    """A test that can still be made."""

    question: str
    ask: str
    find_out: str


class Diagnosis(NamedTuple):
    """Everything a report about missing mail can say; confirmed causes first, then those that the answers fit best."""

    rec: Recommendation
    """verdict, steps, answers, versions and command, as for any other rule base"""
    causes: tuple[Cause, ...]
    excluded: tuple[str, ...]
    """the ids of the causes that some answer does not fit"""
    apart: tuple[Pair, ...]
    contradicting: tuple[str, ...]
    """where no cause is left: the questions of which one alone, taken back, leaves a cause again; else empty"""
    next: Test | None
    elsewhere: Mapping[str, str]
    """the answers that another rule base can use as they are"""


def diagnose(base: RuleBase, case: Case, compiled: Compiled, *, rules: str | None = None, command: str = "recommend",
             other: RuleBase | None = None) -> Diagnosis:
    """What is left of the causes; `other` is the rule base that a person may go on to with the same answers."""
    rec = recommend(base, case, compiled, rules=rules)
    rec = rec._replace(command=rec.command.replace(" recommend", f" {command}", 1))
    known = case.known()
    confirmed = {item.form.rpartition("/")[2]: item.text for item in rec.set_up}
    order = best_first(base, compiled, known, [found.id for found in rec.warnings])
    causes = tuple(Cause(found.id, found.text, found.avert, confirmed.get(found.id, ""), found.sources)
                   for found in sorted(rec.warnings, key=lambda one: (one.id not in confirmed, order.index(one.id))))
    left = possible(compiled, known)
    ahead = questions_left(base, case, compiled)
    question = next_test(base, case, compiled, ahead)
    test = None if question is None else Test(question, base.questions[question].ask,
                                              base.questions[question].find_out)
    rec = rec._replace(terms=words_among([*texts_of(rec), *((test.ask, test.find_out) if test else ())],
                                         words_of(base)))
    return Diagnosis(
        rec, causes, tuple(name for name in base.warnings if name not in left),
        tuple(_pair(base, compiled, known, first.id, second.id) for first, second in combinations(causes, 2)),
        () if left else _contradicting(base, compiled, known),
        test,
        {} if other is None else {name: value for name, value in known.items()
                                  if name in other.questions and value in other.questions[name].value_ids})


def _pair(base: RuleBase, compiled: Compiled, known: Mapping[str, str], first: str, second: str) -> Pair:
    """The tests not made yet with an answer that one of the two fits and the other does not."""
    tests = []
    for name, question in base.questions.items():
        if name not in known and any(
                len(possible(compiled, {**known, name: value}) & {first, second}) == 1 for value in question.value_ids):
            tests.append(question.label)
    return Pair(first, second, tuple(tests))


def _contradicting(base: RuleBase, compiled: Compiled, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in base.questions if name in known
                 and possible(compiled, {key: value for key, value in known.items() if key != name}))
