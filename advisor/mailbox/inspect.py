"""The whole of an inspection: in a thread of its own, so that a deadline and Ctrl-C hold whatever a server does."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, Protocol

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import Inspection, Whereabouts
from advisor.mailbox.notes import Notes
from advisor.mailbox.secret import Secret
from advisor.mailbox.words import trouble

SECONDS = 30.0
"""The deadline for everything, where nobody says another."""
LAST_SECONDS = 1.0
"""After the end, for the thread to close what it has open. It closes by itself later, if that is not enough."""
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


def run(
    address: str,
    whereabouts: Whereabouts | Find,
    options: Options | None = None,
    say: Say = lambda _: None,
) -> Inspection:
    """Inspect a mailbox. Never raises for what a server does: what went wrong is in `troubles`.

    Ctrl-C and the deadline end it with what was learned until then (`finished` False). `say` is called in this thread
    only, and never again after the end. whereabouts may be a function that finds them within the deadline.
    """
    options = options or Options()
    deadline = Deadline(options.seconds)
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    notes = Notes(address)
    worker = threading.Thread(
        target=_work, args=(whereabouts, options, deadline, lines, notes), name="advisor-inspect", daemon=True
    )
    ended = ""
    try:
        worker.start()
        ended = _wait(lines, deadline, say)
    except KeyboardInterrupt:
        ended = "interrupted"
    while True:  # a second Ctrl-C must not lose what was learned
        try:
            found = notes.close(trouble(ended) if ended else None)
            deadline.cut()
            if worker.is_alive():  # the first Ctrl-C may have come before it began
                worker.join(LAST_SECONDS)
            return found
        except KeyboardInterrupt:
            ended = "interrupted"


def _wait(lines: queue.SimpleQueue[str | None], deadline: Deadline, say: Say) -> str:
    """Say what is being done until it is done; returns the code of what ended it, or nothing."""
    while True:
        with suppress(queue.Empty):
            line = lines.get(timeout=max(0.001, min(0.2, deadline.remaining())))
            if line is None:
                return ""
            say(line)
            continue
        if deadline.remaining() <= 0:
            return "deadline"


def _work(
    whereabouts: Whereabouts | Find,
    options: Options,
    deadline: Deadline,
    lines: queue.SimpleQueue[str | None],
    notes: Notes,
) -> None:
    """The work. Nothing leaves this thread but through the notes: an exception that is shown would show its values."""
    from advisor.mailbox.refused import Unavailable
    from advisor.mailbox.steps import Steps

    try:
        Steps(options, deadline, lines.put, notes).all(whereabouts)
    except Unavailable as unavailable:
        notes.stopped(unavailable.trouble)
    except BaseException:
        notes.stopped(trouble("failed"))
    finally:
        lines.put(None)
