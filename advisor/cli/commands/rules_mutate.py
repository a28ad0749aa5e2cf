"""`advisor rules mutate`: plants small faults in the rules and shows which ones nothing would find."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Status
from advisor.cli.edge.telling import say_raw
from advisor.cli.opening.rule_files import open_rule_files, required_tests
from advisor.cli.showing.lines import show_lines
from advisor.cli.showing.rules_output import check_request, write_report
from advisor.report.rules.mutate_json import mutation_document
from advisor.report.rules.mutate_text import MutationReport, mutate_lines, stopped_lines, stopped_text
from advisor.verify.testing.mutate import mutate, unheard

_STRIDE = 10
"""Mutants between two signs of life."""


def run_mutate(environment: Environment, rules: str | None, report_format: str, output: Path | None) -> int:
    """Shows which faults nothing would find; findings where there are any, or where it is not known."""
    check_request(report_format, output)
    files = open_rule_files(environment, rules)
    tests = required_tests(files.folder, files.base)
    mutation = mutate(files.base, files.trees, tests, progress=_progress(environment))
    report = MutationReport(files.base, mutation, files.named)
    if mutation.stopped:
        return _stopped(environment, report, report_format, output)
    write_report(environment, report_format, output, document=lambda: mutation_document(report),
                 lines=lambda width: mutate_lines(report, width))
    return Status.DONE if report.clear else Status.FINDINGS


def _stopped(environment: Environment, report: MutationReport, report_format: str, output: Path | None) -> int:
    """Says how far it came; the survivors go where a person reads them, never into a document that looks complete."""
    lead = "\n" if environment.is_terminal(environment.stderr) else ""
    say_raw(f"{lead}{stopped_text(report)}\n", environment)
    if report_format == "text" and output is None:
        show_lines(environment, stopped_lines(report, environment.width(environment.stdout)), None)
    return Status.INTERRUPTED


def _progress(environment: Environment) -> Callable[[int, int], None]:
    """A line on standard error that counts, where somebody can see it; it is gone at the end."""
    if not environment.is_terminal(environment.stderr) or environment.variables.get("TERM") == "dumb":
        return unheard  # a dumb terminal cannot go back to the start of a line

    def show(done: int, of: int) -> None:
        if done == of:
            say_raw("\r" + " " * 40 + "\r", environment)
        elif done % _STRIDE == 0:
            say_raw(f"\r{done} of {of} faults tried", environment)

    return show
