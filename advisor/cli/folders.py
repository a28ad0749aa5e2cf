"""Where the program keeps what it may write for a person."""

from __future__ import annotations

import sys
from pathlib import Path

from advisor.cli.environment import Environment

_BELOW_HOME = {
    "darwin": {"cache": "Library/Caches", "state": "Library/Application Support"},
    "linux": {"cache": ".cache", "state": ".local/state"},
}


def user_folder(environment: Environment, kind: str) -> Path:
    """The folder for `kind` ("cache" or "state"): as the XDG base directory specification says, or the system's own."""
    variables = environment.variables
    if sys.platform == "win32":  # a program that stays on this computer: not the roaming profile
        profile = variables.get("USERPROFILE") or "/nonexistent"
        local = variables.get("LOCALAPPDATA") or f"{profile}/AppData/Local"
        return Path(local) / "advisor" / ("Cache" if kind == "cache" else "")
    named = variables.get(f"XDG_{kind.upper()}_HOME", "")
    if named.startswith("/"):  # the specification: a relative path is to be ignored
        return Path(named) / "advisor"
    system = "darwin" if sys.platform == "darwin" else "linux"
    return Path(variables.get("HOME") or "/nonexistent") / _BELOW_HOME[system][kind] / "advisor"
