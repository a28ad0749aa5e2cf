"""How many tests it takes to sort explanations out, and below how many no order can come.

Measured over people drawn for each explanation, since going through all of them takes too long; the bounds hold for
these very people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from math import log2
from typing import NamedTuple

from advisor.engine.case import Answer, Case
from advisor.engine.compiled import Compiled
from advisor.engine.terms import TooManyTerms, terms_of
from advisor.interview.doubt import clashes
from advisor.interview.sorting import next_test, possible, questions_left
from advisor.rulebase.condition import OPEN, All, Any, Condition, Fires
from advisor.rulebase.model import RuleBase

Choose = Callable[[Sequence[str]], str]
"""draws one of several values"""
TRIES = 100
"""So often answers that do not fit together are drawn anew, for each person."""


class Sorted(NamedTuple):
    """How the tests went, over everybody drawn."""

    explanations: int
    tests: int
    people: int
    mean: Fraction
    """tests made"""
    worst: int
    mean_at_least: float | None
    """no order that leaves as few explanations can do with fewer on average of these people; None where unknown"""
    worst_at_least: int | None
    left: Fraction
    """explanations left at the end, on average"""
    left_worst: int
    alone: int
    """people for whom one was left"""


def sorted_out(base: RuleBase, compiled: Compiled, choose: Choose, *, each: int) -> Sorted | None:
    """The figures for `each` people for every explanation; None where nobody's answers fit one."""
    steps: dict[frozenset[tuple[str, str]], str | None] = {}
    counts, fewest, ends = [], list[int | None](), list[frozenset[str]]()
    for truth in _people(base, compiled, choose, each):
        known: dict[str, str] = {}
        while (test := _next(base, compiled, known, steps)) is not None:
            known[test] = truth[test]
        end = possible(compiled, known)
        counts.append(len(known))
        ends.append(end)
        fewest.append(fewest_tests(base, truth, end))
    if not counts:
        return None
    proven = [count for count in fewest if count is not None]
    bound = max(sum(proven) / len(proven), _information(base, ends)) if len(proven) == len(counts) else None
    return Sorted(len(base.warnings), len(base.questions), len(counts), Fraction(sum(counts), len(counts)), max(counts),
                  bound, max(proven) if bound is not None else None, Fraction(sum(map(len, ends)), len(ends)),
                  max(map(len, ends)), sum(len(end) == 1 for end in ends))


def _people(base: RuleBase, compiled: Compiled, choose: Choose, each: int) -> list[dict[str, str]]:
    """Answers to every test that fit the explanation, every answer that fits as likely as the others.

    Answers that contradict each other are drawn anew, `TRIES` times for each person at most.
    """
    alone = {(name, value): possible(compiled, {name: value})
             for name, question in base.questions.items() for value in question.value_ids}
    found = list[dict[str, str]]()
    for explanation in base.warnings:
        fits = {name: [value for value in question.value_ids if explanation in alone[name, value]]
                for name, question in base.questions.items()}
        if not all(fits.values()):
            continue
        drawn = ({name: choose(values) for name, values in fits.items()} for _ in range(each * TRIES))
        found += islice((truth for truth in drawn if explanation in possible(compiled, truth)
                         and not clashes(base, truth)), each)
    return found


def _next(base: RuleBase, compiled: Compiled, known: Mapping[str, str],
          steps: dict[frozenset[tuple[str, str]], str | None]) -> str | None:
    key = frozenset(known.items())
    if key not in steps:
        case = Case({name: Answer(value, "asked") for name, value in known.items()})
        steps[key] = next_test(base, case, compiled, questions_left(base, case, compiled))
    return steps[key]


def fewest_tests(base: RuleBase, truth: Mapping[str, str], end: frozenset[str]) -> int | None:
    """Below this number of tests nothing can leave just `end` for this person, were all answers known in advance.

    To exclude an explanation, each alternative of its condition must be contradicted by one of the tests made.
    Alternatives that need an answer, or something that fires, are left aside, as if they were excluded for nothing:
    that can only make the bound lower. None where an explanation hangs on more.
    """
    clauses = set()
    for name, warning in base.warnings.items():
        if name in end:
            continue
        try:
            terms = terms_of(_of_answers(warning.when), base.questions)
        except (TooManyTerms, ValueError):
            return None
        clauses |= {frozenset(asked for asked, values in term.items() if asked in truth and truth[asked] not in values)
                    for term in terms if all(OPEN in values for values in term.values())}
    least = [clause for clause in clauses if clause and not any(other < clause for other in clauses if other)]
    count = 0
    while not _hit(least, count):
        count += 1
    return count


def _of_answers(condition: Condition) -> Condition:
    """The condition without the alternatives in which something fires."""
    if isinstance(condition, Fires):
        return Any(())
    if isinstance(condition, All | Any):
        return type(condition)(tuple(map(_of_answers, condition.parts)))
    return condition


def _hit(clauses: Sequence[frozenset[str]], count: int) -> bool:
    """Whether so many tests can be chosen that each clause holds one of them."""
    if not clauses:
        return True
    if not count:
        return False
    hardest = sorted(map(sorted, clauses), key=lambda tests: (len(tests), tests))[0]
    return any(_hit([clause for clause in clauses if test not in clause], count - 1) for test in hardest)


def _information(base: RuleBase, ends: Sequence[frozenset[str]]) -> float:
    """A test with k answers tells log2(k) bits at most, and the tests made must tell which end came out."""
    total = len(ends)
    entropy = -sum(count / total * log2(count / total) for count in Counter(ends).values())
    most = max(len(question.value_ids) for question in base.questions.values())
    return entropy / log2(most) if most > 1 else 0.0
