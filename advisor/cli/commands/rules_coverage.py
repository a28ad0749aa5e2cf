"""`advisor rules coverage`: which rules and conditions the tests reach."""

from __future__ import annotations

from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Status
from advisor.cli.opening.rule_files import open_rule_files, required_tests
from advisor.cli.showing.rules_output import check_request, write_report
from advisor.report.rules.coverage_json import coverage_document
from advisor.report.rules.coverage_text import CoverageReport, coverage_lines
from advisor.verify.testing.coverage import cover


def run_coverage(environment: Environment, rules: str | None, report_format: str, output: Path | None, *,
                 threshold: float | None) -> int:
    """Shows what the tests reach; findings below the threshold, in percent."""
    check_request(report_format, output)
    files = open_rule_files(environment, rules)
    tests = required_tests(files.folder, files.base)
    report = CoverageReport(files.base, cover(files.base, files.trees, tests), files.named, threshold)
    write_report(environment, report_format, output, document=lambda: coverage_document(report),
                 lines=lambda width: coverage_lines(report, width))
    return Status.DONE if report.enough else Status.FINDINGS
