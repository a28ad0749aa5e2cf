"""Keeps text that is only carried through from doing anything in a spreadsheet or on a terminal."""

from __future__ import annotations

import re

_BEGINS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20 \u00a0\t\r\n\"")
"""Where a formula may begin: full width counts in some spreadsheets; blanks and quotes before it are passed over."""
_FORMULA = re.compile(r"(\A|[;\t\n])([\s\"]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Also after a semicolon or a tab: where those part cells, a new one begins there."""
_FIGURE = re.compile(r"[+-]?[0-9][0-9 .,]*%?\Z")
_SHOWN_AS = dict.fromkeys([*range(32), *range(127, 160), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F),
                           *range(0x2066, 0x206A)], "\ufffd") | {ord("\n"): "\n", ord("\t"): "\t"}


def harmless(cell: str) -> str:
    """`cell` as text that no spreadsheet takes for a formula and no terminal for a command.

    What begins like a formula gets an apostrophe before it, unless the cell is a plain figure; control and direction
    characters become the replacement character, save for line breaks and tabs.
    """
    if cell.isprintable() and cell[:1] not in _BEGINS and ";" not in cell:
        return cell
    clean = cell.replace("\r\n", "\n").replace("\r", "\n").translate(_SHOWN_AS)
    return clean if _FIGURE.match(clean) else _FORMULA.sub(r"\1\2'", clean)
