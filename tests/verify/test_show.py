"""What is told of one thing in a rule base: counts against brute force, links and tests by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.engine.case import case_of
from advisor.engine.evaluate import evaluate
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.read_rule_tests import read_tests
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import parse
from advisor.verify.cases import Counts
from advisor.verify.showing.links import Link, every_link
from advisor.verify.showing.show import FactsOfTest, Shown, facts_of, show
from advisor.verify.showing.things import Key, every_thing, find, names
from advisor.verify.showing.weight import Tally, weigh, without
from tests.engine.brute_force import BruteForce, State
from tests.engine.generated import Maker, makers

thorough = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


@pytest.fixture(scope="module")
def commute() -> RuleBase:
    return load(COMMUTE)


def only(base: RuleBase, name: str, *tests: FactsOfTest) -> Shown:
    [shown] = show(base, name, tests or None)
    return shown


# ---- counts, against every case


def agree(found: Tally | None, met: Iterable[State], met_known: Iterable[State], brute: BruteForce) -> None:
    """The numbers are those of these cases, and the witness is a smallest one of them."""
    met, met_known = set(met), set(met_known)
    assert found is not None
    assert (found.counts.cases, found.counts.of) == (len(met), len(brute.outcomes))
    known = [state for state in brute.outcomes if "open" not in state]
    assert (found.counts.known_cases, found.counts.known_of) == (len(met_known), len(known))
    if not met:
        assert found.smallest is None
        return
    assert found.smallest is not None
    assert tuple(found.smallest.get(name, "open") for name in brute.names) in met
    assert len(found.smallest) == min(sum(value != "open" for value in state) for state in met)


def known_ones(states: Iterable[State]) -> list[State]:
    return [state for state in states if "open" not in state]


@thorough
@given(makers)
def test_counts_agree_with_every_case(maker: Maker) -> None:
    base = maker.rule_base()
    brute = BruteForce(base)
    things = [thing for thing in every_thing(base) if thing.key.kind != "default"]
    chosen = maker.random.sample(things, min(4, len(things)))
    for thing, weight in zip(chosen, weigh(base, chosen), strict=True):
        kind, name = thing.key
        assert weight.unknown == ()
        if kind == "question":
            check_question(brute, name, weight.decides, weight.decides_option)
            continue

        def holds(state: State, kind: str = kind, name: str = name, thing: Any = thing) -> bool:
            option, forms, warnings = brute.outcomes[state]
            return {"option": option == name, "set_up": name in forms, "warning": name in warnings,
                    "item": any(base.forms[form].item == name for form in forms)}.get(
                kind, kind in ("constraint", "evidence")
                and brute.holds(thing.entry.when, dict(zip(brute.names, state, strict=True))) is True)

        fired = [state for state in brute.outcomes if holds(state)]
        agree(weight.fires, fired, known_ones(fired), brute)
        if kind == "option":
            assert weight.decides is None
            continue
        other = BruteForce(without(base, thing))
        for tally, size in ((weight.decides, 3), (weight.decides_option, 1)):
            changed = [state for state, outcome in brute.outcomes.items()
                       if outcome[:size] != other.outcomes[state][:size]]
            agree(tally, changed, known_ones(changed), brute)


def check_question(brute: BruteForce, name: str, decides: Tally | None, decides_option: Tally | None) -> None:
    place = brute.names.index(name)
    real = brute.values[name]

    def turned(state: State, among: list[str], part: Callable[[Any], Any]) -> bool:
        return any(part(brute.outcomes[(*state[:place], value, *state[place + 1:])]) != part(brute.outcomes[state])
                   for value in among)

    parts: list[tuple[Tally | None, Callable[[Any], Any]]] = [(decides, lambda outcome: outcome),
                                                              (decides_option, lambda outcome: outcome[0])]
    for tally, part in parts:
        agree(tally, [state for state in brute.outcomes if turned(state, [*real, "open"], part)],
              [state for state in known_ones(brute.outcomes) if turned(state, real, part)], brute)


def test_what_is_too_large_is_unknown_and_never_guessed(base: RuleBase) -> None:
    for name in base.constraints:
        weight = only_limited(base, name, 30)
        assert (weight.decides, weight.decides_option) == (None, None)
        assert {"decides", "decides_option"} <= set(weight.unknown)
        # what asks about answers alone is counted without the rest of the rule base
        assert weight.fires == only(base, name).weight.fires
    form = next(iter(base.forms))
    assert only_limited(base, form, 30).unknown == ("fires", "decides", "decides_option")
    for name in base.questions:
        assert "decides" in only_limited(base, name, 30).unknown


def only_limited(base: RuleBase, name: str, limit: int) -> Any:
    return show(base, name, limit=limit)[0].weight


def test_a_bound_in_the_middle_of_the_counting_is_unknown_too(base: RuleBase) -> None:
    """The rule base itself fits, the comparison with another version of it does not: no number may come out."""
    some = [thing for thing in every_thing(base) if thing.key.kind not in ("claim", "term", "row")][::7]
    whole = {thing.key: weight for thing, weight in zip(some, weigh(base, some), strict=True)}
    for limit in (200, 2_600, 3_000):
        for thing, weight in zip(some, weigh(base, some, limit), strict=True):
            for name in ("fires", "decides", "decides_option"):
                if name not in weight.unknown:
                    assert getattr(weight, name) == getattr(whole[thing.key], name), (thing.key, name, limit)


def test_witnesses_replay(base: RuleBase, commute: RuleBase) -> None:
    for rules in (base, commute):
        things = [thing for thing in every_thing(rules)
                  if thing.key.kind in ("constraint", "evidence", "set_up", "warning", "step")][::3]
        for thing, weight in zip(things, weigh(rules, things), strict=True):
            for tally in (weight.fires, weight.decides):
                if tally is not None and tally.smallest is not None:
                    now = evaluate(rules, case_of(tally.smallest))
                    fired = {(entry.kind, entry.rule) for entry in now.trace if entry.fired}
                    if tally is weight.fires:
                        assert thing.key in fired
                    else:
                        assert now.outcome() != evaluate(without(rules, thing), case_of(tally.smallest)).outcome()


def test_commute_by_hand(commute: RuleBase) -> None:
    # distance 3+1 answers, luggage, darkness, car, line and street 2+1 each: 4 * 3**5 cases, 3 * 2**5 known ones
    fires = only(commute, "ice").weight.fires
    assert fires == Tally(Counts(4 * 3 ** 4, 4 * 3 ** 5, 3 * 2 ** 4, 3 * 2 ** 5), {"street": "icy"})
    fires = only(commute, "much-and-far").weight.fires
    assert fires is not None
    assert (fires.counts.cases, fires.counts.known_cases) == (2 * 3 ** 4, 2 * 2 ** 4)


# ---- links and tests


def pairs(links: Iterable[Link], *, back: bool = False) -> set[tuple[str, str]]:
    return {(link.how, link.source.id if back else link.target.id) for link in links}


def test_links_by_hand(commute: RuleBase) -> None:
    assert pairs(only(commute, "fair-way").refers_to) == {
        ("asks", "distance"), ("asks", "dark"), ("speaks_for", "bicycle"), ("cites", "W1.1")}
    assert pairs(only(commute, "ice-ahead").refers_to) == {  # what stands under "not" counts too
        ("advice", "bicycle"), ("asks", "street"), ("cites", "W1.4")}
    assert pairs(only(commute, "helmet").refers_to) == {("form", "helmet/on"), ("advice", "bicycle")}
    assert pairs(only(commute, "helmet").referred_by, back=True) == {("set_up", "heavy-load")}
    assert pairs(only(commute, "helmet/on").referred_by, back=True) == {("form", "helmet"), ("set_up", "heavy-load")}
    assert pairs(only(commute, "heavy-load").referred_by, back=True) == {("warning", "tie-down")}
    assert pairs(only(commute, "bus").referred_by, back=True) == {
        ("rules_out", "no-bus"), ("speaks_for", "hands-free"), ("default", "default")}
    assert pairs(only(commute, "W1.5").referred_by, back=True) == {
        ("cites", "lights/both"), ("cites", "lights-at-night")}
    assert pairs(only(commute, "dark").referred_by, back=True) == {
        ("asks", "fair-way"), ("asks", "lights/both"), ("asks", "lights-at-night")}
    assert only(commute, "no-car").referred_by == ()


def test_links_lead_to_something(base: RuleBase, commute: RuleBase) -> None:
    for rules in (base, commute):
        keys = {thing.key for thing in every_thing(rules)}
        links = every_link(rules)
        assert len(set(links)) == len(links)
        assert {key for link in links for key in (link.source, link.target)} <= keys
        for name in names(rules):  # and back: who refers is also referred to
            for thing in find(rules, name):
                assert thing.key.id == name


def test_every_kind_called_so_is_found(base: RuleBase) -> None:
    shared = next(name for name in base.terms if name in base.questions)
    assert {shown.thing.key.kind for shown in show(base, shared)} == {"question", "term"}
    assert show(base, "there is no such thing") == ()
    assert len(set(names(base))) == len(names(base))


TESTS: Mapping[str, str] = {
    "rides": "{story: s, answers: {distance: near, luggage: heavy}, because: [W1.1],"
             " expect: {verdict: bicycle, set_up: [helmet, lights/both], warnings: [heavy-load], silent: [ice]}}",
    "ice": "{story: s, answers: {street: icy}, because: [W1.4], expect: {fires: [[ice, no-bus]]}}",
}


def commute_tests(commute: RuleBase) -> list[FactsOfTest]:
    reader = Reader()
    tree = parse("".join(f"{name}: {text}\n" for name, text in TESTS.items()), "tests/some.yaml")
    tests = read_tests({"tests/some": tree}, commute, reader)
    assert reader.problems == []
    return [facts_of(test) for test in tests]


@pytest.mark.parametrize(("name", "named", "fires"), [
    ("ice", ("rides", "ice"), ("ice",)),
    ("no-bus", ("ice",), ()),
    ("short-way", (), ("rides",)),
    ("helmet", ("rides",), ("rides",)),
    ("helmet/on", ("rides",), ("rides",)),
    ("lights", ("rides",), ("rides",)),
    ("heavy-load", ("rides",), ("rides",)),
    ("tie-down", (), ("rides",)),
    ("bicycle", ("rides",), ("rides",)),
    ("bus", (), ("ice",)),
    ("street", ("ice",), ()),
    ("W1.4", ("ice",), ()),
    ("W1.5", (), ()),
])
def test_where_it_is_tested(commute: RuleBase, name: str, named: tuple[str, ...], fires: tuple[str, ...]) -> None:
    tested = only(commute, name, *commute_tests(commute)).tested
    assert tested is not None
    assert (tested.named, tested.fires) == (named, fires)


def test_without_tests_nothing_is_said_of_them(commute: RuleBase) -> None:
    assert only(commute, "ice").tested is None


def test_kinds_have_names(base: RuleBase) -> None:
    from advisor.verify.showing.things import THING_NAMES

    assert {thing.key.kind for thing in every_thing(base)} <= set(THING_NAMES)
    assert Key("option", base.neither.id) in {thing.key for thing in every_thing(base)}
