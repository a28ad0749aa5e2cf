"""A name server on loopback: it knows what a test tells it, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from socketserver import BaseRequestHandler, UDPServer
from threading import Thread

from dns.message import QueryMessage, from_wire, make_response
from dns.rcode import NXDOMAIN, SERVFAIL
from dns.rdatatype import to_text
from dns.rrset import from_text

Srv = tuple[int, int, int, str]
"""priority, weight, port, target"""


class Zone:
    """Hosts on loopback, SRV records, and names that fail in ways of their own."""

    def __init__(self, hosts: Sequence[str], srv: Mapping[str, Sequence[Srv]], broken: Sequence[str],
                 silent: Sequence[str], mx: Mapping[str, Sequence[str]] | None = None) -> None:
        self.broken, self.silent = tuple(broken), tuple(silent)
        self.asked: list[str] = []
        self.records = {(host, "A"): ["127.0.0.1"] for host in hosts}
        self.records |= {(name, "SRV"): [f"{priority} {weight} {port} {target.rstrip('.')}."
                                         for priority, weight, port, target in targets]
                         for name, targets in srv.items()}
        self.records |= {(name, "MX"): [f"10 {host.rstrip('.')}." for host in servers]
                         for name, servers in (mx or {}).items()}
        self.names = {name for name, _ in self.records}

    def answer(self, query: QueryMessage) -> bytes:
        """The reply, as it goes over the wire."""
        [question] = query.question
        name = question.name.to_text(omit_final_dot=True).lower()
        self.asked.append(name)
        if name.endswith(self.silent):
            time.sleep(3)
        reply = make_response(query, recursion_available=True)
        if name.endswith(self.broken):
            reply.set_rcode(SERVFAIL)
        elif name not in self.names:
            reply.set_rcode(NXDOMAIN)
        else:
            kind = to_text(question.rdtype)
            if found := self.records.get((name, kind)):
                reply.answer.append(from_text(question.name, 1, "IN", kind, *found))
        return reply.to_wire()


@contextmanager
def name_server(hosts: Sequence[str] = (), srv: Mapping[str, Sequence[Srv]] | None = None, broken: Sequence[str] = (),
                silent: Sequence[str] = (),
                mx: Mapping[str, Sequence[str]] | None = None) -> Iterator[tuple[Zone, int]]:
    """The zone, which notes what it was asked, and the port."""
    zone = Zone(hosts, srv or {}, broken, silent, mx)

    class Reply(BaseRequestHandler):
        def handle(self) -> None:
            received, socket = self.request
            query = from_wire(received)
            assert isinstance(query, QueryMessage)
            socket.sendto(zone.answer(query), self.client_address)

    with UDPServer(("127.0.0.1", 0), Reply) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield zone, server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
