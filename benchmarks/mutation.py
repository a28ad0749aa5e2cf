"""Mutation testing: small faults put into the code of one part, one at a time, and whether a test notices.

    pip install -e '.[dev,mutation]'
    python -m benchmarks.mutation PART [--again] [--tests TEST...] [--folder DIR] [--processes 1]
        [--sample 200 --seed 1]

Run from the project's folder. PART is one of those named in pyproject.toml under `tool.advisor-mutation`, with the
files to mutate and the tests that have to notice. Each PART's results are kept in DIR/PART.jsonl, a line for each
mutant; `--again` tries only those that had survived or were not come to, after tests were added; `--tests` names other
tests than those of the part, as the ones just added; `--sample` tries so many mutants drawn by chance, the same for
the same seed. What came of it: docs/mutation.md.

The mutants are those of mutmut (its operators on a libcst tree). Running them is done here, by a fork of a process that
has collected the tests and run none: mutmut itself starts pytest anew for each mutant and sends every call of a mutated
function through a dictionary, and these tests call such functions millions of times. Each mutant meets the tests that
come to its function, the fastest first, until one fails or a few seconds' worth have passed. Hypothesis draws the same
examples every time and does not look for smaller ones. A test that needs much more processor time than without a mutant
is a timeout, which counts as noticed.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from benchmarks.mutation_forks import Mutating
from benchmarks.mutation_mutants import Mutant, mutants_of

NOTICED = ("killed", "timeout")
SHOWN = (*NOTICED, "survived", "not run")


def main() -> None:
    """Runs a part and prints what came of it."""
    parts: dict[str, dict[str, Any]] = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"][
        "advisor-mutation"]
    parser = argparse.ArgumentParser(description="Mutation testing of parts of the program.")
    parser.add_argument("part", choices=parts)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--tests", nargs="+")
    parser.add_argument("--folder", type=Path, default=Path("build/mutation"))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    settings.register_profile("mutation", derandomize=True, database=None, deadline=None, print_blob=False,
                              phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))
    settings.load_profile("mutation")
    part = parts[options.part]
    files = sorted(path for pattern in part["mutate"] for path in Path().glob(pattern))
    mutants = [mutant for path in files for mutant in mutants_of(path)]
    if options.sample is not None and options.sample < len(mutants):
        drawn = sorted(Random(options.seed).sample(range(len(mutants)), options.sample))
        mutants = [mutants[number] for number in drawn]
    kept = options.folder / f"{options.part}.jsonl"
    run(mutants, options.tests or part["tests"], kept, again=options.again, processes=options.processes)
    print(summary(read(kept)))


def run(mutants: Sequence[Mutant], tests: Sequence[str], kept: Path, *, again: bool, processes: int) -> None:
    """Tries the mutants and writes the results to `kept`."""
    before = read(kept) if again else []
    left = {(place(row["name"]), row["change"]): row["status"] for row in before if row["status"] not in NOTICED}
    settled = {(place(row["name"]), row["change"]): row for row in before}
    with kept.open("w", encoding="utf-8") as file:
        todo = []
        for mutant in mutants:
            same = (place(mutant.name), mutant.change)
            if same in settled and same not in left:
                file.write(json.dumps({**settled[same], "name": mutant.name}) + "\n")
            else:
                todo.append(mutant)

        def keep(mutant: Mutant, status: str, seconds: float) -> None:
            if status == "not run":  # by other tests it may have been
                status = left.get((place(mutant.name), mutant.change), status)
            file.write(json.dumps({"name": mutant.name, "status": status, "seconds": round(seconds, 2),
                                   "change": mutant.change}) + "\n")
            file.flush()

        code = pytest.main(["-q", "--assert=plain", "--tb=short", "-p", "no:cacheprovider", "-p", "no:xdist", *tests],
                           plugins=[Mutating(todo, keep, processes)])
    if code != pytest.ExitCode.OK:
        raise SystemExit(int(code))


def place(name: str) -> str:
    """File and function; the number is another one once the file has changed."""
    return name.rpartition("#")[0]


def read(kept: Path) -> list[dict[str, Any]]:
    """The results kept in a file, in the order of the code."""
    if not kept.exists():
        return []
    rows = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    return sorted(rows, key=lambda row: (row["name"].partition(":")[0], int(row["name"].rpartition("#")[2])))


def summary(rows: Iterable[Mapping[str, Any]]) -> str:
    """A table by file, and each mutant that no test noticed."""
    files: dict[str, Counter[str]] = {}
    for row in rows:
        files.setdefault(row["name"].partition(":")[0], Counter())[row["status"]] += 1
    files["all"] = sum(files.values(), Counter())
    lines = [" | ".join(["file", "mutants", *SHOWN, "noticed"])]
    for file, counts in files.items():
        noticed = 100 * sum(counts[status] for status in NOTICED) / max(1, counts.total())
        lines.append(" | ".join([file, str(counts.total()), *(str(counts[status]) for status in SHOWN),
                                 f"{noticed:.1f} %"]))
    for row in rows:
        if row["status"] not in NOTICED:
            lines += ["", f"{row['status']}: {row['name']}", row["change"]]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
