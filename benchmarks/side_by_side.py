"""What the measurements of speed share: private environments for peers, interleaved rounds, and tables in Markdown."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parent.parent


def private_python(folder: Path, packages: Sequence[str]) -> Path:
    """The interpreter of a virtual environment in `folder` with these packages, made where it is not there yet."""
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages],
                       check=True, stdout=sys.stderr)
    return python


def seconds_of(work: Callable[[], object], clock: Callable[[], float] = perf_counter) -> float:
    """How long it takes by this clock."""
    start = clock()
    work()
    return clock() - start


def rounds_of(works: Mapping[str, Callable[[], object]], rounds: int,
              clock: Callable[[], float] = perf_counter) -> dict[str, list[float]]:
    """Seconds of each work in each round; all works take turns within a round, and one uncounted round comes first."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for count in range(rounds + 1):
        for name, work in works.items():
            took = seconds_of(work, clock)
            if count:
                found[name].append(took)
    return found


def ratio(found: Sequence[float], floor: Sequence[float]) -> float:
    """The median of the ratios, round by round: what slows the machine for a while slows both."""
    return statistics.median(one / other for one, other in zip(found, floor, strict=True))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def machine() -> str:
    """What a reader must know of the machine beside any figure."""
    load = f", load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else ""
    return f"Python {sys.version.split()[0]}{load}"
