"""After the first look: asks on the terminal whether and with which password to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.cli import inspect_password
from advisor.cli.environment import Environment
from advisor.cli.main import say_raw
from advisor.mailbox.failures import where_of
from advisor.mailbox.found import Inspection, Place, Server, Trouble
from advisor.mailbox.secret import Secret
from advisor.mailbox.sign_in import kept_back, names_windows_only
from advisor.mailbox.words import trouble
from advisor.report.clean import clean

if TYPE_CHECKING:
    from advisor.mailbox.inspect import Options


class Asked(NamedTuple):
    """What came of asking."""

    secret: Secret | None
    places: tuple[Place, ...]
    """to look at with it"""
    troubles: tuple[Trouble, ...] = ()
    """why nobody signs in, where that is so"""
    interrupted: bool = False


def ask_password(environment: Environment, first: Inspection, options: Options, hint: str = "") -> Asked:
    """Asks, if a password is of use at one of the servers that answered. Never raises for Ctrl-C. Raises Failure.

    `hint` is what the rules know of signing in at this provider.
    """
    useful, troubles = _useful(first, options)
    if not useful:
        return Asked(None, (), troubles)
    try:
        places = {server: _confirmed(environment, server.place) for server in first.servers}
        open_to_it = [server for server in useful if not places[server].outside]
        if not open_to_it:
            return Asked(None, (), tuple(trouble("host-not-confirmed", where_of(server.place)) for server in useful))
        if any(map(names_windows_only, open_to_it)):
            say_raw("The server speaks only of signing in through a window of the provider (OAuth2). A password made "
                    "for mail programs may work all the same; press Enter alone to leave it.\n", environment)
        if hint:
            say_raw(f"{clean(hint)}\n", environment)
        hosts = ", ".join(dict.fromkeys(clean(server.place.host) for server in open_to_it))
        say_raw(f"The password goes to {hosts} and nobody else, and is kept nowhere. Nothing is changed.\n",
                environment)
        secret = inspect_password.from_person(environment, first.address)
    except (KeyboardInterrupt, EOFError):
        say_raw("\n", environment)
        return Asked(None, (), (trouble("interrupted"),), interrupted=True)
    return Asked(secret, tuple(places.values()))


def _useful(first: Inspection, options: Options) -> tuple[list[Server], tuple[Trouble, ...]]:
    """The servers at which a password would be tried; else why it would not, at any of them."""
    useful, troubles = [], []
    for server in first.servers:
        where = where_of(server.place)
        if options.oauth_only or server.place.host.lower() in options.window_hosts:
            troubles.append(trouble("oauth-only", where))
        elif code := kept_back(server):
            troubles.append(trouble(code, where))
        elif server.place.protocol == "pop" and not options.pop_login:
            troubles.append(trouble("pop-login-not-asked", where))
        else:
            useful.append(server)
    some = [found for found in troubles if found.code != "pop-login-not-asked"]
    return useful, tuple(some or troubles)


def _confirmed(environment: Environment, place: Place) -> Place:
    """The place, free for a password where the person says so: only DNS named it, and DNS cannot prove it."""
    if not place.outside:
        return place
    say_raw(f"The server for this mailbox is said to be {clean(place.host)} ({clean(place.said_by)}). It is not in the "
            "domain of the address, and nothing proves that it is right.\n"
            "Send the password there? Type yes if you know it to be your provider's (Enter alone: no): ", environment)
    assert environment.stdin is not None
    return place._replace(outside=environment.stdin.readline().strip().lower() not in ("yes", "y"))
