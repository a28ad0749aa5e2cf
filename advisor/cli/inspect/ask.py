"""After the first look: asks on the terminal whether and with which password to sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.telling import say_raw
from advisor.cli.inspect import password as inspect_password
from advisor.mailbox.failures import where_of
from advisor.mailbox.found import Inspection, Server, Trouble
from advisor.mailbox.secret import Secret
from advisor.mailbox.sign_in import kept_back, names_windows_only
from advisor.mailbox.words import trouble
from advisor.report.page.fold import flow

if TYPE_CHECKING:
    from advisor.mailbox.options import Options


class Asked(NamedTuple):
    """What came of asking."""

    secret: Secret | None
    agreed: frozenset[str] = frozenset()
    """hosts that may have it although nothing proves that they are right"""
    troubles: tuple[Trouble, ...] = ()
    """why nobody signs in, where that is so"""
    interrupted: bool = False


def ask_password(environment: Environment, first: Inspection, options: Options, hint: str = "") -> Asked:
    """Asks, if a password is of use at one of the servers that answered. Never raises for Ctrl-C. Raises Failure.

    `hint` is what the rules know of signing in at this provider.
    """
    useful, troubles = _useful(first, options)
    if not useful:
        return Asked(None, troubles=troubles)
    try:
        agreed = _agreed(environment, useful)
        open_to_it = [server for server in useful if server.place.host in agreed]
        if not open_to_it:
            return Asked(None, troubles=tuple(
                trouble("host-not-confirmed", where_of(server.place)) for server in useful))
        if any(map(names_windows_only, open_to_it)):
            say_folded("The server speaks only of signing in through a window of the provider (OAuth2). A password "
                       "made for mail programs may work all the same; press Enter alone to leave it.", environment)
        if hint:
            say_folded(hint, environment)
        hosts = " and ".join(dict.fromkeys(server.place.host for server in open_to_it))
        by_pop = any(server.place.protocol == "pop" for server in open_to_it)
        mark = ", save that signing in by POP3 takes the mark of new arrival off messages" if by_pop else ""
        say_folded(f"The password goes to {hosts} and nobody else, and is kept nowhere. Nothing is changed{mark}.",
                   environment)
        secret = inspect_password.from_person(environment, first.address)
    except (KeyboardInterrupt, EOFError):
        say_raw("\n", environment)
        return Asked(None, troubles=(trouble("interrupted"),), interrupted=True)
    return Asked(secret, frozenset(agreed))


def say_folded(text: str, environment: Environment, *, quiet: bool = False) -> None:
    """A paragraph on standard error, cleaned, in the width of the terminal."""
    if not quiet:
        lines = flow(text, environment.width(environment.stderr))
        say_raw("".join(f"{line.text}\n" for line in lines), environment)


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


def _agreed(environment: Environment, useful: list[Server]) -> set[str]:
    """The hosts that may have the password: each of which nothing proves that it is right is asked about, once."""
    agreed = {server.place.host for server in useful if not server.place.doubtful}
    doubtful = {server.place.host: server.place for server in useful if server.place.host not in agreed}
    for host, place in doubtful.items():
        if place.guessed:
            said = (f"Nobody names a server for this mailbox. {host} answers, which is a usual name; nothing proves "
                    "that your mail is there.")
        else:
            said = (f"The server for this mailbox is said to be {host} ({place.said_by}). It is not in the domain of "
                    "the address, and nothing proves that it is right.")
        say_folded(said, environment)
        say_raw("Send the password there? Type yes if you\nknow it to be your provider's (Enter: no): ", environment)
        assert environment.stdin is not None
        if environment.stdin.readline().strip().lower() in ("yes", "y"):
            agreed.add(host)
    return agreed
