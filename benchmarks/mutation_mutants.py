"""The mutants of a file, by mutmut's operators, and how one of them takes the place of the code that runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from textwrap import dedent, indent
from types import FunctionType
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

EMPTY = cst.Module([])


@dataclass(frozen=True)
class Mutant:
    """One small fault in one function."""

    name: str
    """file:function#number"""
    path: Path
    lines: tuple[int, int]
    """the first line of the function, its decorators included, and the last"""
    owner: str
    """the class; empty for a function of the module"""
    function: str
    source: str
    """the whole function, changed"""
    change: str
    """the lines changed, before and after"""

    def put_in(self) -> None:
        """Gives the function the changed code, wherever it has been imported."""
        module = sys.modules[".".join(self.path.with_suffix("").parts)]
        place = vars(getattr(module, self.owner)) if self.owner else vars(module)
        original = plain(place[self.function])
        made: dict[str, Any] = {}
        source = f"class {self.owner}:\n{indent(self.source, '    ')}" if self.owner else self.source
        exec(compile("from __future__ import annotations\n" + source, str(self.path), "exec"), vars(module), made)
        changed = vars(made[self.owner])[self.function] if self.owner else made[self.function]
        original.__code__ = changed.__code__
        original.__defaults__, original.__kwdefaults__ = changed.__defaults__, changed.__kwdefaults__


def plain(found: Any) -> FunctionType:
    """The function that a person wrote, under its decorators."""
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, cached_property):
        found = found.func
    while not isinstance(found, FunctionType) or hasattr(found, "__wrapped__"):
        found = getattr(found, "__wrapped__", None) or found.__func__
    return found


class Visitor(MutationVisitor):
    """mutmut's, which goes into decorated functions too and keeps where each function is."""

    def __init__(self) -> None:
        super().__init__(mutation_operators, IgnoredCode(set(), set(), set()))
        self.spans: dict[cst.CSTNode, tuple[int, int]] = {}

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            place = self.get_metadata(PositionProvider, node)
            self.spans[node] = (place.start.line - len(node.decorators), place.end.line)
            return False
        return bool(super()._skip_node_and_children(node))


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of the functions of a file; what is at the level of the module or of a class is left as it is."""
    code = path.read_text("utf-8")
    visitor = Visitor()
    module = MetadataWrapper(cst.parse_module(code)).visit(visitor)
    owners = {method: place.name.value for place in module.body if isinstance(place, cst.ClassDef)
              for method in place.body.body}
    for number, mutation in enumerate(visitor.mutations, 1):
        function = mutation.contained_by_top_level_function
        if not isinstance(function, cst.FunctionDef):
            continue
        bare = function.with_changes(decorators=[], leading_lines=[], lines_after_decorators=[])
        changed = deep_replace(bare, mutation.original_node, mutation.mutated_node)
        assert isinstance(changed, cst.FunctionDef)
        before, after = dedent(EMPTY.code_for_node(bare)), dedent(EMPTY.code_for_node(changed))
        if before == after:
            continue
        owner = owners.get(function, "")
        name = f"{path}:{owner}.{function.name.value}" if owner else f"{path}:{function.name.value}"
        yield Mutant(f"{name}#{number}", path, visitor.spans[function], owner, function.name.value, after,
                     _change(before.splitlines(), after.splitlines()))


def _change(before: list[str], after: list[str]) -> str:
    """The lines between the first that differs and the last."""
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    return "\n".join([*("- " + line for line in before), *("+ " + line for line in after)])
