"""The one clock of an inspection: it also knows what is open, so that whoever ends it can shut everything."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

from advisor.mailbox.refused import Unavailable
from advisor.mailbox.words import trouble


class Deadline:
    """A number of seconds for everything together. A timeout for each read does not hold against a server that drips.

    Shared between the thread that works and the one that waits for it.
    """

    def __init__(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._end = monotonic() + seconds
        self._cut = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def remaining(self) -> float:
        """Seconds left, never below zero; zero once cut."""
        return 0.0 if self._cut else max(0.0, self._end - self._monotonic())

    def check(self, where: str = "") -> None:
        """Raise Unavailable ("deadline") when no time is left."""
        if self.remaining() <= 0:
            raise Unavailable(trouble("deadline", where))

    def patience(self, seconds: float, where: str = "") -> float:
        """How long one wait may last: that long, but not past the deadline. Raises as `check` does."""
        self.check(where)
        return max(0.001, min(seconds, self.remaining()))  # a timeout of 0 would mean: do not wait at all

    def part(self, seconds: float) -> Deadline:
        """A deadline for one step, which must leave time for the others. When it ends first, that is "silent"."""
        return _Part(self, seconds, self._monotonic)

    def hold(self, sock: socket.socket) -> None:
        """Remember an open socket, which `cut` shuts."""
        with self._lock:
            if not self._cut:
                self._open.add(sock)
                return
        shut(sock)

    def release(self, sock: socket.socket) -> None:
        """Forget a socket: it is closed, or has become another object."""
        with self._lock:
            self._open.discard(sock)

    def cut(self) -> None:
        """End it now, from any thread: no time is left, and every read that is under way returns."""
        with self._lock:
            self._cut = True
            held = tuple(self._open)
            self._open.clear()
        for sock in held:
            shut(sock)


class _Part(Deadline):
    """Ends with the whole, or before it; what is open is known to the whole."""

    def __init__(self, whole: Deadline, seconds: float, monotonic: Callable[[], float]) -> None:
        super().__init__(seconds, monotonic)
        self._whole = whole

    def remaining(self) -> float:
        return min(super().remaining(), self._whole.remaining())

    def check(self, where: str = "") -> None:
        self._whole.check(where)
        if self.remaining() <= 0:
            raise Unavailable(trouble("silent", where))

    def hold(self, sock: socket.socket) -> None:
        self._whole.hold(sock)

    def release(self, sock: socket.socket) -> None:
        self._whole.release(sock)


def shut(sock: socket.socket) -> None:
    """Shut a socket for both directions, whatever state it is in.

    Not by SSLSocket.shutdown: that one first forgets the encryption, and a thread that is about to send a password
    would send it in the clear in the moment before the socket is shut.
    """
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return
