"""Compiled diagrams as plain lists that JSON can hold, and back."""

from __future__ import annotations

from typing import Any

from advisor.engine.compiled import Compiled
from advisor.engine.diagram import Diagrams
from advisor.rulebase.model import RuleBase


def compiled_to_plain(compiled: Compiled) -> dict[str, Any]:
    """Only the nodes in use, renumbered; terminals are option ids and booleans."""
    diagrams = compiled.diagrams
    roots = [compiled.option, *compiled.set_up.values(), *compiled.warnings.values()]
    nodes = diagrams.reachable(roots)  # ascending, so that children come before their parents
    number = {node: place for place, node in enumerate(nodes)}
    terminals = sorted({ref for ref in roots if ref < 0}
                       | {child for node in nodes for child in diagrams.children[node] if child < 0}, reverse=True)
    number.update({ref: -place - 1 for place, ref in enumerate(terminals)})
    return {
        "domains": dict(zip(diagrams.variables, map(list, diagrams.domains), strict=True)),
        "terminals": [diagrams.value(ref) for ref in terminals],
        "levels": [diagrams.levels[node] for node in nodes],
        "children": [[number[child] for child in diagrams.children[node]] for node in nodes],
        "option": number[compiled.option],
        "set_up": {name: number[ref] for name, ref in compiled.set_up.items()},
        "warnings": {name: number[ref] for name, ref in compiled.warnings.items()},
    }


def compiled_from_plain(data: dict[str, Any], base: RuleBase) -> Compiled:
    """The diagrams that `compiled_to_plain` wrote down; ValueError where they are not those of `base`."""
    if set(data["domains"]) != set(base.questions) or set(data["set_up"]) != set(base.forms):
        raise ValueError("these diagrams belong to other rules")
    diagrams = Diagrams(data["domains"])
    for value in data["terminals"]:
        diagrams.terminal(value)
    for level, children in zip(data["levels"], data["children"], strict=True):
        diagrams.node(level, tuple(children))
    if len(diagrams) != len(data["levels"]):
        raise ValueError("these diagrams are not reduced")
    return Compiled(diagrams, data["option"], data["set_up"], data["warnings"])
