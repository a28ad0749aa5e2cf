"""Which lines and branches the kept inputs of a target reach: `python -m tests.fuzz.reached TARGET WORK`.

In a process of its own, and without atheris: coverage.py counts. Lines that run when a module is loaded are left out,
so that what is counted is what inputs reach.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from random import Random
from typing import NamedTuple

REACHED = "reached.json"
SECONDS = 15.0
"""For running what was kept again, which is some ten times slower while it is counted."""


class Reached(NamedTuple):
    """How many lines and branches of the modules meant."""

    lines: int
    of_lines: int
    branches: int
    of_branches: int


def main(arguments: Sequence[str]) -> int:
    """Runs the corpus in WORK again and counts."""
    import coverage

    from tests.fuzz.targets import TARGETS, modules_of

    name, work = arguments[0], Path(arguments[1]).resolve()
    meant = modules_of(TARGETS[name])
    counter = coverage.Coverage(data_file=None, branch=True, config_file=False, messages=False,
                                source=None, include=["*/advisor/*"])
    counter.start()
    files = [Path(str(import_module(module).__file__)) for module in meant]
    counter.stop()
    loaded = {str(file): set(counter.get_data().lines(str(file)) or ()) for file in files}
    counter.start()
    _again(name, work)
    counter.stop()
    report = work / "coverage.json"
    counter.json_report(outfile=str(report), morfs=[str(file) for file in files])
    entries = json.loads(report.read_text())["files"]
    total = Reached(0, 0, 0, 0)
    for file, entry in entries.items():
        before = loaded.get(str(Path(file).resolve()), set())
        lines, missing = set(entry["executed_lines"]) - before, set(entry["missing_lines"]) - before
        summary = entry["summary"]
        total = Reached(total.lines + len(lines), total.of_lines + len(lines) + len(missing),
                        total.branches + summary["covered_branches"], total.of_branches + summary["num_branches"])
    (work / REACHED).write_text(json.dumps(total._asdict()))
    return 0


def _again(name: str, work: Path) -> None:
    from tests.fuzz.judge import Judge, temporary
    from tests.fuzz.targets import target_named
    from tests.fuzz.worker import apart

    apart()
    room = work / "room-again"
    room.mkdir()
    os.chdir(room)
    temporary(room)
    target = target_named(name)
    target.prepare(room)
    judge = Judge(target, room)
    kept = [path.read_bytes() for path in sorted((work / "corpus").iterdir())]
    Random(1).shuffle(kept)
    end = time.monotonic() + SECONDS
    try:
        for data in [*target.seeds(), *kept]:
            judge.run(data)
            if time.monotonic() > end:
                break
    finally:
        judge.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
