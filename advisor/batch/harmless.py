"""Keeps text that is only carried through from doing anything in a spreadsheet or on a terminal."""

from __future__ import annotations

import re

_FORMULA = "=+-@\t\r"
_FIGURE = re.compile(r"[+-]?[0-9][0-9 .,:/-]*%?\Z")
_SHOWN_AS = dict.fromkeys([*range(32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F),
                           *range(0x2066, 0x206A)], "\ufffd") | {ord("\n"): "\n", ord("\t"): "\t"}


def harmless(cell: str) -> str:
    """`cell` as text that no spreadsheet takes for a formula and no terminal for a command.

    What begins like a formula gets an apostrophe before it, unless it is a plain figure; control and direction
    characters become the replacement character, save for line breaks and tabs.
    """
    if cell.isprintable() and cell[:1] not in _FORMULA:
        return cell
    clean = cell.translate(_SHOWN_AS)
    first = clean.lstrip()[:1]
    return "'" + clean if first and first in _FORMULA and not _FIGURE.match(clean) else clean
