"""Keeps text that is only carried through from doing anything in a spreadsheet or on a terminal."""

from __future__ import annotations

import re
from unicodedata import category

_BEGINS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20 \u00a0\t\r\n\"")
"""Where a formula may begin: full width counts in some spreadsheets; blanks and quotes before it are passed over."""
_FORMULA = re.compile(r"(\A|[;\t\n])([\s\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Also after a semicolon or a tab: where those part cells, a new one begins there."""
_FIGURE = re.compile(r"[+-]?[0-9][0-9 .,]*%?\Z")
_LEFT = "\n\t\u200c\u200d"
"""Of the characters that steer or are not seen: what ends a line or a cell, and the joiners, which are spelling."""


def harmless(cell: str) -> str:
    """`cell` as text that no spreadsheet takes for a formula and no terminal for a command.

    What begins like a formula gets an apostrophe before it, unless the cell is a plain figure; control and direction
    characters, and those without width, become the replacement character, save for line breaks, tabs and joiners.
    """
    if cell.isprintable() and cell[:1] not in _BEGINS and ";" not in cell:
        return cell
    clean = cell if cell.isprintable() else "".join(map(_shown, cell.replace("\r\n", "\n").replace("\r", "\n")))
    return clean if _FIGURE.match(clean) else _FORMULA.sub(r"\1\2'", clean)


def _shown(char: str) -> str:
    hidden = not char.isprintable() and char not in _LEFT and category(char) in ("Cc", "Cf", "Zl", "Zp")
    return "\ufffd" if hidden else char
