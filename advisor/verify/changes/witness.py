"""The smallest case that shows a change."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from advisor.engine.diagram import Diagrams
from advisor.rulebase.condition import OPEN
from advisor.verify.cases import smallest


class Witness(NamedTuple):
    """A case with the fewest known answers; every other question is open in it."""

    known: Mapping[str, str]
    only_while_open: tuple[str, ...]
    """the open questions that have to be open: whatever their answer, the case would be of another kind"""


def witness(diagrams: Diagrams, ref: int, wanted: Hashable) -> Witness:
    """The smallest case in which the function is `wanted`, which it is somewhere."""
    known = smallest(diagrams, ref, lambda value: bool(value == wanted))
    assert known is not None
    case = dict.fromkeys(diagrams.variables, OPEN) | known

    def leaves(name: str, value: str) -> bool:
        return bool(diagrams.evaluate(ref, {**case, name: value}) != wanted)

    return Witness(known, tuple(
        name for name, values in zip(diagrams.variables, diagrams.domains, strict=True)
        if name not in known and len(values) > 1 and all(leaves(name, value) for value in values if value != OPEN)))
