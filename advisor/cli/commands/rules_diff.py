"""`advisor rules diff`: for whom the advice changes from one version of the rules to another."""

from __future__ import annotations

from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status
from advisor.cli.opening.revisions import Version, Versions
from advisor.cli.showing.rules_output import check_request, write_report
from advisor.report.rules.diff_json import diff_document
from advisor.report.rules.diff_text import diff_lines
from advisor.report.rules.diff_words import Comparison, Side
from advisor.rulebase.problem import Problem
from advisor.verify.changes.diff import compare


def run_diff(environment: Environment, old: str, new: str, report_format: str, output: Path | None,
             rules: str | None, *, strict: bool = False) -> int:
    """Compares two versions; findings where what is advised changes, or could, or where something is unknown.

    Warnings, steps, their order and words alone are findings only if `strict`. `rules` is what --rules named: a
    revision without a path means its folder.
    """
    check_request(report_format, output)
    one, two = _open_both(environment, old, new, rules)
    comparison = Comparison(Side(*one), Side(*two), compare(one.base, two.base))
    write_report(environment, report_format, output, document=lambda: diff_document(comparison),
                 lines=lambda width: diff_lines(comparison, width))
    found = comparison.found
    return Status.FINDINGS if found.matters or (strict and found.different) else Status.DONE


def _open_both(environment: Environment, old: str, new: str, rules: str | None) -> tuple[Version, Version]:
    """Both versions; raises Failure with the faults of both, each said to be OLD's or NEW's."""
    found: list[Version] = []
    problems: list[Problem] = []
    status = Status.BAD_INPUT
    for word, text, other in (("OLD", old, new), ("NEW", new, old)):
        try:
            found.append(Versions(environment, rules, other).open(text))
        except Failure as failure:
            status = max(status, failure.status)
            problems += [problem._replace(message=f"{word}: {problem.message}") for problem in failure.problems]
    if problems:
        raise Failure(status, *problems)
    return found[0], found[1]
