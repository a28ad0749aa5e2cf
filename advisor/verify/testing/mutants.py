"""Small faults planted in a rule base, one at a time: what a slip of the author's hand could do.

Every rule is left out, and its condition negated. Evidence is weakened and strengthened by one word of the rule base's
scale (not beyond its ends) and turned to every other option; so is a wall, which knows no strength, and neither do
set-up forms, warnings and steps. Each part of a condition is widened by each answer or option that it does not name,
`open` among the answers, and narrowed by each that it does; what refers to set-up or warnings is narrowed; all and any
are swapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any as Anything
from typing import Literal, NamedTuple, get_args

from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import NEITHER, Constraint, Evidence, Form, RuleBase, Step, Warning
from advisor.rulebase.position import Position
from advisor.rulebase.tree import Node
from advisor.verify.rules import Rule, every_rule
from advisor.verify.testing.parts import parts_of

Change = Literal["dropped", "negated", "weakened", "strengthened", "turned", "widened", "narrowed", "swapped"]
CHANGES: tuple[Change, ...] = get_args(Change)
NEVER = Any(())
OF_EFFECT: tuple[Change, ...] = ("weakened", "strengthened", "turned")
"""The changes that leave the condition as it is."""
_PART: Mapping[str, str] = {"constraint": "constraints", "evidence": "evidence", "set_up": "forms",
                           "warning": "warnings", "step": "steps"}


class Mutant(NamedTuple):
    """One rule with one fault."""

    rule: Rule
    change: Change
    path: str
    """the part of the condition that is changed; empty where the whole rule is"""
    at: Position
    text: str
    """what is changed, in a few words with ids"""
    entry: Constraint | Evidence | Form | Warning | Step
    """the rule as it is with the fault"""


def mutants(base: RuleBase, trees: Mapping[str, Node | None]) -> Iterator[Mutant]:
    """Every mutant, rule by rule. A rule that is left out is one that never fires."""
    for rule in every_rule(base):
        yield Mutant(rule, "dropped", "", rule.at, "left out", rule.entry._replace(when=NEVER))
        yield Mutant(rule, "negated", "", rule.at, "condition negated", rule.entry._replace(when=Not(rule.when)))
        yield from _effects(base, rule)
        parts = parts_of(rule, trees)
        for number, change, text, when in _variants(base, rule.when):
            if when != NEVER or isinstance(when, All):  # never at all: that is the rule left out
                yield Mutant(rule, change, parts[number].path, parts[number].at, text, rule.entry._replace(when=when))


def mutated(base: RuleBase, mutant: Mutant) -> RuleBase:
    """The rule base with the fault in it."""
    part = _PART[mutant.rule.kind]
    changed: dict[str, Anything] = {part: {**getattr(base, part), mutant.rule.id: mutant.entry}}
    return base._replace(**changed)


def _effects(base: RuleBase, rule: Rule) -> Iterator[Mutant]:
    entry = rule.entry
    if isinstance(entry, Constraint):
        for option in base.options:
            if option != entry.rules_out:
                yield Mutant(rule, "turned", "", rule.at, f"rules out {option} instead of {entry.rules_out}",
                             entry._replace(rules_out=option))
    if isinstance(entry, Evidence):
        weight = base.weight(entry.strength)
        below = [word for word, points in base.strengths.items() if points < weight]
        above = [word for word, points in base.strengths.items() if points > weight]
        if below:
            word = max(below, key=base.weight)
            yield Mutant(rule, "weakened", "", rule.at, f"{word} instead of {entry.strength}",
                         entry._replace(strength=word))
        if above:
            word = min(above, key=base.weight)
            yield Mutant(rule, "strengthened", "", rule.at, f"{word} instead of {entry.strength}",
                         entry._replace(strength=word))
        for option in base.options:
            if option != entry.speaks_for:
                yield Mutant(rule, "turned", "", rule.at, f"for {option} instead of {entry.speaks_for}",
                             entry._replace(speaks_for=option))


Variant = tuple[int, Change, str, Condition]
"""The number of the part that is changed, how, in words, and the whole condition with the change."""


def _variants(base: RuleBase, condition: Condition) -> list[Variant]:
    """Every condition with one change in one of its parts; parts are numbered each before those it is made of."""
    found: list[Variant] = [(0, change, text, when) for change, text, when in _changed(base, condition)]
    number = 1
    if isinstance(condition, Not):
        found += [(number + inner, change, text, Not(part))
                  for inner, change, text, part in _variants(base, condition.part)]
    elif isinstance(condition, All | Any):
        kind = type(condition)
        for place, part in enumerate(condition.parts):
            before, after = condition.parts[:place], condition.parts[place + 1:]
            found += [(number + inner, change, text, kind((*before, other, *after)))
                      for inner, change, text, other in _variants(base, part)]
            number += _size(part)
    return found


def _size(condition: Condition) -> int:
    if isinstance(condition, Not):
        return 1 + _size(condition.part)
    return 1 + sum(map(_size, condition.parts)) if isinstance(condition, All | Any) else 1


def _changed(base: RuleBase, condition: Condition) -> Iterator[tuple[Change, str, Condition]]:
    """The changes of a part itself."""
    if isinstance(condition, AnswerIs):
        domain = [*base.questions[condition.question].value_ids, OPEN]
        for change, text, values in _sets(condition.values, domain):
            yield change, text, AnswerIs(condition.question, values) if values else NEVER
    elif isinstance(condition, VerdictIs):
        for change, text, values in _sets(condition.options, [*base.options, NEITHER]):
            yield change, text, VerdictIs(values) if values else NEVER
    elif isinstance(condition, Fires):
        # Wider by any other form or warning would be hundreds; an item named by mistake is a fault of another kind.
        for change, text, rules in _sets(condition.rules, sorted(condition.rules)):
            yield change, text, Fires(rules) if rules else NEVER
    elif isinstance(condition, All | Any) and len(condition.parts) > 1:
        every = isinstance(condition, All)
        yield ("swapped", "any instead of all" if every else "all instead of any",
               Any(condition.parts) if every else All(condition.parts))


def _sets(values: frozenset[str], domain: list[str]) -> Iterator[tuple[Change, str, frozenset[str]]]:
    for value in domain:
        if value not in values:
            yield "widened", f"{value} too", values | {value}
        else:
            yield "narrowed", f"without {value}" + (", so never" if len(values) == 1 else ""), values - {value}
