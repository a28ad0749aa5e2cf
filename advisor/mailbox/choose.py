"""Which of the places is asked: the first that answers over verified TLS, with TLS from the first byte if it can be."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import Place, Protocol, Server, Trouble
from advisor.mailbox.refused import Unavailable

Greet = Callable[[Place, Deadline, ssl.SSLContext], Server]
TLS_PORT: dict[Protocol, int] = {"imap": 993, "pop": 995}
"""RFC 8314 sections 3.1 and 3.2."""
_STARTTLS_PORT: dict[Protocol, int] = {"imap": 143, "pop": 110}
_SHARE = 0.4
"""Of the time left, for finding out what one protocol offers: a firewall that swallows everything must not cost the
login of the other."""
_NO_TLS_PORT = frozenset({"refused", "unreachable", "silent", "closed", "not-tls", "connection-failed"})
"""After these a server is taken to have no TLS port. After a bad certificate it has one, and STARTTLS is left alone."""


def named_places(protocol: Protocol, host: str, port: int | None, said_by: str) -> tuple[Place, ...]:
    """The places of a server that a person named: the TLS port, then STARTTLS. host is not checked here."""
    if port is None:
        return (
            Place(protocol, host, TLS_PORT[protocol], "tls", said_by),
            Place(protocol, host, _STARTTLS_PORT[protocol], "starttls", said_by),
        )
    if port in _STARTTLS_PORT.values():
        return (Place(protocol, host, port, "starttls", said_by),)
    tls = Place(protocol, host, port, "tls", said_by)
    return (tls,) if port in TLS_PORT.values() else (tls, tls._replace(security="starttls"))


def first_that_answers(
    places: Iterable[Place],
    deadline: Deadline,
    tls: ssl.SSLContext,
    greet: Greet,
    say: Callable[[Place], None],
    note: Callable[[Trouble], None],
) -> Server | None:
    """None where no place answers; every trouble on the way is noted. Raises Unavailable at the deadline."""
    part = deadline.part(deadline.remaining() * _SHARE)
    has_tls_port: set[str] = set()
    for place in sorted(places, key=lambda place: place.security != "tls"):
        if place.security == "starttls" and place.host.lower() in has_tls_port:
            continue
        if part.remaining() <= 0:
            break
        say(place)
        try:
            return greet(place, part, tls)
        except Unavailable as unavailable:
            deadline.check()
            note(unavailable.trouble)
            if place.security == "tls" and unavailable.trouble.code not in _NO_TLS_PORT:
                has_tls_port.add(place.host.lower())
    return None
