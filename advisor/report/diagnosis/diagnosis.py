"""What is left of the possible causes after some tests, as a value; renderings turn it into words.

In a rule base of this shape a warning is a cause, possible while it fires; a set-up form whose name is a cause's id
confirms it; the options say whether something must be stopped before anybody looks on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.interview.doubt import believed, believed_case, clashes
from advisor.interview.sorting import best_first, next_test, possible, questions_left
from advisor.report.advice.build import recommend
from advisor.report.advice.contents import texts_of
from advisor.report.advice.recommendation import Recommendation
from advisor.report.page.facts import Action, Citation
from advisor.report.page.glossary import words_among, words_of
from advisor.report.page.phrases import listed, sentence
from advisor.rulebase.model import RuleBase


class Cause(NamedTuple):
    """A cause that is left."""

    id: str
    text: str
    fix: str
    confirmed: str
    """what to do now that it is proven; empty while it is only possible"""
    sources: tuple[Citation, ...]
    procedure: str = ""
    """the change that puts it right, by its id in the rules for switching; empty where there is none"""


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
    """the questions whose answers do not fit together; where no cause is left, those of which one alone, taken back,
    leaves a cause again"""
    next: Test | None
    elsewhere: Mapping[str, str]
    """the answers that another rule base can use as they are"""
    later: tuple[str, ...] = ()
    """the changes that the steps name, by their ids in the rules for switching"""
    clashes: tuple[tuple[str, ...], ...] = ()
    """questions whose answers cannot all be true, as the rules say: these answers exclude nothing, and while they stand
    nothing is proven"""


MANY = 6
"""Beyond so many causes it is too early to compare them in pairs, and to say what to do about each."""
CLASH = "Some of your answers do not fit together"
"""Stands above what `clash_sentences` gives."""
FIRST = 3
"""For so many, the first ones, what to do is said in any case."""


def in_full(found: Diagnosis) -> bool:
    """Whether what to do is said for every cause: where few are left, and where no test can tell more."""
    return found.next is None or len(found.causes) <= MANY


def diagnose(base: RuleBase, case: Case, compiled: Compiled, *, rules: str | None = None, command: str = "recommend",
             other: RuleBase | None = None) -> Diagnosis:
    """What is left of the causes; `other` is the rule base that a person may go on to with the same answers."""
    rec = recommend(base, case, compiled, rules=rules, command=command)
    given, known = case.known(), believed(base, case.known())
    clashing = clashes(base, given)
    if clashing:
        sure = recommend(base, believed_case(base, case), compiled, rules=rules, command=command)
        rec = _on_the_safe_side(base, rec, sure)
    confirmed = {} if clashing else {item.form.rpartition("/")[2]: item.text for item in rec.set_up}
    order = best_first(base, compiled, known, [found.id for found in rec.warnings])
    causes = tuple(Cause(found.id, found.text, found.avert, confirmed.get(found.id, ""), found.sources,
                         base.warnings[found.id].procedure)
                   for found in sorted(rec.warnings, key=lambda one: (one.id not in confirmed, order.index(one.id))))
    left = possible(compiled, known)
    after = {name: [possible(compiled, believed(base, {**given, name: value})) for value in question.value_ids]
             for name, question in base.questions.items() if name not in given}
    ahead = questions_left(base, case, compiled)
    asked = next_test(base, case, compiled, ahead)
    test = None if asked is None else Test(asked, base.questions[asked].ask, base.questions[asked].find_out)
    rec = rec._replace(terms=words_among([*texts_of(rec), *((test.ask, test.find_out) if test else ())],
                                         words_of(base)))
    return Diagnosis(
        rec, causes, tuple(name for name in base.warnings if name not in left),
        tuple(_pair(base, after, first.id, second.id) for first, second in combinations(causes, 2)),
        tuple(name for name in base.questions if any(name in together for together in clashing)) if clashing
        else () if left else _contradicting(base, compiled, known),
        test,
        {} if other is None else {name: value for name, value in given.items()
                                  if name in other.questions and value in other.questions[name].value_ids},
        tuple(dict.fromkeys(filter(None, (base.steps[step.id].procedure for step in rec.steps)))),
        clashing)


def _on_the_safe_side(base: RuleBase, given: Recommendation, sure: Recommendation) -> Recommendation:
    """What the answers that can be believed leave, with every step that either reading calls for.

    Where they advise another option than all answers do, the rules' default counts: it is the safe reading.
    """
    verdict = next((rec.verdict for rec in (sure, given) if rec.verdict.option == base.default.option), sure.verdict)
    if given.verdict.option == sure.verdict.option:
        verdict = sure.verdict
    steps: dict[str, Action] = {step.id: step for rec in (given, sure) for step in rec.steps}
    order = sorted(steps, key=lambda name: (base.steps[name].order, name))
    return given._replace(verdict=verdict, set_up=sure.set_up, warnings=sure.warnings,
                          steps=tuple(steps[name] for name in order))


def clash_sentences(found: Diagnosis) -> list[str]:
    """The answers that do not fit together, pair by pair, and what that means; none where all of them fit."""
    if not found.clashes:
        return []
    said = {given.question: given for given in found.rec.answers}
    again = listed([said[name].label for name in found.contradicting])
    return [*(sentence("; and: ".join(said[name].phrase for name in together)) for together in found.clashes),
            f"Look again at: {again}. Until then these answers exclude nothing, and nothing is proven."]


def _pair(base: RuleBase, after: Mapping[str, Sequence[frozenset[str]]], first: str, second: str) -> Pair:
    """The tests with an answer that one of the two fits and the other does not; `after`: what each answer leaves."""
    both = {first, second}
    return Pair(first, second, tuple(base.questions[name].label for name, outcomes in after.items()
                                     if any(len(left & both) == 1 for left in outcomes)))


def _contradicting(base: RuleBase, compiled: Compiled, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in base.questions if name in known
                 and possible(compiled, {key: value for key, value in known.items() if key != name}))
