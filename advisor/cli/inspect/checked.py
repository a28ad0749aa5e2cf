"""What was asked of an inspection, checked before anybody is connected to."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from advisor.cli.edge.status import bad_input
from advisor.mailbox.addresses import Address, is_host, read_address
from advisor.mailbox.choose import named_places
from advisor.mailbox.found import PROTOCOLS, Place, Protocol
from advisor.mailbox.options import SECONDS
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import checked_user
from advisor.mailbox.tls import context

_NEEDED = ("imapclient", "dns")
INSTALL = "python3 -m pip install 'mailbox-access-advisor[inspect]'"
LEAST_SECONDS, MOST_SECONDS = 1.0, 3600.0
_HOST_AND_PORT = "Write HOST or HOST:PORT, such as mail.example.org:993."


class Wanted(NamedTuple):
    """What is to be inspected, and how."""

    address: str
    imap: str | None = None
    pop: str | None = None
    user: str = ""
    login: bool = True
    password_stdin: bool = False
    keyring: bool = False
    pop_login: bool = False
    ca: Path | None = None
    seconds: float = SECONDS


def checked(wanted: Wanted) -> Address:
    """The address. Raises Failure for the first thing that cannot be so."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise bad_input("not-installed", "The part that talks to mail servers is not installed.",
                        f"Install it with: {INSTALL}", "advisor inspect")
    if not LEAST_SECONDS <= wanted.seconds <= MOST_SECONDS:
        raise bad_input("bad-deadline", "The time must be between 1 and 3600 seconds.", "Such as 30.", "--deadline")
    if wanted.password_stdin and wanted.keyring:
        raise bad_input("two-passwords", "A password cannot come from two places.",
                        "Leave out --keyring or --password-stdin.", "--keyring")
    for flag, said in (("--password-stdin", wanted.password_stdin), ("--keyring", wanted.keyring),
                       ("--pop-login", wanted.pop_login)):
        if said and not wanted.login:
            raise bad_input("option-without-effect", "This has no effect with --no-login.", "Leave one of the two out.",
                            flag)
    if wanted.pop_login and wanted.imap is not None and wanted.pop is None:
        raise bad_input("option-without-effect", "With --imap alone no POP3 server is looked for, so there is none to "
                        "sign in to.", "Add --pop HOST, or leave out --pop-login.", "--pop-login")
    where = "--user"
    try:
        if wanted.user:
            checked_user(wanted.user)
        where = "--ca"
        if wanted.ca is not None:
            context(str(wanted.ca))
        where = "USER@DOMAIN"
        return read_address(wanted.address)
    except Unavailable as refused:
        raise bad_input(refused.trouble.code, refused.trouble.message, refused.trouble.fix, where) from None


def named(wanted: Wanted) -> tuple[Place, ...]:
    """The places that --imap and --pop name. Raises Failure."""
    return tuple(place for protocol, text in zip(PROTOCOLS, (wanted.imap, wanted.pop), strict=True) if text is not None
                 for place in _named(protocol, text))


def _named(protocol: Protocol, text: str) -> tuple[Place, ...]:
    flag = f"--{protocol}"
    host, port = _parts(text.strip())
    if port is not None and not (port.isascii() and port.isdecimal() and len(port) < 6 and 0 < int(port) < 65536):
        raise bad_input("bad-port", f"{port[:20]!r} is no port.", _HOST_AND_PORT, flag)
    if not (is_host(host.lower()) or _is_number(host)):
        raise bad_input("bad-host", "This is not a name that a server can have.", _HOST_AND_PORT, flag)
    return named_places(protocol, host, None if port is None else int(port), flag)


def _parts(text: str) -> tuple[str, str | None]:
    """Host and port; an address with colons of its own (IPv6) stands in brackets where a port follows."""
    if text.startswith("[") and "]" in text:
        host, _, rest = text[1:].partition("]")
        return (host, rest[1:]) if rest.startswith(":") else (host + rest, None)
    if text.count(":") != 1:
        return text, None
    host, _, port = text.partition(":")
    return host, port


def _is_number(host: str) -> bool:
    from ipaddress import ip_address

    try:
        ip_address(host)
    except ValueError:
        return False
    return True
