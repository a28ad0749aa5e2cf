"""Prints the lines of a report: with colour on a terminal that shows it, as plain text everywhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from advisor.report.page.clean import ascii_safe
from advisor.report.page.line import Line

# Every one of them must be readable on a dark and on a light background: no white, no black, no yellow alone.
STYLES = {
    "headline": "bold green",
    "heading": "bold",
    "must": "bold",
    "should": "",
    "check": "cyan",
    "warning": "red",
    "command": "cyan",
    "dim": "dim",
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
