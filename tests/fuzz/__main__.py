"""`python -m tests.fuzz --seconds 900`: every target in its turn, one process at a time; exit 1 where faults show."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.fuzz.drive import has_atheris
from tests.fuzz.judge import HANG
from tests.fuzz.reached import REACHED
from tests.fuzz.report import Done, document, table
from tests.fuzz.targets import TARGETS, weight_of
from tests.fuzz.worker import CURRENT, RESULT, noted

GRACE = 600.0
"""Seconds that a process may take beyond its time: to get ready, and to make what it found shorter."""
REPLAY = 600.0


def main() -> int:
    """Fuzzes, and says what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=900, help="for all targets together")
    parser.add_argument("--target", action="append", choices=sorted(TARGETS), help="only this one; may stand twice")
    parser.add_argument("--seed", type=int, default=1, help="the same one makes the same inputs, as far as time goes")
    parser.add_argument("--findings", type=Path, help="folder for inputs that show a fault")
    parser.add_argument("--report", type=Path, help="file for the report as JSON")
    parser.add_argument("--plain", action="store_true", help="without atheris, even if it is there")
    parser.add_argument("--no-coverage", action="store_true", help="do not measure which lines are reached")
    given = parser.parse_args()
    names = given.target or list(TARGETS)
    whole = sum(map(weight_of, names))
    if not has_atheris() and not given.plain:
        print("atheris is not installed: inputs are guided by what comes of them, not by coverage.", file=sys.stderr)
    done: list[Done] = []
    for name in names:
        seconds = given.seconds * weight_of(name) / whole
        print(f"{name}: {seconds:.0f} s", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="fuzz-") as work:
            done.append(_fuzzed(name, Path(work), seconds, given))
        if given.report is not None:  # each time: a long run may be stopped
            given.report.write_text(json.dumps(document(done, given.seed), indent=2) + "\n")
    print(table(done), end="")
    return 1 if any(entry.kinds for entry in done) else 0


def _fuzzed(name: str, work: Path, seconds: float, given: argparse.Namespace) -> Done:
    command = [sys.executable, "-m", "tests.fuzz.worker", name, str(work), "--seconds", str(seconds), "--seed",
               str(given.seed), *(["--plain"] if given.plain else [])]
    began = time.monotonic()
    ended = _run(command, seconds + HANG + GRACE, work / "log")
    took = time.monotonic() - began
    result: dict[str, Any] = {"guided": False, "inputs": 0, "accepted": 0, "refused": 0, "slowest": 0.0, "findings": []}
    if ended == 0 and (work / RESULT).exists():
        result = json.loads((work / RESULT).read_text())
    else:
        why = "would not be stopped" if ended is None else f"ended the process with {ended}"
        result["findings"] = [{"kind": why, "data": noted(work / CURRENT).hex(),
                               "detail": (work / "log").read_text(errors="replace")[-3000:]}]
    for finding in result["findings"]:
        _keep(given.findings, name, finding)
    reached = None if given.no_coverage or find_spec("coverage") is None else _reached(name, work)
    return Done(name, result["guided"], took, result["inputs"], result["accepted"], result["refused"],
                [finding["kind"] for finding in result["findings"]], result["slowest"], reached)


def _run(command: list[str], seconds: float, log: Path) -> int | None:
    """The exit status; None where it had to be ended."""
    with log.open("wb") as stream:
        process = subprocess.Popen(command, stdout=stream, stderr=stream, cwd=Path(__file__).parents[2])
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None


def _reached(name: str, work: Path) -> dict[str, int] | None:
    ended = _run([sys.executable, "-m", "tests.fuzz.reached", name, str(work)], REPLAY, work / "log-reached")
    if ended != 0:
        print((work / "log-reached").read_text(errors="replace")[-2000:], file=sys.stderr)
        return None
    found: dict[str, int] = json.loads((work / REACHED).read_text())
    return found


def _keep(folder: Path | None, name: str, finding: dict[str, str]) -> None:
    data = bytes.fromhex(finding["data"])
    print(f"{name}: {finding['kind']}\n  {data[:200]!r}", file=sys.stderr)
    if folder is None:
        return
    slug = re.sub(r"[^a-z0-9]+", "-", finding["kind"].lower())[:60].strip("-")
    place = folder / name / f"{slug}-{sha256(data).hexdigest()[:8]}"
    place.mkdir(parents=True, exist_ok=True)
    (place / "input").write_bytes(data)
    (place / "why.txt").write_text(f"{finding['kind']}\n\n{finding['detail']}\n")


if __name__ == "__main__":
    sys.exit(main())
