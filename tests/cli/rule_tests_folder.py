"""A rule base with rule tests, for the commands that run them."""

from __future__ import annotations

import shutil
from pathlib import Path

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"

TESTS = """\
near:
  story: It is near and light.
  answers: {distance: near, dark: no}
  expect: {verdict: bicycle, settled: yes, set_up: [helmet], warnings: [], fires: [short-way, pump]}
  because: [W1.1]
nothing known:
  story: Nothing is known at all.
  answers: {}
  expect: {verdict: bus, by_default: yes, settled: no}
  because: [W1.3]
"""
WRONG = """\
wrong:
  story: A cello on an icy street,
    at night.
  answers: {luggage: heavy, street: icy, line: stands}
  expect:
    verdict: bus
    warnings: [heavy-load]
    fires: [[ice, no-car], tie-down]
    silent: [leave]
  because: [W1.2, 'wall 1']
  decided: The program is right.
later:
  story: Some day.
  answers: {}
  expect: {verdict: car}
  because: [W1.2]
  todo: no car yet
held:
  story: Already so.
  answers: {}
  expect: {verdict: bus}
  because: [W1.3]
  todo: was not so
"""


def with_tests(place: Path, **files: str) -> Path:
    """A copy of the commute rules in `place` with these files in its folder `tests`."""
    folder = place / "commute"
    shutil.copytree(COMMUTE, folder)
    (folder / "tests").mkdir()
    for name, text in files.items():
        (folder / "tests" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder
