"""`advisor rules order`: how many questions the wizard asks, and how few are possible."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status
from advisor.cli.opening.rule_files import RuleFiles, open_rule_files
from advisor.cli.showing.rules_output import check_request, write_report
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.report.page.facts import RuleBaseId
from advisor.report.rules.order_json import order_document
from advisor.report.rules.order_text import order_lines
from advisor.report.rules.sorting_text import sorting_lines
from advisor.rulebase.files import SIZE_LIMIT, builtin_folder
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from advisor.rulebase.rule_test_files import load_tests
from advisor.verify.ordering.kept import KEPT_FILE, Kept, kept_from_plain, order_of
from advisor.verify.ordering.sorting import sorted_out

SEED = 1
EACH = 10
"""people drawn for each explanation, where explanations are sorted out"""


def run_order(environment: Environment, rules: str | None, report_format: str, output: Path | None, *,
              exact: bool) -> int:
    """Writes both numbers; with `exact`, the fewest possible are worked out anew."""
    check_request(report_format, output)
    opened = open_rule_files(environment, rules)
    base = opened.base
    try:
        situations = situations_of(opened.folder, base)
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None
    compiled = _compiled(base)
    order = order_of(base, compiled, situations, _kept_beside(opened), exact=exact)
    tests = sorted_out(base, compiled, Random(SEED).choice, each=EACH) if base.ask_first and compiled else None
    rule_base = RuleBaseId(base.name, base.version, base.sha256)
    write_report(environment, report_format, output, document=lambda: order_document(order, rule_base, tests),
                 lines=lambda width: sorting_lines(base, tests, rule_base, width) if base.ask_first
                 else order_lines(order, rule_base, width, _command(rules)))
    return Status.DONE


def situations_of(folder: Path, base: RuleBase) -> list[dict[str, str]]:
    """What the tests beside the rules answer: those of test people, or of all tests where none is said to be a person.

    Tests that name a rule that is gone are left out. Raises InputRefused with every fault of the tests.
    """
    tests = [test for test in load_tests(folder, base) if not test.gone]
    return [dict(test.answers) for test in tests if test.person] or [dict(test.answers) for test in tests]


def _kept_beside(opened: RuleFiles) -> list[Kept]:
    """What is kept beside these rules and beside the built-in ones; a file that cannot be used is passed over."""
    found = []
    for folder in dict.fromkeys((opened.folder, builtin_folder())):
        try:
            with (folder / KEPT_FILE).open("rb") as stream:
                found.append(kept_from_plain(json.loads(stream.read(SIZE_LIMIT))))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError, RecursionError):
            continue
    return found


def _compiled(base: RuleBase) -> Compiled | None:
    try:
        return compile_rules(base)
    except TooLarge:
        return None


def _command(rules: str | None) -> str:
    from shlex import quote

    return "advisor rules order --exact" + (f" --rules {quote(rules)}" if rules else "")
