"""Every rule of a rule base in one list, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor.engine.evaluate import Kind
from advisor.rulebase.condition import Condition
from advisor.rulebase.model import Constraint, Evidence, Form, RuleBase, Step, Warning
from advisor.rulebase.position import Position
from advisor.rulebase.sources import Source

KIND_NAMES: Mapping[Kind, str] = {
    "constraint": "wall", "evidence": "evidence", "set_up": "set-up form", "warning": "warning", "step": "step"}
"""How a kind is called in front of a person."""


class Rule(NamedTuple):
    """A rule with what all kinds have in common."""

    kind: Kind
    id: str
    """unique within its kind; a form's is `item/form`"""
    when: Condition
    text: str
    sources: tuple[Source, ...]
    at: Position
    entry: Constraint | Evidence | Form | Warning | Step

    def __str__(self) -> str:
        return f"{KIND_NAMES[self.kind]} {self.id!r}"


def every_rule(base: RuleBase) -> Iterator[Rule]:
    """The rules in the order in which they are decided: walls, evidence, set-up, warnings, steps."""
    kinds: tuple[tuple[Kind, Mapping[str, Constraint | Evidence | Form | Warning | Step]], ...] = (
        ("constraint", base.constraints), ("evidence", base.evidence), ("set_up", base.forms),
        ("warning", base.warnings), ("step", base.steps))
    for kind, rules in kinds:
        for rule in rules.values():
            yield Rule(kind, rule.id, rule.when, rule.text, rule.sources, rule.at, rule)
