"""How long one case takes, one thread: ours beside floors and other rule engines, on the same rules and cases.

    python -m benchmarks.evaluation [--tools FOLDER] [--rounds N]

Run from the project's folder. It makes a virtual environment with the peers in FOLDER (removed at the end unless it is
named) and runs itself there. Before anything is timed, the answers of each are compared with those of our evaluator,
case by case; one that differs is not timed. x is the median over interleaved rounds of the ratio to the rules written
out by hand as one Python function, measured in the same round, in processor time. The status is 1 where an answer
differs or a target is missed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from advisor.engine.analysis import settled
from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.engine.evaluate import Evaluator
from advisor.engine.tables import Tables
from advisor.rulebase.condition import OPEN
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase
from benchmarks.peer_tools.by_hand import ByHand, Whole
from benchmarks.peer_tools.engines import ENGINES, PACKAGES, Decide, Rules
from benchmarks.side_by_side import ROOT, machine, private_python, ratio, rounds_of, table

CASES = 5_000
COMPARED = 2_000
OPENNESS = 0.15
"""how often a question is open"""
SHORT = 20_000
"""Microseconds that a round of a slow engine may take; it gets as many cases as fit."""
BY_HAND = "by hand: one Python function"
OURS = "ours: `Masks.decide`"
SEEN = "a table of all these cases, made before"
OURS_WHOLE, HAND_WHOLE = "ours: `decide` and `Tables.outcome`", "by hand, settled by trying completions"
HAND_SET_UP = "by hand, without settled"
TO_HAND, TO_PEER = 1.2, 0.5

Known = Mapping[str, str]


def cases_of(base: RuleBase, count: int) -> list[dict[str, str]]:
    """Cases at random, the same in every run; an open question is left out."""
    random = Random(6)
    return [{name: random.choice(question.value_ids) for name, question in base.questions.items()
             if random.random() >= OPENNESS} for _ in range(count)]


def running(decide: Callable[[Known], object], cases: Sequence[Known]) -> Callable[[], None]:
    """A round of one way to decide."""
    def work() -> None:
        for case in cases:
            decide(case)

    return work


def per_case(found: Mapping[str, Sequence[float]], counts: Mapping[str, int]) -> dict[str, list[float]]:
    """Microseconds for each case."""
    return {name: [second / counts[name] * 1e6 for second in seconds] for name, seconds in found.items()}


def deciders(base: RuleBase, tables: Tables, cases: Sequence[Known]) -> tuple[dict[str, Decide], list[str]]:
    """Every way to find verdict and fired rules that is there, and a line for each that is not."""
    full = [tuple(case.get(name, OPEN) for name in base.questions) for case in cases]
    seen = {key: tables.decide(case) for key, case in zip(full, cases, strict=True)}
    names = list(base.questions)

    def looked_up(case: Known) -> tuple[str, tuple[str, ...]]:
        get = case.get
        return seen[tuple([get(name, OPEN) for name in names])]

    found: dict[str, Decide] = {BY_HAND: ByHand(base).decide, OURS: tables.decide, SEEN: looked_up}
    missing = []
    for name, make in ENGINES.items():
        try:
            found[name] = make(Rules(base))
        except ImportError as error:
            missing.append(f"{name}: not measured ({error})")
    return found, missing


def differing(base: RuleBase, found: Mapping[str, Decide], cases: Sequence[Known], full: Sequence[Known]) -> list[str]:
    """A line for each that gives another answer than our evaluator."""
    evaluator = Evaluator(base)
    expected = []
    for case in cases[:COMPARED]:
        said = evaluator.evaluate(case_of(case))
        expected.append((said.option, tuple(entry.rule for entry in said.trace
                                            if entry.fired and entry.kind in ("constraint", "evidence"))))
    lines = []
    for name, decide in found.items():
        given = full if name in ENGINES else cases
        wrong = sum(decide(case) != right for case, right in zip(given, expected, strict=False))
        if wrong:
            lines.append(f"{name}: {wrong} of {len(expected)} answers differ; not timed")
    return lines


def whole_differs(base: RuleBase, works: Mapping[str, Callable[[Known], Whole]], cases: Sequence[Known]) -> list[str]:
    """A line for each whose whole outcome is not that of evaluation and exact analysis."""
    evaluator, compiled = Evaluator(base), compile_rules(base)
    lines = []
    for name, work in works.items():
        wrong = 0
        for known in cases:
            case = case_of(known)
            said = evaluator.evaluate(case)
            found = work(known)
            exact = settled(base, case, compiled) if name != HAND_SET_UP else ""
            wrong += (found[0], *found[2:]) != (said.option, exact, said.set_up, said.warnings)
        if wrong:
            lines.append(f"{name}: {wrong} of {len(cases)} outcomes differ; not timed")
    return lines


def measure(rounds: int) -> int:
    """Compares, measures and prints, with what is installed here."""
    base = load(builtin_folder())
    tables, by_hand, cases = Tables(base), ByHand(base), cases_of(base, CASES)
    full = [{name: case.get(name, OPEN) for name in base.questions} for case in cases]
    found, said = deciders(base, tables, cases)
    wrong = differing(base, found, cases, full)
    found = {name: decide for name, decide in found.items() if not any(line.startswith(f"{name}:") for line in wrong)}
    works, counts = {}, {}
    for name, decide in found.items():
        given = full if name in ENGINES else cases
        quick = rounds_of({name: running(decide, given[:50])}, 1)[name][0] / 50 * 1e6
        counts[name] = min(CASES, max(20, int(SHORT / quick)))
        works[name] = running(decide, given[:counts[name]])
    took = per_case(rounds_of(works, rounds, process_time), counts)
    print(f"{len(base.questions)} questions, {len(base.constraints) + len(base.evidence)} rules, {COMPARED:,} cases "
          f"compared with the evaluator, {rounds} rounds; {machine()}\n")
    ratios = {name: ratio(took[name], took[BY_HAND]) for name in took}
    print(table(["verdict and fired rules", "x", "microseconds a case"], [
        [name, f"{ratios[name]:.2f}", f"{median(took[name]):.1f}"] for name in sorted(ratios, key=ratios.__getitem__)]))

    def ours_whole(case: Known) -> Whole:
        outcome = tables.outcome(case)
        return outcome.option, tables.decide(case)[1], outcome.settled, outcome.set_up, outcome.warnings

    whole = {HAND_SET_UP: by_hand.with_set_up, OURS_WHOLE: ours_whole, HAND_WHOLE: by_hand.whole}
    wrong += whole_differs(base, whole, cases[:300])
    counts = {HAND_SET_UP: 1_000, OURS_WHOLE: 1_000, HAND_WHOLE: 100}
    took = per_case(rounds_of({name: running(work, cases[:counts[name]]) for name, work in whole.items()}, rounds,
                              process_time),
                    counts)
    print("\n" + table(["set-up, warnings and settled on top", "x", "microseconds a case"],
                       [[name, f"{ratio(found, took[HAND_SET_UP]):.2f}", f"{median(found):.1f}"]
                        for name, found in took.items()]))
    for line in (*said, *wrong):
        print(line)
    peers = {name: ratios[name] for name in ENGINES if name in ratios}
    fastest = min(peers, key=peers.__getitem__, default=None)
    missed = ratios[OURS] > TO_HAND
    print(f"\nours / by hand: {ratios[OURS]:.2f} (target: at most {TO_HAND})")
    if fastest is not None:
        to_peer = ratios[OURS] / peers[fastest]
        missed |= to_peer > TO_PEER
        print(f"ours / {fastest}: {to_peer:.2f} (target: at most {TO_PEER})")
    return int(missed or bool(wrong))


def main() -> int:
    """Installs the peers and measures there."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tools", type=Path, help="where the peers are, or are put")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--here", action="store_true", help="with what is installed here")
    options = parser.parse_args()
    if options.here:
        return measure(options.rounds)
    with tempfile.TemporaryDirectory() as scratch:
        python = private_python((options.tools or Path(scratch)) / "engines", PACKAGES)
        return subprocess.run([str(python), "-m", "benchmarks.evaluation", "--here", "--rounds", str(options.rounds)],
                              cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
