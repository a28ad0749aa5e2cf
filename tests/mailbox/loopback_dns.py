"""A name server on loopback: it knows what a test tells it, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from dnslib import MX, QTYPE, RCODE, RR, SRV, A, DNSRecord
from dnslib.server import BaseResolver, DNSLogger, DNSServer

Srv = tuple[int, int, int, str]
"""priority, weight, port, target"""


class Zone(BaseResolver):
    """Hosts on loopback, SRV records, and names that fail in ways of their own."""

    def __init__(self, hosts: Sequence[str], srv: Mapping[str, Sequence[Srv]], broken: Sequence[str],
                 silent: Sequence[str], mx: Mapping[str, Sequence[str]] | None = None) -> None:
        self.hosts, self.srv, self.broken, self.silent, self.mx = hosts, srv, broken, silent, mx or {}
        self.asked: list[str] = []

    def resolve(self, request: DNSRecord, _handler: Any) -> DNSRecord:
        name = str(request.q.qname).lower().rstrip(".")
        self.asked.append(name)
        reply = request.reply()
        if any(name.endswith(part) for part in self.silent):
            time.sleep(3)
        if any(name.endswith(part) for part in self.broken):
            reply.header.rcode = RCODE.SERVFAIL
        elif QTYPE[request.q.qtype] == "MX" and name in self.mx:
            for host in self.mx[name]:
                reply.add_answer(RR(name, QTYPE.MX, rdata=MX(host, 10), ttl=1))
        elif name in self.hosts:
            if QTYPE[request.q.qtype] == "A":
                reply.add_answer(RR(name, QTYPE.A, rdata=A("127.0.0.1"), ttl=1))
        elif name in self.srv:
            for priority, weight, port, target in self.srv[name]:
                reply.add_answer(RR(name, QTYPE.SRV, rdata=SRV(priority, weight, port, target), ttl=1))
        else:
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


@contextmanager
def name_server(hosts: Sequence[str] = (), srv: Mapping[str, Sequence[Srv]] | None = None, broken: Sequence[str] = (),
                silent: Sequence[str] = (),
                mx: Mapping[str, Sequence[str]] | None = None) -> Iterator[tuple[Zone, int]]:
    """The zone, which notes what it was asked, and the port."""
    zone = Zone(hosts, srv or {}, broken, silent, mx)
    server = DNSServer(zone, address="127.0.0.1", port=0, logger=DNSLogger(logf=lambda _: None))
    server.start_thread()
    try:
        yield zone, server.server.server_address[1]
    finally:
        server.stop()
        server.server.server_close()
