"""What the domain itself says in DNS about its mail servers (RFC 6186), in the order of RFC 2782.

Such an answer is not proven: whoever can forge DNS can name any host. So a host outside the person's own domain is
marked (`Place.outside`), as RFC 6186 section 6 demands.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from typing import NamedTuple

from advisor.mailbox.addresses import is_host, within
from advisor.mailbox.found import PROTOCOLS, Denied, Place, Protocol, Security, Trouble
from advisor.mailbox.names import Names, Record
from advisor.mailbox.refused import Unavailable

_SERVICES: tuple[tuple[Protocol, Security, str], ...] = (
    ("imap", "tls", "_imaps._tcp"), ("pop", "tls", "_pop3s._tcp"),
    ("imap", "starttls", "_imap._tcp"), ("pop", "starttls", "_pop3._tcp"))
Draw = Callable[[int, int], int]
"""A whole number between two, both included."""


class Entries(NamedTuple):
    """What was found in one place."""

    places: tuple[Place, ...] = ()
    denied: tuple[Denied, ...] = ()
    troubles: tuple[Trouble, ...] = ()


def ask_srv(domain: str, names: Names, draw: Draw = random.randint) -> Entries:
    """The servers that SRV records name, by TLS first, and the protocols that they deny."""
    places: list[Place] = []
    troubles: list[Trouble] = []
    refused: dict[Protocol, list[bool]] = {protocol: [] for protocol in PROTOCOLS}
    unknown: set[Protocol] = set()
    said_by = f"the SRV record of {domain} in DNS"
    for protocol, security, service in _SERVICES:
        try:
            records = names.srv(f"{service}.{domain}")
        except Unavailable as unavailable:
            troubles.append(unavailable.trouble)
            unknown.add(protocol)
            continue
        for record in in_turn(records, draw):
            refused[protocol].append(not record.target)
            if record.target:
                place = _place(record, protocol, security, domain, said_by)
                if isinstance(place, Place):
                    places.append(place)
                else:
                    troubles.append(place)
    # "." says "not at all here" (RFC 6186 section 3.4); a record for the other port, or silence about it, is no denial.
    denied = [Denied(protocol, f"{said_by} (its target is a full stop)") for protocol in PROTOCOLS
              if refused[protocol] and all(refused[protocol]) and protocol not in unknown]
    return Entries(tuple(places), tuple(denied), tuple(troubles))


def in_turn(records: Iterable[Record], draw: Draw) -> list[Record]:
    """Least priority first; among equals by lot, the heavier the likelier (RFC 2782, "The format of the SRV RR")."""
    left = sorted(records, key=lambda record: (record.priority, record.weight > 0))
    found: list[Record] = []
    while left:
        same = [record for record in left if record.priority == left[0].priority]
        lot, total = draw(0, sum(record.weight for record in same)), 0
        for record in same:
            total += record.weight
            if total >= lot:
                found.append(record)
                left.remove(record)
                break
    return found


def _place(record: Record, protocol: Protocol, security: Security, domain: str, said_by: str) -> Place | Trouble:
    if not is_host(record.target) or not record.port:
        return Trouble("bad-host", "An SRV record names a server that cannot be one, so it was left out.", "",
                       f"SRV records of {domain}")
    outside = not within(record.target, domain)
    if outside:
        said_by += f"; not proven, and {record.target} is not part of {domain}"
    return Place(protocol, record.target, record.port, security, said_by, outside)
