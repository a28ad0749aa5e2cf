"""The wizard's order of questions beside the best possible one: `python -m benchmarks.question_order [--check]`.

The best possible one is worked out exactly, by dynamic programming over residual functions, in well under two minutes;
the result is kept in rules/best_order.json, for `advisor rules order`. Run this whenever the decision or the test
people change. With --check nothing is written, and the status is 1 where the file that is there is out of date, or
where the wizard's mean is more than 5 % above the best.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from advisor.cli.commands.rules_order import situations_of
from advisor.engine.compiled import compile_rules
from advisor.report.page.facts import RuleBaseId
from advisor.report.rules.order_text import order_lines
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.verify.ordering.kept import KEPT_FILE, kept_to_plain, order_of

TARGET = 1.05
"""The wizard's mean as a multiple of the least, at most."""


def kept_text(plain: dict[str, object]) -> str:
    """The text of the file that is kept."""
    return json.dumps(plain, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Computes, prints, and keeps or compares."""
    folder = builtin_folder()
    base = load(folder)
    start = time.perf_counter()
    order = order_of(base, compile_rules(base), situations_of(folder, base), exact=True)
    seconds = time.perf_counter() - start
    for line in order_lines(order, RuleBaseId(base.name, base.version, base.sha256), 100, "this script"):
        print(line.text)
    print(f"\n{seconds:.1f} s")
    if order.best is None:
        return 1
    ratios = [order.ratio(measure.name) for measure in order.measures]
    far = any(ratio is None or ratio > TARGET for ratio in ratios)
    text, path = kept_text(kept_to_plain(order.best)), Path(folder, KEPT_FILE)
    if "--check" in arguments:
        stale = not path.is_file() or path.read_text(encoding="utf-8") != text
        print(f"{path.name}: {'out of date' if stale else 'up to date'}")
        return int(stale or far)
    path.write_text(text, encoding="utf-8", newline="\n")
    return int(far)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
