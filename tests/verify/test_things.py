"""Each thing of a rule base with its place, what it requires and what it rests on: by hand, for one of every kind."""

from __future__ import annotations

from typing import get_args

from advisor.rulebase.condition import AnswerIs, VerdictIs
from advisor.rulebase.measurements import MeasuredRule, Sign
from advisor.rulebase.model import Default, Invariant, Monotone, Row, RuleBase, Step, Term
from advisor.rulebase.position import Position
from advisor.rulebase.programs import NOT_KNOWN, Client, Known, Note, NotOn, Place, Provider, Server
from advisor.rulebase.sources import Claim, Source
from advisor.verify.showing.things import THING_NAMES, Key, Thing, ThingKind, distinct, every_thing, find, names
from tests.engine.generated import caution, form, question, reason, rule_base, wall

X, RED = AnswerIs("x", frozenset("a")), VerdictIs(frozenset(("red",)))


def at(line: int) -> Position:
    return Position("rules.yaml", line, 1)


def said(text: str) -> Source:
    return Source("field", text, "", at(1))


def whole() -> RuleBase:
    """One thing of every kind, each at a line of its own and with a reason that has that line's number."""
    one = {line: {"at": at(line), "sources": (said(str(line)),)} for line in range(1, 30)}
    base = rule_base([question("x", "ab")._replace(at=at(6))], constraints=[wall("w", X, "red")._replace(**one[1])],
                     evidence=[reason("e", X, "red")._replace(**one[2])],
                     forms=[form("i/f", X)._replace(**one[3]), form("j/h", X)._replace(**one[13]),
                            form("i/g", RED)._replace(**one[23])],
                     warnings=[caution("c", X)._replace(**one[4])])
    note = Note(X, NOT_KNOWN, (said("note"), said("offers")), "", at(1))
    fact = (NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN)
    return base._replace(
        options={name: entry._replace(at=at(7)) for name, entry in base.options.items()},
        neither=base.neither._replace(at=at(8)), default=Default("red", "", (said("default"),)),
        steps={"s": Step("s", X, 1, "must", "", (said("5"),), at(5))},
        invariants={"v": Invariant("v", "", X, RED, False, (said("9"),), at(9))},
        monotones={"m": Monotone("m", "", RED, "x", ("a", "b"), X, (said("10"),), at(10))},
        rows={"r": Row("r", "", {}, "", (said("11"),), at(11))}, terms={"t": Term("t", "", "", (said("12"),), at(12))},
        clients={"k": Client("k", "", (), False, Known({}, (said("offers"),), ""),
                             {"i": Place("i", *fact, (said("place"),), "", at(1))}, (note,), at(14))},
        providers={"p": Provider("p", "", (), False, Known({}, (said("answers"),), ""),
                                 {"red": Server("red", *fact, NOT_KNOWN, (said("server"),), "", at(1))}, (note,), (),
                                 at(15), note._replace(sources=(said("room"),)),
                                 NotOn((), "", (said("not on"),), "", at(1))),
                   "q": Provider("q", "", (), True, Known({}, (said("answers"),), ""), {}, (), (), at(16))},
        measured_answers={"a": MeasuredRule("a", *[None] * (len(MeasuredRule._fields) - 3), (said("17"),), at(17))},
        signs={"g": Sign("g", *[None] * (len(Sign._fields) - 3), (said("18"),), at(18))},
        claims={"D.1": Claim("D.1", "decision", "", "", "", at(19))})


EXPECTED = [
    ("constraint w", 1, (X,), "1"), ("evidence e", 2, (X,), "2"), ("set_up i/f", 3, (X,), "3"),
    ("set_up j/h", 13, (X,), "13"), ("set_up i/g", 23, (RED,), "23"), ("warning c", 4, (X,), "4"),
    ("step s", 5, (X,), "5"), ("item i", 3, (X, RED), "3 23"), ("item j", 13, (X,), "13"), ("question x", 6, (), ""),
    ("option red", 7, (), ""), ("option green", 7, (), ""), ("option neither", 8, (), ""),
    ("default default", None, (), "default"), ("invariant v", 9, (X, RED), "9"), ("monotone m", 10, (RED, X), "10"),
    ("row r", 11, (), "11"), ("term t", 12, (), "12"), ("client k", 14, (), "offers|place|note"),
    ("provider p", 15, (), "answers|server|room|not on|note|offers"), ("provider q", 16, (), "answers"),
    ("measured a", 17, (), "17"), ("sign g", 18, (), "18"), ("claim D.1", 19, (), "")]


def test_one_of_every_kind() -> None:
    base = whole()
    things = list(every_thing(base))
    told = [(" ".join(thing.key), thing.at and thing.at.line, thing.conditions,
             ("|" if thing.key.kind in ("client", "provider") else " ").join(source.text for source in thing.sources))
            for thing in things]
    assert told == EXPECTED
    assert {thing.key.kind for thing in things} == set(THING_NAMES) == set(kinds(ThingKind))


def kinds(found: object) -> list[str]:
    """The words of a type that says which there are."""
    return [word for part in get_args(found) for word in ([part] if isinstance(part, str) else kinds(part))]


def test_the_entry_of_each_is_the_one_in_the_rule_base() -> None:
    base = whole()
    kept = {"constraint": base.constraints, "evidence": base.evidence, "set_up": base.forms, "warning": base.warnings,
            "step": base.steps, "question": base.questions, "invariant": base.invariants, "monotone": base.monotones,
            "row": base.rows, "term": base.terms, "client": base.clients, "provider": base.providers,
            "measured": base.measured_answers, "sign": base.signs, "claim": base.claims,
            "option": {**base.options, "neither": base.neither}, "default": {"default": base.default},
            "item": {"i": (base.forms["i/f"], base.forms["i/g"]), "j": (base.forms["j/h"],)}}
    for thing in every_thing(base):
        assert thing.entry == kept[thing.key.kind][thing.key.id], thing.key  # type: ignore[index]
    assert set(kept) == set(THING_NAMES)


def test_found_by_name_whatever_the_kind() -> None:
    base = whole()
    double = base._replace(terms={"w": base.terms["t"]._replace(id="w")})
    assert [thing.key for thing in find(double, "w")] == [Key("constraint", "w"), Key("term", "w")]
    assert names(double).count("w") == 1
    assert find(base, "nobody") == ()
    [thing] = find(base, "c")
    assert thing == Thing(Key("warning", "c"), at(4), (X,), (said("4"),), base.warnings["c"])


def test_a_source_is_told_once_and_kinds_are_kept_apart() -> None:
    claim = Source("claim", "one", "", at(1))
    sources = (said("one"), claim, said("two"), said("one")._replace(at=at(9)))
    assert [(source.kind, source.text) for source in distinct(sources)] == [
        ("field", "one"), ("claim", "one"), ("field", "two")]
