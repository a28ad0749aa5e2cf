"""`advisor batch` from CSV to CSV on one core, beside the csv module that reads and writes the same.

    python -m benchmarks.batch_rows [--rows N] [--rounds N]

Run from the project's folder. Two inputs of N rows (1,000,000): one in which no row has the cells of another, and one
that repeats 2,000 kinds of row, common ones often (by Zipf's law). Each side is a whole process bound to one core,
start-up included, and each writes the same bytes, which is checked: the floor reads the input with csv.reader,
touches every row, and writes the rows of our output, held ready in memory, with csv.writer. x is the median over
interleaved rounds, in processor time. The most memory of our process is shown at 10,000 rows and at all of them. The
status is 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median

from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase
from benchmarks.side_by_side import ROOT, machine, ratio, table

KINDS = 2_000
SMALL = 10_000
OPENNESS = 0.1
DISTINCT, REPEATING = "every row distinct", "rows repeat"
TARGETS = {DISTINCT: 4.0, REPEATING: 2.5}
MOST_GROWTH = 1.1
"""how much more memory the large input may take"""
FLOOR = """
import csv, sys, time
output = list(csv.reader(open(sys.argv[2], newline="", encoding="utf-8")))
start = time.process_time()
with open(sys.argv[1], newline="", encoding="utf-8") as source:
    for row in csv.reader(source):
        pass
with open(sys.argv[3], "w", newline="", encoding="utf-8") as target:
    csv.writer(target, lineterminator="\\n").writerows(output)
print(time.process_time() - start)
"""
OURS = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "advisor", "batch", sys.argv[1], sys.argv[2]], check=True,
               stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def rows_of(base: RuleBase) -> Iterator[tuple[str, ...]]:
    """The cells of cases at random, the same in every run."""
    random = Random(7)
    values = [question.value_ids for question in base.questions.values()]
    while True:
        yield tuple(["" if random.random() < OPENNESS else random.choice(known) for known in values])


def distinct(base: RuleBase, count: int) -> Iterator[tuple[str, ...]]:
    """Rows of which no two are alike."""
    seen: set[int] = set()
    found = (row for row in rows_of(base) if (mark := hash(row)) not in seen and not seen.add(mark))  # type: ignore[func-returns-value]
    return islice(found, count)


def repeating(base: RuleBase, count: int) -> Iterator[tuple[str, ...]]:
    """Rows of few kinds: the first is met most, the hundredth a hundredth as often."""
    kinds = list(islice(rows_of(base), KINDS))
    return iter(Random(8).choices(kinds, weights=[1 / place for place in range(1, KINDS + 1)], k=count))


def write_rows(base: RuleBase, path: Path, rows: Iterator[tuple[str, ...]]) -> None:
    """An input for `advisor batch`."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", *base.questions])
        writer.writerows((f"box{number}", *row) for number, row in enumerate(rows))


def said(program: str, *arguments: Path) -> list[float]:
    """What a program printed, run on one core."""
    bound = ["taskset", "-c", "0"] if sys.platform == "linux" else []
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([*bound, sys.executable, "-c", program, *map(str, arguments)], check=True, text=True,
                          capture_output=True, env={**environment, "PYTHONPATH": str(ROOT)})
    return [float(word) for word in done.stdout.split()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    base = load(builtin_folder())
    makers: dict[str, Callable[[RuleBase, int], Iterator[tuple[str, ...]]]] = {
        DISTINCT: distinct, REPEATING: repeating}
    results, failed = [], False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, small, output, copy = (folder / file for file in ("in.csv", "small.csv", "out.csv", "floor.csv"))
        for title, make in makers.items():
            write_rows(base, source, make(base, options.rows))
            write_rows(base, small, make(base, SMALL))
            at_small = said(OURS, small, output)[1]
            ours, floor, at_all = list[float](), list[float](), 0.0
            for _ in range(options.rounds):
                took, most = said(OURS, source, output)
                ours.append(took)
                at_all = max(at_all, most)
                floor += said(FLOOR, source, output, copy)
                if copy.read_bytes() != output.read_bytes():
                    print(f"{title}: the floor writes something else")
                    return 1
            times = ratio(ours, floor)
            failed |= times > TARGETS[title] or at_all > at_small * MOST_GROWTH
            results.append([title, f"{options.rows:,}", f"{median(floor):.1f} s", f"{median(ours):.1f} s",
                            f"{times:.2f}", f"{TARGETS[title]:g}", f"{at_small / 1024:.0f} MB",
                            f"{at_all / 1024:.0f} MB"])
    print(f"{options.rounds} rounds, one core; {machine()}\n")
    print(table(["input", "rows", "csv module", "advisor batch", "x", "target", f"memory at {SMALL:,} rows",
                 f"memory at {options.rows:,}"], results))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
