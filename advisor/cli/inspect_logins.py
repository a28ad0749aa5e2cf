"""When this program last signed in by POP3, so that the time which a server wants between two logins is kept."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from advisor.cli.environment import Environment
from advisor.cli.folders import user_folder
from advisor.cli.output import write_file
from advisor.cli.status import Failure

KEPT_SECONDS = 86_400
"""No server wants more than a day."""
SIZE_LIMIT = 100_000


class Logins:
    """The times of logins, by address; only a checksum of the address is kept."""

    def __init__(self, environment: Environment, address: str, now: float) -> None:
        folder = environment.variables.get("ADVISOR_STATE")
        self.path = (Path(folder) if folder else user_folder(environment, "state")) / "pop-logins.json"
        self.key = sha256(address.lower().encode()).hexdigest()[:24]
        self.now = now

    def seconds_ago(self) -> float | None:
        """Seconds since the last one; None where none is known."""
        last = self._read().get(self.key)
        return None if last is None else self.now - last

    def note(self) -> None:
        """Keeps that there is one now; where that cannot be kept, nothing is said: it is a courtesy."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_file(self.path, json.dumps({**self._read(), self.key: self.now}) + "\n", private=True)
        except (OSError, Failure):
            return

    def _read(self) -> dict[str, float]:
        try:
            with self.path.open("rb") as file:
                found = json.loads(file.read(SIZE_LIMIT))
            return {str(key): float(time) for key, time in found.items() if 0 <= self.now - float(time) < KEPT_SECONDS}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return {}
