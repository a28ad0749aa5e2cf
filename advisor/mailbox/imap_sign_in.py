"""Signing in: what a server says it takes, and the one attempt with a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from advisor.mailbox import sign_in as ways
from advisor.mailbox.failures import attempt, where_of
from advisor.mailbox.found import Place
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.words import trouble

if TYPE_CHECKING:
    from advisor.mailbox.imap_wire import Session


def named(capabilities: tuple[str, ...]) -> tuple[str, ...]:
    """The SASL mechanisms that a server names, sorted."""
    return tuple(sorted({word.removeprefix("AUTH=") for word in capabilities if word.startswith("AUTH=")}))


def sign_in_methods(capabilities: tuple[str, ...]) -> tuple[str, ...]:
    """The mechanisms, and LOGIN unless the server switches that command off."""
    by_command = {"LOGIN"} if capabilities and "LOGINDISABLED" not in capabilities else set()
    return tuple(sorted({*named(capabilities), *by_command}))


def password_possible(capabilities: tuple[str, ...]) -> bool | None:
    """Whether a password can be used; False where LOGIN is switched off and only windows are named.

    Without LOGINDISABLED the command may be used (RFC 9051 section 6.2.3), whatever mechanisms are named; where they
    are windows only, nobody knows whether it is of use: None.
    """
    possible = ways.password_possible(named(capabilities))
    if not capabilities or possible is True or "LOGINDISABLED" in capabilities:
        return possible
    return None if possible is False else True


def sign_in(
    session: Session, place: Place, user: str, secret: Secret, sending: Callable[[], None] = lambda: None
) -> None:
    """Sign in, once. Raise Unavailable, before anything is sent where the server takes no password.

    By AUTHENTICATE PLAIN where it is offered, which takes every letter (RFC 4616); else by the command LOGIN, with the
    password as a literal, so that its letters need no escape; else by the old mechanism of that name. `sending` is
    called when all of that is known, right before the first word of it goes out.
    """
    if session.wire.state != "NONAUTH":  # PREAUTH: a mailbox is open already, and nobody knows whose
        raise Unavailable(trouble("garbled", where_of(place)))
    offered = tuple(session.wire.capabilities)
    if password_possible(offered) is False:
        raise Unavailable(trouble("oauth-only", where_of(place)))
    if not {"PLAIN", "LOGIN"} & set(sign_in_methods(offered)):
        raise Unavailable(trouble("password-not-sent", where_of(place)))
    sending()
    session.wire.signing_in = True
    try:
        attempt(place, "signing in", lambda: _send(session, user, secret, offered), (secret,))
    finally:
        session.wire.signing_in = False


def _send(session: Session, user: str, secret: Secret, offered: tuple[str, ...]) -> None:
    wire = session.wire
    if "AUTH=PLAIN" in offered:
        session.plain_login(user, secret.reveal())
    elif "LOGINDISABLED" in offered:
        parts = iter(
            (user.encode(), secret.reveal().encode())
        )  # it asks for the one, then for the other; a third question ends it
        wire.authenticate("LOGIN", lambda _: next(parts, None))
    else:
        name = '"' + user.replace("\\", "\\\\").replace('"', '\\"') + '"'
        wire.literal = secret.reveal().encode()  # type: ignore[assignment]  # imaplib announces it, then sends it
        kind, data = wire._simple_command("LOGIN", name.encode())
        if kind != "OK":
            raise wire.error(data[-1])
        wire.state = "AUTH"
