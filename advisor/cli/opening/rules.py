"""Opens a rule base, with its diagrams, as fast as may be: from the cache where that is sound, else from the YAML."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.folders import make_folder, sweep, user_folder
from advisor.cli.edge.status import Failure, Status
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.engine.stored import compiled_from_plain, compiled_to_plain
from advisor.rulebase.files import FILES, builtin_folder, display_path, read_files
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from advisor.rulebase.stored import base_from_plain, base_to_plain

_CACHE_FILES = 8
"""How many compiled rule bases are kept; the oldest goes first."""


class Opened(NamedTuple):
    """A rule base ready for use; `compiled` is None where it is too large for diagrams."""

    base: RuleBase
    compiled: Compiled | None
    named: str | None
    """the folder as --rules or ADVISOR_RULES names it; None for the built-in rules"""


def open_rules(environment: Environment, asked: str | None = None, inside: str = "") -> Opened:
    """The rule base to use, or the one in its folder `inside`. Raises Failure with every fault of its files."""
    try:
        named = asked or environment.variables.get("ADVISOR_RULES") or None
        folder = (Path(named) if named else builtin_folder()) / inside
        contents = read_files(folder)
        cache = _cache_file(environment, contents)
        found = _read_cache(cache, folder)
        if found is not None:
            return Opened(*found, named)
        from advisor.rulebase.load import from_contents

        base = from_contents(contents, folder)
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None
    compiled: Compiled | None
    try:
        compiled = compile_rules(base)
    except TooLarge:
        compiled = None
    document = {"base": base_to_plain(base), "compiled": None if compiled is None else compiled_to_plain(compiled)}
    _write_cache(cache, document, environment)
    return Opened(base, compiled, named)


def _cache_file(environment: Environment, contents: Mapping[str, bytes]) -> Path | None:
    """Where the compiled form of rules with these very bytes is kept for this very program; None for no cache."""
    folder = environment.variables.get("ADVISOR_CACHE")
    if folder == "":
        return None
    place = Path(folder) if folder else user_folder(environment, "cache")
    size = sum(map(len, contents.values()))
    bytes_mark = _checksum(b"".join(b"%s %d\n%s" % (name.encode(), len(contents[name]), contents[name])
                                    for name in sorted(contents)))
    return place / f"rules-{size}-{bytes_mark}-{_program_mark()}.json"


def _program_mark() -> str:
    """Changes whenever the code that makes the compiled form does."""
    package = Path(__file__).parents[2]
    facts = []
    for room in ("rulebase", "engine"):
        for entry in sorted(os.scandir(package / room), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                state = entry.stat()
                facts.append(f"{entry.name} {state.st_size} {state.st_mtime_ns}")
    return _checksum("\n".join(facts).encode())


def _read_cache(path: Path | None, folder: Path) -> tuple[RuleBase, Compiled | None] | None:
    """What the cache holds, if it is whole and belongs to these rules; anything else is as if it were not there."""
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            if not _trusted(file.fileno()):
                return None
            check, _, payload = file.read().partition(b"\n")
        if check.decode("ascii") != _checksum(payload):
            return None
        document: dict[str, Any] = json.loads(payload)
        files = {f"{name}.yaml": display_path(folder, name) for name in FILES}
        base = base_from_plain(document["base"], files)
        stored = document["compiled"]
        return base, None if stored is None else compiled_from_plain(stored, base)
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def _trusted(handle: int) -> bool:
    """Whether nobody else has written this file: advice must not come from another person's hand."""
    return not hasattr(os, "geteuid") or os.fstat(handle).st_uid in (0, os.geteuid())


def _write_cache(path: Path | None, document: dict[str, Any], environment: Environment) -> None:
    """Keeps the compiled form; a place that cannot be written to only costs time."""
    if path is None:
        return
    from advisor.cli.edge.output import write_file

    payload = json.dumps(document, separators=(",", ":"))
    try:
        make_folder(path.parent, environment)
        path.unlink(missing_ok=True)  # it was of no use; another person's could not be written over
        write_file(path, f"{_checksum(payload.encode('ascii'))}\n{payload}", private=True)
        kept = sorted(path.parent.glob("rules-*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in kept[_CACHE_FILES:]:
            old.unlink(missing_ok=True)
        sweep(path.parent, r"rules-[0-9]+(-[0-9a-f]*){0,2}(\.j?s?o?n?)?")
    except (OSError, Failure):
        return


def _checksum(content: bytes) -> str:
    """Two checksums in one word: against accidents, not against an adversary, who could as well change the program.

    hashlib would be stronger, and its import alone costs a twentieth of a run.
    """
    from zlib import adler32, crc32

    return f"{crc32(content):08x}{adler32(content):08x}"
