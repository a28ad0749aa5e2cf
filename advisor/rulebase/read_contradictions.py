"""Answers that cannot both be true of one person: `contradictions` in `rulebase.yaml`."""

from __future__ import annotations

from advisor.rulebase.condition import OPEN, All, AnswerIs
from advisor.rulebase.read_condition import Names, read_condition
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Node, Sequence


def read_contradictions(reader: Reader, node: Node | None, names: Names) -> tuple[tuple[AnswerIs, ...], ...]:
    """The entries, each a list of answers to two questions: `- {QUESTION: VALUES, QUESTION: VALUES}`."""
    if node is None:
        return ()
    found = []
    for item in node.items if isinstance(node, Sequence) else [node]:
        faults = len(reader.problems)
        when = read_condition(reader, item, names, item.at)
        parts = tuple(part for part in when.parts if isinstance(part, AnswerIs)) if isinstance(when, All) else ()
        if len(reader.problems) > faults:
            continue
        if len(parts) != 2 or not isinstance(when, All) or len(when.parts) != 2 or any(
                OPEN in part.values for part in parts):
            reader.refuse("not-a-contradiction", "A contradiction names answers to two questions, and no other "
                          "condition.", item.at, f"Write one entry for each pair of questions, without {OPEN!r}.")
            continue
        found.append(parts)
    return tuple(found)
