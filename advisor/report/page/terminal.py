"""Prints the lines of a report: with colour on a terminal that shows it, as plain text everywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from advisor.report.page.clean import ascii_safe
from advisor.report.page.line import Line

# Nobody knows the ground of a terminal. Cyan and green on white have a contrast of 2:1, blue on black as little, and
# dimmed text less than anybody chose. What is in colour is so in red or magenta, which are readable on both
# (docs/accessibility.md), and each such line says by a word or a sign what it is.
STYLES = {
    "headline": "bold",
    "heading": "bold",
    "must": "bold",
    "should": "",
    "check": "magenta",
    "warning": "red",
    "command": "magenta",
    "dim": "",
}


def plain(lines: Iterable[Line]) -> str:
    """The lines as text, each with its line break."""
    return "".join(line.text + "\n" for line in lines)


def print_lines(lines: Iterable[Line], stream: TextIO, *, colour: bool) -> None:
    """Writes `lines` to `stream`, each as one line however wide; characters that it cannot take are replaced."""
    safe = list(lines)
    if stream.encoding is not None:  # a text in memory has none, and takes every character
        safe = [Line(ascii_safe(line.text, stream.encoding), line.style) for line in safe]
    if not colour:
        stream.write(plain(safe))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, force_terminal=True, highlight=False, markup=False, emoji=False)
    for line in safe:
        console.print(Text(line.text, style=STYLES.get(line.style, "")), soft_wrap=True)
