"""Every target for some hundred inputs, always the same ones: `python -m tests.fuzz.smoke FOLDER`.

In one process of its own, since targets put servers and clocks of their own in the place of real ones.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.fuzz.drive import by_outcome
from tests.fuzz.judge import Judge, temporary
from tests.fuzz.targets import TARGETS, target_named
from tests.fuzz.worker import apart

INPUTS = {"rules": 120, "rule-tests": 120, "answers": 300, "cases": 100, "csv": 200, "json-lines": 200, "gzip": 150,
          "autoconfig": 800, "imap": 200, "imap-lines": 800, "pop": 300, "names": 500, "command-line": 60}
SEED = 20_310_405


def main(folder: Path) -> None:
    """Prints what came of each target, as JSON."""
    apart()
    done = {}
    for name in TARGETS:
        room = folder / name
        room.mkdir()
        os.chdir(room)
        temporary(room)
        target = target_named(name)
        target.prepare(room)
        judge = Judge(target, room)
        by_outcome(judge, SEED, None, inputs=INPUTS[name])
        judge.end()
        tally = judge.tally
        done[name] = {"inputs": tally.inputs, "accepted": tally.accepted, "refused": tally.refused,
                      "faults": [[found.kind, found.data.hex(), found.detail] for found in tally.findings.values()]}
    print(json.dumps(done))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
