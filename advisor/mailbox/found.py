"""What an inspection finds. Plain values: nothing here talks to a server.

Sizes are bytes. None means that the server did not say, and is never taken for a value.
"""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from typing import Literal, NamedTuple

Protocol = Literal["imap", "pop"]
Security = Literal["tls", "starttls"]
"""TLS from the first byte (RFC 8314 section 3), or after STARTTLS or STLS; there is no third way."""
PROTOCOLS: tuple[Protocol, ...] = ("imap", "pop")


class Trouble(NamedTuple):
    """Why something could not be learned; the code is stable, the texts are for people and hold no secret."""

    code: str
    message: str
    fix: str = ""
    where: str = ""
    """the server as host:port, or what was being done"""


class Place(NamedTuple):
    """Where a server may be, and who says so."""

    protocol: Protocol
    host: str
    port: int
    security: Security
    said_by: str
    """in words for a person: "the address book of servers of example.org (SRV record)", "--imap" """
    outside: bool = False
    """whether somebody who cannot prove it (DNS without proof, RFC 6186 section 6) names a host that is not in the
    person's own domain: no password goes there before the person has seen the name and agreed"""
    user: str = ""
    """the name to sign in with, where a settings file says it; empty where nobody does"""
    guessed: bool = False
    """whether nobody names it at all: it is a usual name, and the server may be of a web host while the mail is
    elsewhere. No password goes there unasked either"""

    @property
    def doubtful(self) -> bool:
        """Whether the person must agree before a password goes there."""
        return self.outside or self.guessed


class Denied(NamedTuple):
    """Somebody who must know says that a protocol is not offered (RFC 6186 section 3.4: a target of ".")."""

    protocol: Protocol
    said_by: str
    proven: bool = False
    """whether it is certain who says so; DNS records prove nothing (RFC 6186 section 6)"""


class Whereabouts(NamedTuple):
    """What discovery found: the places to try, best first, what is denied, and what went wrong on the way."""

    places: tuple[Place, ...] = ()
    denied: tuple[Denied, ...] = ()
    troubles: tuple[Trouble, ...] = ()


class Server(NamedTuple):
    """A server that answered over verified TLS."""

    place: Place
    tls_version: str
    """as in "TLSv1.3" """
    certificate_until: str
    """the last day on which its certificate is valid, as in 2031-04-05"""
    capabilities: tuple[str, ...]
    """what it says it can do, before login; sorted, upper case"""
    sign_in: tuple[str, ...]
    """ways to sign in that it names (SASL mechanisms, and LOGIN or USER), sorted"""
    password: bool | None
    """whether a password can be used at all; False where only a browser window (OAuth2) opens the mailbox"""


class Quota(NamedTuple):
    """One root of GETQUOTAROOT INBOX. Figures of RFC 9208 are informational: say "about"."""

    root: str
    used: int | None
    limit: int | None
    messages_used: int | None = None
    messages_limit: int | None = None


class Folder(NamedTuple):
    """A folder on the server, as IMAP shows it."""

    name: str
    messages: int | None
    size: int | None
    special: str
    """what it is for, in small letters: inbox, sent, drafts, junk, trash, archive, all, flagged, important, outbox,
    calendar, contacts, notes, tasks, or automatic (kept by a program for itself); "" where nothing tells"""
    hidden: bool | None
    """whether mail programs that show subscribed folders only do not show it; None where nothing is subscribed"""
    selectable: bool


class ImapMailbox(NamedTuple):
    """The mailbox as IMAP shows it."""

    capabilities: tuple[str, ...]
    """after login"""
    quotas: tuple[Quota, ...] | None
    """None where the server knows no quotas or did not tell; that is not the same as having no limit"""
    folders: tuple[Folder, ...]
    folders_listed: int
    """how many there are; `folders` may hold fewer, where there are very many"""
    inbox_messages: int | None
    inbox_size: int | None
    inbox_uid_next: int | None
    inbox_uid_validity: int | None
    total_messages: int | None
    """None unless every folder said"""
    total_size: int | None
    largest: int | None
    """None unless sizes were fetched one by one"""
    uses_told: bool = False
    """whether the server itself says of any folder but the Inbox what it is for (RFC 6154); else names alone tell"""


class PopMailbox(NamedTuple):
    """The mailbox as POP3 shows it: the Inbox and nothing else (RFC 1939 section 3)."""

    capabilities: tuple[str, ...]
    """after login"""
    messages: int | None
    size: int | None
    largest: int | None
    ids: bool | None
    """whether it names messages by lasting ids (UIDL), which "leave a copy" depends on"""
    expire: str | None
    """"never", or a number of days as digits (RFC 2449 section 6.7); after login, never the value before it"""
    login_delay: int | None
    """seconds between logins"""


class Inspection(NamedTuple):
    """All that was learned of one mailbox. A later step that failed takes nothing from an earlier one."""

    address: str
    whereabouts: Whereabouts
    servers: tuple[Server, ...] = ()
    imap: ImapMailbox | None = None
    pop: PopMailbox | None = None
    pop_in_use: bool = False
    """whether POP3 refused the login because another session holds the mailbox ([IN-USE], RFC 2449 section 8.1.2)"""
    troubles: tuple[Trouble, ...] = ()
    signed_in: bool = False
    finished: bool = True
    """False after an interruption, at the deadline, or where a connection ended while it was read"""
    pop_login_sent: bool = False
    """whether a login by POP3 was sent and not refused for certain: messages may have lost the mark of new arrival"""
    login_unknown: bool = False
    """whether a login was sent and nobody knows how it ended"""
