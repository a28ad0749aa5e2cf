"""Opens a rule base, with its diagrams, as fast as may be: from the cache where that is sound, else from the YAML."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.cli.environment import Environment
from advisor.cli.status import Failure, Status
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.engine.stored import compiled_from_plain, compiled_to_plain
from advisor.rulebase.load import FILES, build, builtin_folder, digest, display_path, parse_all, read_files
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from advisor.rulebase.stored import base_from_plain, base_to_plain

CACHE_FILES = 8
"""How many compiled rule bases are kept; the oldest goes first."""


@dataclass(frozen=True)
class Opened:
    """A rule base ready for use; `compiled` is None where it is too large for diagrams."""

    base: RuleBase
    compiled: Compiled | None
    folder: Path


def rules_folder(environment: Environment, asked: str | None) -> Path:
    """The folder that --rules or ADVISOR_RULES names, else the built-in one."""
    named = asked or environment.variables.get("ADVISOR_RULES")
    return Path(named) if named else builtin_folder()


def open_rules(environment: Environment, asked: str | None = None) -> Opened:
    """The rule base to use. Raises Failure with every fault of its files."""
    try:
        folder = rules_folder(environment, asked)
        contents = read_files(folder)
        sha256 = digest(contents)
        cache = _cache_file(environment, sha256)
        found = _read_cache(cache, folder, sha256)
        if found is not None:
            return found
        trees = parse_all(contents, folder)
        base = build(trees, sha256)
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None
    compiled: Compiled | None
    try:
        compiled = compile_rules(base)
    except TooLarge:
        compiled = None
    document = {"base": base_to_plain(base), "compiled": None if compiled is None else compiled_to_plain(compiled)}
    _write_cache(cache, document)
    return Opened(base, compiled, folder)


def _cache_file(environment: Environment, sha256: str) -> Path | None:
    """Where the compiled form of these rules is kept for this very program; None where no cache is wanted."""
    folder = environment.variables.get("ADVISOR_CACHE")
    if folder == "":
        return None
    if folder is None:
        from platformdirs import user_cache_dir

        folder = user_cache_dir("advisor", appauthor=False)
    return Path(folder) / f"rules-{sha256[:24]}-{_program_mark()}.json"


def _program_mark() -> str:
    """Changes whenever the code that makes the compiled form does."""
    from zlib import crc32

    package = Path(__file__).parent.parent
    facts = []
    for room in ("rulebase", "engine"):
        for entry in sorted(os.scandir(package / room), key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                state = entry.stat()
                facts.append(f"{entry.name} {state.st_size} {state.st_mtime_ns}")
    return f"{crc32(os.linesep.join(facts).encode()):08x}"


def _read_cache(path: Path | None, folder: Path, sha256: str) -> Opened | None:
    """What the cache holds, if it is whole and belongs to these rules; anything else is as if it were not there."""
    if path is None:
        return None
    try:
        check, _, payload = path.read_text(encoding="ascii").partition("\n")
        if check != _checksum(payload):
            return None
        document: dict[str, Any] = json.loads(payload)
        files = {f"{name}.yaml": display_path(folder, name) for name in FILES}
        base = base_from_plain(document["base"], files)
        if base.sha256 != sha256:
            return None
        stored = document["compiled"]
        return Opened(base, None if stored is None else compiled_from_plain(stored, base), folder)
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def _write_cache(path: Path | None, document: dict[str, Any]) -> None:
    """Keeps the compiled form; a place that cannot be written to only costs time."""
    if path is None:
        return
    from advisor.cli.output import write_file

    payload = json.dumps(document, separators=(",", ":"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_file(path, f"{_checksum(payload)}\n{payload}", private=True)
        kept = sorted(path.parent.glob("rules-*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
        for old in kept[CACHE_FILES:]:
            old.unlink(missing_ok=True)
    except (OSError, Failure):
        return


def _checksum(payload: str) -> str:
    from hashlib import sha256

    return sha256(payload.encode("ascii")).hexdigest()
