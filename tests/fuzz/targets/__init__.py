"""The ways in: one module each. They are listed by name, so that atheris can load what they test before they do."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.fuzz.target import Target

TARGETS = {"rules": "rules", "rule-tests": "rule_tests", "answers": "answers", "cases": "cases", "csv": "csv_table",
           "json-lines": "json_table", "gzip": "packed", "autoconfig": "autoconfig", "imap": "imap",
           "imap-lines": "imap_lines", "pop": "pop", "names": "names", "command-line": "command_line"}
"""By name, the module."""


def target_named(name: str) -> Target:
    """The target of that name."""
    made: Target = import_module(f"tests.fuzz.targets.{TARGETS[name]}").TARGET()
    return made


def modules_of(module: str) -> tuple[str, ...]:
    """What the target in that module is meant to reach; read without loading anything."""
    return tuple(_constant(module, "modules"))


def weight_of(name: str) -> float:
    """Its part of the time, compared with the others."""
    found = _constant(TARGETS[name], "weight")
    return float(found if found is not None else Target.weight)


def _constant(module: str, name: str) -> Any:
    """What the class in a module says under that name; None where it says nothing."""
    tree = ast.parse((Path(__file__).parent / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            found: Sequence[str] | float = ast.literal_eval(node.value)
            return found
    return None
