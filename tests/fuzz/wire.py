"""A mail server made of an input: it answers each command with what the input says, else as an honest one does."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from typing import Any

from advisor.mailbox import stream
from advisor.mailbox.found import ImapMailbox, Inspection, PopMailbox, Server, Whereabouts
from advisor.report.inspection.inspection import mailbox_report
from advisor.report.inspection.json import inspection_document
from advisor.report.inspection.markdown import inspection_markdown
from advisor.report.inspection.text import inspection_lines
from advisor.report.page.json_document import dumps
from tests.fuzz import bases
from tests.fuzz.checks import harmless
from tests.fuzz.target import Fault

USER, PASSWORD = "mary@example.test", "Zq7-plum-Harbour"
_PART = re.compile(rb"^=([A-Z]{3,12})\r?$", re.MULTILINE)
CLOSED = b"CLOSED"
"""Instead of an answer: the server goes away."""


class Scripted:
    """Stands for a socket. The input has parts, each begun by a line such as =LIST and used for one such command.

    The last part of a command answers all that follow. A server that says nothing is silent at once: nobody waits.
    """

    def __init__(self, data: bytes, honest: Mapping[bytes, bytes]) -> None:
        self.honest = honest
        self.answers: dict[bytes, list[bytes]] = {}
        parts = _PART.split(data)
        for name, text in zip(parts[1::2], parts[2::2], strict=True):
            self.answers.setdefault(name, []).append(text.removeprefix(b"\n"))
        self.sent = b""
        self.tag = b""
        self.closed = False
        self.waiting = bytearray()
        self.answer(b"GREETING")

    def answer(self, command: bytes) -> None:
        """Gets the answer to a command ready."""
        own = self.answers.get(command)
        text = self.honest.get(command, self.honest[b"OTHER"])
        if own:
            text = own.pop(0) if len(own) > 1 else own[0]
        if text.strip() == CLOSED:
            self.closed = True
            return
        self.waiting += re.sub(rb"(?<!\r)\n", b"\r\n", text.replace(b"TAG", self.tag))

    def settimeout(self, _: float | None) -> None:
        """Nobody waits."""

    def recv(self, size: int) -> bytes:
        """What was answered."""
        if not self.waiting and not self.closed:
            raise TimeoutError
        data = bytes(self.waiting[:size])
        del self.waiting[:size]
        return data

    def send(self, data: Any) -> int:
        """Takes commands, and answers each whole line."""
        self.sent += bytes(data)
        while b"\r\n" in self.sent:
            line, _, self.sent = self.sent.partition(b"\r\n")
            self.take(line)
        return len(data)

    def take(self, line: bytes) -> None:
        """One line of the client."""
        found = re.fullmatch(rb"([A-P]{4}\d+) ([A-Za-z]+).*", line, re.DOTALL)
        if found is not None:
            self.tag = found[1]
            word = found[2].upper()
        else:
            word = line.split(b" ")[0].upper()
        self.answer(word if word in self.honest or word in self.answers else b"OTHER")

    def shutdown(self, _: int = socket.SHUT_RDWR) -> None:
        """Both directions."""
        self.closed = True

    def close(self) -> None:
        """Gone."""
        self.closed = True


def connecting() -> None:
    """Lets a connection be ended although it is no socket."""
    stream.shut = Scripted.shutdown  # type: ignore[assignment]


def told(server: Server, imap: ImapMailbox | None = None, pop: PopMailbox | None = None) -> None:
    """What was read, in every format: nothing in it steers a terminal, and the password is not in it."""
    inspection = Inspection(USER, Whereabouts((server.place,)), (server,), imap, pop, signed_in=True)
    report = mailbox_report(bases.opened("rules").base, inspection)
    texts = [line.text for line in inspection_lines(report, 60, onward="x", sources=True)]
    texts += [dumps(inspection_document(report)), inspection_markdown(report, onward="x")]
    for text in texts:
        harmless(text)
        if PASSWORD in text:
            raise Fault("the password is told", text[:300])
