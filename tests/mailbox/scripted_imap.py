"""A server on loopback that answers as a test tells it: over TLS by a private authority, or plain."""

from __future__ import annotations

import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace

Reply = bytes | Iterable[bytes] | Callable[[], Iterable[bytes]]
"""Sent as it is, TAG replaced by the tag of the command; an iterable is sent part by part."""
OK = b"TAG OK done\r\n"
CAPABILITIES = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + OK


class ScriptedImap:
    """Answers every connection, one after the other or at once. `lines` is all that was received, passwords too."""

    user, password = "mary@example.test", "Zq7-plum-Harbour"

    def __init__(self, replies: dict[str, Reply], greeting: Reply = b"* OK hello\r\n", tls: bool = True) -> None:
        import trustme

        self.replies: dict[str, Reply] = {"CAPABILITY": CAPABILITIES, "LOGOUT": b"* BYE\r\n" + OK, **replies}
        self.greeting = greeting
        self.lines: list[str] = []
        self._folder = tempfile.TemporaryDirectory()
        self.ca_file = Path(self._folder.name) / "ca.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(self.ca_file))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self._context)
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.ports = SimpleNamespace(imaps=self.port)
        self._stop = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Stop, also in the middle of an endless answer."""
        self._stop.set()
        self._listener.close()
        self._folder.cleanup()

    def _listen(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self._context.wrap_socket(connection, server_side=True) if self._tls else connection as stream:
                self._talk(stream)
        except OSError:
            return

    def _talk(self, stream: socket.socket) -> None:
        self._send(stream, self.greeting, b"")
        reader = stream.makefile("rb")
        while line := reader.readline():
            self.lines.append(line.decode("utf-8", "replace").rstrip("\r\n"))
            tag, _, command = line.strip().partition(b" ")
            word = command.split(b" ")[0].decode("ascii", "replace").upper()
            if word == "AUTHENTICATE" and word not in self.replies:
                stream.sendall(b"+ \r\n")
                self.lines.append(reader.readline().decode("utf-8", "replace").rstrip("\r\n"))
                stream.sendall(tag + b" OK in\r\n")
                continue
            if command.endswith(b"}") and b"{" in command:  # a literal follows, as soon as it may
                stream.sendall(b"+ go on\r\n")
                literal = reader.read(int(command[command.rindex(b"{") + 1 : -1]))
                self.lines.append(literal.decode("utf-8", "replace"))
                reader.readline()
            reply = self.replies.get(command.decode("ascii", "replace"), self.replies.get(word, b"TAG BAD what?\r\n"))
            self._send(stream, reply, tag)
            if word == "LOGOUT":
                return

    def _send(self, stream: socket.socket, reply: Reply, tag: bytes) -> None:
        if callable(reply):
            reply = reply()
        for part in [reply] if isinstance(reply, bytes) else reply:
            if self._stop.is_set():
                return
            stream.sendall(part.replace(b"TAG", tag))
