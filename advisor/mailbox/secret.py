"""A password that does not show itself."""

from __future__ import annotations

import base64
import re
import urllib.parse

from advisor.mailbox.refused import Unavailable
from advisor.mailbox.words import trouble

_HIDDEN = "[hidden]"
_SHORTEST_REDACTED = 4
"""Characters. A shorter password is part of ordinary words; no text of ours holds it anyway."""


class Secret:
    """A password. Its text comes out by `reveal` only: a traceback that shows local values shows nothing."""

    __slots__ = ("_found_by", "_text")

    def __init__(self, text: str) -> None:
        """Raise Unavailable for control characters: a line end would let a password hold commands."""
        if not text or any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text):
            raise Unavailable(trouble("bad-password-characters" if text else "password-empty"))
        self._text = text
        self._found_by: dict[str, re.Pattern[str]] = {}

    def reveal(self) -> str:
        """The password, for the one call that sends it."""
        return self._text

    def redact(self, text: str, user: str = "") -> str:
        """Text in which no usual writing of the password is left, in small letters or in capitals.

        With a login name: nor the two together as AUTHENTICATE PLAIN sends them.
        """
        if len(self._text) < _SHORTEST_REDACTED:
            return text
        if user not in self._found_by:
            self._found_by[user] = _writings(self._text, user)
        return self._found_by[user].sub(_HIDDEN, text)

    def __repr__(self) -> str:
        return "Secret()"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a password is not kept")


def checked_user(user: str) -> str:
    """A login name that can be sent. Raise Unavailable for an empty one and for control characters."""
    if not user or len(user) > 320 or any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in user):
        raise Unavailable(trouble("bad-user"))
    return user


def _writings(text: str, user: str) -> re.Pattern[str]:
    raw = text.encode()
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    forms = {text, quoted, repr(text)[1:-1], ascii(text)[1:-1], str(raw)[2:-1]}
    forms |= {raw.decode("ascii", "replace"), raw.decode("latin-1")}  # as read by those who know no UTF-8
    forms |= {urllib.parse.quote(text), raw.hex()}
    sent = (raw, *(f"{who}\0{user}\0{text}".encode() for who in ("", user)))  # as for AUTHENTICATE PLAIN (RFC 4616)
    for encoded in (base64.b64encode(one).decode() for one in sent):
        forms |= {encoded, encoded.rstrip("=")}
    forms |= {form.upper() for form in forms}  # not the same as looking past capitals: one letter may become two
    return re.compile("|".join(map(re.escape, sorted(forms, key=len, reverse=True))), re.IGNORECASE)
