"""Small edits of rule files, and what an editor makes of a file: the tools of test_rule_file_schemas.py."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from advisor.rulebase.position import Position
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence, parse

HERE = Position("edit", 1, 1)
TRUE = {"1.2": ("true", "True", "TRUE"), "1.1": ("true", "yes", "on", "True", "Yes", "On")}
FALSE = {"1.2": ("false", "False", "FALSE"), "1.1": ("false", "no", "off", "False", "No", "Off")}


def as_json(node: Node | None, version: str) -> Any:
    """What a program makes of this YAML by the rules of that version of YAML."""
    if isinstance(node, Mapping):
        return {key.text: as_json(value, version) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [as_json(item, version) for item in node.items]
    if node is None or (not node.quoted and node.text in ("", "~", "null")):
        return None
    if node.quoted:
        return node.text
    if node.text in TRUE[version]:
        return True
    if node.text in FALSE[version]:
        return False
    if re.fullmatch(r"[-+]?[0-9]+", node.text):
        return int(node.text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", node.text):
        return float(node.text)
    return node.text


class Edit(NamedTuple):
    """One small change of a file."""

    what: str
    tree: Node | None


def node(text: str) -> Node:
    """The YAML `text` as a tree."""
    found = parse(text, "edit")
    assert found is not None
    return found


def edits(tree: Node, words: list[str], path: str = "") -> Iterator[Edit]:
    """Everything a slip of the hand may do to one place of the file: each key, each entry, each word."""
    for replacement in ("nonsense", "true", "yes", "17", "0", "-1", "1.5", "12345678901", '"3"', "[]", "{}", "[x]",
                        "{x: y}", '""', "'  '", *words):
        yield Edit(f"{path}: {replacement}", node(replacement))
    yield Edit(f"{path}: nothing", Scalar("", HERE))
    yield Edit(f"{path}: in a list", Sequence([tree], HERE))
    yield Edit(f"{path}: twice in a list", Sequence([tree, tree], HERE))
    if isinstance(tree, Mapping):
        for name in ("colour", "not", "always", "sources", "Upper Case", *words):
            if tree.get(name) is None:
                yield Edit(f"{path}: more: {name}", Mapping([*tree.entries, (Scalar(name, HERE), node("x"))], HERE))
        for place, (key, value) in enumerate(tree.entries):
            before, after = tree.entries[:place], tree.entries[place + 1:]
            yield Edit(f"{path}: without {key.text}", Mapping([*before, *after], HERE))
            slip = Scalar(key.text[:-1] + "zz", HERE)
            if tree.get(slip.text) is None:
                yield Edit(f"{path}: {key.text} misspelt", Mapping([*before, (slip, value), *after], HERE))
            for edit in edits(value, words, f"{path}/{key.text}"):
                if edit.tree is not None:
                    yield Edit(edit.what, Mapping([*before, (key, edit.tree), *after], HERE))
    if isinstance(tree, Sequence):
        for place, item in enumerate(tree.items):
            before_items, after_items = tree.items[:place], tree.items[place + 1:]
            yield Edit(f"{path}: without item {place}", Sequence([*before_items, *after_items], HERE))
            for edit in edits(item, words, f"{path}/{place}"):
                if edit.tree is not None:
                    yield Edit(edit.what, Sequence([*before_items, edit.tree, *after_items], HERE))
