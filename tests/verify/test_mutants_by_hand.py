"""Faults planted in small rule bases: each fault, what it can reach, who looks there, and its fate. By hand."""

from __future__ import annotations

import pytest

from advisor.engine.case import case_of
from advisor.engine.evaluate import Evaluator
from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import NEITHER, Invariant, Step
from advisor.rulebase.position import Position
from advisor.rulebase.read_rule_tests import Expectation
from advisor.rulebase.rule_names import Named
from advisor.verify.testing.coverage import cover
from advisor.verify.testing.mutants import NEVER, Mutant, mutants, mutated
from advisor.verify.testing.mutate import mutate
from advisor.verify.testing.reach import looks_at, reach_of
from advisor.verify.testing.run_tests import Difference, differences
from tests.engine.generated import AT, caution, form, question, reason, rule_base, wall
from tests.verify.rule_test_helpers import forms, rule_test

X, Y = AnswerIs("x", frozenset("a")), AnswerIs("y", frozenset("a"))
Q = [question("x", "ab"), question("y", "ab")]
RED, GREEN = VerdictIs(frozenset(("red",))), VerdictIs(frozenset(("green",)))


def says(*names: str) -> Fires:
    return Fires(frozenset(names))


def step(name: str, when: Condition) -> Step:
    return Step(name, when, 1, "must", "", (), AT)


WIDE = rule_base(
    Q, constraints=[wall("w", X, "green")], evidence=[reason("e", Y, "green")],
    forms=[form("i/f", Not(All((X, RED)))), form("j/g", says("i/f")), form("j/h", Y)],
    warnings=[caution("c", Any((X, says("j/g")))), caution("d", X)])._replace(
    steps={entry.id: entry for entry in (step("s", says("warning:c")), step("t", X), step("u", GREEN))})
F, G, H = ("set_up", "i/f"), ("set_up", "j/g"), ("set_up", "j/h")
C, D = ("warning", "c"), ("warning", "d")
S, T, U = ("step", "s"), ("step", "t"), ("step", "u")
W, E = ("constraint", "w"), ("evidence", "e")


def test_what_each_rule_can_reach() -> None:
    """The first form speaks of the verdict; the next names it, a warning names that, and a step the warning."""
    by_verdict = {F, G, C, S, U}
    assert reach_of(WIDE) == {W: {W, *by_verdict}, E: {E, *by_verdict}, F: {F, G, C, S}, G: {G, C, S}, H: {H},
                              C: {C, S}, D: {D}, S: {S}, T: {T}, U: {U}}


LOOKS = {
    "verdict": (Expectation(verdict="red"), {W, E}), "settled": (Expectation(settled=False), {W, E}),
    "default": (Expectation(by_default=False), {W, E}), "speaks": (Expectation(speaks_for=()), {W, E}),
    "set-up": (Expectation(set_up=()), {W, E, F, G, H}), "tags": (Expectation(tags=()), {W, E, F, G, H}),
    "warnings": (Expectation(warnings=()), {W, E, F, G, C, D}),
    "steps": (Expectation(steps=()), {W, E, F, G, C, S, T, U}),
    "fires": (Expectation(fires=(Named(("t",), frozenset({T})),)), {T}),
    "silent": (Expectation(silent=(Named(("j/g",), frozenset({G})),)), {W, E, F, G}),
    "nothing": (Expectation(), set())}


@pytest.mark.parametrize(("expect", "seen"), LOOKS.values(), ids=LOOKS)
def test_a_test_looks_where_its_expectation_can_come_out_otherwise(expect: Expectation, seen: object) -> None:
    test = rule_test("t", {}, expect)
    assert {key for key, reach in reach_of(WIDE).items() if looks_at(test, key, reach)} == seen


def all_of(condition: Condition) -> list[tuple[str, str, str, Condition]]:
    base = rule_base(Q, forms=[form("i/f", Y), form("i/g", Y)], warnings=[caution("c", condition)])
    found = [entry for entry in mutants(base, {}) if entry.rule.id == "c"]
    assert [entry.entry.when for entry in found[:2]] == [NEVER, Not(condition)]
    return [(entry.change, entry.path, entry.text, entry.entry.when) for entry in found[2:]]


