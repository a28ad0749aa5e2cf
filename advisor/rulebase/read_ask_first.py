"""Which questions come first where explanations are sorted out, and where: `ask_first` in `rulebase.yaml`."""

from __future__ import annotations

from advisor.rulebase.condition import Condition
from advisor.rulebase.read_condition import Names, read_condition
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence


def read_ask_first(reader: Reader, node: Node | None, names: Names) -> tuple[tuple[str, ...], dict[str, Condition]]:
    """The questions in their order, and the condition of each that has one: `- QUESTION: CONDITION`."""
    if node is None:
        return (), {}
    found: list[str] = []
    when: dict[str, Condition] = {}
    for item in node.items if isinstance(node, Sequence) else [node]:
        if isinstance(item, Mapping) and len(item.entries) == 1:
            [(key, value)] = item.entries
            name = reader.word_of(key, "ask_first", names.questions)
            when[name] = read_condition(reader, value, names, key.at)
            found.append(name)
        elif isinstance(item, Scalar):
            found.append(reader.word_of(item, "ask_first", names.questions))
        else:
            reader.refuse("not-a-word", "ask_first must list questions, or a question with its condition.", item.at)
    return tuple(found), when
