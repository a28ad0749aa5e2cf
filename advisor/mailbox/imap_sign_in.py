"""Signing in: what a server says it takes, and the one attempt with a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.mailbox.failures import attempt
from advisor.mailbox.found import Place
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.words import trouble

if TYPE_CHECKING:
    from advisor.mailbox.imap_wire import Session

WINDOW_ONLY = frozenset({"XOAUTH2", "OAUTHBEARER", "PLAIN-CLIENTTOKEN"})
"""Ways that need a sign-in in a browser window of the provider first."""
NO_PASSWORD = WINDOW_ONLY | {"ANONYMOUS", "EXTERNAL", "GSSAPI", "GSS-SPNEGO", "NTLM", "KERBEROS_V4"}
"""Ways in which no password of the mailbox is typed into a mail program."""


def sign_in_methods(capabilities: tuple[str, ...]) -> tuple[str, ...]:
    """The SASL mechanisms that are named, and LOGIN unless the server switches that command off."""
    named = {word.removeprefix("AUTH=") for word in capabilities if word.startswith("AUTH=")}
    if capabilities and "LOGINDISABLED" not in capabilities:
        named.add("LOGIN")
    return tuple(sorted(named))


def password_possible(capabilities: tuple[str, ...]) -> bool | None:
    """Whether a password can be used. None where only browser sign-in is named but LOGIN is not switched off."""
    named = {word.removeprefix("AUTH=") for word in capabilities if word.startswith("AUTH=")}
    if not capabilities:
        return None
    if named - NO_PASSWORD:
        return True
    if "LOGINDISABLED" in capabilities:
        return False
    return None if named & WINDOW_ONLY else True


def sign_in(session: Session, place: Place, user: str, secret: Secret) -> None:
    """Sign in, once. Raise Unavailable, before anything is sent where the server takes no password.

    By AUTHENTICATE PLAIN where it is offered, which takes every letter (RFC 4616); else by the command LOGIN, with the
    password as a literal, so that its letters need no escape; else by the old mechanism of that name.
    """
    if session.wire.state != "NONAUTH":  # PREAUTH: a mailbox is open already, and nobody knows whose
        raise Unavailable(trouble("garbled", _where(session)))
    offered = tuple(session.wire.capabilities)
    methods = sign_in_methods(offered)
    window = bool(WINDOW_ONLY & set(methods))
    if not {"PLAIN", "LOGIN"} & set(methods):
        raise Unavailable(trouble("oauth-only" if window else "password-not-sent", _where(session)))
    try:
        session.wire.signing_in = True
        attempt(place, "signing in", lambda: _send(session, user, secret, offered), (secret,))
    except Unavailable as refused:
        asked_for_window = window and password_possible(offered) is not True
        if not (asked_for_window and refused.trouble.code == "sign-in-refused"):
            raise
    else:
        return
    finally:
        session.wire.signing_in = False
    raise Unavailable(trouble("oauth-only", _where(session)))


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


def _where(session: Session) -> str:
    return session.wire.stream.where
