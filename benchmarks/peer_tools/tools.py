"""Installs the peers into a folder of their own and runs a worker with a bound on time."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

IDP = "idp-engine==0.12.1"
PUBLICODES = ("publicodes@1.10.3", "@publicodes/forms@0.6.0")
HERE = Path(__file__).parent


class Outcome(NamedTuple):
    """What a worker said until it ended or its time was over. Times are in seconds."""

    start_up: float | None
    """from the start of the process until its first question is known; None if it did not get there"""
    interviews: list[dict[str, Any]]
    verdicts: list[str | None]
    finished: bool
    said: str
    """what it wrote to standard error, where it failed"""


def install_idp(folder: Path) -> list[str]:
    """Makes a virtual environment with idp-engine; the command that runs its worker."""
    python = folder / "idp" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        run([sys.executable, "-m", "venv", str(folder / "idp")])
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", IDP])
    return [str(python), str(HERE / "worker_idp.py")]


def install_publicodes(folder: Path) -> list[str]:
    """Makes a folder with publicodes and its forms; the command that runs their worker there."""
    home = folder / "publicodes"
    if not (home / "node_modules").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text('{"private": true}\n', encoding="utf-8")
        run(["npm", "install", "--silent", "--no-audit", "--no-fund", *PUBLICODES], cwd=home)
    return ["node", str(HERE / "worker_publicodes.mjs")]


def run(command: Sequence[str], cwd: Path | None = None) -> None:
    """Runs a command that must succeed; CalledProcessError or FileNotFoundError where it does not."""
    subprocess.run(command, cwd=cwd, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def work(command: Sequence[str], job: Mapping[str, Any], seconds: float, cwd: Path) -> Outcome:
    """Gives a worker its job and reads what it says; it is ended after so many seconds."""
    begin = perf_counter()
    errors = cwd / "errors.txt"
    with errors.open("w+", encoding="utf-8") as stderr, subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True,
            encoding="utf-8") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        alarm = threading.Timer(seconds, process.kill)
        alarm.start()
        found = Outcome(None, [], [], False, "")
        try:
            process.stdin.write(json.dumps(job))
            process.stdin.close()
            for line in process.stdout:
                said = json.loads(line)
                if "ready" in said:
                    found = found._replace(start_up=perf_counter() - begin)
                elif "interview" in said:
                    found.interviews.append(said["interview"])
                else:
                    found.verdicts.append(said["verdict"])
        except (BrokenPipeError, json.JSONDecodeError):
            pass  # ended in the middle of a line
        finally:
            alarm.cancel()
        finished = process.wait() == 0
    said = "" if finished else errors.read_text(encoding="utf-8").strip()
    errors.unlink()
    return found._replace(finished=finished, said=said)
