"""Reads checked values out of a YAML tree and collects what is wrong with it.

Every method gives back something usable, so that one fault does not hide the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from advisor.rulebase.nearest import suggestion
from advisor.rulebase.position import Position
from advisor.rulebase.problem import Problem
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence

ID = re.compile(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*\Z")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Reader:
    """Collects problems while values are read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, code: str, message: str, at: Position, fix: str = "") -> None:
        """Notes a problem and goes on."""
        self.problems.append(Problem(code, message, at, fix=fix))

    def mapping(self, node: Node | None, what: str, keys: Collection[str] | None = None,
                required: Collection[str] = ()) -> Mapping:
        """`node` as a mapping; with `keys`, every other key is a problem, every missing required one too."""
        if not isinstance(node, Mapping):
            if node is not None:
                self.refuse("not-a-mapping", f"{what} must be a mapping (key: value lines).", node.at)
            return Mapping([], node.at if node is not None else Position("", 1, 1))
        if keys is not None:
            for key, _ in node.entries:
                if key.text not in keys:
                    self.refuse("unknown-key", f"{what} has no key {key.text!r}.", key.at,
                                suggestion(key.text, keys))
        present = {key.text for key, _ in node.entries}
        missing = [key for key in required if key not in present]
        if missing:
            self.refuse("missing-key", f"{what} lacks {', '.join(map(repr, missing))}.", node.at, "Add it.")
        return node

    def entries(self, node: Node | None, what: str) -> Iterator[tuple[str, Position, Node]]:
        """The entries of a mapping from id to something; an ill-formed id is a problem."""
        for key, value in self.mapping(node, what).entries:
            if not ID.match(key.text):
                self.refuse("ill-formed-id", f"{key.text!r} cannot be an id.", key.at,
                            "Use lower case letters, digits and hyphens, starting with a letter.")
            yield key.text, key.at, value

    def text(self, node: Mapping, key: str, default: str = "") -> str:
        """The text under `key`, white space folded; empty text is a problem."""
        value = node.get(key)
        if value is None:
            return default
        if not isinstance(value, Scalar):
            self.refuse("not-a-text", f"{key!r} must be a text.", value.at)
            return default
        text = " ".join(value.text.split())
        if not text:
            self.refuse("empty-text", f"{key!r} is empty.", value.at, "Write the text, or remove the key.")
        elif not text.isprintable():
            self.refuse("control-character", f"{key!r} holds a control character.", value.at, "Remove it.")
            return "".join(char for char in text if char.isprintable())
        return text

    def word(self, node: Mapping, key: str, valid: Collection[str], default: str = "") -> str:
        """The word under `key`, one of `valid`."""
        value = node.get(key)
        return default if value is None else self.word_of(value, key, valid, default)

    def word_of(self, value: Node, what: str, valid: Collection[str], default: str = "") -> str:
        """`value` as one of the `valid` words."""
        if not isinstance(value, Scalar):
            self.refuse("not-a-word", f"{what!r} must be one word.", value.at)
            return default
        if value.text not in valid:
            self.refuse("unknown-word", f"{value.text!r} is not valid for {what}.", value.at,
                        suggestion(value.text, valid))
            return default
        return value.text

    def name(self, node: Mapping, key: str) -> str:
        """The id under `key`, of something that other files define; empty where there is none."""
        value = node.get(key)
        if value is None:
            return ""
        if not isinstance(value, Scalar) or not ID.match(value.text):
            self.refuse("not-a-word", f"{key} must be one id.", value.at)
            return ""
        return value.text

    def words(self, value: Node | None, what: str) -> list[Scalar]:
        """One word, or a list of words."""
        if value is None:
            return []
        found = value.items if isinstance(value, Sequence) else [value]
        scalars = [item for item in found if isinstance(item, Scalar)]
        if len(scalars) != len(found) or not found or not all(word.text.strip() for word in scalars):
            self.refuse("not-a-word", f"{what} must be a word or a list of words.", value.at)
        return scalars

    def number(self, node: Mapping, key: str, default: float = 0) -> float:
        """The number under `key`."""
        value = node.get(key)
        if value is None:
            return default
        if isinstance(value, Scalar) and re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", value.text):
            return float(value.text)
        self.refuse("not-a-number", f"{key!r} must be a number.", value.at)
        return default

    def whole(self, node: Mapping, key: str, default: int = 0) -> int:
        """The whole number under `key`."""
        value = node.get(key)
        if value is None:
            return default
        if isinstance(value, Scalar) and re.fullmatch(r"-?\d{1,9}", value.text):
            return int(value.text)
        self.refuse("not-a-number", f"{key!r} must be a whole number.", value.at)
        return default

    def flag(self, node: Mapping, key: str) -> bool:
        """The yes-or-no under `key`; no where there is none."""
        return self.word(node, key, ("true", "false", "yes", "no"), "no") in ("true", "yes")

    def placeholders(self, text: str, known: Collection[str], at: Position) -> None:
        """A placeholder in `text` that nothing fills is a problem."""
        for name in PLACEHOLDER.findall(text):
            if name not in known:
                self.refuse("unknown-placeholder", f"Nothing fills '{{{name}}}' in this text.", at,
                            suggestion(name, known))


def scalar_value(node: Node) -> Any:
    """A parameter's value: a whole number where it looks like one, else its text."""
    if isinstance(node, Scalar):
        return int(node.text) if re.fullmatch(r"\d{1,9}", node.text) and not node.quoted else node.text
    return None
