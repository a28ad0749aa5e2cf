"""`advisor rules test`: runs the tests that stand beside the rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import write_result
from advisor.cli.edge.status import Failure, Status
from advisor.cli.opening.rule_files import required_tests, rules_folder
from advisor.cli.opening.rules import open_rules
from advisor.cli.showing.rules_output import TEXT_OR_JSON, check_request, write_report
from advisor.report.rules.rule_tests_json import rule_test_document
from advisor.report.rules.rule_tests_text import RuleTestReport, rule_test_lines
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import Problem
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.verify.testing.run_tests import run_tests, select

FORMATS = (*TEXT_OR_JSON, "junit")


def run_test(environment: Environment, rules: str | None, names: Sequence[str], report_format: str,
             output: Path | None) -> int:
    """Runs the tests that `names` choose, all without one; findings where one fails."""
    check_request(report_format, output, FORMATS)
    opened = open_rules(environment, rules)
    folder, _ = rules_folder(environment, rules)
    tests = required_tests(folder, opened.base)
    chosen = _chosen_tests(tests, names)
    results = run_tests(opened.base, chosen, lambda: opened.compiled)
    report = RuleTestReport(opened.base, results, len(tests), opened.named)
    if report_format == "junit":
        from advisor.report.rules.rule_tests_junit import junit_text

        write_result(junit_text(report), environment, output)
    else:
        write_report(environment, report_format, output, document=lambda: rule_test_document(report),
                     lines=lambda width: rule_test_lines(report, width))
    failed = any(result.status == "failed" for result in results)
    return Status.FINDINGS if failed else Status.DONE


def _chosen_tests(tests: Sequence[RuleTest], names: Sequence[str]) -> list[RuleTest]:
    """The tests that any of the names means, all without names, in their order; a name that means none is refused."""
    wanted: set[str] = set()
    problems = []
    for name in names:
        found = select(tests, name)
        wanted.update(test.name for test in found)
        if not found:
            problems.append(Problem("unknown-test", f"No test is called {name[:60]!r} or like it.",
                                    fix=suggestion(name, [test.name for test in tests])))
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    return [test for test in tests if not names or test.name in wanted]
