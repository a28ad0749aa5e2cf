"""Reads what protects a step that destroys, and refuses needs that nothing meets."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf

from advisor.rulebase.model import Provided, Step
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Mapping, Scalar


def destroys(reader: Reader, name: str, entry: Mapping, usual: tuple[str, ...]) -> tuple[str, ...]:
    """What protects the thing that the step `name` may destroy: its own words, or the `usual` ones for a mere `yes`."""
    value = entry.get("destroys")
    if not isinstance(value, Scalar) or value.text not in ("true", "false", "yes", "no"):
        return tuple(word.text for word in reader.words(value, "destroys"))
    if not reader.flag(entry, "destroys"):
        return ()
    if not usual:
        reader.refuse("unprotected-step", f"Step {name!r} destroys, and nothing is named that protects it.", value.at,
                      "Name what must be so before it, for example 'destroys: [copied, opened]', or give "
                      "'destroying_needs' in rulebase.yaml.")
    return usual


def check_needs(reader: Reader, steps: MappingOf[str, Step], provided: MappingOf[str, Provided]) -> None:
    """What a step needs must be something that a step gives or that is provided."""
    given = {name for step in steps.values() for name in step.gives} | provided.keys()
    for step in steps.values():
        for name in dict.fromkeys((*step.needs, *step.destroys)):
            if name not in given:
                reader.refuse("unknown-need", f"Step {step.id!r} needs {name!r}, which no step gives.",
                              step.at, suggestion(name, given))
