"""When this program last signed in by POP3, so that the time which a server wants between two logins is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import time
from typing import NamedTuple

from advisor.cli.environment import Environment
from advisor.cli.folders import user_folder
from advisor.cli.output import write_file
from advisor.cli.status import Failure

KEPT_SECONDS = 86_400.0
"""What is kept where the server names no time, or a shorter one."""
LONGEST_DELAY = 10_000_000
"""Seconds. A longer time is a mistake of the server."""
SIZE_LIMIT = 100_000


class Last(NamedTuple):
    """The last login, and what the server wanted between two when it was asked."""

    time: float
    delay: int


class Logins:
    """The times of logins, by address and login name; only checksums of them are kept."""

    def __init__(self, environment: Environment, names: tuple[str, ...], clock: Callable[[], float] = time) -> None:
        """The clock gives seconds since 1970."""
        folder = environment.variables.get("ADVISOR_STATE")
        self.path = (Path(folder) if folder else user_folder(environment, "state")) / "pop-logins.json"
        self.keys = tuple(sha256(name.lower().encode()).hexdigest()[:24] for name in names if name)
        self.clock = clock

    def last(self) -> Last | None:
        """The last login that is known. A clock that was set back makes it one of this moment."""
        kept = self._read()
        found = [kept[key] for key in self.keys if key in kept]
        return max(found, default=None)

    def seconds_ago(self) -> float | None:
        """Seconds since the last one; None where none is known."""
        last = self.last()
        return None if last is None else max(0.0, self.clock() - last.time)

    def note(self) -> None:
        """Keeps that a login is about to be made: also one that fails, or is cut off, counts for a server."""
        last = self.last()
        self._write(Last(self.clock(), 0 if last is None else last.delay))

    def learned(self, delay: int) -> None:
        """Keeps what the server wants between two logins, in seconds."""
        last = self.last()
        if last is not None:
            self._write(last._replace(delay=max(0, min(delay, LONGEST_DELAY))))

    def _write(self, login: Last) -> None:
        """Where it cannot be kept nothing is said: the server refuses a login that comes too early by itself."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            kept = {**self._read(), **dict.fromkeys(self.keys, login)}
            write_file(self.path, json.dumps(kept) + "\n", private=True)
        except (OSError, Failure):
            return

    def _read(self) -> dict[str, Last]:
        try:
            with self.path.open("rb") as file:
                found = json.loads(file.read(SIZE_LIMIT))
            kept = {str(key): Last(float(at), int(delay)) for key, (at, delay) in found.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            return {}
        now = self.clock()
        return {key: last for key, last in kept.items() if abs(now - last.time) < max(KEPT_SECONDS, last.delay)}
