"""Servers that mean harm: bounded time, bounded memory, clear words.

Measured on two busy cores: 64 MiB of long lines take some 2 s, a million short lines 10 s, the sizes and ids of 100,000
messages 2.5 s, and none of them more than 0.2 MB of memory, for no line is kept. The bounds below leave room for slower
machines, and for the measuring of memory, which makes it all three to five times slower.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from advisor.mailbox.found import Inspection, Place, Whereabouts
from advisor.mailbox.inspect import run
from advisor.mailbox.options import Options
from advisor.mailbox.secret import Secret
from tests.mailbox.scripted_server import POP, Authority, Peer, Script, Scripted, answering

Serve = Callable[..., Scripted]
MEMORY = 2 * 1024 * 1024
"""Bytes at the most, the scripted server's own included."""


def flood(command: bytes, line: bytes) -> Script:
    """An honest server, but one answer never ends."""

    def script(peer: Peer) -> None:
        peer.send(b"+OK\r\n")
        while said := peer.line():
            if said.upper().split()[0] != command:
                peer.send(POP[said.split()[0]])
                continue
            peer.send(b"+OK\r\n")
            block = line * (65536 // len(line) + 1)
            while not peer.server.over.is_set():
                peer.send(block)

    return script


def inspect(server: Scripted, trusted: Authority, seconds: float = 90) -> Inspection:
    where = Whereabouts((Place("pop", "localhost", server.port, "tls", ""),))
    password = Secret("Zq7-plum-Harbour")
    return run("m@e.test", where, Options(password=password, pop_login=True, ca_file=trusted.ca_file, seconds=seconds))


def measured(server: Scripted, trusted: Authority, seconds: float = 90) -> tuple[Inspection, float, int]:
    tracemalloc.start()
    start = time.monotonic()
    try:
        found = inspect(server, trusted, seconds)
        return found, time.monotonic() - start, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (b"LIST", b"1 100" + b" " * 1000 + b"\r\n"),
        (b"LIST", b"x" * 4096),  # a line without an end
        (b"UIDL", b"1 " + b"u" * 1000 + b"\r\n"),
        (b"CAPA", b"X" * 1500 + b"\r\n"),
        (b"STAT", b"+OK 1 1 " * 500),
    ],
)
def test_an_answer_without_end(serve: Serve, trusted: Authority, command: bytes, line: bytes) -> None:
    found, seconds, memory = measured(serve(flood(command, line)), trusted)
    assert "too-long" in [trouble.code for trouble in found.troubles]
    assert found.finished is not found.signed_in  # after the login the rest of the mailbox stays unread
    assert seconds < 60
    assert memory < MEMORY, memory
    assert (found.pop is not None) is (command != b"CAPA")


def test_short_lines_without_end_stop_at_the_bound_or_the_deadline(serve: Serve, trusted: Authority) -> None:
    found, seconds, memory = measured(serve(flood(b"LIST", b"1 1\r\n")), trusted, seconds=4)
    assert {trouble.code for trouble in found.troubles} <= {"too-long", "deadline"}
    assert found.troubles
    assert found.pop is not None
    assert found.pop.messages == 2  # STAT had told before
    assert seconds < 5.5
    assert memory < MEMORY, memory


def test_capabilities_without_end_are_not_kept(serve: Serve, trusted: Authority) -> None:
    many = b"".join(b"X-%d\r\n" % number for number in range(50_000))
    found, _, memory = measured(serve(answering(b"+OK\r\n", {**POP, b"CAPA": b"+OK\r\n" + many + b".\r\n"})), trusted)
    assert len(found.servers[0].capabilities) <= 200
    assert memory < MEMORY


def test_terminal_codes_and_other_garbage_are_left_out(serve: Serve, trusted: Authority) -> None:
    capa = b"+OK \x1b]0;x\x07\r\nUSER\r\n\x1b[2J\r\nX\x9b31m\xff\xfe\r\n\r\n. \r\nUIDL\r\n.\r\n"
    greeting = b"+OK \x1b[31mwelcome\x1b]52;c;ZXZpbA==\x07\r\n"
    found = inspect(serve(answering(greeting, {**POP, b"CAPA": capa, b"STAT": b"-ERR \x1b[2J\r\n"})), trusted)
    assert found.pop is not None
    assert found.pop.messages == 2
    assert all(text.isprintable() for trouble in found.troubles for text in trouble)
    assert all(text.isprintable() for text in (*found.servers[0].capabilities, *found.pop.capabilities))
    assert {"USER", "UIDL"} <= set(found.servers[0].capabilities)


@pytest.mark.parametrize(
    "script",
    [
        Peer.wait,
        lambda peer: peer.drip(b"+"),
        lambda peer: peer.drip(b"+OK\r\n"),
        lambda peer: (peer.send(b"+OK\r\n"), peer.drip(b"+OK\r\nX\r\n", 0.01)),
    ],
)
def test_silence_and_dripping_end_at_the_deadline(serve: Serve, trusted: Authority, script: Script) -> None:
    found, seconds, memory = measured(serve(script), trusted, seconds=1)
    assert found.troubles
    assert seconds < 2
    assert memory < MEMORY


def test_a_large_honest_mailbox(serve: Serve, trusted: Authority) -> None:
    """100,000 messages: 3 MB of answers, of which nothing is kept."""
    number = 100_000
    sizes = b"".join(b"%d 1024\r\n" % one for one in range(1, number + 1))
    ids = b"".join(b"%d %016x\r\n" % (one, one) for one in range(1, number + 1))
    answers = {**POP, b"STAT": b"+OK 100000 102400000\r\n", b"LIST": b"+OK\r\n" + sizes + b".\r\n"}
    server = serve(answering(b"+OK\r\n", {**answers, b"UIDL": b"+OK\r\n" + ids + b".\r\n"}))
    found, seconds, memory = measured(server, trusted)
    assert found.pop is not None
    assert (found.pop.messages, found.pop.size, found.pop.largest, found.pop.ids) == (number, 102_400_000, 1024, True)
    assert found.troubles == ()
    assert seconds < 60
    assert memory < MEMORY, memory
