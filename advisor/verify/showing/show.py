"""Everything there is to know of one thing in a rule base: what it is, whom it refers to, how often it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from advisor.engine.case import case_of
from advisor.engine.compiled import NODE_LIMIT
from advisor.engine.evaluate import Evaluator, Kind
from advisor.rulebase.model import RuleBase
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.verify.showing.links import Link, every_link
from advisor.verify.showing.things import Key, Thing, find
from advisor.verify.showing.weight import Weight, weigh


class FactsOfTest(NamedTuple):
    """What is read from a rule test here."""

    name: str
    answers: Mapping[str, str]
    mentions: frozenset[Key]
    """the rules and options that it expects something of"""
    because: frozenset[str]
    """the claims it goes back to"""


def facts_of(test: RuleTest) -> FactsOfTest:
    """What is needed of a rule test here."""
    expect = test.expect
    mentions = {Key(cast(Kind, kind), rule) for expected in (expect.set_up, expect.fires, expect.silent)
                for named in expected or () for kind, rule in named.rules}
    mentions |= {Key("warning", name) for name in expect.warnings or ()}
    mentions |= {Key("step", name) for name in expect.steps or ()}
    mentions |= {Key("option", name) for name in (expect.verdict, *(expect.speaks_for or ())) if name is not None}
    return FactsOfTest(test.name, test.answers, frozenset(mentions), frozenset(test.because))


class Tested(NamedTuple):
    """Where a thing is tested: names of rule tests, in their order."""

    named: tuple[str, ...]
    """those that expect something of it; of a question, those that answer it; of a claim, those that rest on it"""
    fires: tuple[str, ...]
    """those in which it fires; of an option, those in which it is advised"""


class Shown(NamedTuple):
    """One thing, with everything around it."""

    thing: Thing
    refers_to: tuple[Link, ...]
    referred_by: tuple[Link, ...]
    weight: Weight
    tested: Tested | None
    """None where the rule base has no tests"""


def show(base: RuleBase, name: str, tests: Sequence[FactsOfTest] | None = None,
         limit: int = NODE_LIMIT) -> tuple[Shown, ...]:
    """Everything called `name`; nothing where there is none. At most `limit` nodes are spent on counting cases."""
    things = find(base, name)
    if not things:
        return ()
    links = every_link(base)
    tested = None if tests is None else _tested(base, things, tests)
    return tuple(
        Shown(thing, _from(thing, links), _to(thing, links), weight,
              None if tested is None else tested[place])
        for place, (thing, weight) in enumerate(zip(things, weigh(base, things, limit), strict=True)))


def _from(thing: Thing, links: Iterable[Link]) -> tuple[Link, ...]:
    """What the thing refers to; of a set-up item, its forms and what they refer to, each once."""
    sources = {thing.key}
    if thing.key.kind == "item":
        sources |= {Key("set_up", form.id) for form in thing.entry}
    return tuple(dict.fromkeys(link._replace(source=thing.key) for link in links if link.source in sources))


def _to(thing: Thing, links: Iterable[Link]) -> tuple[Link, ...]:
    """Who refers to the thing; to a set-up item, who refers to one of its forms, each once."""
    targets = {thing.key}
    if thing.key.kind == "item":
        targets |= {Key("set_up", form.id) for form in thing.entry}
    found = [link._replace(target=thing.key) for link in links
             if link.target in targets and not (thing.key.kind == "item" and link.how == "form")]
    return tuple(dict.fromkeys(found))


def _tested(base: RuleBase, things: Sequence[Thing], tests: Iterable[FactsOfTest]) -> list[Tested]:
    evaluator = Evaluator(base)
    named: list[list[str]] = [[] for _ in things]
    fires: list[list[str]] = [[] for _ in things]
    for test in tests:
        found = evaluator.evaluate(case_of(test.answers))
        fired = {Key(entry.kind, entry.rule) for entry in found.trace if entry.fired} | {Key("option", found.option)}
        fired |= {Key("item", base.forms[name].item) for name in found.set_up}
        for place, thing in enumerate(things):
            if _names(thing, test):
                named[place].append(test.name)
            if thing.key in fired:
                fires[place].append(test.name)
    return [Tested(tuple(by_name), tuple(by_case)) for by_name, by_case in zip(named, fires, strict=True)]


def _names(thing: Thing, test: FactsOfTest) -> bool:
    kind, name = thing.key
    if kind == "question":
        return name in test.answers
    if kind == "claim":
        return name in test.because
    if kind == "item":
        return not test.mentions.isdisjoint(Key("set_up", form.id) for form in thing.entry)
    return thing.key in test.mentions
