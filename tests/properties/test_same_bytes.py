"""The same input gives the same bytes in every format, whatever order Python puts its sets in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
import hashlib, sys
from pathlib import Path
from random import Random
from advisor.rulebase.load import builtin_folder, load
from tests.properties.cases import Chance
from tests.properties.desk import Desk

desk, chance = Desk(Path(sys.argv[1])), Chance(Random(11))
for number in range(2):
    for command, inside in (("recommend", ""), ("diagnose", "missing-mail"), ("switch", "switching")):
        base = load(builtin_folder() / inside)
        said = chance.told(base, programs=not inside)
        first = next(iter(base.questions.values()))
        if command == "switch":
            said.spelled[first.id] = first.value_ids[number]
        words = [command, *said.flags(), *(["--no-input"] if command == "diagnose" else [])]
        if command == "switch":
            words = [command, said.spelled.pop(first.id), *said.flags()]
        for form in ("text", "json", "markdown", "ticket", *(["html"] if command != "switch" else [])):
            case = desk.path("case.yaml")
            out = desk.done(*words, "--format", form, "--save", str(case)).out
            digest = hashlib.sha256(out.encode() + case.read_bytes()).hexdigest()
            print(command, form, digest)
"""


def bytes_with(seed: str, folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(folder)], cwd=ROOT, capture_output=True, text=True,
                          check=True,
                          env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "COLUMNS": "80"})
    return done.stdout


def test_the_same_bytes_with_every_hash_seed(tmp_path: Path) -> None:
    folders = [tmp_path / seed for seed in ("0", "1")]
    for folder in folders:
        folder.mkdir()
    first, second = (bytes_with(folder.name, folder) for folder in folders)
    assert first.count("\n") == 2 * (5 + 5 + 4)
    assert first == second
