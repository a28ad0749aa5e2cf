"""Draws docs/screen.svg: a real report, drawn by the program's own renderer. Run it after the report has changed."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.report.advice.build import recommend
from advisor.report.advice.text import report_lines
from advisor.report.page.terminal import STYLES
from advisor.rulebase.load import builtin_folder, load

ANSWERS = {"devices": "several", "offline": "sometimes", "quota": "full", "local_backup": "regular", "current": "pop",
           "offered": "both"}
TARGET = Path(__file__).parent / "screen.svg"


def screen() -> str:
    """The picture, without anything that has to be fetched when it is looked at."""
    base = load(builtin_folder())
    rec = recommend(base, case_of(ANSWERS), compile_rules(base))
    console = Console(record=True, width=90, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(f"$ {rec.command}\n", markup=False, highlight=False, soft_wrap=False)
    for line in report_lines(rec, width=88):
        console.print(Text(line.text, style=STYLES.get(line.style, "")))
    svg = console.export_svg(title="advisor", unique_id="advisor")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"<!-- Generated with Rich.*?-->\s*", "", svg)


if __name__ == "__main__":
    TARGET.write_text(screen(), encoding="utf-8")
