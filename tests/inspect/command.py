"""The command line of an inspection of a throw-away server."""

from __future__ import annotations

import re
from typing import Any

FIGURES = re.compile(r"(?<=:)\d{4,5}\b|(?<=Port: )\d+|[0-9a-f]{12,64}")


def told(server: Any, *more: str, pop: bool = True) -> list[str]:
    """The arguments that name the servers of a Dovecot; the password comes from standard input by `typed`."""
    places = ["--imap", f"{server.host}:{server.ports.imaps}"]
    places += ["--pop", f"{server.host}:{server.ports.pop3s}"] if pop else []
    return ["inspect", server.user, *places, "--ca", str(server.ca_file), *more]


def typed(server: Any) -> bytes:
    """What goes to --password-stdin."""
    return f"{server.password}\n".encode()
