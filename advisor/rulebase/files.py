"""The files of a rule base: where they are, and their bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from advisor.rulebase.problem import InputRefused, Problem

REQUIRED_FILES = ("rulebase", "claims", "questions", "constraints", "evidence", "set_up", "warnings", "steps")
_OPTIONAL_FILES = ("comparison", "glossary", "diagnosis", "invariants", "clients", "providers", "measurements")
FILES = REQUIRED_FILES + _OPTIONAL_FILES
FROM_ABOVE = ("claims", "glossary")
"""What a rule base inside the folder of another takes from there unless it has its own."""
SIZE_LIMIT = 4_000_000
"""Bytes that a rule file may have; no rule base comes near it."""


def builtin_folder() -> Path:
    """The rule base that came with the program: in the wheel beside the code, in a checkout beside the package."""
    package = Path(__file__).parent.parent
    inside = package / "rules"
    if inside.is_dir():
        return inside
    # Only a checkout of this very project may stand in: site-packages can hold somebody else's `rules`.
    beside = package.parent / "rules"
    if (package.parent / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    raise InputRefused([Problem("no-rules", "The built-in rules are missing.", where="advisor",
                                fix="Install advisor again, or name a rule base with --rules.")])


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of each rule file in `folder`, by file name without ending; some may come from the folder above.

    Raises InputRefused where a file is missing, too large or cannot be read.
    """
    problems: list[Problem] = []
    contents: dict[str, bytes] = {}
    try:
        found = folder.is_dir()
    except (OSError, ValueError):  # a name that no folder can have, or a place that may not be looked into
        found = False
    if not found:
        raise InputRefused([Problem("no-rules", "This is not a folder with rules.", where=str(folder),
                                    fix="Name a folder that holds rulebase.yaml and the other rule files.")])
    for name in FILES:
        path = _file_of(folder, name)
        try:
            with path.open("rb") as stream:
                content = stream.read(SIZE_LIMIT + 1)
        except FileNotFoundError:
            if name in REQUIRED_FILES:
                twin = next((other for other, stem in renames(folder).items() if stem == name), None)
                problems.append(Problem("missing-file", "This rule file is missing.", where=str(path),
                                        fix=f"Rename {twin} to {path.name}." if twin
                                        else "Copy it from the built-in rules and edit that."))
            continue
        except OSError as error:
            problems.append(Problem("unreadable-file", f"This rule file cannot be read: {error.strerror}.",
                                    where=str(path)))
            continue
        if len(content) > SIZE_LIMIT:
            problems.append(Problem("too-large", f"This file has more than {SIZE_LIMIT:,} bytes.", where=str(path)))
        contents[name] = content
    if problems:
        raise InputRefused(problems)
    return contents


def _file_of(folder: Path, name: str) -> Path:
    """Where a rule file of the rule base in `folder` stands: in the folder above if only a rule base there has it."""
    own = folder / f"{name}.yaml"
    if name not in FROM_ABOVE or own.exists():
        return own
    above = folder / os.pardir if folder.name in ("", os.pardir) else folder.parent
    there = above / own.name
    return there if (above / f"{REQUIRED_FILES[0]}.yaml").is_file() and there.is_file() else own


def digest(contents: Mapping[str, bytes]) -> str:
    """The SHA-256 of a rule base: over file names and bytes, in a fixed order."""
    from hashlib import sha256

    total = sha256()
    for name in sorted(contents):
        total.update(f"{name} {len(contents[name])}\n".encode())
        total.update(contents[name])
    return total.hexdigest()


def display_path(folder: Path, name: str) -> str:
    """How a rule file is named in messages: short where that is clear."""
    return relative(_file_of(folder, name))


def relative(path: Path) -> str:
    """How a file is named in messages: short where that is clear."""
    try:
        short = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return short if not short.startswith(os.pardir) else str(path)


def renames(folder: Path) -> dict[str, str]:
    """The files there that end like a rule file and are none, each with the rule file it seems to be meant for.

    By name, in order; the rule file without its ending, empty where none is near.
    """
    from advisor.rulebase.nearest import nearest

    try:
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and path.is_file()
                       and path.suffix.lower() in (".yaml", ".yml"))
    except OSError:
        return {}
    names = {f"{name}.yaml" for name in FILES}
    return {path.name: nearest(path.stem, FILES, cutoff=0.8) or "" for path in paths if path.name not in names}
