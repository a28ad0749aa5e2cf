"""One login by POP3 for a test, and what it told on the way."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import Place, PopMailbox, Security, Server, Trouble
from advisor.mailbox.pop import greet, read_pop
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.tls import context
from tests.mailbox.dovecot import Dovecot

USER, PASSWORD = "mary@example.test", "Zq7-plum-Harbour"


class Read(NamedTuple):
    """Everything that came of it."""

    server: Server
    box: PopMailbox | None
    """None where it did not sign in"""
    kept: list[PopMailbox]
    notes: list[str]
    """codes"""
    trouble: Trouble | None
    """why it did not sign in"""
    said: list[str]


def read(
    port: int, ca_file: str, user: str = USER, password: str = PASSWORD, security: Security = "tls", seconds: float = 20
) -> Read:
    """Greet, sign in, read."""
    tls, deadline = context(ca_file), Deadline(seconds)
    server = greet(Place("pop", "localhost", port, security, "a test"), deadline, tls)
    kept: list[PopMailbox] = []
    notes: list[Trouble] = []
    said: list[str] = []
    try:
        box = read_pop(server, user, Secret(password), deadline, tls, said.append, kept.append, notes.append)
    except Unavailable as unavailable:
        if kept:  # it ended after the login
            return Read(server, kept[-1], kept, [*(note.code for note in notes), unavailable.trouble.code], None, said)
        return Read(server, None, kept, [note.code for note in notes], unavailable.trouble, said)
    return Read(server, box, kept, [note.code for note in notes], None, said)


def failed_logins(dovecot: Dovecot) -> list[str]:
    """For every connection on which a login failed, how often it did; the server writes it down a little later."""
    end = time.monotonic() + 5
    while not (found := re.findall(r"auth failed, (\d+) attempts", dovecot.log())) and time.monotonic() < end:
        time.sleep(0.02)
    return found
