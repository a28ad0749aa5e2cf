"""Where the mailbox of an address may be: who says so comes with every place, and what failed on the way."""

from __future__ import annotations

import random
import ssl
from collections.abc import Callable, Iterable
from typing import NamedTuple

from advisor.mailbox.addresses import Address, within
from advisor.mailbox.autoconfig import ask_autoconfig
from advisor.mailbox.choose import named_places
from advisor.mailbox.found import PROTOCOLS, Denied, Place, Protocol, Trouble, Whereabouts
from advisor.mailbox.names import Deadline, Names
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.srv import Draw, Entries, ask_srv
from advisor.mailbox.web import PORT, Web

SECONDS = 12.0
"""What discovery may take: the rest of the deadline is for the mailbox itself."""
_USUAL_NAMES: dict[Protocol, tuple[str, ...]] = {
    "imap": ("imap.{domain}", "mail.{domain}"), "pop": ("pop.{domain}", "pop3.{domain}", "mail.{domain}")}
"""Names that many domains use, tried where nobody named a server."""


class Known(NamedTuple):
    """What the rules know of the provider of the address."""

    places: tuple[Place, ...] = ()
    denied: tuple[Denied, ...] = ()
    by_domain: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    """domains of known providers and their servers: mail for an own domain may arrive there"""


NOTHING_KNOWN = Known()


class Network(NamedTuple):
    """How the network is reached; the ports and servers differ in tests only."""

    context: ssl.SSLContext
    """verifies certificates and host names of websites"""
    name_servers: tuple[str, ...] = ()
    """those of the system, where none is given"""
    dns_port: int = 53
    https_port: int = PORT
    draw: Draw = random.randint


class Share(NamedTuple):
    """A part of the deadline."""

    whole: Deadline
    kept: float
    """seconds that must be left of it afterwards"""

    def remaining(self) -> float:
        """Seconds left of this part."""
        return self.whole.remaining() - self.kept


def discover(address: Address, network: Network, deadline: Deadline, known: Known = NOTHING_KNOWN,
             say: Callable[[str], None] = lambda _: None) -> Whereabouts:
    """Every place that somebody names, best first: the domain's own file, SRV records, the rules, usual names.

    Nothing that fails keeps the rest from being asked. A server with TLS from the start comes before every other.
    """
    share = Share(deadline, max(0.0, deadline.remaining() - SECONDS))
    names = Names(share, network.name_servers, network.dns_port)
    say(f"Looking for a file of mail settings at {address.domain}")
    found = [_settings(address, Web(names, network.context, network.https_port))]
    say(f"Looking up the mail servers of {address.domain} in DNS")
    found += [ask_srv(address.domain, names, network.draw), Entries(known.places, known.denied)]
    spoken_of = {place.protocol for entries in found for place in entries.places} \
        | {denied.protocol for entries in found for denied in entries.denied}
    silent_on = [protocol for protocol in PROTOCOLS if protocol not in spoken_of]
    if silent_on:
        say("Trying the names that mail servers usually have")
        found += _unspoken(silent_on, address.domain, names, known)
    places = [place for entries in found for place in entries.places]
    return Whereabouts(
        tuple(_once(sorted(places, key=lambda place: place.security != "tls"))),
        tuple(dict.fromkeys(denied for entries in found for denied in entries.denied)),
        tuple(dict.fromkeys(trouble for entries in found for trouble in entries.troubles)))


def _settings(address: Address, web: Web) -> Entries:
    if web.names.deadline.remaining() <= 0:
        return Entries(troubles=(Trouble("deadline", "There was no time left to look for the servers.",
                                         "Allow more time with --deadline."),))
    return ask_autoconfig(address, web)


def _unspoken(protocols: Iterable[Protocol], domain: str, names: Names, known: Known) -> list[Entries]:
    """Servers that nobody names. Where the mail of the domain arrives (MX) tells whose they may be.

    At a provider that the rules know: its own. Within the domain and nowhere else: the usual names there are likely to
    be of the same people. Else, or where nobody can say, a usual name is a guess: it may be a web host that has nothing
    to do with the mail.
    """
    try:
        exchangers = names.mail_exchangers(domain)
        trouble: tuple[Trouble, ...] = ()
    except Unavailable as unavailable:
        exchangers, trouble = [], (unavailable.trouble,)
    own = bool(exchangers) and all(within(host, domain) for host in exchangers)
    found = [Entries((), (), trouble)]
    for protocol in protocols:
        told = tuple(
            place._replace(outside=not within(place.host, domain), said_by=f"the MX record of {domain} in DNS, and "
                           f"{place.said_by}; not proven")
            for at, places in known.by_domain if any(within(host, at) for host in exchangers)
            for place in places if place.protocol == protocol)
        found.append(Entries(told) if told else _usual(protocol, domain, names, guessed=not own))
    return found


def _usual(protocol: Protocol, domain: str, names: Names, *, guessed: bool) -> Entries:
    """Those of the usual names that there are; the certificate must then prove that the name is meant."""
    places: list[Place] = []
    troubles: list[Trouble] = []
    for pattern in _USUAL_NAMES[protocol]:
        host = pattern.format(domain=domain)
        try:
            names.addresses(host)
        except Unavailable as unavailable:
            troubles.append(unavailable.trouble)
            continue
        said_by = f"a guess: {host} is a usual name"
        places += [place._replace(guessed=guessed) for place in named_places(protocol, host, None, said_by)]
    return Entries(tuple(places), (), tuple(troubles))


def _once(places: Iterable[Place]) -> list[Place]:
    """Each place once, in the words of who is asked first.

    What only an unproven answer names stays marked; where somebody else names the same place too, it is not.
    """
    found: dict[tuple[str, str, int, str], Place] = {}
    for place in places:
        key = (place.protocol, place.host, place.port, place.security)
        first = found.setdefault(key, place)
        if first.doubtful and not place.doubtful:
            found[key] = place
    return list(found.values())
