"""A connection that cannot hold us up or fill the memory, whoever is at the other end."""

from __future__ import annotations

import socket

from advisor.mailbox.deadline import Deadline, shut
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.words import trouble

_READ_SECONDS = 10.0
"""How long a server may think over one answer; the deadline for everything together holds besides."""
_LINE_BYTES = 64 * 1024
"""Longest line, where the caller does not say: RFC 3501 servers take about 8 KiB, RFC 2449 allows 512 bytes."""
LITERAL_BYTES = 1024 * 1024
"""Longest counted block: we never read messages; what is left are folder names."""
TOTAL_BYTES = 64 * 1024 * 1024
"""All that one connection may send. Sizes and ids of 100,000 messages are 12 MB, 100,000 folders 20 MB."""
TOTAL_LINES = 1_000_000
"""Lines cost more memory than their letters. Sizes and ids of 400,000 messages are 800,000 lines."""
_CHUNK = 16 * 1024


class Stream:
    """Reads and writes by line or count, with bounds. It has what poplib and imaplib ask of a socket and of its file.

    Every wait ends after `seconds` or at the deadline, and whatever goes wrong is raised as Unavailable, which neither
    library swallows. `place` is host:port.
    """

    def __init__(self, sock: socket.socket, deadline: Deadline, where: str) -> None:
        self.sock = sock
        self.deadline = deadline
        self.where = where
        self.seconds = _READ_SECONDS
        self._buffer = bytearray()
        self._bytes = 0
        self._lines = 0

    def feed(self, data: bytes) -> None:
        """Put bytes before those that come from the server."""
        self._buffer[:0] = data

    def pending(self) -> bool:
        """Whether bytes arrived that nobody has read."""
        return bool(self._buffer)

    def readline(self, limit: int = _LINE_BYTES) -> bytes:
        """The next line with its end; Unavailable ("too-long") when it is longer than limit."""
        searched = 0
        while True:
            end = self._buffer.find(b"\n", searched)
            if end >= limit or (end < 0 and len(self._buffer) >= limit):
                raise Unavailable(trouble("too-long", self.where))
            if end >= 0:
                break
            searched = len(self._buffer)
            self._receive()
        self._lines += 1
        if self._lines > TOTAL_LINES:
            raise Unavailable(trouble("too-long", self.where))
        return self._take(end + 1)

    def read(self, size: int) -> bytes:
        """Exactly so many bytes; Unavailable ("too-long") before the first is read when that is too many."""
        if not 0 <= size <= LITERAL_BYTES:
            raise Unavailable(trouble("too-long", self.where))
        while len(self._buffer) < size:
            self._receive()
        return self._take(size)

    def sendall(self, data: bytes) -> None:
        """Send all of it; a server that does not take it is "silent"."""
        view = memoryview(data)
        while view:
            code = ""
            try:
                self.sock.settimeout(self.deadline.patience(self.seconds, self.where))
                sent = self.sock.send(view)
            except OSError as error:
                code = self._code(error)
            if code:
                self.deadline.check(self.where)
                raise Unavailable(trouble(code, self.where))
            view = view[sent:]

    def makefile(self, *_: object, **__: object) -> Stream:
        """Itself: reading and writing are one."""
        return self

    def settimeout(self, _: float | None) -> None:
        """Nothing: the time allowed is `seconds` and the deadline, whatever a library would like."""

    def shutdown(self, _: int = socket.SHUT_RDWR) -> None:
        """End it in both directions."""
        shut(self.sock)

    def close(self) -> None:
        """Close it; twice does no harm."""
        self.deadline.release(self.sock)
        try:
            self.sock.close()
        except OSError:
            return

    def _take(self, size: int) -> bytes:
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def _receive(self) -> None:
        """Add what arrives next; Unavailable when nothing does."""
        code, data = "", b""
        try:
            self.sock.settimeout(self.deadline.patience(self.seconds, self.where))
            data = self.sock.recv(_CHUNK)
        except OSError as error:
            code = self._code(error)
        if not code and not data:
            self.deadline.check(self.where)  # whoever cuts it shuts the socket
            code = "closed"
        self._bytes += len(data)
        if self._bytes > TOTAL_BYTES:
            code = "too-long"
        if code not in ("", "too-long"):
            self.deadline.check(self.where)
        if code:  # raised here, outside of the handling: the library's exception is not kept with ours
            raise Unavailable(trouble(code, self.where))
        self._buffer += data

    @staticmethod
    def _code(error: OSError) -> str:
        return "silent" if isinstance(error, TimeoutError) else "closed"
