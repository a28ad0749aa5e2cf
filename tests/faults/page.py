"""The page docs/faults.md, made from matrix.yaml: python -m tests.faults.page."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
PAGE = FOLDER.parent.parent / "docs" / "faults.md"
HEAD = """\
# What happens when something goes wrong

The program is tried with full disks, kills, closed pipes and wrong clocks. This page says what was tried, what is
promised, and what was seen: "held", or what had to be mended first. Each row is a test that runs with all others. The
page is made from `tests/faults/matrix.yaml` by `python -m tests.faults.page`; a test fails where the two differ.

Some promises stand behind all rows:

- **A file is whole or not there.** It is written beside its place, under a hidden name, and renamed at the
  end. After a kill that hidden file may stay; it begins with a full stop and the name of the file, and may be deleted.
- **Answers are kept after each question**, for their owner only. A second interview at the same time keeps its own.
- **What only saves time may fail without a word**: the cache of compiled rules. A cache that is damaged, or
  that another user wrote, is as if it were not there.
- **No home is made.** Where `HOME` leads nowhere, nothing is kept, and the program says so where that matters.

"Also" lists the commands that take the very same way in the code and are not run once more for that row.
"Not met by" names, with the reason, the commands that the fault cannot touch, or that do there what another one does.
"""
COLUMNS = "| tried | commands | promised | seen | test |\n|---|---|---|---|---|\n"


def matrix() -> dict[str, Any]:
    """The matrix, its groups replaced by the commands in them."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "matrix.yaml").read_text(encoding="utf-8"))
    for row in found["rows"]:
        for key in ("commands", "through"):
            row[key] = [name for word in row.get(key, ()) for name in found["groups"].get(word, [word])]
    return found


def page() -> str:
    """The page."""
    found = matrix()
    parts = [HEAD]
    for fault, rows in groupby(found["rows"], key=lambda row: row["fault"]):
        parts.append(f"\n## {fault[0].upper()}{fault[1:]}\n\n{COLUMNS}")
        for row in rows:
            commands = ", ".join(row["commands"]) + (f". Also: {', '.join(row['through'])}" if row["through"] else "")
            file, _, name = row["test"].removeprefix("tests/").partition("::test_")
            parts.append(f"| {row['tried']} | {commands} | {row['promise']} | {row['seen']} | "
                         f"`{file}`: {name.replace('_', ' ')} |\n")
        missing = found["not_met"][fault]
        if missing:
            parts.append("\nNot met by: " + "; ".join(f"{name} ({why})" for name, why in missing.items()) + ".\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
