"""A rule base with its diagrams, by a name that fits into the report of a failed property."""

from __future__ import annotations

from advisor.engine.compiled import Compiled
from advisor.rulebase.model import RuleBase


class World:
    """A rule base and its diagrams."""

    def __init__(self, base: RuleBase, compiled: Compiled) -> None:
        self.base = base
        self.compiled = compiled

    def __repr__(self) -> str:
        return f"World({self.base.name!r})"
