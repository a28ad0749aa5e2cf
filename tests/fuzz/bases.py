"""The rule bases that inputs are tried on, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from advisor.cli.opening import rules
from advisor.cli.opening.rules import Opened
from advisor.engine.compiled import compile_rules
from advisor.rulebase.files import read_files
from advisor.rulebase.load import build, parse_all
from advisor.rulebase.tree import Node

ROOT = Path(__file__).parents[2]
FOLDERS = {"rules": ROOT / "rules", "missing-mail": ROOT / "rules" / "missing-mail",
           "switching": ROOT / "rules" / "switching", "commute": ROOT / "tests" / "rulebases" / "commute"}


@cache
def contents(name: str) -> dict[str, bytes]:
    """The files of a rule base, by name without ending."""
    return read_files(FOLDERS[name])


@cache
def trees(name: str) -> dict[str, Node | None]:
    """The same, parsed."""
    return parse_all(contents(name), FOLDERS[name], [])


@cache
def opened(name: str) -> Opened:
    """The rule base, ready for use."""
    base = build(trees(name), "0" * 64)
    return Opened(base, compile_rules(base), None if name == "rules" else str(FOLDERS[name]))


def words(name: str) -> list[bytes]:
    """The ids of a rule base: of its questions, their values and whatever else a person may name."""
    base = opened(name).base
    found = [*base.questions, *base.options, *base.clients, *base.providers, *base.claims, *base.forms, *base.warnings,
             *(value for question in base.questions.values() for value in question.value_ids)]
    return [word.encode() for word in dict.fromkeys(found)]


def remembering() -> None:
    """Lets `open_rules` read what it keeps once per process; what it keeps is tested elsewhere."""
    read: Any = rules._read_cache
    if hasattr(read, "known"):
        return
    known: dict[Any, Any] = {}

    def read_once(path: Any, folder: Any) -> Any:
        found = known.get((path, folder))
        if found is None and (found := read(path, folder)) is not None:
            known[path, folder] = found
        return found

    read_once.known = known  # type: ignore[attr-defined]
    rules._read_cache = read_once
