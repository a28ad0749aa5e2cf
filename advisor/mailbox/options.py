"""What may be done in an inspection, and what it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import Whereabouts
from advisor.mailbox.secret import Secret

SECONDS = 30.0
"""The deadline for everything, where nobody says another."""
Say = Callable[[str], None]
Find = Callable[[Deadline, Say], Whereabouts]


class PopLogins(Protocol):
    """Remembers logins by POP3, by host and login name. Called in the working thread."""

    def seconds_ago(self, host: str, user: str, /) -> float | None:
        """Seconds since the last one; None where none is known."""

    def delay(self, host: str, user: str, /) -> int:
        """Seconds that the server wanted between two when it was asked last; it may tell that after a login only."""

    def note(self, host: str, user: str, /) -> bool:
        """Keep that one is about to be made; whether that could be kept."""


class NoLogins:
    """Remembers nothing, and nothing is missing."""

    def seconds_ago(self, _host: str, _user: str, /) -> float | None:
        """None is known."""
        return None

    def delay(self, _host: str, _user: str, /) -> int:
        """No delay is known."""
        return 0

    def note(self, _host: str, _user: str, /) -> bool:
        """As if it was kept."""
        return True


class Options(NamedTuple):
    """What may be done."""

    user: str = ""
    """the login name; the address where it is empty"""
    password: Secret | None = None
    """None: nothing is asked for that needs a login"""
    pop_login: bool = False
    """whether to sign in by POP3 too, which takes the mark of new arrival off messages"""
    pop_logins: PopLogins = NoLogins()
    """what is known of earlier logins by POP3: the server's LOGIN-DELAY is kept"""
    agreed: frozenset[str] = frozenset()
    """hosts that the person agreed to, although nothing proves that they are right"""
    oauth_only: bool = False
    """whether it is known of the provider that no password opens the mailbox"""
    window_hosts: frozenset[str] = frozenset()
    """servers of which the same is known, whoever names them; small letters"""
    seconds: float = SECONDS
    ca_file: str | None = None
