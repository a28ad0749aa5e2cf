"""`advisor rules show`: one thing in the rule base, and everything around it."""

from __future__ import annotations

from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.opening.rule_files import RuleFiles, open_rule_files
from advisor.cli.showing.rules_output import check_request, write_report
from advisor.report.rules.show_json import show_document
from advisor.report.rules.show_text import show_lines_of
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused
from advisor.rulebase.rule_test_files import load_tests
from advisor.verify.showing.show import FactsOfTest, facts_of, show
from advisor.verify.showing.things import names


def run_show(environment: Environment, rules: str | None, name: str, report_format: str, output: Path | None) -> int:
    """Writes everything that is called `name`."""
    check_request(report_format, output)
    files = open_rule_files(environment, rules)
    base = files.base
    valid = names(base)
    if name not in valid:
        raise bad_input("unknown-id", f"Nothing in the rules is called {name[:60]!r}.",
                        suggestion(name, valid, show_all_up_to=0) or "'advisor rules sources' lists all by their "
                        "sources.")
    shown = show(base, name, _tests(files))
    write_report(environment, report_format, output,
                 document=lambda: show_document(base, name, shown, rules=files.named),
                 lines=lambda width: show_lines_of(base, shown, width, rules=files.named))
    return Status.DONE


def _tests(files: RuleFiles) -> list[FactsOfTest] | None:
    try:
        return [facts_of(test) for test in load_tests(files.folder, files.base)] or None
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None
