"""One clock for everything."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.stream import Stream


class Clock:
    """Goes on when told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_counts_down_and_then_refuses() -> None:
    clock = Clock()
    deadline = Deadline(10, clock)
    assert deadline.remaining() == 10
    assert deadline.patience(3) == 3
    clock.now += 8
    assert deadline.patience(3) == 2
    clock.now += 5
    assert deadline.remaining() == 0
    with pytest.raises(Unavailable) as caught:
        deadline.patience(3, "host:1")
    assert (caught.value.trouble.code, caught.value.trouble.where) == ("deadline", "host:1")


def test_a_part_ends_before_the_whole_and_never_after_it() -> None:
    clock = Clock()
    whole = Deadline(10, clock)
    part = whole.part(4)
    clock.now += 5
    with pytest.raises(Unavailable) as caught:
        part.check()
    assert caught.value.trouble.code == "silent"
    assert whole.remaining() == 5
    assert whole.part(60).remaining() == 5
    clock.now += 5
    with pytest.raises(Unavailable) as caught:
        part.check()
    assert caught.value.trouble.code == "deadline"


def test_cutting_ends_a_read_in_another_thread_and_what_is_opened_later() -> None:
    ours, theirs = socket.socketpair()
    deadline = Deadline(30)
    deadline.hold(ours)
    codes: list[str] = []

    def read() -> None:
        try:
            Stream(ours, deadline.part(20), "host:1").readline()
        except Unavailable as unavailable:
            codes.append(unavailable.trouble.code)

    thread = threading.Thread(target=read)
    thread.start()
    time.sleep(0.05)
    deadline.cut()
    thread.join(2)
    assert codes == ["deadline"]
    late, other = socket.socketpair()
    deadline.hold(late)
    assert late.recv(1) == b""
    for sock in (ours, theirs, late, other):
        sock.close()


def test_a_stream_against_a_peer_that_drips_and_one_that_takes_nothing() -> None:
    ours, theirs = socket.socketpair()
    over = threading.Event()

    def drip() -> None:
        while not over.wait(0.02):
            theirs.sendall(b"x")

    threading.Thread(target=drip, daemon=True).start()
    start = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        Stream(ours, Deadline(0.4), "").readline()
    assert caught.value.trouble.code == "deadline"
    stream = Stream(ours, Deadline(0.4), "")
    with pytest.raises(Unavailable) as caught:
        stream.sendall(b"x" * 10_000_000)
    assert caught.value.trouble.code == "deadline"
    assert time.monotonic() - start < 2
    over.set()
    stream.close()
    stream.close()
    theirs.close()


def test_bounds_of_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.mailbox import stream as module

    monkeypatch.setattr(module, "TOTAL_BYTES", 100)
    monkeypatch.setattr(module, "TOTAL_LINES", 3)
    for sent, read in (
        (b"x" * 60, lambda stream: stream.readline(50)),
        (b"1234567890\n", lambda stream: stream.readline(10)),
        (b"x" * 101, lambda stream: stream.read(100)),
        (b"\n" * 4, lambda stream: [stream.readline() for _ in range(4)]),
        (b"", lambda stream: stream.read(module.LITERAL_BYTES + 1)),
    ):
        ours, theirs = socket.socketpair()
        theirs.sendall(sent)
        with pytest.raises(Unavailable) as caught:
            read(Stream(ours, Deadline(2), ""))
        assert caught.value.trouble.code == "too-long"
        ours.close()
        theirs.close()
