"""Reads the `when:` of a rule."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as MappingOf

from advisor.rulebase.condition import ALWAYS, OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import NEITHER, Question
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.position import Position
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Node, Scalar, Sequence

_KEYWORDS = ("any", "all", "not")
LATE = {"verdict": "set_up, warnings, steps and invariants", "set_up": "set_up, warnings, steps and invariants",
        "set_up_tag": "set_up, warnings, steps and invariants", "warning": "steps and invariants"}
"""What only conditions that are decided late may speak of, and where those stand."""


class Names:
    """What a condition may speak of. Empty where a kind of rule may not speak of it."""

    def __init__(self, questions: MappingOf[str, Question]) -> None:
        self.questions = questions
        self.options: Collection[str] = ()
        self.forms: dict[str, frozenset[str]] = {}
        """item, or item/form -> the forms it stands for"""
        self.tags: dict[str, frozenset[str]] = {}
        self.warnings: Collection[str] = ()

    def keys(self) -> list[str]:
        """Every key that a condition may use."""
        keys = [*self.questions, *_KEYWORDS]
        if self.options:
            keys.append("verdict")
        if self.forms:
            keys.append("set_up")
        if self.tags:
            keys.append("set_up_tag")
        if self.warnings:
            keys.append("warning")
        return keys


def read_condition(reader: Reader, node: Node | None, names: Names, at: Position) -> Condition:
    """The condition in `node`; problems go to `reader`."""
    if node is None:
        reader.refuse("missing-key", "A condition ('when:') is missing here.", at,
                      "Write 'when: always' if it is meant for every case.")
        return ALWAYS
    if isinstance(node, Scalar):
        if node.text != "always":
            reader.refuse("condition", f"{node.text!r} is not a condition.", node.at,
                          "Write 'always', or 'question: value' in braces or below.")
        return ALWAYS
    if isinstance(node, Sequence):
        reader.refuse("condition", "A list alone is not a condition.", node.at, "Put 'any:' or 'all:' before it.")
        return ALWAYS
    if not node.entries:
        reader.refuse("condition", "This condition is empty.", node.at, "Write 'always' if it is meant for every case.")
    parts = [_part(reader, key, value, names) for key, value in node.entries]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _part(reader: Reader, key: Scalar, value: Node, names: Names) -> Condition:
    if key.text in ("any", "all"):
        items = value.items if isinstance(value, Sequence) else []
        if not items:
            reader.refuse("condition", f"'{key.text}:' needs a list of conditions.", value.at,
                          "Start each with '- ' on a line of its own.")
        parts = tuple(read_condition(reader, item, names, item.at) for item in items)
        return Any(parts) if key.text == "any" else All(parts)
    if key.text == "not":
        return Not(read_condition(reader, value, names, value.at))
    if key.text == "verdict" and names.options:
        return VerdictIs(_words(reader, value, "verdict", [*names.options, NEITHER]))
    if key.text == "set_up" and names.forms:
        words = _words(reader, value, "set_up", names.forms)
        return Fires(frozenset().union(*(names.forms[word] for word in words)))
    if key.text == "set_up_tag" and names.tags:
        words = _words(reader, value, "set_up_tag", names.tags)
        return Fires(frozenset().union(*(names.tags[word] for word in words)))
    if key.text == "warning" and names.warnings:
        return Fires(frozenset("warning:" + word for word in _words(reader, value, "warning", names.warnings)))
    question = names.questions.get(key.text)
    if question is None and key.text == "set_up_tag" and names.options:
        reader.refuse("unknown-value", "No set-up form has a tag.", key.at, "Name the set-up items, under 'set_up:'.")
        return ALWAYS
    if question is None and key.text in LATE:
        reader.refuse("out-of-place", f"{key.text!r} can stand only in {LATE[key.text]}.", key.at,
                      "Say in this condition which answers matter.")
        return ALWAYS
    if question is None:
        reader.refuse("unknown-question", f"There is no question {key.text!r}.", key.at,
                      suggestion(key.text, names.keys()))
        return ALWAYS
    return AnswerIs(question.id, frozenset(read_answers(reader, value, question)))


def read_answers(reader: Reader, value: Node | None, question: Question) -> list[str]:
    """The answers to `question` that `value` lists, `open` among them, in its order."""
    return [] if value is None else _listed(reader, value, question.id, [*question.value_ids, OPEN])


def _words(reader: Reader, value: Node, what: str, valid: Collection[str]) -> frozenset[str]:
    return frozenset(_listed(reader, value, what, valid))


def _listed(reader: Reader, value: Node, what: str, valid: Collection[str]) -> list[str]:
    found: list[str] = []
    for word in reader.words(value, what):
        text = {"true": "yes", "false": "no"}.get(word.text, word.text) if "yes" in valid else word.text
        if text in found:
            reader.refuse("duplicate-value", f"{text!r} stands here twice.", word.at, "Keep one.")
        elif text in valid:
            found.append(text)
        else:
            reader.refuse("unknown-value", f"{what} has no value {word.text!r}.", word.at,
                          suggestion(word.text, valid))
    return found


