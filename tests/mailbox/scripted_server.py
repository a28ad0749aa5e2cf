"""A server on loopback that says what a test tells it to, with or without TLS; and one that rewrites a real server."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple


class Authority(NamedTuple):
    """A private certificate authority, and what a server of "localhost" and 127.0.0.1 needs."""

    ca_file: str
    server: ssl.SSLContext


def authority(folder: Path, *names: str, **times: object) -> Authority:
    """A new one; names other than localhost's, and not_before and not_after, where a test wants a bad certificate."""
    import trustme

    ca = trustme.CA()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(*(names or ("localhost", "127.0.0.1", "127.0.0.2")), **times).configure_cert(tls)  # type: ignore[arg-type]
    path = folder / f"ca{len(list(folder.glob('ca*')))}.pem"
    ca.cert_pem.write_to_path(str(path))
    return Authority(str(path), tls)


class Peer:
    """One connection, as the script sees it."""

    def __init__(self, sock: socket.socket, server: Scripted) -> None:
        self.sock, self.server = sock, server
        self._rest = b""

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def line(self) -> bytes:
        """The next line without its end, b"" at the end of the connection; kept in `server.heard`."""
        while b"\n" not in self._rest:
            data = self.sock.recv(65536)
            if not data:
                return b""
            self.server.heard += data
            self._rest += data
        line, _, self._rest = self._rest.partition(b"\n")
        return line.rstrip(b"\r")

    def drip(self, data: bytes, every: float = 0.05) -> None:
        """Byte by byte, over and over, until the test ends."""
        while not self.server.over.is_set():
            for byte in data:
                self.send(bytes([byte]))
                if self.server.over.wait(every):
                    return

    def wait(self) -> None:
        """Say nothing until the test ends."""
        self.server.over.wait(60)

    def start_tls(self, context: ssl.SSLContext) -> None:
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self._rest = b""


Script = Callable[[Peer], None]


class Scripted:
    """Runs the script for every connection, in threads. `port` is where; `heard` all that clients said, by lines."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self.heard = b""
        self.connections = 0
        self.over = threading.Event()
        self._script, self._tls = script, tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        peer = Peer(sock, self)
        try:
            if self._tls is not None:
                peer.start_tls(self._tls)
            self._script(peer)
        except (OSError, ValueError):  # the client went away, which is what most tests want
            pass
        finally:
            peer.sock.close()

    def close(self) -> None:
        self.over.set()
        self._listener.close()


def answering(greeting: bytes, answers: Mapping[bytes, bytes]) -> Script:
    """Answers commands by their first words, the longest fitting; anything else is "-ERR". Goes on until QUIT."""

    def script(peer: Peer) -> None:
        peer.send(greeting)
        while line := peer.line():
            fitting = [start for start in answers if line.upper().startswith(start)]
            peer.send(answers[max(fitting, key=len)] if fitting else b"-ERR what?\r\n")
            if line.upper() == b"QUIT":
                return

    return script


CAPA = b"+OK\r\nUSER\r\nUIDL\r\nSASL PLAIN\r\n.\r\n"
POP: dict[bytes, bytes] = {
    b"CAPA": CAPA,
    b"USER": b"+OK\r\n",
    b"PASS": b"+OK\r\n",
    b"STAT": b"+OK 2 300\r\n",
    b"LIST": b"+OK\r\n1 100\r\n2 200\r\n.\r\n",
    b"UIDL": b"+OK\r\n1 a\r\n2 b\r\n.\r\n",
    b"QUIT": b"+OK bye\r\n",
}
"""A whole, honest little POP3 server: {**POP, b"STAT": ...} is one with a fault."""


def rewriting(port: int, replies: Mapping[bytes, bytes], canned: Mapping[bytes, bytes]) -> Script:
    """Between the client and a real server's plain port: parts of its answers replaced, some commands answered here."""

    def script(peer: Peer) -> None:
        with socket.create_connection(("127.0.0.1", port)) as real:

            def back() -> None:
                try:
                    for line in real.makefile("rb"):
                        for old, new in replies.items():
                            line = line.replace(old, new)  # noqa: PLW2901
                        peer.send(line)
                except (OSError, ValueError):
                    return

            answers = threading.Thread(target=back, daemon=True)
            answers.start()
            while line := peer.line():
                if line in canned:
                    peer.send(canned[line])
                else:
                    real.sendall(line + b"\r\n")
                if line == b"QUIT":
                    answers.join(2)

    return script
