"""docs/architecture.md is true: the rooms and their order, the files and names on the way, the figures' labels."""

from __future__ import annotations

import re
from pathlib import Path

from tests.package.house import defined, figures, read

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
HOUSE = read()


def test_the_drawing_has_every_room_in_its_order_and_fits_a_terminal() -> None:
    drawing = PAGE.split("```text\n")[1].split("```")[0]
    rooms = re.findall(r"^\| (\w+)", drawing, flags=re.MULTILINE)
    assert [f"advisor.{name}" for name in rooms] == [*HOUSE.layers[0], "advisor.rules"]
    assert all(len(line) < 80 and line.isascii() for line in drawing.splitlines())


def test_each_step_on_the_way_is_in_the_file_named() -> None:
    steps = re.findall(r"`(advisor/[\w/]+)\.py`[:\s]\s*\(?`(\w+)`", PAGE)
    assert len(steps) == 12
    for path, name in steps:
        tree = HOUSE.trees[path.replace("/", ".")]
        assert name in {found for node in tree.body for found in defined(node)}, f"{path}.py: {name}"


def test_each_file_that_is_named_is_there() -> None:
    named = set(re.findall(r"`((?:advisor|tests|rules|docs)/[\w/.]+?)/?`", PAGE))
    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_table_has_the_figures_that_the_measure_gives() -> None:
    table = PAGE.split("\n## Before and after")[1]
    assert re.findall(r"^\| ([a-z][^|]*) \|", table, flags=re.MULTILINE) == list(figures(HOUSE))
