"""Everything in a rule base that has an id: rules of all kinds, and what they speak about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from advisor.engine.evaluate import Kind
from advisor.rulebase.condition import Condition
from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.programs import Note, NotOn, Place, Server
from advisor.rulebase.sources import Source
from advisor.verify.rules import KIND_NAMES, every_rule

ThingKind = Kind | Literal["item", "question", "option", "invariant", "monotone", "claim", "term", "row", "default",
                           "client", "provider", "measured", "sign"]
THING_NAMES: Mapping[ThingKind, str] = {
    "constraint": KIND_NAMES["constraint"], "evidence": KIND_NAMES["evidence"], "set_up": KIND_NAMES["set_up"],
    "warning": KIND_NAMES["warning"], "step": KIND_NAMES["step"], "item": "set-up item", "question": "question",
    "option": "option", "invariant": "invariant", "monotone": "invariant", "claim": "claim", "term": "glossary term",
    "row": "comparison row", "default": "default", "client": "mail program", "provider": "provider",
    "measured": "measured answer", "sign": "sign of trouble"}
"""How a kind is called in front of a person."""


class Key(NamedTuple):
    """What a thing is called; ids are unique within a kind only."""

    kind: ThingKind
    id: str


class Thing(NamedTuple):
    """Something with an id."""

    key: Key
    at: Position | None
    """where it stands; None for what has no place of its own"""
    conditions: tuple[Condition, ...]
    """everything it requires of a case"""
    sources: tuple[Source, ...]
    entry: Any
    """its record in the model; of a set-up item, the tuple of its forms"""


def every_thing(base: RuleBase) -> Iterator[Thing]:
    """Rules first, then set-up items, then what the rules speak about, what must hold, and what is said beside."""
    for rule in every_rule(base):
        yield Thing(Key(rule.kind, rule.id), rule.at, (rule.when,), rule.sources, rule.entry)
    for item in dict.fromkeys(form.item for form in base.forms.values()):
        forms = tuple(form for form in base.forms.values() if form.item == item)
        yield Thing(Key("item", item), forms[0].at, tuple(form.when for form in forms),
                    tuple(source for form in forms for source in form.sources), forms)
    for question in base.questions.values():
        yield Thing(Key("question", question.id), question.at, (), (), question)
    for option in (*base.options.values(), base.neither):
        yield Thing(Key("option", option.id), option.at, (), (), option)
    yield Thing(Key("default", "default"), None, (), base.default.sources, base.default)
    for invariant in base.invariants.values():
        yield Thing(Key("invariant", invariant.id), invariant.at, (invariant.when, invariant.then),
                    invariant.sources, invariant)
    for monotone in base.monotones.values():
        yield Thing(Key("monotone", monotone.id), monotone.at, (monotone.when, monotone.toward),
                    monotone.sources, monotone)
    for row in base.rows.values():
        yield Thing(Key("row", row.id), row.at, (), row.sources, row)
    for term in base.terms.values():
        yield Thing(Key("term", term.id), term.at, (), term.sources, term)
    for client in base.clients.values():
        yield Thing(Key("client", client.id), client.at, (),
                    distinct((*client.offers.sources, *_cited((*client.items.values(), *client.traps)))), client)
    for provider in base.providers.values():
        yield Thing(Key("provider", provider.id), provider.at, (),
                    distinct((*provider.answers.sources, *_cited(
                        part for part in (*provider.servers.values(), provider.room, provider.not_on, *provider.notes)
                        if part is not None))),
                    provider)
    for measured in base.measured_answers.values():
        yield Thing(Key("measured", measured.id), measured.at, (), measured.sources, measured)
    for sign in base.signs.values():
        yield Thing(Key("sign", sign.id), sign.at, (), sign.sources, sign)
    for claim in base.claims.values():
        yield Thing(Key("claim", claim.id), claim.at, (), (), claim)


def _cited(parts: Iterable[Place | Note | NotOn | Server]) -> Iterator[Source]:
    for part in parts:
        yield from part.sources


def distinct(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Each source once: the parts of a thing often share theirs."""
    return tuple({(source.kind, source.text): source for source in sources}.values())


def find(base: RuleBase, name: str) -> tuple[Thing, ...]:
    """Everything called `name`: several kinds may use one word; nothing where there is none."""
    return tuple(thing for thing in every_thing(base) if thing.key.id == name)


def names(base: RuleBase) -> tuple[str, ...]:
    """Every name there is, each once."""
    return tuple(dict.fromkeys(thing.key.id for thing in every_thing(base)))
