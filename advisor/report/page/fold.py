"""Text folded to a width. Never cuts anything off."""

from __future__ import annotations

import unicodedata

from advisor.report.page.clean import clean
from advisor.report.page.line import Line

_CLOSING = ".,:;)]}'\""


def harmless(text: str) -> str:
    """`text` as one paragraph that steers nothing, with single blanks between its words."""
    return " ".join(clean(text).split())


def columns(text: str) -> int:
    """How many columns `text` takes on a terminal: East Asian wide characters two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fold(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """`text` in lines of at most `width` columns, the first one led by `first`, the others by `rest`.

    `rest` is as many blanks as `first` is wide unless given. A word that does not fit behind its lead has a line of its
    own, less indented; one that fits in no line is broken, if it can be where its closing signs begin.
    """
    rest = " " * columns(first) if rest is None else rest
    width = max(width, columns(first) + 2, columns(rest) + 2)
    lines: list[str] = []
    line, lead = first, first
    for word in harmless(text).split(" "):
        gap = "" if line == lead else " "
        if columns(line) + len(gap) + columns(word) <= width:
            line += gap + word
            continue
        if line != lead:
            lines.append(line)
            line = lead = rest
        while columns(line) + columns(word) > width:
            head = word if columns(word) <= width else word.rstrip(_CLOSING) or word
            if columns(head) <= width:  # a place, an id, an address: there to be copied
                if line.strip():
                    lines.append(line.rstrip())
                line = " " * min(columns(rest), width - columns(head))
                if head == word:
                    break
            else:
                head = _head(word, width - columns(line))
            lines.append(line + head)
            word = word[len(head):]  # noqa: PLW2901
            line = lead = rest
        line += word
    return [*lines, line.rstrip()]


def flow(text: str, width: int, style: str = "", first: str = "", rest: str | None = None) -> list[Line]:
    """`text` folded, as lines of that style; an empty text has none."""
    return [Line(line, style) for line in fold(text, width, first, rest)] if text else []


def _head(word: str, room: int) -> str:
    """As much of `word` as fits into `room` columns, at least one character."""
    taken = 0
    for index, char in enumerate(word):
        taken += _columns(char)
        if taken > room and index:
            return word[:index]
    return word


def pad(text: str, width: int) -> str:
    """`text` with blanks up to `width` columns."""
    return text + " " * (width - columns(text))
