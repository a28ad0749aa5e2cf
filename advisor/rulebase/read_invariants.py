"""Reads `invariants.yaml`: what must hold in every case, whatever the rules."""

from __future__ import annotations

from advisor.rulebase.condition import ALWAYS
from advisor.rulebase.model import Invariant, Monotone
from advisor.rulebase.position import Position
from advisor.rulebase.read_condition import read_answers, read_condition
from advisor.rulebase.read_rules import Rules, read_sources
from advisor.rulebase.tree import Mapping, Node

CLAIMS = ("never", "always", "monotone")
"""What an invariant can claim; each has exactly one of them."""


def read_invariants(rules: Rules, node: Node | None) -> tuple[dict[str, Invariant], dict[str, Monotone]]:
    """The statements about single cases, and those about what a change of one answer may do."""
    invariants: dict[str, Invariant] = {}
    monotones: dict[str, Monotone] = {}
    for name, at, value in rules.reader.entries(node, "invariants.yaml"):
        what = f"invariant {name!r}"
        entry = rules.reader.mapping(value, what, ("when", "text", "sources", *CLAIMS, "toward"), ("text",))
        made = [key for key in CLAIMS if entry.get(key) is not None]
        if len(made) != 1:
            rules.reader.refuse("statement", f"{what} needs exactly one of 'never:', 'always:' and 'monotone:'.", at)
            continue
        if made == ["monotone"]:
            monotones[name] = _monotone(rules, name, entry, at)
            continue
        if entry.get("toward") is not None:
            rules.reader.refuse("statement", f"{what} has 'toward:', which belongs to 'monotone:'.", at, "Remove it.")
        invariants[name] = Invariant(
            name, rules.reader.text(entry, "text"), read_condition(rules.reader, entry.get("when"), rules.names, at),
            read_condition(rules.reader, entry.get(made[0]), rules.names, at), made == ["never"],
            read_sources(rules.reader, entry.get("sources"), rules.claims, what, at), at)
    return invariants, monotones


def _monotone(rules: Rules, name: str, entry: Mapping, at: Position) -> Monotone:
    what, reader = f"invariant {name!r}", rules.reader
    claim = reader.mapping(entry.get("monotone"), f"'monotone' of {what}", ("question", "order"), ("question", "order"))
    asked = reader.word(claim, "question", rules.names.questions)
    order: tuple[str, ...] = ()
    if asked in rules.names.questions:
        order = tuple(read_answers(reader, claim.get("order"), rules.names.questions[asked]))
        if len(order) < 2 and claim.get("order") is not None:
            reader.refuse("statement", f"The order of {what} needs at least two answers.", at)
    toward = entry.get("toward")
    if toward is None:
        reader.refuse("missing-key", f"{what} lacks 'toward'.", at,
                      "Say what must not be lost as the answer goes up the order.")
    # `when` speaks of the whole case, the question itself included; without it, of every case.
    when = entry.get("when")
    return Monotone(
        name, reader.text(entry, "text"), read_condition(reader, when, rules.names, at) if when is not None else ALWAYS,
        asked, order, read_condition(reader, toward, rules.names, at) if toward is not None else ALWAYS,
        read_sources(reader, entry.get("sources"), rules.claims, what, at), at)



