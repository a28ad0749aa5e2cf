"""The connection under IMAPClient: over a TLS socket of ours, bounded in every direction, reading commands only.

Imported late, and only by the modules of this room that speak IMAP: it loads imaplib and IMAPClient.

IMAPClient opens its own connections, with a time limit per read only, lines of 1 MB and literals without limit. It
has one seam for another connection, `_create_IMAP4` (the same in versions 3 and 4). What is put in there overrides
the five methods that imaplib means to be overridden, as its own subclasses do (open, read, readline, send,
shutdown), and `_append_untagged`, so that what a server sends unasked or without end is counted but not kept.
"""

from __future__ import annotations

import imaplib
import logging
import re
from collections import Counter
from typing import Any

from imapclient import IMAPClient

from advisor.mailbox.refused import Unavailable
from advisor.mailbox.stream import Stream
from advisor.mailbox.words import trouble

# It logs words of the server that it cannot read, which can be the password; with nobody listening, Python would print
# them. So nobody is told, whatever else the process logs (docs/decisions/0018-no-words-of-servers.md).
logging.getLogger("imapclient").propagate = False
logging.getLogger("imapclient").addHandler(logging.NullHandler())

_LINE_MOST = 64 * 1024
"""Bytes of one line. Capabilities, the longest honest line, stay below 2 KiB; a folder's name below 1 KiB."""
_LITERAL_MOST = 64 * 1024
"""Bytes of one literal. Only names of folders come as literals here: no message is ever fetched."""
KEPT_MOST = 2000
"""Answers of one kind that are kept until they are read; the rest is counted. So many folders nobody reads."""
KINDS_MOST = 64
"""Kinds of answers that are kept; some 20 exist."""
_COMMAND = re.compile(rb"[A-P]{4}\d+ (?P<words>.*)", re.DOTALL)
_READING = re.compile(
    rb"(?:CAPABILITY|NAMESPACE|LOGOUT"
    rb"|GETQUOTAROOT \"?INBOX\"?"
    rb'|(?:LIST|LSUB) "" "?\*"?(?: RETURN \((?:SPECIAL-USE|STATUS \((?:MESSAGES SIZE|MESSAGES)\)| )+\))?'
    rb"|STATUS \"(?:\\.|[^\"\\\r\n])*\" \((?:MESSAGES SIZE|MESSAGES)\)"
    rb"|EXAMINE \"(?:\\.|[^\"\\\r\n])*\""
    rb"|FETCH \d+:\d+ \(RFC822\.SIZE\))(?:\r\n)?"
)
_SIGNING_IN = re.compile(rb"AUTHENTICATE (?:PLAIN|LOGIN)|LOGIN \"(?:\\.|[^\"\\\r\n\x00])*\" \{\d{1,4}\}")
"""With these a login begins. The rest of it is a line that the server has asked for by a "+"."""
_CONTINUED = re.compile(rb"[^\r\n\x00]*")
_GREETING = re.compile(rb"\* (?:OK|BYE|PREAUTH)\b", re.I)
_MANY = {b"* LIST ": "LIST", b"* LSUB ": "LSUB"}


class Wire(imaplib.IMAP4):
    """imaplib over a connection that is encrypted already, and that bounds lines, literals, bytes and time."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.counted: Counter[str] = Counter()
        """answers by kind since the last command, kept or not"""
        self.signing_in = False
        self._asked = False
        """whether the server asked for a further line, which was not sent yet"""
        self._greeted = False
        super().__init__()

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:  # noqa: ARG002
        """The connection is there."""
        self.host, self.port, self.sock = host, port, self.stream.sock

    def _get_capabilities(self) -> None:
        """Ask what the server can do before login. imaplib has no code of its own for one that does not tell."""
        code = ""
        try:
            super()._get_capabilities()  # type: ignore[misc]  # not in the stubs
            self.capabilities = tuple(sorted(set(self.capabilities)))
            code = "" if {"IMAP4REV1", "IMAP4"} & set(self.capabilities) else "garbled"
        except self.abort:
            raise
        except self.error:
            code = "no-capabilities"
        if code:
            raise Unavailable(trouble(code, self.stream.where))

    def readline(self) -> bytes:
        """One line; the stream bounds it. Of folders beyond those that are kept, only the number is of interest."""
        while True:
            line = self.stream.readline(_LINE_MOST)
            kind = _MANY.get(line[:7].upper())
            if kind is None or self.counted[kind] < KEPT_MOST or line.endswith(b"}\r\n"):
                break
            self.counted[kind] += 1  # not handed on: imaplib takes four times as long to look at it and drop it
        if not self._greeted and not _GREETING.match(line):  # another service, or none at all
            raise Unavailable(trouble("garbled", self.stream.where))
        self._greeted = True
        self._asked = line.startswith(b"+")
        return line

    def read(self, size: int) -> bytes:
        """The bytes of a literal; too many are refused before the first of them is read."""
        if size > _LITERAL_MOST:
            raise Unavailable(trouble("too-long", self.stream.where))
        return self.stream.read(size)

    def send(self, data: Any) -> None:
        """Send a command that reads, or what signs in while signing in; anything else is refused here."""
        data = bytes(data)
        match = _COMMAND.fullmatch(data)
        if match is not None:
            self.counted.clear()
        reads = data == b"\r\n" or (match is not None and _READING.fullmatch(match["words"]))
        if not (reads or (self.signing_in and self._signs_in(data, match))):
            raise RuntimeError("this command is not one of those that only read")
        self.stream.sendall(data)

    def _signs_in(self, data: bytes, match: re.Match[bytes] | None) -> bool:
        """Whether it begins a login, or is the one line that the server just asked for."""
        if match is not None and _SIGNING_IN.fullmatch(match["words"].removesuffix(b"\r\n")):
            return True
        asked, self._asked = self._asked, False
        return asked and _CONTINUED.fullmatch(data) is not None

    def shutdown(self) -> None:
        """Close, whatever state the connection is in."""
        self.stream.close()

    def _append_untagged(self, typ: str, dat: Any) -> None:
        """Keep an answer for the command that asks for it. Parts of an answer with a literal go the way of its end."""
        if typ not in self.counted and len(self.counted) >= KINDS_MOST:
            return  # no counter either: a server could make up a million kinds
        full = self.counted[typ] >= KEPT_MOST
        if not isinstance(dat, tuple):
            self.counted[typ] += 1
        kept: dict[str, list[Any]] = self.untagged_responses
        if not full:
            kept.setdefault(typ, []).append(b"" if dat is None else dat)

    def _log(self, line: str) -> None:
        """Remember no command: imaplib would keep the last ten, with the password of LOGIN among them."""

    def _mesg(self, s: str, secs: float | None = None) -> None:
        """Print nothing."""


class Session(IMAPClient):  # type: ignore[misc]  # it brings no types
    """IMAPClient over such a connection."""

    wire: Wire

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        super().__init__("", ssl=False)  # meaning: it adds no encryption of its own
        self.folder_encode = False  # names of folders are read by imap_lines.py
        self.wire.debug = 0  # IMAPClient sets 5, and hands every line to the logging of the program

    def _create_IMAP4(self) -> Wire:  # noqa: N802 (its name there)
        self.wire = Wire(self._stream)
        return self.wire

    def _set_read_timeout(self) -> None:
        """The stream bounds every read."""
