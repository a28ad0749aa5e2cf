"""Where the program keeps what it may write for a person."""

from __future__ import annotations

import re
import sys
from errno import ENOENT
from pathlib import Path

from advisor.cli.edge.environment import Environment

_LEFT_SECONDS = 3600.0
"""After this long nobody is still writing a file of a few hundred thousand bytes."""
NO_HOME = "/nonexistent"
"""What stands for a home that is not named; by the rules of Debian it is never there."""


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
    return _home(environment) / {"cache": ".cache", "state": ".local/state"}[kind] / "advisor"


def make_folder(folder: Path, environment: Environment) -> None:
    """Makes `folder` for its owner alone; a home that is missing stays missing. Raises OSError."""
    home = _home(environment)
    if folder.is_relative_to(home) and not home.is_dir():
        raise FileNotFoundError(ENOENT, "There is no home folder")  # root could make one anywhere
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def sweep(folder: Path, pattern: str) -> None:
    """Removes what killed runs left there of files whose whole name fits `pattern`; what changed of late may be in use.

    Only names that `write_file` gives on the way to such a file: the folder may hold other things.
    """
    from time import time

    for path in folder.glob(".*"):
        # Eight signs behind the name, of which it keeps forty.
        left = re.fullmatch(r"\.(.+)\.[a-z0-9_]{8}", path.name)
        if left and re.fullmatch(pattern, left[1]) and time() - path.stat().st_mtime > _LEFT_SECONDS:
            path.unlink(missing_ok=True)


def _home(environment: Environment) -> Path:
    named = environment.variables.get("HOME", "")
    return Path(named if named.startswith("/") else NO_HOME)
