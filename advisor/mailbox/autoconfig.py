"""The file of mail settings that a domain may publish on its own website (the format of Thunderbird, config-v1.1).

It is asked for by https at the person's own domain only, and without the person's address: the domain is all that the
file can depend on for us, and a name in a web address ends up in the logs of whoever runs the website.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.parsers import expat

from advisor.mailbox.addresses import Address, is_host
from advisor.mailbox.found import Place, Protocol, Security, Trouble
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.srv import Entries
from advisor.mailbox.web import Web, fetch

PLACES: tuple[tuple[str, str], ...] = (
    ("autoconfig.{domain}", "/mail/config-v1.1.xml"), ("{domain}", "/.well-known/autoconfig/mail/config-v1.1.xml"))
"""Host and path, in the order in which they are tried."""
_MOST_SERVERS = 20
_DEEPEST = 20
_LONGEST_TEXT = 1024
_PROTOCOLS: dict[str, Protocol] = {"imap": "imap", "pop3": "pop"}
_SECURITIES: dict[str, Security] = {"SSL": "tls", "STARTTLS": "starttls"}
_SERVER = ("clientConfig", "emailProvider", "incomingServer")
_FIELDS = ("hostname", "port", "socketType", "username")


def ask_autoconfig(address: Address, web: Web) -> Entries:
    """What the domain's own file says; troubles where there is none, or it cannot be used."""
    troubles: list[Trouble] = []
    for host, path in PLACES:
        host = host.format(domain=address.domain)  # noqa: PLW2901
        where = f"https://{host}{path}"
        try:
            found = read_settings(fetch(web, host, path, address.domain), address, where)
        except Unavailable as unavailable:
            troubles.append(unavailable.trouble)
            continue
        troubles += found.troubles
        if found.places:
            return found._replace(troubles=tuple(troubles))
    return Entries((), (), tuple(troubles))


class Listed(NamedTuple):
    """An incomingServer of the file, as it stands there."""

    kind: str
    fields: dict[str, str]


def read_settings(content: bytes, address: Address, where: str) -> Entries:
    """The servers in such a file, TLS first; raises Unavailable where it is no such file."""
    places: list[Place] = []
    troubles: list[Trouble] = []
    for listed in _servers(content, where):
        place = _place(listed, address, where)
        if isinstance(place, Place):
            places.append(place)
        elif place is not None:
            troubles.append(place)
    places.sort(key=lambda place: place.security != "tls")
    return Entries(tuple(places), (), tuple(troubles))


def _place(listed: Listed, address: Address, where: str) -> Place | Trouble | None:
    protocol = _PROTOCOLS.get(listed.kind)
    if protocol is None:  # another kind of access, which we cannot read
        return None
    fields = listed.fields
    security = _SECURITIES.get(fields.get("socketType", ""))
    if security is None:
        return Trouble("plain-left-out", "The file of mail settings names a server without encryption, which was left "
                       "out: a password must not go there.", "", where)
    # The part before the @ would reach name servers by way of a host name, so only the domain is filled in.
    host = fields.get("hostname", "").replace("%EMAILDOMAIN%", address.domain).lower().removesuffix(".")
    port = fields.get("port", "")
    if not is_host(host) or not (port.isascii() and port.isdecimal() and len(port) <= 5 and 0 < int(port) < 65536):
        return Trouble("bad-host", "The file of mail settings names a server that cannot be one, so it was left out.",
                       "", where)
    return Place(protocol, host, int(port), security, f"the file of mail settings at {where}",
                 user=_user(fields.get("username", ""), address))


def _user(text: str, address: Address) -> str:
    """The name to sign in with; empty where the file says none that can be one."""
    filled = text.replace("%EMAILADDRESS%", address.text).replace("%EMAILLOCALPART%", address.local) \
        .replace("%EMAILDOMAIN%", address.domain)
    return filled if filled.isprintable() and "%EMAIL" not in filled else ""


def _servers(content: bytes, where: str) -> list[Listed]:
    """What the file lists. A file that declares anything of its own (entities: "bombs") is not read at all."""
    found: list[Listed] = []
    path: list[str] = []
    text: list[str] = []
    seen = ""

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        seen = seen or name
        path.append(name)
        if len(path) > _DEEPEST:
            raise _unreadable(where)
        if tuple(path) == _SERVER and len(found) < _MOST_SERVERS:
            found.append(Listed(attributes.get("type", ""), {}))
        text.clear()

    def closed(name: str) -> None:
        if tuple(path[:-1]) == _SERVER and name in _FIELDS and found:
            found[-1].fields.setdefault(name, "".join(text).strip()[:_LONGEST_TEXT])
        path.pop()
        text.clear()

    def declared(*_: object) -> None:
        raise Unavailable(Trouble("settings-forbidden", "The file of mail settings declares things of its own, which "
                                  "can be used to overload programs, so it was not read.", "", where))

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = declared  # nothing can be declared outside of it
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise _unreadable(where) from None
    if seen != _SERVER[0]:
        raise _unreadable(where)
    return found


def _unreadable(where: str) -> Unavailable:
    return Unavailable(Trouble("settings-unreadable", "What stands there is not a file of mail settings.", "", where))
