"""Who refers to whom in a rule base, and how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import Constraint, Default, Evidence, Monotone, Question, RuleBase
from advisor.verify.showing.things import Key, Thing, every_thing

How = Literal["asks", "advice", "set_up", "warning", "rules_out", "speaks_for", "form", "otherwise", "default", "cites"]
_WARNING = "warning:"


class Link(NamedTuple):
    """`source` refers to `target`.

    `how`: it asks that question; looks at whether that option is advised, at that part of the set-up, at that
    warning; rules that option out, speaks for it; has that form; falls back on that option, names it as the default;
    cites that claim.
    """

    source: Key
    how: How
    target: Key


def every_link(base: RuleBase) -> tuple[Link, ...]:
    """Each reference once, in the order of the rule base."""
    return tuple(dict.fromkeys(link for thing in every_thing(base) for link in _links(base, thing)))


def leaves(condition: Condition) -> Iterator[AnswerIs | VerdictIs | Fires]:
    """The single requirements that a condition is made of."""
    if isinstance(condition, All | Any):
        for part in condition.parts:
            yield from leaves(part)
    elif isinstance(condition, Not):
        yield from leaves(condition.part)
    else:
        yield condition


def _links(base: RuleBase, thing: Thing) -> Iterator[Link]:
    key, entry = thing.key, thing.entry
    if key.kind == "item":  # its forms have links of their own
        for form in entry:
            yield Link(key, "form", Key("set_up", form.id))
        return
    for condition in thing.conditions:
        for leaf in leaves(condition):
            yield from _leaf_links(base, key, leaf)
    if isinstance(entry, Constraint):
        yield Link(key, "rules_out", Key("option", entry.rules_out))
    elif isinstance(entry, Evidence):
        yield Link(key, "speaks_for", Key("option", entry.speaks_for))
    elif isinstance(entry, Default):
        yield Link(key, "default", Key("option", entry.option))
    elif isinstance(entry, Monotone):
        yield Link(key, "asks", Key("question", entry.question))
    elif isinstance(entry, Question) and entry.when_open is not None:
        for option in entry.when_open.otherwise.values():
            yield Link(key, "otherwise", Key("option", option))
    for source in thing.sources:
        if source.kind == "claim":
            yield Link(key, "cites", Key("claim", source.text))


def _leaf_links(base: RuleBase, key: Key, leaf: AnswerIs | VerdictIs | Fires) -> Iterator[Link]:
    if isinstance(leaf, AnswerIs):
        yield Link(key, "asks", Key("question", leaf.question))
    elif isinstance(leaf, VerdictIs):
        for option in (*base.options, base.neither.id):
            if option in leaf.options:
                yield Link(key, "advice", Key("option", option))
    else:
        for name in sorted(leaf.rules):
            if name.startswith(_WARNING):
                yield Link(key, "warning", Key("warning", name.removeprefix(_WARNING)))
            else:
                yield Link(key, "set_up", Key("set_up", name))
