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


def kept_back(server: Server) -> str:
    """The code that says why a password is not sent there; empty where it may be tried.

    Where a server names only windows but does not switch the plain login off, it may be tried: some take passwords
    made for mail programs by that command alone (decision 21).
    """
    if server.password is False:
        return "oauth-only"
    told_none = server.place.protocol == "imap" and bool(server.capabilities)  # there LOGIN is on unless switched off
    if (server.sign_in or told_none) and not OURS & set(server.sign_in):
        return "password-not-sent"
    return ""


def names_windows_only(server: Server) -> bool:
    """Whether a password may be tried there, but the server speaks of windows only."""
    return server.password is None and bool(_WINDOW & set(server.sign_in))


def refuse_without_password(server: Server) -> None:
    """Raise Unavailable where sending a password is of no use."""
    code = kept_back(server)
    if code:
        raise Unavailable(trouble(code, where_of(server.place)))
