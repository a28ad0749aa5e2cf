"""Where each part of a condition stands in its file.

Conditions carry no positions: they are compared, stored and evaluated far more often than anybody asks where they
are. A condition and the tree it was read from have the same shape, so both are walked together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor.rulebase.condition import All, Any, Condition, Not
from advisor.rulebase.position import Position
from advisor.rulebase.tree import Mapping as Tree
from advisor.rulebase.tree import Node, Sequence

_FILE_OF = {"constraint": "constraints", "evidence": "evidence", "set_up": "set_up", "warning": "warnings",
            "step": "steps"}
"""The file, without ending, in which each kind of rule stands."""


class Place(NamedTuple):
    """A part of a condition, and where it stands."""

    part: Condition
    path: tuple[str, ...]
    """the way to it from the rule: `when`, then keys and places in lists, counted from 1"""
    at: Position


def when_of(trees: Mapping[str, Node | None], kind: str, rule: str) -> Node | None:
    """The tree of the rule's condition; None where the trees do not hold that rule."""
    node = trees.get(_FILE_OF[kind])
    keys = rule.split("/")
    path = [keys[0], "forms", *keys[1:], "when"] if kind == "set_up" else [*keys, "when"]
    for key in path:
        node = node.get(key) if isinstance(node, Tree) else None
    return node


def places(condition: Condition, node: Node | None) -> Iterator[Place]:
    """Every part of `condition`, itself first, with its position in `node`; nothing where there is no tree."""
    if node is not None:
        yield from _walk(condition, node, ("when",))


def _walk(condition: Condition, node: Node, path: tuple[str, ...]) -> Iterator[Place]:
    if not isinstance(node, Tree):
        yield Place(condition, path, node.at)
        return
    if len(node.entries) == 1:
        key, value = node.entries[0]
        yield from _keyed(condition, key.text, key.at, value, path)
        return
    yield Place(condition, path, node.at)
    if isinstance(condition, All):
        for part, (key, value) in zip(condition.parts, node.entries, strict=True):
            yield from _keyed(part, key.text, key.at, value, path)


def _keyed(condition: Condition, key: str, at: Position, value: Node, path: tuple[str, ...]) -> Iterator[Place]:
    path = (*path, key)
    yield Place(condition, path, at)
    if key == "not" and isinstance(condition, Not):
        yield from _walk(condition.part, value, path)
    elif key in ("any", "all") and isinstance(condition, Any | All) and isinstance(value, Sequence):
        for number, (part, item) in enumerate(zip(condition.parts, value.items, strict=True), 1):
            yield from _walk(part, item, (*path, str(number)))
