"""What pyproject.toml asks for and what the lock gives, as values."""

from __future__ import annotations

import re
import tomllib
from itertools import product
from pathlib import Path
from typing import NamedTuple

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements-dev.txt"
_PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OWN_NAME = canonicalize_name(_PROJECT["project"]["name"])


def _read(lines: list[str]) -> list[Requirement]:
    return [found for found in map(Requirement, lines) if canonicalize_name(found.name) != OWN_NAME]


RUN_TIME = _read(_PROJECT["project"]["dependencies"])
_FOR_LONG_RUNS = ("fuzz", "mutation")
"""What no test needs, so that it is not in the lock."""
EXTRAS = {name: _read(lines) for name, lines in _PROJECT["project"]["optional-dependencies"].items()
          if name not in ("dev", *_FOR_LONG_RUNS)}
LONG_RUNS = [found for name in _FOR_LONG_RUNS
             for found in _read(_PROJECT["project"]["optional-dependencies"][name])]
DEV = _read(_PROJECT["project"]["optional-dependencies"]["dev"])
BUILD = _read(_PROJECT["build-system"]["requires"])
FOR_USERS = [*RUN_TIME, *(found for lines in EXTRAS.values() for found in lines)]
DECLARED = [*FOR_USERS, *DEV, *BUILD]

ENVIRONMENTS = [
    {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0", "sys_platform": system, "os_name": kind,
     "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[system],
     "platform_python_implementation": "CPython", "implementation_name": "cpython", "extra": ""}
    for minor, (system, kind) in product((11, 12, 13, 14),
                                         (("linux", "posix"), ("darwin", "posix"), ("win32", "nt")))]
"""Where the lock must do, in the words of markers."""


class Entry(NamedTuple):
    """One package of the lock: `marker` says where it is installed, None is everywhere."""

    name: str
    version: str
    marker: Marker | None
    hashes: tuple[str, ...]

    def holds(self, environment: dict[str, str] | None = None) -> bool:
        """Whether it is installed there; without an environment: here."""
        return self.marker is None or self.marker.evaluate(environment)


_ENTRY = re.compile(r"([a-z0-9][a-z0-9-]*)==([0-9a-z.]+)(?: ; ([^\\#]+?))?((?: --hash=sha256:[0-9a-f]{64})+)")


def entries(text: str) -> list[Entry]:
    """The packages of a lock; a line that is neither package nor comment is an error."""
    found = []
    for line in re.sub(r"\\\n *", "", re.sub(r"(?m)^ *#.*\n?", "", text)).splitlines():
        match = _ENTRY.fullmatch(line.strip())
        assert match, f"not a pinned package with hashes: {line[:80]}"
        name, version, marker, hashes = match.groups()
        found.append(Entry(name, version, Marker(marker) if marker else None,
                           tuple(hashes.replace("--hash=", "").split())))
    return found
