"""A website on loopback, over TLS with a certificate of a private authority."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

import trustme

Answer = tuple[int, dict[str, str], bytes]
Pages = Mapping[str, Answer | Callable[[BaseHTTPRequestHandler], None]]
"""By host and path, as in "autoconfig.example.test/mail/config-v1.1.xml": status, headers and body, or what does it."""


class Site(NamedTuple):
    """A website that runs."""

    port: int
    asked: list[str]
    """the whole first lines of what it was asked, with the host before"""


@contextmanager
def website(pages: Pages, certificate: trustme.LeafCert) -> Iterator[Site]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            asked.append(f"{host} {self.requestline} {dict(self.headers)}")
            page = pages.get(host + self.path, (404, {}, b""))
            if callable(page):
                page(self)
                return
            status, headers, body = page
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that hangs up is what some tests are about

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Site(server.server_address[1], asked)
    finally:
        server.shutdown()
        server.server_close()
