"""When this program last signed in by POP3, so that the time which a server wants between two logins is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import time
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.folders import make_folder, user_folder
from advisor.cli.edge.lock import alone
from advisor.cli.edge.output import write_file
from advisor.cli.edge.status import Failure

_KEPT_SECONDS = 86_400.0
"""What is kept where the server names no time, or a shorter one."""
_LONGEST_DELAY = 10_000_000
"""Seconds. A longer time is a mistake of the server."""
_SIZE_LIMIT = 100_000


class Last(NamedTuple):
    """The last login, and what the server wanted between two when it was asked."""

    time: float
    delay: int


class Logins:
    """The times of logins, by server and login name; only checksums of them are kept."""

    def __init__(self, environment: Environment, clock: Callable[[], float] = time) -> None:
        """The clock gives seconds since 1970."""
        folder = environment.variables.get("ADVISOR_STATE")
        self.environment = environment
        self.path = (Path(folder) if folder else user_folder(environment, "state")) / "pop-logins.json"
        self.clock = clock
        self._noted = ""

    def last(self, host: str, user: str, /) -> Last | None:
        """The last login that is known. A clock that was set back makes it one of this moment."""
        return self._read().get(key_of(host, user))

    def seconds_ago(self, host: str, user: str, /) -> float | None:
        """Seconds since the last one; None where none is known."""
        last = self.last(host, user)
        return None if last is None else max(0.0, self.clock() - last.time)

    def delay(self, host: str, user: str, /) -> int:
        """Seconds that the server wanted between two when it was asked last; 0 where that is not known."""
        last = self.last(host, user)
        return 0 if last is None else last.delay

    def note(self, host: str, user: str, /) -> bool:
        """Keeps that a login is about to be made: also one that fails, or is cut off, counts for a server.

        Whether it could be kept.
        """
        self._noted = key_of(host, user)
        return self._write(self._noted, Last(self.clock(), self.delay(host, user)))

    def learned(self, delay: int) -> bool:
        """Keeps what the server of the login that was noted wants between two, in seconds; whether it could."""
        last = self._read().get(self._noted)
        return last is not None and self._write(self._noted, last._replace(delay=max(0, min(delay, _LONGEST_DELAY))))

    def _write(self, key: str, login: Last) -> bool:
        try:
            make_folder(self.path.parent, self.environment)
            with alone(self.path.parent):
                write_file(self.path, json.dumps({**self._read(), key: login}) + "\n", private=True)
        except (OSError, Failure):
            return False
        return True

    def _read(self) -> dict[str, Last]:
        try:
            with self.path.open("rb") as file:
                found = json.loads(file.read(_SIZE_LIMIT))
            kept = {str(key): Last(float(at), int(delay)) for key, (at, delay) in found.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            return {}
        now = self.clock()
        return {key: last for key, last in kept.items() if abs(now - last.time) < max(_KEPT_SECONDS, last.delay)}


def key_of(host: str, user: str) -> str:
    """A checksum of both: the same name at another server is another mailbox."""
    return sha256(f"{host.lower()}\0{user.lower()}".encode()).hexdigest()
