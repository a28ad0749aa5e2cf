"""The names by which a rule test speaks of rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.position import Position
from advisor.rulebase.problem import Problem
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Node, Scalar

RuleKey = tuple[str, str]
"""A kind of rule (constraint, evidence, set_up, warning, step) and the id of a rule of that kind."""
PREFIXES: Mapping[str, str] = {
    "constraint": "wall", "evidence": "evidence", "set_up": "set_up", "warning": "warning", "step": "step"}
"""What may be put before a name that rules of several kinds share."""
_TOLD: Mapping[str, str] = {"constraint": "wall", "evidence": "piece of evidence", "set_up": "set-up item or form",
                            "warning": "warning", "step": "step"}
CLOSE = 0.85
"""How like a rule's name a word must be for a slip of the pen: most names that are gone were deleted."""


class Gone(NamedTuple):
    """Something that a test names and that is no longer there: the test cannot hold, and the others can."""

    what: str
    """the key under `expect`"""
    word: str
    problem: Problem


class Named(NamedTuple):
    """Rules as a test names them: one rule, a set-up item with all its forms, or a choice of several."""

    words: tuple[str, ...]
    rules: frozenset[RuleKey]

    def __str__(self) -> str:
        return " or ".join(self.words)


class RuleNames:
    """Every name of a rule, with what it stands for."""

    def __init__(self, base: RuleBase) -> None:
        self.rules: dict[str, dict[str, set[str]]] = {}
        """by name, then kind: the ids of its rules"""
        self.gone: list[Gone] = []
        """what was asked for and is no longer there, since this list was last emptied"""
        kinds: dict[str, Iterable[str]] = {
            "constraint": base.constraints, "evidence": base.evidence, "set_up": base.forms,
            "warning": base.warnings, "step": base.steps}
        for kind, ids in kinds.items():
            for rule in ids:
                self.rules.setdefault(rule, {}).setdefault(kind, set()).add(rule)
        for form in base.forms.values():
            self.rules.setdefault(form.item, {}).setdefault("set_up", set()).add(form.id)

    def read(self, reader: Reader, node: Node, what: str, kind: str = "") -> Named:
        """What `node` names; with `kind`, only among rules of that kind. Faults go to `reader`."""
        if not isinstance(node, Scalar):
            reader.refuse("not-a-word", f"An entry of {what!r} must be one word.", node.at)
            return Named((), frozenset())
        before, colon, after = node.text.partition(":")
        said = next((name for name, prefix in PREFIXES.items() if colon and prefix == before.strip()), "")
        asked = kind or said
        word = after.strip() if said and said == asked else node.text
        kinds = {name: ids for name, ids in self.rules.get(word, {}).items() if not asked or name == asked}
        if len(kinds) > 1:
            several = [f"{PREFIXES[name]}:{word}" for name in kinds]
            reader.refuse("ambiguous-rule", f"{word!r} names rules of {len(kinds)} kinds.", node.at,
                          f"Write {' or '.join(map(repr, several))}.")
        elif not kinds:
            valid = [name for name, found in self.rules.items() if not asked or asked in found]
            told = "set-up item or form" if asked == "set_up" else "rule"
            if word in self.rules:
                reader.refuse("wrong-kind", f"{word!r} is no {_TOLD[asked]}.", node.at,
                              f"It is a {' and a '.join(_TOLD[name] for name in self.rules[word])}.")
            else:
                self.lost(what, told, word, valid, node.at)
        rules = frozenset((name, rule) for name, ids in kinds.items() for rule in ids)
        return Named((node.text,), rules if len(kinds) == 1 else frozenset())

    def lost(self, what: str, told: str, word: str, valid: Iterable[str], at: Position) -> None:
        """Notes that a test names, under `what`, something that there is not; a hint only where one is really close."""
        hint = suggestion(word, valid, show_all_up_to=0, cutoff=CLOSE)
        self.gone.append(Gone(what, word, Problem(
            "unknown-rule", f"There is no {told} {word!r} any more.", at,
            fix=hint or "Bring it back, or take it out of this test.")))
