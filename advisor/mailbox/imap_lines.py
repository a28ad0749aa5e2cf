"""Reading single lines of a server's answer. Each line stands alone: a spoiled one is left out, the others count.

IMAPClient parses a whole LIST at once, so that one spoiled line loses all folders, and it reads a folder named "01"
as the number 1; therefore LIST and STATUS are read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from advisor.mailbox.folder_names import usual_use

FIGURE_MOST = 2**63 - 1
"""RFC 9051 section 9: number64. More is not a figure but a mistake, or an attempt"""
SPECIAL = {
    "\\sent": "sent",
    "\\drafts": "drafts",
    "\\junk": "junk",
    "\\trash": "trash",
    "\\archive": "archive",
    "\\all": "all",
    "\\flagged": "flagged",
    "\\important": "important",
}
"""RFC 6154 section 2, RFC 8457 section 3."""

Answer = bytes | tuple[bytes, bytes]
"""As imaplib keeps it: a line, or a line up to a literal together with that literal."""

_LISTED = re.compile(rb'\((?P<flags>[^()]*)\) (?P<separator>NIL|"(?:\\.|[^"\\])*") (?P<name>.*)', re.DOTALL | re.I)
_QUOTED = re.compile(rb'"((?:\\.|[^"\\])*)"', re.DOTALL)
_STATUS = re.compile(rb'(?P<name>"(?:\\.|[^"\\])*"|[^\s"(){]+)? ?\((?P<items>[^()]*)\)\s*', re.DOTALL)
_LITERAL = re.compile(rb"\{\d+\+?\}$")


class Listed(NamedTuple):
    """One line of LIST or LSUB."""

    raw: bytes
    """the name as the server spells it; this and nothing else is sent back"""
    name: str
    flags: frozenset[str]
    """in small letters"""
    separator: str
    """"" where the server has no levels"""

    @property
    def selectable(self) -> bool:
        """Whether it can hold mail (RFC 9051 section 7.3.1)."""
        return not self.flags & {"\\noselect", "\\nonexistent"}

    @property
    def special(self) -> str:
        """What it is for, where the server says so; the Inbox is special by its name (RFC 9051 section 5.1)."""
        if self.raw.upper() == b"INBOX":
            return "inbox"
        return next((SPECIAL[flag] for flag in sorted(self.flags) if flag in SPECIAL), "")

    def usual(self) -> str:
        """What a folder of this name is usually for; looked at where the server says nothing of this folder."""
        last = self.name.rsplit(self.separator, 1)[-1] if self.separator else self.name
        return usual_use(last)


def whole(answers: Iterable[Answer | None]) -> Iterator[tuple[bytes, bytes | None, bytes]]:
    """Each answer as (text before a literal, the literal or None, text behind it). One with two literals is spoiled."""
    before: tuple[bytes, bytes] | None = None
    spoiled = False
    for answer in answers:
        if isinstance(answer, tuple):
            spoiled, before = before is not None, answer
        elif isinstance(answer, bytes):
            if before is None:
                yield answer, None, b""
            elif not spoiled:
                yield _LITERAL.sub(b"", before[0]), before[1], answer
            before, spoiled = None, False


def listed(answers: Iterable[Answer | None]) -> list[Listed]:
    """The folders of LIST or LSUB that can be read."""
    found = []
    for text, literal, _ in whole(answers):
        match = _LISTED.fullmatch(text)
        if match is None:
            continue
        raw = literal if literal is not None else unquoted(match["name"])
        if raw:
            flags = frozenset(flag.decode("ascii", "replace").lower() for flag in match["flags"].split())
            separator = b"" if match["separator"].upper() == b"NIL" else unquoted(match["separator"])
            found.append(Listed(raw, decoded(raw), flags, separator.decode("ascii", "replace")))
    return found


def unquoted(text: bytes) -> bytes:
    """The content of a quoted string; anything else as it is."""
    match = _QUOTED.fullmatch(text.strip())
    return re.sub(rb"\\(.)", rb"\1", match[1], flags=re.DOTALL) if match else text.strip()


def quoted(name: bytes) -> str | None:
    """A folder's name to send back, or None where that cannot be done safely (controls, or bytes beyond ASCII)."""
    if any(byte < 0x20 or byte > 0x7E for byte in name):
        return None
    return '"' + name.decode("ascii").replace("\\", "\\\\").replace('"', '\\"') + '"'


def decoded(name: bytes) -> str:
    """A folder's name as text: modified UTF-7 (RFC 9051 appendix A), or UTF-8 as newer servers send it."""
    from imapclient.imap_utf7 import decode

    if all(byte < 0x80 for byte in name):
        try:
            return str(decode(name))
        except (UnicodeError, ValueError):
            return name.decode("ascii", "replace")
    return name.decode("utf-8", "replace")


def statuses(answers: Iterable[Answer | None]) -> dict[bytes, dict[str, int]]:
    """By folder, the figures that STATUS gave. What is no figure is left out: unknown is not nought."""
    found: dict[bytes, dict[str, int]] = {}
    for text, literal, behind in whole(answers):
        match = _STATUS.fullmatch(text if literal is None else behind.lstrip())
        if match is not None and (literal is not None or match["name"]):
            found[folded(unquoted(match["name"]) if literal is None else literal)] = _figures(match["items"])
    return found


def folded(name: bytes) -> bytes:
    """The Inbox may be written in any letters; other names must match to the byte."""
    return b"INBOX" if name.upper() == b"INBOX" else name


def _figures(items: bytes) -> dict[str, int]:
    words = items.split()
    if len(words) % 2:
        return {}
    pairs = zip(words[::2], words[1::2], strict=True)
    found = {name.decode("ascii", "replace").upper(): figure(value) for name, value in pairs}
    return {name: value for name, value in found.items() if value is not None}


def figure(value: object) -> int | None:
    """A count or size; None for anything that is not digits, is negative, or is absurd."""
    if isinstance(value, bytes):
        value = int(value) if value.isdigit() and len(value) < 20 else None
    return value if isinstance(value, int) and 0 <= value <= FIGURE_MOST else None


def sizes(answers: Iterable[Answer | None]) -> dict[int, int]:
    """By message number, the sizes of a FETCH; numbers that were sent twice count once."""
    found = {}
    for text, _, _ in whole(answers):
        match = re.fullmatch(rb"(\d{1,10}) \((?:.* )?RFC822\.SIZE (\d{1,19})(?: .*)?\)", text, re.DOTALL | re.I)
        if match:
            found[int(match[1])] = int(match[2])
    return found
