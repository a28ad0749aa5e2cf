"""Targets with faults put in, to see that the fuzzing finds them; run by test_harness.py in a process of its own."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from tests.fuzz.checks import said_well
from tests.fuzz.drive import by_outcome
from tests.fuzz.judge import Judge, temporary
from tests.fuzz.shrink import shrunk
from tests.fuzz.target import Outcome, Target
from tests.fuzz.worker import shows

HANG = 8.0


class Planted(Target):
    """Takes words. One that begins like each of the faults shows it."""

    name = "planted"
    modules = ()
    seconds = 0.15
    waits = 4
    """how often it still hangs or is slow: what is found once need not be waited for again and again"""

    def seeds(self) -> list[bytes]:
        return [b"one two\nthree\n", b"four\n", b"hang", b"slow"]

    def words(self) -> list[bytes]:
        return [b"raise", b"exit", b"hang", b"slow", b"leave", b"print", b"mute", b"outside", b"escape"]

    def try_one(self, data: bytes) -> Outcome:
        from advisor.rulebase.position import Position
        from advisor.rulebase.problem import Problem

        if b"raise" in data:
            {}["planted"]
        if b"exit" in data:
            sys.exit(1)
        self.waits -= b"hang" in data or b"slow" in data
        while b"hang" in data and self.waits > 0:
            pass
        if b"slow" in data and self.waits > 0:
            end = time.process_time() + 0.3
            while time.process_time() < end:
                pass
        if b"leave" in data:
            (self.room / ".left.tmp").write_text("x")
        if b"print" in data:
            print("past the streams")
        if b"mute" in data:
            return Outcome(False, said_well([Problem("code", " ")]))
        if b"outside" in data:
            return Outcome(False, said_well([Problem("code", "Wrong.", Position("x", 9, 1))], "one line", "x"))
        if b"escape" in data:
            from tests.fuzz.checks import harmless

            harmless("\x1b[31m")
        return Outcome(b"one" in data, len(data) % 3)


def main(folder: Path) -> None:
    """Prints the kinds of faults that were found, each with its shortest input."""
    os.chdir(folder)
    temporary(folder)
    target = Planted()
    target.prepare(folder)
    judge = Judge(target, folder, hang=HANG)
    by_outcome(judge, 7, None, inputs=1_500)
    target.waits = 1_000
    found = {kind: shrunk(finding.data, lambda data, kind=kind: shows(judge, data, kind), 20.0).decode("latin-1")
             for kind, finding in judge.tally.findings.items()}
    judge.end()
    tally = judge.tally
    left = sorted(path.name for path in folder.iterdir())
    print(json.dumps({"found": found, "inputs": tally.inputs, "left": left,
                      "sum": tally.accepted + tally.refused + tally.faulty}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
