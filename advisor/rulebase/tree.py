"""YAML text as a tree in which every part knows its position.

Scalars keep the text a person wrote: a bare `yes` is the word yes, never a boolean. The tree is built from
parser events, so that depth and size stay bounded whatever the text holds, and one pass finds every
duplicate key. PyYAML does the parsing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from advisor.rulebase.position import Position, behind, lines_of
from advisor.rulebase.problem import InputRefused, Problem

_DEPTH_LIMIT = 40


class Scalar(NamedTuple):
    """A word or text; `quoted` tells whether it stood in quotes or a block."""

    text: str
    at: Position
    quoted: bool = False


class Sequence(NamedTuple):
    """A list."""

    items: list[Node]
    at: Position


class Mapping(NamedTuple):
    """Keys with their values, in the order of the file."""

    entries: list[tuple[Scalar, Node]]
    at: Position

    def get(self, key: str) -> Node | None:
        """The value of `key`, or None."""
        for name, value in self.entries:
            if name.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping


def parse(text: str, file: str, problems: list[Problem] | None = None) -> Node | None:
    """The tree of one YAML document, or None where the text holds none.

    Raises InputRefused with every problem that keeps it from being read. With `problems`, those that leave a tree (a
    duplicate key, an alias) are added there instead, so that what else is wrong can be said in the same breath.
    """
    import yaml

    found: list[Problem] = []
    try:
        root = _Builder(file, found).build(_events(text))
    except yaml.YAMLError as error:
        found.append(_syntax_problem(error, text, file))
        raise InputRefused(found) from None
    if found and (problems is None or root is None):
        raise InputRefused(found)
    if problems is not None:
        problems += found
    return root


def _events(text: str) -> Iterator[Any]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return iter(yaml.parse(text, Loader=loader))


class _Builder:
    """Builds the tree from events with a stack of its own: deep input cannot exhaust ours."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        self.stack: list[tuple[Mapping | Sequence, Scalar | None]] = []
        self.firsts: list[dict[str, int]] = []
        """for each part of the stack, the line in which a key stood first; looking back would take ages"""
        self.root: Node | None = None
        self.documents = 0

    def build(self, events: Iterator[Any]) -> Node | None:
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                self.documents += 1
                if self.documents == 2:
                    self.refuse(event, "several-documents", "A second document starts here.",
                                "Keep one document in a file; remove the line '---'.")
                    return self.root
            elif kind == "ScalarEvent":
                self.check_plain(event)
                self.add(Scalar(event.value, self.position(event), bool(event.style)))
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self.check_plain(event)
                if len(self.stack) >= _DEPTH_LIMIT:
                    self.refuse(event, "too-deep", f"This is nested more than {_DEPTH_LIMIT} deep.",
                                "Nothing the advisor reads needs that; check the brackets.")
                    return self.root
                at = self.position(event)
                node = Mapping([], at) if kind == "MappingStartEvent" else Sequence([], at)
                self.stack.append((node, None))
                self.firsts.append({})
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                node, _ = self.stack.pop()
                self.firsts.pop()
                self.add(node)
            elif kind == "AliasEvent":
                self.refuse(event, "alias", f"'*{event.anchor}' refers to another place in the file.",
                            "Write the value out; aliases are not used here.")
                self.add(Scalar("", self.position(event)))
        return self.root

    def position(self, event: Any) -> Position:
        return Position(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def refuse(self, event: Any, code: str, message: str, fix: str) -> None:
        self.problems.append(Problem(code, message, self.position(event), fix=fix))

    def check_plain(self, event: Any) -> None:
        if event.anchor is not None:
            self.refuse(event, "anchor", f"'&{event.anchor}' is an anchor.",
                        "Remove it; anchors and aliases are not used here.")
        if event.tag is not None and event.tag != "!":
            self.refuse(event, "tag", f"'{event.tag}' is a tag.", "Remove it; tags are not used here.")

    def add(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent, key = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is None:
            self.stack[-1] = (parent, self.key(node))
        else:
            parent.entries.append((key, node))
            self.stack[-1] = (parent, None)

    def key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self.problems.append(Problem("key-not-a-word", "A key must be a word, not a list or a mapping.",
                                         node.at, fix="Check the brackets and colons."))
            return Scalar("", node.at)
        firsts = self.firsts[-1]
        if node.text in firsts:
            self.problems.append(Problem(
                "duplicate-key", f"{node.text!r} stands here a second time.", node.at,
                fix=f"The first is in line {firsts[node.text]}; keep one of the two."))
        elif node.text:
            firsts[node.text] = node.at.line
        return node


def _syntax_problem(error: Exception, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        at = Position(file, mark.line + 1, mark.column + 1)
        what = getattr(error, "problem", None) or "the text cannot be read"
        line = (lines_of(text)[mark.line:mark.line + 1] or [""])[0]
        plain = _in_plain_words(what, line, at)
        if plain is not None:
            return plain
        return Problem("syntax", f"This is not YAML the advisor can read: {what}.", at,
                       fix="Check indentation, colons, quotes and brackets here and just above.")
    position = getattr(error, "position", None)
    if isinstance(position, int):
        return Problem("character", "A character that YAML does not allow stands here.",
                       behind(_before(error, text, position), file),
                       fix="Remove it; it may be invisible.")
    return Problem("syntax", "This is not YAML the advisor can read.", Position(file, 1, 1))


def _before(error: Exception, text: str, position: int) -> str:
    """The text before a position, which the parser in C counts in bytes and the one in Python in characters."""
    if getattr(error, "encoding", None) == "unicode":
        return text[:position]
    return text.encode()[:position].decode(errors="ignore")


def _in_plain_words(what: str, line: str, at: Position) -> Problem | None:
    """The two faults that people make most, said without the parser's words; None for any other."""
    indent = line[:len(line) - len(line.lstrip(" \t"))]
    if "\t" in indent or line[at.column - 1:at.column] == "\t":
        column = (indent.index("\t") if "\t" in indent else at.column - 1) + 1
        return Problem("syntax", "There is a tab here; use spaces.", at._replace(column=column),
                       fix="Set your editor to indent with spaces; two for each step.")
    if "mapping values are not allowed" not in what:
        return None
    if ": " in line[:at.column - 1]:
        return Problem("syntax", "This text holds a colon and a blank: put it in quotes.", at,
                       fix='Write "..." around the whole text.')
    return Problem("syntax", "This line is read as the rest of the text above it, which cannot hold a colon.", at,
                   fix="Indent it like the entries around it; a text of several lines with a colon needs quotes.")
