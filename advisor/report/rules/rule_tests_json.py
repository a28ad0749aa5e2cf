"""What the tests of the rules came to, as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from advisor.report.page.json_document import head, key_document, place
from advisor.report.rules.rule_tests_text import RuleTestReport, replay
from advisor.verify.testing.run_tests import Result, Status

_RULES_TEST = "advisor.rules-test/1"
_STATUSES: tuple[Status, ...] = ("passed", "failed", "todo", "todo-passes")


def rule_test_document(report: RuleTestReport) -> dict[str, Any]:
    """Every test with what came out, and the counts."""
    statuses = [result.status for result in report.results]
    return {
        **head(_RULES_TEST, report.base),
        "tests": [_test(report, result) for result in report.results],
        "summary": {"tests": len(statuses), "of": report.of,
                    **{status.replace("-", "_"): statuses.count(status) for status in _STATUSES}},
    }


def _test(report: RuleTestReport, result: Result) -> dict[str, Any]:
    test = result.test
    return {
        "name": test.name, "status": result.status, "story": test.story, **place(test.at),
        "answers": dict(test.answers), "because": list(test.because), "decided": test.decided or None,
        "todo": test.todo or None, "person": test.person,
        "differences": [{"what": found.what, "expected": list(found.expected), "found": list(found.found),
                         "missing": list(found.missing), "surplus": list(found.surplus), **place(found.at)}
                        for found in result.differences],
        "gone": [{"what": entry.what, "word": entry.word, "message": entry.problem.message, "fix": entry.problem.fix,
                  **place(entry.problem.at)} for entry in test.gone],
        "fired": [key_document(*rule) for rule in result.fired],
        "command": replay(report, result),
    }
