"""How time grows with the rules: deciding, exact analysis and `rules check`, on generated rule bases.

    python -m benchmarks.growth [--svg FILE]

Run from the project's folder; it takes some minutes. Two shapes from tests/verify/large_bases.py, each from 10 rules on
5 questions to 1,000 on 60. *Crowded*: the rules that decide ask about the same few questions and all others about
neighbours, as people write rules. *Scattered*: each rule asks about three questions drawn at random, the hardest shape.
Times are medians in processor time; deciding is the time for one case. "Exact" says whether the diagrams of the whole
rule base fit into their bound of 40,000 nodes; where they do not, every analysis says "unknown" as soon as the bound is
met, and the time is the time until then. `--svg` draws the table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from math import log10
from pathlib import Path
from random import Random
from statistics import median
from time import process_time
from typing import NamedTuple

from advisor.engine.analysis import Analysis, analyse
from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.engine.evaluate import Evaluator
from advisor.engine.masks import Masks
from advisor.verify.bench import Bench
from advisor.verify.run import Report, run_checks
from benchmarks.side_by_side import machine, seconds_of, table
from tests.verify.large_bases import Large, crowded, scattered

SIZES = ((5, 10), (10, 30), (15, 60), (20, 100), (30, 200), (40, 400), (60, 1_000))
SHAPES: dict[str, Callable[[int, int], Large]] = {"crowded": crowded, "scattered": scattered}
CASES = 200
ANALYSED = 3
ROUNDS = 5


class Measured(NamedTuple):
    """Milliseconds for one rule base; `nodes` is None where they do not fit."""

    shape: str
    questions: int
    rules: int
    decide: float
    evaluate: float
    compile: float
    nodes: int | None
    analysis: float
    settled: int
    """of the analysed cases, those in which something is known"""
    check: float
    unknown: int
    """checks that say "unknown", of `checks`"""
    checks: int


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median over some rounds."""
    return median(seconds_of(work, process_time) for _ in range(rounds)) * 1000


def compiled_or_none(large: Large) -> Compiled | None:
    """The diagrams, where they fit."""
    try:
        return compile_rules(large.base)
    except TooLarge:
        return None


def measured(shape: str, large: Large) -> Measured:
    """Everything about one rule base."""
    base, random = large.base, Random(9)
    cases = [{name: random.choice(question.value_ids) for name, question in base.questions.items()
              if random.random() > 0.15} for _ in range(CASES)]
    masks, evaluator = Masks(base), Evaluator(base)
    ready = [case_of(case) for case in cases]
    decide = milliseconds(lambda: [masks.decide(case) for case in cases]) / CASES
    evaluate = milliseconds(lambda: [evaluator.evaluate(case) for case in ready]) / CASES
    compiled = compiled_or_none(large)
    compiling = milliseconds(lambda: compiled_or_none(large), 1)
    found = list[Analysis]()
    analysis = milliseconds(lambda: found.extend(analyse(base, case, compiled) for case in ready[:ANALYSED]), 1)
    reports: list[Report] = []
    check = milliseconds(lambda: reports.append(run_checks(Bench(base, large.trees), large.texts)), 1)
    results = reports[0].results
    return Measured(shape, len(base.questions), large.rules, decide, evaluate, compiling,
                    None if compiled is None else len(compiled.diagrams), analysis / ANALYSED,
                    sum(one.settled != "unknown" for one in found), check,
                    sum(result.outcome == "unknown" for result in results), len(results))


def short(number: float) -> str:
    """Three figures, as far as they say anything."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 1 else f"{number:.3f}"


def in_words(rows: Sequence[Measured]) -> str:
    """The table."""
    return table(
        ["shape", "questions", "rules", "decide, ms", "evaluate with trace, ms", "compile, ms", "exact",
         "analysis of a case, ms", "known", "rules check, ms", 'checks "unknown"'],
        [[row.shape, str(row.questions), str(row.rules), short(row.decide), short(row.evaluate), short(row.compile),
          "no" if row.nodes is None else f"yes, {row.nodes:,} nodes", short(row.analysis),
          f"{row.settled} of {ANALYSED}", short(row.check), f"{row.unknown} of {row.checks}"] for row in rows])


WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 420, 70, 30, 50
LOW, HIGH = -4, 6
"""Powers of ten of a millisecond on the upright axis."""
LINES = {"decide": "#1b6ca8", "analysis": "#b8552a", "check": "#3d7a3d"}
NAMES = {"decide": "decide one case", "analysis": "exact analysis of a case", "check": "rules check"}


def svg(rows: Sequence[Measured]) -> str:
    """A picture of times over rules, both by powers of ten; crowded drawn through, scattered dashed."""
    right = WIDTH - 200

    def across(rules: float) -> float:
        return LEFT + (log10(rules) - 1) / 2.05 * (right - LEFT)

    def down(took: float) -> float:
        return TOP + (HIGH - log10(max(took, 10.0 ** LOW))) / (HIGH - LOW) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
             f'font-size="12" role="img"><title>Time in milliseconds over the number of rules</title>'
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for power in range(LOW, HIGH + 1):
        y = down(10.0 ** power)
        parts.append(f'<path d="M{LEFT} {y:.0f}H{right}" stroke="#ddd"/><text x="{LEFT - 6}" y="{y + 4:.0f}" '
                     f'text-anchor="end">{10.0 ** power:g} ms</text>')
    for rules in (10, 30, 100, 300, 1_000):
        parts.append(f'<text x="{across(rules):.0f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{rules:,}</text>')
    parts.append(f'<text x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 12}" text-anchor="middle">rules</text>')
    for place, (field, colour) in enumerate(LINES.items()):
        for shape in SHAPES:
            points = [(across(row.rules), down(getattr(row, field)), row) for row in rows if row.shape == shape]
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
            dash = ' stroke-dasharray="5 4"' if shape == "scattered" else ""
            parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
            if field != "decide":
                parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{"white" if row.nodes is None else colour}" '
                          f'stroke="{colour}"/>' for x, y, row in points]
        parts.append(f'<text x="{right + 12}" y="{TOP + 20 + 20 * place}" fill="{colour}">{NAMES[field]}</text>')
    for place, text in enumerate(("line: crowded rules", "dashes: scattered rules", "ring: not exact, given up")):
        parts.append(f'<text x="{right + 12}" y="{TOP + 100 + 20 * place}">{text}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> int:
    """Measures, prints and draws."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--svg", type=Path, help="where to draw it")
    options = parser.parse_args()
    rows = []
    for shape, make in SHAPES.items():
        for questions, rules in SIZES:
            rows.append(measured(shape, make(questions, rules)))
            print(rows[-1], file=sys.stderr)
    print(machine() + "\n")
    print(in_words(rows))
    if options.svg is not None:
        options.svg.write_text(svg(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