def test_one_change_in_each_part() -> None:
    x_or_b, nowhere = AnswerIs("x", frozenset("ab")), AnswerIs("x", frozenset(("a", "open")))
    y_b, y_open = AnswerIs("y", frozenset("ab")), AnswerIs("y", frozenset(("a", "open")))
    both, rest = All((X, Y)), Not(Y)
    assert all_of(Any((both, rest))) == [
        ("swapped", "when/any", "all instead of any", All((both, rest))),
        ("swapped", "when/any/1/all", "any instead of all", Any((Any((X, Y)), rest))),
        ("narrowed", "when/any/1/all/1/x", "without a, so never", Any((All((NEVER, Y)), rest))),
        ("widened", "when/any/1/all/1/x", "b too", Any((All((x_or_b, Y)), rest))),
        ("widened", "when/any/1/all/1/x", "open too", Any((All((nowhere, Y)), rest))),
        ("narrowed", "when/any/1/all/2/y", "without a, so never", Any((All((X, NEVER)), rest))),
        ("widened", "when/any/1/all/2/y", "b too", Any((All((X, y_b)), rest))),
        ("widened", "when/any/1/all/2/y", "open too", Any((All((X, y_open)), rest))),
        ("narrowed", "when/any/2/not/y", "without a, so never", Any((both, Not(NEVER)))),
        ("widened", "when/any/2/not/y", "b too", Any((both, Not(y_b)))),
        ("widened", "when/any/2/not/y", "open too", Any((both, Not(y_open))))]
    first = all_of(Any((both, rest)))[0][3]
    assert isinstance(first, All)
    assert isinstance(all_of(both)[0][3], Any)


def test_one_change_in_what_speaks_of_verdict_and_set_up() -> None:
    def verdict(*names: str) -> VerdictIs:
        return VerdictIs(frozenset(names))

    assert all_of(verdict("red", "green")) == [
        ("narrowed", "when/verdict", "without red", verdict("green")),
        ("narrowed", "when/verdict", "without green", verdict("red")),
        ("widened", "when/verdict", "neither too", verdict("red", "green", NEITHER))]
    assert all_of(All((verdict("red"), Y)))[1] == (
        "narrowed", "when/all/1/verdict", "without red, so never", All((NEVER, Y)))
    narrowed = all_of(All((verdict("red"), Y)))[1][3]
    assert isinstance(narrowed, All)
    assert isinstance(narrowed.parts[0], Any)
    assert all_of(says("i/f", "i/g")) == [("narrowed", "when/fires", "without i/f", says("i/g")),
                                          ("narrowed", "when/fires", "without i/g", says("i/f"))]
    assert all_of(Not(says("i/f"))) == [("narrowed", "when/not/fires", "without i/f, so never", Not(NEVER))]


def test_without_files_each_fault_is_placed_at_its_rule() -> None:
    at = Position("rules.yaml", 7, 3)
    entry = reason("e", X, "green", "moderate")._replace(at=at)
    base = rule_base(Q, evidence=[entry], constraints=[wall("w", X, "red")._replace(at=at)])
    found = list(mutants(base, {}))
    assert {entry.change for entry in found} == {"dropped", "negated", "turned", "weakened", "strengthened", "widened"}
    assert {entry.at for entry in found} == {at}
    other = mutated(base, Mutant(found[-1].rule, "turned", "", at, "", entry._replace(speaks_for="red")))
    assert other == base._replace(evidence={"e": entry._replace(speaks_for="red")})


HELD = rule_base(
    [question("x", "abc"), question("y", "abc")], evidence=[reason("e", X, "green")],
    forms=[form("i/f", GREEN), form("i/g", Y)],
    warnings=[caution("c", says("i/f")), caution("d", says("i/g"))])._replace(
    invariants={"f": Invariant("f", "", X, says("i/f"), False, (), AT),
                "d": Invariant("d", "", Y, says("warning:d"), False, (), AT)})


