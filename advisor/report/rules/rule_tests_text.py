"""What `advisor rules test` shows on a terminal: each failure in full, then one line for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from advisor.engine.case import case_of
from advisor.engine.evaluate import Kind
from advisor.report.advice.build import command_for
from advisor.report.page.clean import clean
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.rulebase.model import RuleBase
from advisor.verify.rules import KIND_NAMES
from advisor.verify.testing.run_tests import Difference, Result, Status

_MARKS: dict[Status, str] = {"failed": "FAIL", "todo": "todo", "todo-passes": "todo passes"}
_INDENT = "  "


class RuleTestReport(NamedTuple):
    """The results to show, and how many tests the rule base has in all."""

    base: RuleBase
    results: Sequence[Result]
    of: int
    rules: str | None
    """the folder as --rules or ADVISOR_RULES names it; None for the built-in rules"""


def rule_test_lines(report: RuleTestReport, width: int) -> list[Line]:
    """Failures, then tests marked `todo`, then the summary; passed tests are only counted."""
    lines: list[Line] = []
    for status in ("failed", "todo", "todo-passes"):
        for result in report.results:
            if result.status == status:
                lines += [*_block(report, result, width), Line("")]
    failed = any(result.status == "failed" for result in report.results)
    return [*lines, *flow(summary(report), width, "must" if failed else "headline")]


def summary(report: RuleTestReport) -> str:
    """The counts, such as `12 tests: 10 passed, 1 failed, 1 todo`."""
    statuses = [result.status for result in report.results]
    count = len(statuses)
    parts = [f"{statuses.count('passed')} passed"]
    parts += [f"{statuses.count('failed')} failed"] if "failed" in statuses else []
    todo = statuses.count("todo") + statuses.count("todo-passes")
    parts += [f"{todo} todo"] if todo else []
    of = f" of {report.of}" if count != report.of else ""
    return f"{count}{of} test{'' if report.of == 1 else 's'}: {', '.join(parts)}."


def _block(report: RuleTestReport, result: Result, width: int) -> Iterator[Line]:
    test = result.test
    style = "warning" if result.status == "failed" else "check"
    yield from flow(f"{_MARKS[result.status]}: {test.name} ({test.at})", width, style, rest=_INDENT)
    yield from flow(test.story, width, "", _INDENT)
    if result.status == "todo-passes":
        yield from flow("It holds now: remove 'todo'.", width, "", _INDENT)
    if test.todo:
        yield from flow(f"todo: {test.todo}", width, "", _INDENT, _INDENT * 2)
    if result.status == "todo-passes":
        return
    answers = ", ".join(f"{name}: {value}" for name, value in test.answers.items()) or "none"
    yield from flow(f"answers: {answers}", width, "", _INDENT, _INDENT * 2)
    for entry in test.gone:
        yield from flow(f"{entry.problem.message} ({entry.problem.at})", width, "must", _INDENT, _INDENT * 2)
        yield from flow(entry.problem.fix, width, "", _INDENT * 2)
    for difference in result.differences:
        yield from _difference(difference, width)
    for kind, rules in _by_kind(result):
        yield from flow(f"fired, {KIND_NAMES[kind]}: {', '.join(rules)}", width, "", _INDENT, _INDENT * 2)
    if not result.fired:
        yield from flow("fired: nothing", width, "", _INDENT)
    yield from flow(f"because: {'; '.join(test.because)}", width, "", _INDENT, _INDENT * 2)
    if test.decided:
        yield from flow(f"decided: {test.decided}", width, "", _INDENT, _INDENT * 2)
    yield Line(_INDENT + clean(replay(report, result)), "command")


def _difference(difference: Difference, width: int) -> Iterator[Line]:
    yield from flow(f"{difference.what} ({difference.at})", width, "must", _INDENT, _INDENT * 2)
    if difference.what == "silent":
        yield from flow(f"fired, and must not: {_words(difference.surplus)}", width, "", _INDENT * 2, _INDENT * 3)
        return
    if difference.what == "fires":
        yield from flow(f"did not fire, and must: {_words(difference.missing)}", width, "", _INDENT * 2, _INDENT * 3)
        return
    yield from flow(_words(difference.expected), width, "", f"{_INDENT * 2}expected: ")
    yield from flow(_words(difference.found), width, "", f"{_INDENT * 2}found:    ")
    if len(difference.expected) + len(difference.found) > 2:
        if difference.missing:
            yield from flow(_words(difference.missing), width, "", f"{_INDENT * 2}missing:  ")
        if difference.surplus:
            yield from flow(_words(difference.surplus), width, "", f"{_INDENT * 2}too much: ")


def _by_kind(result: Result) -> list[tuple[Kind, list[str]]]:
    """The rules that fired, by kind, in the order in which they are decided."""
    found: dict[Kind, list[str]] = {}
    for entry in result.evaluation.trace:
        if entry.fired:
            found.setdefault(entry.kind, []).append(entry.rule)
    return list(found.items())


def replay(report: RuleTestReport, result: Result) -> str:
    """The `advisor recommend` line that shows the same case."""
    return command_for(report.base, case_of(result.test.answers), report.rules)


def _words(words: Iterable[str]) -> str:
    return ", ".join(words) or "none"
