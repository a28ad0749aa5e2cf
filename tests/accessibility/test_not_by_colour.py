"""Colour on a terminal is never the only sign, and can be read on a dark and on a light ground."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from advisor.cli.asking.prompt_keys import _STYLE
from advisor.cli.edge.environment import Environment
from advisor.cli.main import run
from advisor.report.page.line import Line
from advisor.report.page.terminal import STYLES, print_lines
from tests.report.test_html import contrast

PALETTES = {  # what xterm and the GNOME terminal show by default, on white and on black
    "xterm": {"red": "#cd0000", "green": "#00cd00", "blue": "#0000ee", "magenta": "#cd00cd", "cyan": "#00cdcd"},
    "tango": {"red": "#cc0000", "green": "#4e9a06", "blue": "#3465a4", "magenta": "#75507b", "cyan": "#06989a"},
}
GROUNDS = ("#000000", "#ffffff")
HARMLESS = {"bold", "underline", "class:", ""}
SIGNS = {
    "warning": r"^\s*(!|E |W |.*\b(ruled out|fail|not|no|unknown|differ|refused|warn|gone|changed|trouble)\w*)",
    "must": r"^\s*(\d+\. )?\[must\]|^- |^\d+\. |^Look again at: ",
    "check": r"^\s*((\d+\. )?\[check\]|Note: |Open to doubt|Settings )",
    "command": r"advisor |--|^\w+: ",
}
"""By what a line of each colour is known without it."""
COMMANDS = ("recommend --devices several --quota full --sources --trace --scales --client thunderbird --provider gmx",
            "recommend --devices one --offered none", "compare --sources", "diagnose --in-webmail inbox --bounce full",
            "switch mailbox-full --quota full", "rules show devices", "rules sources D4.11", "rules order")


class Screen(io.StringIO):
    """A terminal that takes colour."""

    encoding = "utf-8"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def shown(command: str, folder: Path, **variables: str) -> str:
    screen = Screen()
    environment = Environment(io.StringIO(), screen, io.StringIO(), {
        "TERM": "xterm", "ADVISOR_CACHE": str(folder), "ADVISOR_STATE": str(folder), **variables})
    assert run(command.split(), environment) == 0
    return screen.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_without_colour_the_words_are_the_same(command: str, tmp_path: Path) -> None:
    coloured = shown(command, tmp_path)
    assert "\x1b[" in coloured
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert shown(command, tmp_path, **variables) == re.sub(r"\x1b\[[\d;]*m", "", coloured)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_coloured_line_says_what_it_is(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[Line] = []

    def keep(found: object, *_: object, **__: object) -> None:
        lines.extend(found)  # type: ignore[call-overload]

    monkeypatch.setattr("advisor.report.page.terminal.print_lines", keep)
    shown(command, tmp_path)
    assert lines
    before = Line("")
    for line in lines:
        if line.style in SIGNS and before.style != line.style:  # the first line of a paragraph
            assert re.search(SIGNS[line.style], line.text), line
        before = line


@pytest.mark.parametrize("style", [*STYLES.values(), *(style for _, style in _STYLE)])
def test_every_colour_can_be_read_on_dark_and_on_light(style: str) -> None:
    for word in style.replace("fg:ansi", "").split():
        if word in HARMLESS:
            continue
        for palette in PALETTES.values():
            assert all(contrast(palette[word], ground) >= 3 for ground in GROUNDS), style


@pytest.mark.parametrize("colour", ["cyan", "green", "blue"])
def test_that_check_can_fail(colour: str) -> None:
    assert any(contrast(palette[colour], ground) < 3 for palette in PALETTES.values() for ground in GROUNDS)


def test_the_ground_is_never_set() -> None:
    stream = Screen()
    print_lines([Line("words", style) for style in STYLES], stream, colour=True)
    codes = {int(code) for codes in re.findall(r"\x1b\[([\d;]+)m", stream.getvalue()) for code in codes.split(";")}
    assert codes <= {0, 1, 31, 35}
