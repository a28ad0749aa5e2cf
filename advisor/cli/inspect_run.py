"""One inspection, for the command and for the wizard: where to look, the password, the progress."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, NamedTuple

from advisor.cli import inspect_password
from advisor.cli.environment import Environment
from advisor.cli.inspect_logins import Logins
from advisor.cli.main import say_error, say_raw
from advisor.cli.rules import Opened
from advisor.cli.status import bad_input
from advisor.engine.case import case_of
from advisor.engine.evaluate import evaluate
from advisor.mailbox.addresses import Address, is_host, read_address
from advisor.mailbox.choose import named_places
from advisor.mailbox.deadline import Deadline
from advisor.mailbox.discover import Known, Network, discover
from advisor.mailbox.found import PROTOCOLS, Denied, Inspection, Place, Protocol, Whereabouts
from advisor.mailbox.inspect import Options, Say, run
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.tls import context
from advisor.report.clean import clean
from advisor.rulebase.model import Provider, RuleBase

if TYPE_CHECKING:
    from ssl import SSLContext

NEEDED = ("imapclient", "dns")
INSTALL = "python3 -m pip install 'mailbox-access-advisor[inspect]'"
SECONDS = 30.0
LEAST_SECONDS, MOST_SECONDS = 1.0, 3600.0
HOST_AND_PORT = "Write HOST or HOST:PORT, such as mail.example.org:993."
TLS_PORTS = (993, 995)
"""RFC 8314 section 7."""


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


def inspect_mailbox(environment: Environment, opened: Opened, wanted: Wanted,
                    network: Network | None = None) -> Inspection:
    """What the mailbox says. Raises Failure for what a person must mend first; what a server does is in the result.

    `network` is another one in tests.
    """
    address = _checked(wanted)
    places = tuple(place for protocol, text in zip(PROTOCOLS, (wanted.imap, wanted.pop), strict=True) if text
                   for place in _named(protocol, text))
    provider = _provider(opened.base, address.domain)
    secret = _given_secret(environment, wanted, address)
    if wanted.pop_login and wanted.login:
        say_raw("Signing in by POP3 takes the mark of new arrival off messages. Nothing else is changed.\n",
                environment)

    def say(text: str) -> None:
        say_raw(f"{clean(text)} ...\n", environment)

    def find(deadline: Deadline, tell: Say) -> Whereabouts:
        if places:
            return Whereabouts(places)
        return discover(address, network or Network(_web_context(wanted.ca)), deadline, known_of(opened.base, provider),
                        tell)

    options = Options(user=wanted.user, password=secret, pop_login=wanted.pop_login,
                      oauth_only=provider is not None and not places and _no_password(provider),
                      seconds=wanted.seconds, ca_file=None if wanted.ca is None else str(wanted.ca))
    logins = Logins(environment, address.text, time())
    options = options._replace(pop_login_ago=logins.seconds_ago())
    began = monotonic()
    found = run(address.text, find, options, say)
    if secret is None and wanted.login and found.finished and environment.can_ask():
        left = max(LEAST_SECONDS * 5, wanted.seconds - (monotonic() - began))
        found = _signed_in(environment, found, options._replace(seconds=left), say)
    elif secret is None and wanted.login and found.finished:
        say_error("No password was given, so only what the servers tell everybody is known. With --password-stdin or "
                  "--keyring, room and folders are looked at too.", environment)
    if found.pop is not None or found.pop_in_use:
        logins.note()
    return found


def _signed_in(environment: Environment, first: Inspection, options: Options, say: Say) -> Inspection:
    """Asks for the password where a server takes one, and looks again, at the servers that answered."""
    places = [server.place for server in first.servers]
    if options.oauth_only or not any(server.password is not False for server in first.servers):
        return _explained(first, options)
    places = [_confirmed(environment, place) for place in places]
    if all(place.outside for place in places):
        return first
    say_raw("The password goes to these servers and nobody else, and is kept nowhere. Nothing is changed.\n",
            environment)
    try:
        secret = inspect_password.from_person(environment, first.address)
    except (KeyboardInterrupt, EOFError):
        say_raw("\n", environment)
        return first._replace(finished=False)
    if secret is None:
        return first
    again = run(first.address, first.whereabouts._replace(places=tuple(places)),
                options._replace(password=secret), say)
    return again._replace(whereabouts=first.whereabouts, troubles=tuple(dict.fromkeys((*first.troubles,
                                                                                       *again.troubles))))


def _explained(first: Inspection, options: Options) -> Inspection:
    """The first look, with the reason why nobody is asked for a password."""
    if not first.servers:
        return first
    from advisor.mailbox.failures import where_of
    from advisor.mailbox.words import trouble

    reasons = [trouble("oauth-only", where_of(server.place)) for server in first.servers
               if options.oauth_only or server.password is False]
    return first._replace(troubles=tuple(dict.fromkeys((*first.troubles, *reasons))))


def _confirmed(environment: Environment, place: Place) -> Place:
    """The place, free for a password where the person says so: only DNS named it, and DNS cannot prove it."""
    if not place.outside:
        return place
    say_raw(f"The server for this mailbox is said to be {clean(place.host)} ({clean(place.said_by)}). It is not in the "
            "domain of the address, and nothing proves that it is right.\n"
            "Send the password there? Type yes if you know it to be your provider's: ", environment)
    assert environment.stdin is not None
    return place._replace(outside=environment.stdin.readline().strip().lower() not in ("yes", "y"))


def _checked(wanted: Wanted) -> Address:
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
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
    try:
        if wanted.ca is not None:
            context(str(wanted.ca))
        return read_address(wanted.address)
    except Unavailable as refused:
        where = "--ca" if refused.trouble.code == "ca-file" else "USER@DOMAIN"
        raise bad_input(refused.trouble.code, refused.trouble.message, refused.trouble.fix, where) from None


def _named(protocol: Protocol, text: str) -> tuple[Place, ...]:
    """The places of `HOST[:PORT]`. Raises Failure."""
    flag = f"--{protocol}"
    host, colon, port = text.strip().rpartition(":") if not text.strip().endswith("]") else (text, "", "")
    host = host if colon else text.strip()
    number = int(port) if port.isascii() and port.isdecimal() and len(port) < 6 else 0
    if colon and not 0 < number < 65536:
        raise bad_input("bad-port", f"{port[:20]!r} is no port.", HOST_AND_PORT, flag)
    if not (is_host(host.lower()) or _is_number(host)):
        raise bad_input("bad-host", "This is not a name that a server can have.", HOST_AND_PORT, flag)
    return named_places(protocol, host, number if colon else None, flag)


def _is_number(host: str) -> bool:
    from ipaddress import ip_address

    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _given_secret(environment: Environment, wanted: Wanted, address: Address) -> Secret | None:
    if wanted.password_stdin:
        return inspect_password.from_standard_input(environment)
    return inspect_password.from_keyring(address.text) if wanted.keyring else None


def _provider(base: RuleBase, domain: str) -> Provider | None:
    return next((provider for provider in base.providers.values() if domain in provider.aliases), None)


def known_of(base: RuleBase, provider: Provider | None) -> Known:
    """Where the rules say that a provider's servers are, and what they say it does not offer."""
    if provider is None:
        return Known()
    said_by = f"what the rules know of {provider.name}"
    places = tuple(Place(protocol, server.host.text, int(server.port.text),
                         "tls" if int(server.port.text) in TLS_PORTS else "starttls", said_by)
                   for protocol in PROTOCOLS if (server := provider.servers.get(protocol)) is not None
                   and is_host(server.host.text) and server.port.text.isdecimal())
    out = {option for option, _ in evaluate(base, case_of(provider.answers.values, "provider")).ruled_out}
    return Known(places, tuple(Denied(protocol, said_by) for protocol in PROTOCOLS if protocol in out))


def _no_password(provider: Provider) -> bool:
    return bool(provider.servers) and all(server.password is False for server in provider.servers.values())


def _web_context(ca: Path | None) -> SSLContext:
    """For websites: a private authority is trusted beside the known ones."""
    made = context()
    if ca is not None:
        made.load_verify_locations(ca)
    return made
