"""Where the program keeps what it may write for a person."""

from __future__ import annotations

import sys
from pathlib import Path

from advisor.cli.environment import Environment


def user_folder(environment: Environment, kind: str) -> Path:
    """The folder for `kind` ("cache" or "state"): as the XDG base directory specification says, or the system's own.

    platformdirs knows the other systems; on Linux importing it would cost a twentieth of a whole run.
    """
    if sys.platform in ("win32", "darwin"):
        import platformdirs

        find = platformdirs.user_cache_path if kind == "cache" else platformdirs.user_state_path
        return find("advisor", appauthor=False)
    named = environment.variables.get(f"XDG_{kind.upper()}_HOME", "")
    if named.startswith("/"):  # the specification: a relative path is to be ignored
        return Path(named) / "advisor"
    home = environment.variables.get("HOME") or "/nonexistent"
    return Path(home) / {"cache": ".cache", "state": ".local/state"}[kind] / "advisor"
