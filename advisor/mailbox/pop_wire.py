"""poplib behind a connection of ours: verified before it begins, bounded, and able to say nothing but what reads.

Imported late, and only by pop.py. poplib by itself verifies no certificate, waits for ever and keeps whole answers.
"""

from __future__ import annotations

import base64
import poplib
import re
from collections.abc import Iterator
from typing import Any

from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.stream import Stream
from advisor.mailbox.words import trouble

_LOGIN_SECONDS = 25.0
"""A locked mailbox is refused late: Dovecot waits 11.5 s for the lock, others up to 20 s, before it says [IN-USE]."""
_READ_SECONDS = 20.0
"""For one answer after login: a large mailbox may have to be indexed first (5 s for 100,000 messages)."""
_GOODBYE_SECONDS = 2.0
_READING = re.compile(rb"CAPA|STAT|LIST|UIDL|QUIT")
_SIGNING_IN = re.compile(rb"USER [^\r\n\x00]+|PASS [^\r\n\x00]+|AUTH PLAIN")
_CONTINUED = re.compile(rb"[A-Za-z0-9+/]+=*")


class NotReading(RuntimeError):
    """A command that is not on the list of those that only read. A mistake in this program; nothing was sent."""


class Pop(poplib.POP3):
    """One conversation. Never RETR, TOP, DELE, RSET or anything else that is not named in this module."""

    def __init__(self, stream: Stream) -> None:
        """Read the greeting."""
        self._stream: Any = stream
        self._signing_in = False
        self._asked = False
        """whether the server asked for a further line of the login, which was not sent yet"""
        self.password_sent = False
        super().__init__("", 0)

    def _create_socket(self, _: float | object) -> Any:
        return self._stream

    def _putline(self, line: bytes) -> None:
        """The one place where something is sent."""
        line = bytes(line)
        asked, self._asked = self._asked, False
        login = _CONTINUED if asked else _SIGNING_IN
        if not _READING.fullmatch(line) and not (self._signing_in and login.fullmatch(line)):
            raise NotReading
        self._stream.sendall(line + b"\r\n")

    def each(self, command: str) -> Iterator[bytes]:
        """The lines of a long answer, one at a time: none of them is kept."""
        self._shortcmd(command)  # type: ignore[attr-defined]
        while (line := self._getline()[0]) != b".":  # type: ignore[attr-defined]
            yield line[1:] if line.startswith(b"..") else line

    def short(self, command: str) -> bytes:
        """The one line of a short answer."""
        return bytes(self._shortcmd(command))  # type: ignore[attr-defined]

    def sign_in(self, user: str, password: Secret, plain: bool) -> None:
        """Send the password, once: as AUTH PLAIN (RFC 5034, without an initial response), or else by USER and PASS.

        A refused user name ends it before the password is sent.
        """
        self._signing_in = True
        self._stream.seconds = _LOGIN_SECONDS
        try:
            if plain:
                if not re.fullmatch(rb"\+(?: .*)?", self.short("AUTH PLAIN")):  # not asked to send the password: do not
                    raise Unavailable(trouble("garbled", self._stream.where))
                text = f"\0{user}\0{password.reveal()}".encode()
                self._asked = self.password_sent = True
                self.short(base64.b64encode(text).decode("ascii"))
            else:
                self.short(f"USER {user}")
                self.password_sent = True
                self.short(f"PASS {password.reveal()}")
        finally:
            self._signing_in = False
            self._stream.seconds = _READ_SECONDS

    def end(self) -> None:
        """QUIT, which frees the mailbox at once and, as nothing was marked, removes nothing; then close."""
        self._stream.seconds = _GOODBYE_SECONDS
        try:
            self.short("QUIT")
        except Exception:  # the mailbox is as it was, whether the server says goodbye or not
            return
        finally:
            self._stream.shutdown()
            self._stream.close()
