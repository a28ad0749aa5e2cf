"""The fuzzing itself: it finds what was planted, makes it short, and says the same of the same seed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

from tests.fuzz.mutate import Mutator
from tests.fuzz.shrink import shrunk

ROOT = Path(__file__).parents[2]


def run(module: str, *arguments: object) -> str:
    done = subprocess.run([sys.executable, "-m", module, *map(str, arguments)], cwd=ROOT, capture_output=True,
                          text=True, check=False)
    assert not done.stderr, done.stderr[-3000:]
    assert done.returncode == 0
    return done.stdout


def test_planted_faults_are_found_and_made_short(tmp_path: Path) -> None:
    done = json.loads(run("tests.fuzz.planted", tmp_path))
    assert done["found"] == {
        "KeyError": "raise", "SystemExit": "exit", "hang": "hang", "too slow": "slow", "file left behind": "leave",
        "printed past its streams": "print", "problem without words": "mute", "place outside of the file": "outside",
        "control character": "escape"}
    assert done["left"] == []
    assert done["sum"] == done["inputs"] >= 1_500


def test_a_process_that_dies_leaves_the_input_it_died_of(tmp_path: Path) -> None:
    from tests.fuzz.worker import noted, noting

    note = noting(tmp_path / "current", 100)
    for data in (b"first", b"x" * 100, b"second"):
        note(data)
    assert noted(tmp_path / "current") == b"second"


def test_a_run_that_finds_a_fault_ends_with_1_and_keeps_the_input(tmp_path: Path, monkeypatch) -> None:
    import tests.fuzz.__main__ as program

    result = {"guided": False, "inputs": 9, "accepted": 4, "refused": 4, "slowest": 0.5,
              "findings": [{"kind": "KeyError in x", "data": b"a\0b".hex(), "detail": "why"}]}

    def worker(command: list[str], _seconds: float, _log: Path) -> int:
        (Path(command[4]) / "result.json").write_text(json.dumps(result))
        return 0

    monkeypatch.setattr(program, "_run", worker)
    arguments = ["fuzz", "--target", "names", "--no-coverage", "--findings", str(tmp_path / "found"), "--plain",
                 "--report", str(tmp_path / "report.json")]
    monkeypatch.setattr(sys, "argv", arguments)
    assert program.main() == 1
    [place] = (tmp_path / "found" / "names").iterdir()
    assert (place / "input").read_bytes() == b"a\0b"
    assert "KeyError in x" in (place / "why.txt").read_text()
    told = json.loads((tmp_path / "report.json").read_text())
    assert (told["inputs"], told["targets"][0]["kinds"]) == (9, ["KeyError in x"])
    result["findings"] = []
    assert program.main() == 0

    def killed(command: list[str], _seconds: float, log: Path) -> None:
        log.write_text("the end")
        (Path(command[4]) / "current").write_bytes((3).to_bytes(8, "big") + b"abc")

    monkeypatch.setattr(program, "_run", killed)
    assert program.main() == 1
    assert {(place / "input").read_bytes() for place in (tmp_path / "found" / "names").iterdir()} == {b"a\0b", b"abc"}


def test_the_same_seed_makes_the_same_inputs() -> None:
    made = [[Mutator([b"word"], [b"other\n"], 50).mutated(b"one\ntwo\n", seed) for seed in range(300)] for _ in "ab"]
    assert made[0] == made[1]
    assert len(set(made[0])) > 200
    assert max(map(len, made[0])) <= 50


def test_shrinking_keeps_what_shows_the_fault() -> None:
    random = Random(3)
    data = bytes(random.choices(b"xyz\n", k=400)) + b"AB" + bytes(random.choices(b"xyz\n", k=400)) + b"C"
    assert shrunk(data, lambda part: b"AB" in part and part.endswith(b"C")) == b"ABC"
