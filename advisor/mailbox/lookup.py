"""The addresses of a host, as the system knows them: the hosts file, the local network and DNS alike."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

Address = tuple[int, tuple[object, ...]]
"""Family and what a socket of it connects to."""


def look_up(host: str, port: int, left: Callable[[], float]) -> list[Address]:
    """In a thread of its own: the system's look-up knows no time limit. Raises what that raises, and TimeoutError.

    `left` gives the seconds that it may still take; what it raises ends it too.
    """
    found: list[Address] = []
    went_wrong: list[Exception] = []

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend((entry[0], entry[4]) for entry in entries)
        except Exception as error:
            went_wrong.append(error)

    thread = threading.Thread(target=ask, name="advisor-lookup", daemon=True)
    thread.start()
    while thread.is_alive():
        seconds = left()
        if seconds <= 0:
            raise TimeoutError
        thread.join(min(0.1, seconds))  # in small parts, so that a cut is seen
    if went_wrong:
        raise went_wrong[0]
    return found
