"""Which ways to sign in a server names, and whether a password is of use there."""

from __future__ import annotations

from advisor.mailbox.failures import where_of
from advisor.mailbox.found import Server
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.words import trouble

PASSWORD_PLAIN = "PLAIN"
OURS = frozenset({PASSWORD_PLAIN, "LOGIN", "USER"})
"""Ways in which a password is sent over a verified connection; this program knows these."""
_PASSWORD = OURS | {"CRAM-MD5", "DIGEST-MD5", "NTLM", "APOP"}
_WINDOW = frozenset({"XOAUTH2", "OAUTHBEARER", "XOAUTH", "OAUTH10A"})
"""Ways that need a token, which only a window of the provider gives (RFC 7628)."""


def password_possible(ways: tuple[str, ...]) -> bool | None:
    """True where a password opens the mailbox, False where only a window does, None where the server does not say."""
    if any(way in _PASSWORD or way.startswith("SCRAM-") for way in ways):
        return True
    return False if any(way in _WINDOW for way in ways) else None


def refuse_without_password(server: Server) -> None:
    """Raise Unavailable where sending a password is of no use.

    A server that names no ways at all may be tried; one that names only windows may not, even where it does not say
    that the plain login is switched off: the password would be sent for nothing.
    """
    where = where_of(server.place)
    if server.password is False or (server.password is None and _WINDOW & set(server.sign_in)):
        raise Unavailable(trouble("oauth-only", where))
    if server.sign_in and not OURS & set(server.sign_in):
        raise Unavailable(trouble("password-not-sent", where))
