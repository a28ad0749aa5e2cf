"""A password that does not show itself."""

from __future__ import annotations

import base64
import urllib.parse

from advisor.mailbox.refused import Unavailable
from advisor.mailbox.words import trouble

HIDDEN = "[hidden]"
SHORTEST_REDACTED = 4
"""Characters. A shorter password is part of ordinary words; no text of ours holds it anyway."""


class Secret:
    """A password. Its text comes out by `reveal` only: a traceback that shows local values shows nothing."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Raise Unavailable for control characters: a line end would let a password hold commands."""
        if not text or any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in text):
            raise Unavailable(trouble("bad-password-characters" if text else "password-empty"))
        self._text = text

    def reveal(self) -> str:
        """The password, for the one call that sends it."""
        return self._text

    def redact(self, text: str) -> str:
        """Text in which no usual writing of the password is left."""
        if len(self._text) < SHORTEST_REDACTED:
            return text
        raw = self._text.encode()
        quoted = self._text.replace("\\", "\\\\").replace('"', '\\"')
        forms = {self._text, quoted, repr(self._text)[1:-1], ascii(self._text)[1:-1], str(raw)[2:-1]}
        forms |= {urllib.parse.quote(self._text), base64.b64encode(raw).decode(), raw.hex()}
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, HIDDEN)
        return text

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