def test_a_fault_is_followed_to_what_it_reaches() -> None:
    """Evidence moves the option, that the first form; the other form a warning. An invariant waits for each."""
    found = mutate(HELD, {}, [])
    fates = {(entry.mutant.rule.id, entry.mutant.text): (entry.fate, entry.by, entry.witness, entry.effect)
             for entry in found.judged}
    by_f, by_d = ("killed-by-invariant", "f", None, ""), ("killed-by-invariant", "d", None, "")
    assert fates["e", "left out"] == fates["i/f", "left out"] == fates["i/f", "condition negated"] == by_f
    assert fates["e", "for red instead of green"] == by_f
    assert fates["i/g", "left out"] == fates["d", "left out"] == fates["d", "condition negated"] == by_d
    assert fates["c", "left out"] == ("survivor", "", {"x": "a"}, "fires -> silent")
    assert fates["i/g", "b too"] == ("survivor", "", {"y": "b"}, "silent -> fires")
    assert fates["e", "b too"] == ("survivor", "", {"x": "b"}, "red -> green")
    assert fates["e", "moderate instead of slight"] == ("equivalent", "", None, "")
    assert (found.invariants, found.planted, found.stopped) == (2, len(found.judged), False)


def test_beyond_the_bound_the_fate_is_unknown() -> None:
    found = mutate(HELD, {}, [rule_test("t", {"x": "a"}, Expectation(verdict="green"))], limit=2)
    assert (found.count("unknown") + found.count("killed-by-test"), found.invariants) == (found.planted, 0)
    assert found.count("unknown") > found.count("killed-by-test") > 0


def test_a_test_of_tags_and_of_what_fires_kills() -> None:
    tagged = HELD._replace(invariants={}, forms={**HELD.forms, "i/g": HELD.forms["i/g"]._replace(tags=("care",))})
    tests = [rule_test("tags", {"y": "a"}, Expectation(tags=("care",))),
             rule_test("form", {"x": "a"}, Expectation(set_up=forms("i/f")))]
    killed = {(entry.mutant.rule.id, entry.mutant.text): entry.by for entry in mutate(tagged, {}, tests).judged}
    assert killed["i/g", "left out"] == "tags"
    assert killed["i/f", "left out"] == killed["e", "left out"] == "form"
    assert killed["i/g", "open too"] == "form"  # which names every form that fires there


def test_it_can_be_stopped() -> None:
    def stop(done: int, of: int) -> None:
        assert of == len(list(mutants(HELD, {})))
        if done == 3:
            raise KeyboardInterrupt

    found = mutate(HELD, {}, [], progress=stop)
    assert (len(found.judged), found.stopped) == (3, True)


def test_parts_are_given_by_rule() -> None:
    found = cover(HELD, {}, [rule_test("t", {"x": "a"}, Expectation(verdict="green"))])
    assert [(parts[0].rule.id, [entry.part.path for entry in parts]) for parts in found.by_rule()] == [
        ("e", ["when/x"]), ("i/f", ["when/verdict"]), ("i/g", ["when/y"]), ("c", ["when/fires"]), ("d", ["when/fires"])]
    assert [rule.id for rule in found.unjudged] == ["i/f", "c"]  # they fire, and the test looks at the verdict alone
    assert found.proven


def test_what_a_rule_test_misses_is_told() -> None:
    """Nothing speaks for anything, so the default decides; whether it is settled is not asked here."""
    base = rule_base(Q)
    test = rule_test("t", {}, Expectation(by_default=False, settled=False))
    evaluation = Evaluator(base).evaluate(case_of({}))
    missed = Difference("by_default", ("no",), ("yes",), ("no",), ("yes",), test.at)
    assert differences(base, test, evaluation, None) == (missed,)
    assert differences(base, test._replace(expect=Expectation(by_default=True)), evaluation, "yes") == ()
    assert differences(base, test, evaluation, "yes") == (
        Difference("settled", ("no",), ("yes",), ("no",), ("yes",), test.at), missed)
