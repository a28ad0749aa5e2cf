"""Runs rule tests: what each expects, and what the rules make of its case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple

from advisor.engine.analysis import analyse, settled
from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import Evaluation, Evaluator
from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.rule_names import RuleKey

Status = Literal["passed", "failed", "todo", "todo-passes"]
"""`todo`: it does not hold yet, and says so; `todo-passes`: it holds, so the mark can go."""


class Difference(NamedTuple):
    """One thing that came out otherwise than expected. Words are ids, `yes`, `no` or `unknown`."""

    what: str
    expected: tuple[str, ...]
    found: tuple[str, ...]
    missing: tuple[str, ...]
    """expected and not found"""
    surplus: tuple[str, ...]
    """found and not expected"""
    at: Position


class Result(NamedTuple):
    """What came out for one test."""

    test: RuleTest
    status: Status
    differences: tuple[Difference, ...]
    evaluation: Evaluation

    @property
    def fired(self) -> tuple[RuleKey, ...]:
        """The rules that fired, in the order in which they are decided."""
        return tuple((entry.kind, entry.rule) for entry in self.evaluation.trace if entry.fired)


def select(tests: Iterable[RuleTest], name: str) -> list[RuleTest]:
    """The tests that `name` means: the one called so, else those that match it as a pattern, else those with it in."""
    tests = list(tests)
    exact = [test for test in tests if test.name == name]
    plain = name.casefold()
    return (exact or [test for test in tests if fnmatchcase(test.name.casefold(), plain)]
            or [test for test in tests if plain in test.name.casefold()])


def run_tests(base: RuleBase, tests: Iterable[RuleTest], compiled: Callable[[], Compiled | None]) -> tuple[Result, ...]:
    """One result per test. `compiled` gives the diagrams of `base`; it is called only where a test needs them."""
    evaluator = Evaluator(base)
    results = []
    for test in tests:
        case = case_of(test.answers)
        evaluation = evaluator.evaluate(case)
        standing = settled_word(base, case, compiled()) if test.expect.settled is not None else None
        # Without what is gone, what is expected is no longer what was meant: there is nothing to compare.
        found = differences(base, test, evaluation, standing) if not test.gone else ()
        wrong = bool(found or test.gone)
        status: Status = ("failed" if wrong else "passed") if not test.todo else "todo" if wrong else "todo-passes"
        results.append(Result(test, status, found, evaluation))
    return tuple(results)


def settled_word(base: RuleBase, case: Case, compiled: Compiled | None) -> str:
    """Whether the case is settled: yes, no, or unknown where that is too large to work out."""
    return settled(base, case, compiled) if compiled is not None else analyse(base, case, None).settled


def differences(base: RuleBase, test: RuleTest, evaluation: Evaluation,
                standing: str | None) -> tuple[Difference, ...]:
    """Everything in which `evaluation` is not what `test` expects, in the order of the format.

    `standing` says whether the case is settled; None leaves that out.
    """
    expect, check = test.expect, _Check(test.expect_at)
    fired = {(entry.kind, entry.rule) for entry in evaluation.trace if entry.fired}
    if expect.verdict is not None:
        check.same("verdict", (expect.verdict,), (evaluation.option,))
    if expect.settled is not None and standing is not None:
        check.same("settled", (_word(expect.settled),), (standing,))
    if expect.by_default is not None:
        check.same("by_default", (_word(expect.by_default),), (_word(evaluation.by_default),))
    if expect.speaks_for is not None:
        check.same("speaks_for", expect.speaks_for, [name for name, points in evaluation.evidence.items() if points])
    if expect.set_up is not None:
        named = {rule for entry in expect.set_up for _, rule in entry.rules}
        check.lists("set_up", tuple(map(str, expect.set_up)), evaluation.set_up,
                    [str(entry) for entry in expect.set_up if not entry.rules & fired],
                    [form for form in evaluation.set_up if form not in named])
    if expect.tags is not None:
        check.same("tags", expect.tags,
                   sorted({tag for form in evaluation.set_up for tag in base.forms[form].tags}))
    if expect.warnings is not None:
        check.same("warnings", expect.warnings, evaluation.warnings)
    if expect.steps is not None:
        check.in_order("steps", expect.steps, evaluation.steps)
    if expect.fires is not None:
        check.lists("fires", tuple(map(str, expect.fires)),
                    [str(entry) for entry in expect.fires if entry.rules & fired],
                    [str(entry) for entry in expect.fires if not entry.rules & fired], ())
    if expect.silent is not None:
        loud = [str(entry) for entry in expect.silent if entry.rules & fired]
        check.lists("silent", tuple(map(str, expect.silent)), loud, (), loud)
    return tuple(check.found)


class _Check:
    """Collects differences."""

    def __init__(self, at: Mapping[str, Position]) -> None:
        self.at = at
        self.found: list[Difference] = []

    def same(self, what: str, expected: Iterable[str], found: Iterable[str]) -> None:
        """Notes a difference unless both hold the same words, in whatever order."""
        expected, found = tuple(expected), tuple(found)
        self.lists(what, expected, found, [word for word in expected if word not in found],
                   [word for word in found if word not in expected])

    def in_order(self, what: str, expected: tuple[str, ...], found: tuple[str, ...]) -> None:
        """Notes a difference unless both hold the same words in the same order."""
        self.same(what, expected, found)
        if set(expected) == set(found) and expected != found:
            self.found.append(Difference(what, expected, found, (), (), self.at[what]))

    def lists(self, what: str, expected: Iterable[str], found: Iterable[str], missing: Iterable[str],
              surplus: Iterable[str]) -> None:
        """Notes a difference where something is missing or too much."""
        missing, surplus = tuple(missing), tuple(surplus)
        if missing or surplus:
            self.found.append(Difference(what, tuple(expected), tuple(found), missing, surplus, self.at[what]))


def _word(flag: bool) -> str:
    return "yes" if flag else "no"
