"""What is wrong with a rules folder as a whole: files that nothing reads, and rules without a single statement.

None of it keeps the rules from being read, so only `rules check` asks.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from pathlib import Path

from advisor.rulebase.files import FILES, REQUIRED_FILES, relative, renames
from advisor.rulebase.nearest import nearest
from advisor.rulebase.position import Position
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.tree import Mapping, parse

_STATEMENTS = "invariants"
TESTS = "tests"
_WHY = "Without statements nothing about safety is proven."


def folder_faults(folder: Path, contents: MappingOf[str, bytes] | None) -> list[Problem]:
    """The faults of the folder that holds these rule files; None where one of them cannot be had at all."""
    meant = renames(folder)
    statements = _without_statements(folder, contents, meant) if contents is not None else []
    return [*statements, *_strays(folder, meant), *_folders(folder)]


def _without_statements(folder: Path, contents: MappingOf[str, bytes], meant: MappingOf[str, str]) -> list[Problem]:
    path = folder / f"{_STATEMENTS}.yaml"
    if _STATEMENTS not in contents:
        twin = next((name for name, stem in meant.items() if stem == _STATEMENTS), None)
        fix = f"Rename {twin} to {path.name}." if twin else "Copy it from the built-in rules, or start one."
        return [Problem("no-statements", f"There is no {path.name}. {_WHY}", where=relative(path), fix=fix)]
    try:
        tree = parse(contents[_STATEMENTS].decode("utf-8-sig"), "")
    except (InputRefused, UnicodeDecodeError):  # whoever reads it says so
        return []
    if tree is None or (isinstance(tree, Mapping) and not tree.entries):
        return [Problem("no-statements", f"This file holds no statements. {_WHY}", Position(relative(path), 1, 1),
                        fix="Copy them from the built-in rules, or write one.")]
    return []


def _strays(folder: Path, meant: MappingOf[str, str]) -> list[Problem]:
    said: set[str] = set()
    problems = []
    for name, stem in meant.items():
        there = (folder / f"{stem}.yaml").exists()
        if stem in (*REQUIRED_FILES, _STATEMENTS) and not there and stem not in said:
            said.add(stem)  # what is missing says already where it is
            continue
        if not stem:
            fix = f"Move it away, or give it the name of a rule file: {', '.join(FILES)}."
        elif there:
            fix = f"{stem}.yaml is there already: move into it what belongs there, and remove this file."
        else:
            fix = f"Rename {name} to {stem}.yaml."
        problems.append(Problem("stray-file", "No rule file has this name, so nothing in it is read.",
                                where=relative(folder / name), fix=fix))
    return problems


def _folders(folder: Path) -> list[Problem]:
    """Folders that were meant to hold the tests."""
    try:
        found = sorted(path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []
    problems = []
    for path in found:
        if path.name == TESTS or nearest(path.name, [TESTS], cutoff=0.8) is None or (path / "rulebase.yaml").exists():
            continue
        fix = (f"Move its files to {TESTS}." if (folder / TESTS).exists() else f"Rename {path.name} to {TESTS}.")
        problems.append(Problem("stray-file", "No folder of this name is read.", where=relative(path), fix=fix))
    return problems
