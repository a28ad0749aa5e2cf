"""How much is loaded before anything is said. Counted are modules, so that no slow machine fails this."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEVER = {"typer", "click", "yaml", "rich", "questionary", "prompt_toolkit", "hashlib", "dataclasses",
         "inspect", "ast", "subprocess", "tempfile", "csv", "asyncio", "logging"}
"""What takes longer to load than advice takes to find, or leads to what does."""


@pytest.mark.parametrize(("arguments", "own", "whole"), [
    (["--version"], 32, 77),
    (["recommend", "--devices", "several", "--format", "json"], 65, 112),
    (["recommend", "--devices", "several"], 74, 122),
])
def test_modules_loaded(arguments: list[str], own: int, whole: int, tmp_path: Path) -> None:
    """`own` modules of this project at the most, and `whole` with those that a bare interpreter has not loaded."""
    script = ("import sys\nbefore = set(sys.modules)\nfrom advisor.cli.edge.environment import Environment\n"
              f"from advisor.cli.main import run\nassert run({arguments!r}, Environment.of_process()) == 0\n"
              "print(*sorted(set(sys.modules) - before), file=sys.stderr)\n")
    for _ in range(2):  # the second run finds the compiled rules ready
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True,
                              env={"PYTHONPATH": str(ROOT), "ADVISOR_CACHE": str(tmp_path)})
    loaded = done.stderr.split()
    assert {name.partition(".")[0] for name in loaded} & NEVER == set()
    assert len([name for name in loaded if name.partition(".")[0] == "advisor"]) <= own, loaded
    assert len(loaded) <= whole, loaded
