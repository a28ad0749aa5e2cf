"""The matrix is true: every row has its test, every test its row, every command meets every fault."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from advisor.cli.line.rules_group import COMMANDS
from tests.faults.page import PAGE, matrix, page
from tests.faults.steps import advisor

ROOT = Path(__file__).parent.parent.parent
MATRIX = matrix()
KEYS = {"fault", "tried", "commands", "through", "promise", "seen", "test"}
HERE = "tests/faults/"


def names_in(file: Path) -> set[str]:
    return {node.name for node in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize("row", MATRIX["rows"], ids=lambda row: row["test"].rpartition("::")[2])
def test_every_row_names_a_test_that_exists_and_says_what_was_seen(row: dict[str, str]) -> None:
    assert set(row) == KEYS
    assert row["commands"]
    assert all(row.values()) or not row["through"]
    assert row["seen"].startswith(("held", "mended: "))
    file, _, name = row["test"].partition("::")
    assert name in names_in(ROOT / file)


def test_every_test_of_this_folder_stands_in_a_row() -> None:
    named = {row["test"] for row in MATRIX["rows"]}
    here = {f"{HERE}{file.name}::{name}" for file in Path(__file__).parent.glob("test_*.py") if file != Path(__file__)
            for name in names_in(file)}
    assert here
    assert here <= named


def test_every_command_meets_every_fault_or_it_is_said_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    advisor("--help", ADVISOR_CACHE="")()
    alone = ["recommend", "compare", "diagnose", "switch", "replay", "inspect", "batch", "schema", "version"]
    listed = {line.split()[0] for line in capsys.readouterr().out.partition("Commands:")[2].splitlines()
              if line.startswith("  ") and not line.startswith("   ")}
    assert listed - {"rules"} == set(alone) - {"version"}  # which is not listed
    commands = ["wizard", *alone, *(f"rules {name}" for name in COMMANDS)]
    faults = list(dict.fromkeys(row["fault"] for row in MATRIX["rows"]))
    assert list(MATRIX["not_met"]) == faults
    for fault in faults:
        rows = [row for row in MATRIX["rows"] if row["fault"] == fault]
        met = {name for row in rows for name in (*row["commands"], *row["through"])}
        spared = {name for word in MATRIX["not_met"][fault]
                  for name in commands if name == word or name.split()[0] == word}
        assert met <= set(commands), fault
        assert met | spared == set(commands), (fault, set(commands) - met - spared)


def test_the_page_shows_the_matrix() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "make it anew: python -m tests.faults.page"
