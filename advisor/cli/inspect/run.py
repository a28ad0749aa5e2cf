"""One inspection, for the command and for the wizard: where to look, the password, the progress."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.telling import say_error, say_raw
from advisor.cli.inspect import password as inspect_password
from advisor.cli.inspect.ask import ask_password, say_folded
from advisor.cli.inspect.checked import LEAST_SECONDS, Wanted, checked, named
from advisor.cli.inspect.logins import Logins
from advisor.cli.opening.rules import Opened
from advisor.engine.case import case_of
from advisor.engine.evaluate import evaluate
from advisor.mailbox.addresses import Address, is_host
from advisor.mailbox.choose import TLS_PORT
from advisor.mailbox.deadline import Deadline
from advisor.mailbox.discover import Known, Network, discover
from advisor.mailbox.found import PROTOCOLS, Denied, Inspection, Place, Whereabouts
from advisor.mailbox.inspect import run
from advisor.mailbox.options import Options, Say
from advisor.mailbox.secret import Secret
from advisor.mailbox.tls import context
from advisor.mailbox.words import trouble
from advisor.report.page.clean import clean
from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import Provider

if TYPE_CHECKING:
    from ssl import SSLContext


class Looked(NamedTuple):
    """What an inspection found, and whether a password was there for it."""

    found: Inspection
    password: bool


def inspect_mailbox(environment: Environment, opened: Opened, wanted: Wanted, network: Network | None = None, *,
                    quiet: bool = False, clock: Callable[[], float] = time) -> Looked:
    """What the mailbox says. Raises Failure for what a person must mend first; what a server does is in the result.

    `network` and the clock (seconds since 1970) are others in tests. When quiet, no progress is told.
    """
    address = checked(wanted)
    places = named(wanted)
    provider = _provider(opened.base, address.domain)
    secret = _given_secret(environment, wanted, address)
    logins = Logins(environment, clock)

    def say(text: str) -> None:
        if not quiet:
            say_raw(f"{clean(text)} ...\n", environment)

    def find(deadline: Deadline, told: Say) -> Whereabouts:
        if places:
            return Whereabouts(places)
        return discover(address, network or system_network(wanted.ca), deadline, known_of(opened.base, provider), told)

    if wanted.pop_login and wanted.login:
        say_folded("Signing in by POP3 takes the mark of new arrival off messages. Nothing else is changed.",
                   environment, quiet=quiet)
    options = _options(opened.base, provider if not places else None, wanted, secret, logins)
    began = monotonic()
    found = run(address.text, find, options, say)
    if secret is None and wanted.login and found.finished:
        if environment.can_ask():
            left = max(LEAST_SECONDS, wanted.seconds - (monotonic() - began))
            return _asked(environment, found, options._replace(seconds=left), say, logins, _hint(provider))
        if not quiet:
            say_error("No password was given, so only what the servers tell everybody is known. With --password-stdin "
                      "or --keyring, room and folders are looked at too.", environment)
    return Looked(_learned(found, logins), secret is not None)


def _asked(environment: Environment, first: Inspection, options: Options, say: Say, logins: Logins,
           hint: str) -> Looked:
    """The first look, or a second one with the password, at the servers that answered."""
    asked = ask_password(environment, first, options, hint)
    if asked.secret is None:
        troubles = tuple(dict.fromkeys((*first.troubles, *asked.troubles)))
        return Looked(first._replace(troubles=troubles, finished=not asked.interrupted), password=False)
    places = tuple(server.place for server in first.servers)
    again = run(first.address, first.whereabouts._replace(places=places, troubles=()),
                options._replace(password=asked.secret, agreed=asked.agreed), say)
    servers = {server.place.protocol: server for server in (*first.servers, *again.servers)}
    return Looked(_learned(again._replace(
        whereabouts=first.whereabouts, servers=tuple(servers.values()),
        troubles=tuple(dict.fromkeys((*first.troubles, *again.troubles)))), logins), password=True)


def _options(base: RuleBase, provider: Provider | None, wanted: Wanted, secret: Secret | None,
             logins: Logins) -> Options:
    hosts = (server.host.text.lower() for known in base.providers.values() for server in known.servers.values()
             if server.password is False)
    return Options(user=wanted.user, password=secret, pop_login=wanted.pop_login, pop_logins=logins,
                   oauth_only=provider is not None and _no_password(provider), window_hosts=frozenset(hosts),
                   seconds=wanted.seconds, ca_file=None if wanted.ca is None else str(wanted.ca))


def _learned(found: Inspection, logins: Logins) -> Inspection:
    if found.pop is None or not found.pop.login_delay or logins.learned(found.pop.login_delay):
        return found
    return found._replace(troubles=(*found.troubles, trouble("login-delay-not-kept")))


def _given_secret(environment: Environment, wanted: Wanted, address: Address) -> Secret | None:
    if wanted.password_stdin:
        return inspect_password.from_standard_input(environment)
    return inspect_password.from_keyring(address.text) if wanted.keyring else None


def _provider(base: RuleBase, domain: str) -> Provider | None:
    return next((provider for provider in base.providers.values() if domain in provider.aliases), None)


def _hint(provider: Provider | None) -> str:
    """How one signs in at that provider, where the rules know the same of every server."""
    facts = [server.sign_in for server in provider.servers.values()] if provider is not None else []
    ways = {fact.text for fact in facts if fact.text}
    return f"How {provider.name} lets programs in: {ways.pop()}." if provider is not None and len(ways) == 1 else ""


def known_of(base: RuleBase, provider: Provider | None) -> Known:
    """Where the rules say that a provider's servers are, and what they say it does not offer."""
    elsewhere = tuple((domain, _places(other)) for other in base.providers.values()
                      for domain in _domains(other))
    if provider is None:
        return Known(by_domain=elsewhere)
    out = {option for option, _ in evaluate(base, case_of(provider.answers.values, "provider")).ruled_out}
    return Known(_places(provider), tuple(Denied(protocol, _said_by(provider), proven=True)
                                              for protocol in PROTOCOLS if protocol in out), elsewhere)


def _said_by(provider: Provider) -> str:
    return f"what the rules know of {provider.name}"


def _domains(provider: Provider) -> set[str]:
    """The domains of a provider, as far as the rules name them: of its addresses, and of its own websites' names."""
    return {name.lower() for name in provider.aliases if "." in name}


def _places(provider: Provider) -> tuple[Place, ...]:
    return tuple(Place(protocol, server.host.text, int(server.port.text),
                         "tls" if int(server.port.text) in TLS_PORT.values() else "starttls", _said_by(provider))
                   for protocol in PROTOCOLS if (server := provider.servers.get(protocol)) is not None
                   and is_host(server.host.text) and server.port.text.isdecimal())


def _no_password(provider: Provider) -> bool:
    return bool(provider.servers) and all(server.password is False for server in provider.servers.values())


def system_network(ca: Path | None = None) -> Network:
    """The network as it is. For websites a private authority is trusted beside the known ones."""
    made: SSLContext = context()
    if ca is not None:
        made.load_verify_locations(ca)
    return Network(made)
