"""Throw-away mail servers."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mailbox.dovecot import Dovecot
from tests.mailbox.dovecot_config import Options
from tests.mailbox.dovecot_system import program
from tests.mailbox.scripted_imap import Reply, ScriptedImap
from tests.mailbox.scripted_server import Authority, Script, Scripted, authority

Start = Callable[..., Dovecot]


@pytest.fixture
def start_dovecot() -> Iterator[Start]:
    """Start a server of one's own: `start_dovecot(quota=None, pop_lock=True)`, as many as needed; all are stopped."""
    program()
    running: list[Dovecot] = []

    def start(**options: Any) -> Dovecot:
        server = Dovecot(Options(**options))
        running.append(server)
        return server.start()

    yield start
    for server in running:
        server.throw_away()


@pytest.fixture
def dovecot(start_dovecot: Start) -> Dovecot:
    """A server as most are: both protocols by TLS, a quota, an empty mailbox."""
    return start_dovecot()


@pytest.fixture
def scripted() -> Iterator[Callable[..., ScriptedImap]]:
    """A server that answers as told: `scripted({"LIST": b"... and the tagged line"}, greeting=b"...")`."""
    running: list[ScriptedImap] = []

    def start(replies: dict[str, Reply], **options: Any) -> ScriptedImap:
        running.append(ScriptedImap(replies, **options))
        return running[-1]

    yield start
    for server in running:
        server.close()


@pytest.fixture
def trusted(tmp_path: Path) -> Authority:
    """An authority whose server certificate is for localhost."""
    return authority(tmp_path)


@pytest.fixture
def serve(trusted: Authority) -> Iterator[Callable[..., Scripted]]:
    """Start a scripted server: `serve(script)` speaks TLS that `trusted` verifies, `serve(script, tls=None)` plain."""
    running: list[Scripted] = []

    def start(script: Script, tls: ssl.SSLContext | None = trusted.server) -> Scripted:
        running.append(Scripted(script, tls))
        return running[-1]

    yield start
    for server in running:
        server.close()
