"""How tests look at a mailbox: with a short deadline, and with all that was said on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import ImapMailbox, Place, Security, Server, Trouble
from advisor.mailbox.imap import Told, greet, read_imap
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.tls import context


@dataclass
class Heard:
    """What came out of one reading."""

    box: ImapMailbox | None = None
    """None where it ended early"""
    kept: list[ImapMailbox] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    notes: list[Trouble] = field(default_factory=list)
    end: Trouble | None = None
    error: Unavailable | None = None

    @property
    def codes(self) -> list[str]:
        """Of everything that went wrong, in the order of its happening."""
        return [one.code for one in [*self.notes, *([self.end] if self.end else [])]]

    @property
    def whole(self) -> ImapMailbox:
        """The mailbox, for a reading that must succeed."""
        assert self.box is not None, (self.end, self.notes)
        return self.box


def place_of(port: int, security: Security = "tls", host: str = "localhost") -> Place:
    """A place on loopback."""
    return Place("imap", host, port, security, "the test")


def look(server: Any, *, password: str | None = None, seconds: float = 20, place: Place | None = None) -> Heard:
    """Sign in and read; never raises what a person would see as a traceback. Server: a Dovecot or a scripted one."""
    heard = Heard()
    told = Told(heard.said.append, heard.kept.append, heard.notes.append)
    try:
        secret = Secret(server.password if password is None else password)
        where = place or place_of(server.ports.imaps)
        tls = context(str(server.ca_file))
        heard.box = read_imap(where, server.user, secret, Deadline(seconds), tls, told)
    except Unavailable as unavailable:
        heard.end, heard.error = unavailable.trouble, unavailable
    return heard


def meet(place: Place, ca_file: Path, seconds: float = 10) -> Server:
    """What the server offers without a password."""
    return greet(place, Deadline(seconds), context(str(ca_file)))


def assert_plain(trouble: Trouble | None) -> None:
    """Words for people: sentences, no class of an exception, no bytes, no code of a library."""
    assert trouble is not None
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", trouble.code)
    assert trouble.message[0].isupper()
    assert trouble.message.rstrip()[-1] in ".!"
    assert not re.search(r"Error\b|Errno|b'|\bssl\b|imaplib|Traceback|\[[A-Z]+\]", trouble.message + trouble.fix)
