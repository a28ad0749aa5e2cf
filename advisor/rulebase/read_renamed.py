"""Reads which ids were called otherwise in earlier versions of the rules, so that answers kept from then still fit."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from advisor.rulebase.model import UNSURE, Question
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Node

_Renamed = tuple[dict[str, str], dict[str, dict[str, str]]]


def read_renamed(reader: Reader, node: Node | None, questions: MappingOf[str, Question]) -> _Renamed:
    """`renamed` of `rulebase.yaml`: questions by their old id; and by question, as it is called now, its old values."""
    top = reader.mapping(node, "renamed", ("questions", "values"))
    asked = {}
    for old, at, value in reader.entries(top.get("questions"), "renamed questions"):
        asked[old] = reader.word_of(value, f"what {old} is called now", questions)
        if old in questions:
            reader.refuse("still-in-use", f"{old!r} is still the id of a question.", at, "Remove this line.")
    values: dict[str, dict[str, str]] = {}
    for key, value in reader.mapping(top.get("values"), "renamed values", questions).entries:
        question = questions.get(key.text)
        if question is None:  # refused above
            continue
        values[key.text] = {}
        for old, at, new in reader.entries(value, f"renamed values of {key.text}"):
            values[key.text][old] = reader.word_of(new, f"what {old} is called now", question.value_ids)
            if old == UNSURE or any(old == found.id or old in found.aliases for found in question.values):
                reader.refuse("still-in-use", f"{old!r} still means an answer to {key.text}.", at, "Remove this line.")
    return asked, values
