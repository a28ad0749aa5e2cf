"""Makes text from outside harmless: nothing in it can steer a terminal, reorder a line or start a new one."""

from __future__ import annotations

import unicodedata

_SHORT = {"\n": "\\n", "\r": "\\r", "\t": " "}
_JOINERS = "\u200c\u200d"  # zero width, but spelling: several scripts are wrong without them
_PLAIN = {
    "\u2018": "'", "\u2019": "'", "\u201a": ",", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"',
    "\u00bb": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
    "\u2022": "-", "\u2026": ".", "\u00d7": "x", "\u00df": "s", "\u00f8": "o", "\u00d8": "O", "\u0142": "l",
}


def clean(text: str) -> str:
    """`text` in one line, each character that could do more than be shown replaced by its visible escape.

    That takes in control characters (and with them every terminal sequence, which stays readable as text), newlines,
    bidirectional controls and other invisible format characters, and what Unicode has not assigned.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def ascii_safe(text: str, encoding: str | None) -> str:
    """`text` such that a stream of this `encoding` can take it; no character gets wider.

    What cannot be encoded becomes the plain character nearest to it, or `?`. An unknown encoding counts as ASCII.
    """
    try:
        text.encode(encoding or "ascii")
    except UnicodeEncodeError:
        return "".join(_encodable(char, encoding or "ascii") for char in text)
    except LookupError:
        return ascii_safe(text, "ascii")
    return text


def _shown(char: str) -> str:
    if char.isprintable() or char in _JOINERS:
        return char
    if char in _SHORT:
        return _SHORT[char]
    if unicodedata.category(char) == "Zs":
        return " "
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _encodable(char: str, encoding: str) -> str:
    for candidate in (char, _PLAIN.get(char, ""), unicodedata.normalize("NFKD", char)[:1]):
        try:
            candidate.encode(encoding)
        except UnicodeEncodeError:
            continue
        if candidate:
            return candidate
    return "" if unicodedata.category(char) in ("Mn", "Me", "Cf") else "?"
