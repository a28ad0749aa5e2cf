"""Mutants: each kind by hand, each fate against going through every case."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.cli.opening.rule_files import RuleFiles, read_rule_files
from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import NEITHER, UNSURE, Constraint, Evidence, Invariant, Monotone, RuleBase, Step
from advisor.rulebase.read_rule_tests import Expectation, RuleTest
from advisor.rulebase.rule_names import Named
from advisor.verify.testing import mutate as mutate_module
from advisor.verify.testing.mutant_proofs import MutantProofs
from advisor.verify.testing.mutants import NEVER, Mutant, mutants, mutated
from advisor.verify.testing.mutate import Judged, Mutation, mutate
from tests.engine.brute_force import BruteForce
from tests.engine.generated import AT, Maker, makers, question, reason, rule_base, wall
from tests.engine.test_bounds import dense
from tests.verify.rule_test_helpers import COMMUTE, forms, rule_test


@pytest.fixture(scope="module")
def commute() -> RuleFiles:
    return read_rule_files(COMMUTE)


def of_rule(files: RuleFiles, rule: str) -> list[tuple[str, str, str]]:
    return [(found.change, found.path, found.text) for found in mutants(files.base, files.trees)
            if found.rule.id == rule]


def test_every_change_of_evidence(commute: RuleFiles) -> None:
    # when: {distance: middle, dark: [no, open]}, speaks_for: bicycle, strength: fair
    assert of_rule(commute, "fair-way") == [
        ("dropped", "", "left out"), ("negated", "", "condition negated"),
        ("weakened", "", "weak instead of fair"), ("strengthened", "", "heavy instead of fair"),
        ("turned", "", "for bus instead of bicycle"), ("turned", "", "for car instead of bicycle"),
        ("swapped", "when", "any instead of all"),
        ("widened", "when/distance", "near too"), ("narrowed", "when/distance", "without middle, so never"),
        ("widened", "when/distance", "far too"), ("widened", "when/distance", "open too"),
        ("narrowed", "when/dark", "without no"), ("widened", "when/dark", "yes too"),
        ("narrowed", "when/dark", "without open")]


def test_the_ends_of_the_scale_and_a_condition_of_one_part(commute: RuleFiles) -> None:
    # heavy is the strongest; without its one answer the rule never fires, and that is the rule left out
    assert of_rule(commute, "short-way") == [
        ("dropped", "", "left out"), ("negated", "", "condition negated"),
        ("weakened", "", "fair instead of heavy"),
        ("turned", "", "for bus instead of bicycle"), ("turned", "", "for car instead of bicycle"),
        ("widened", "when/distance", "middle too"), ("widened", "when/distance", "far too"),
        ("widened", "when/distance", "open too")]
    assert "weakened" not in {change for change, *_ in of_rule(commute, "hands-free")}


def test_walls_verdicts_and_what_refers_to_set_up(commute: RuleFiles) -> None:
    assert of_rule(commute, "ice")[:4] == [
        ("dropped", "", "left out"), ("negated", "", "condition negated"),
        ("turned", "", "rules out bus instead of bicycle"), ("turned", "", "rules out car instead of bicycle")]
    assert of_rule(commute, "ice-ahead") == [
        ("dropped", "", "left out"), ("negated", "", "condition negated"), ("swapped", "when", "any instead of all"),
        ("narrowed", "when/not/verdict", "without bicycle, so never"), ("widened", "when/not/verdict", "bus too"),
        ("widened", "when/not/verdict", "car too"), ("widened", "when/not/verdict", "neither too"),
        ("widened", "when/street", "clear too"), ("narrowed", "when/street", "without icy, so never"),
        ("widened", "when/street", "open too")]
    assert of_rule(commute, "tie-down") == [("dropped", "", "left out"), ("negated", "", "condition negated")]
    assert of_rule(commute, "leave") == [("dropped", "", "left out"), ("negated", "", "condition negated")]
    assert ("narrowed", "when/set_up", "without helmet/on, so never") in of_rule(commute, "heavy-load")


def test_the_change_is_in_the_rule(commute: RuleFiles) -> None:
    found = {(entry.change, entry.text): entry.entry for entry in mutants(commute.base, commute.trees)
             if entry.rule.id == "fair-way"}
    assert all(isinstance(entry, Evidence) for entry in found.values())
    old = commute.base.evidence["fair-way"]
    middle, dark = AnswerIs("distance", frozenset({"middle"})), AnswerIs("dark", frozenset({"no", "open"}))
    assert old.when == All((middle, dark))
    assert found["dropped", "left out"] == old._replace(when=NEVER)
    assert isinstance(found["dropped", "left out"].when, Any)
    assert found["negated", "condition negated"].when == Not(old.when)
    swapped = found["swapped", "any instead of all"].when
    assert isinstance(swapped, Any)
    assert swapped.parts == (middle, dark)
    assert found["weakened", "weak instead of fair"] == old._replace(strength="weak")
    assert found["turned", "for car instead of bicycle"] == old._replace(speaks_for="car")
    assert found["widened", "far too"].when == All((AnswerIs("distance", frozenset({"middle", "far"})), dark))
    assert found["narrowed", "without open"].when == All((middle, AnswerIs("dark", frozenset({"no"}))))
    never = found["narrowed", "without middle, so never"].when
    assert isinstance(never, All)
    assert isinstance(never.parts[0], Any)
    turned = next(entry for entry in mutants(commute.base, commute.trees) if entry.text == "rules out bus instead of "
                  "bicycle")
    assert isinstance(turned.entry, Constraint)
    assert mutated(commute.base, turned).constraints["too-far"].rules_out == "bus"
    assert mutated(commute.base, turned).constraints["ice"].rules_out == "bicycle"


# One question, two options, the default red; blue's one reason, and a wall that never matters.
def tiny() -> RuleBase:
    values = AnswerIs("q", frozenset({"a"}))
    return rule_base([question("q", ["a", "b"])], options=["red", "green"],
                     constraints=[wall("w", All((values, AnswerIs("q", frozenset({"b"})))), "red")],
                     evidence=[reason("e", values, "green", "moderate")])


def fates(found: Mutation) -> dict[tuple[str, str], tuple[str, str]]:
    return {(entry.mutant.rule.id, f"{entry.mutant.change} {entry.mutant.text}"): (entry.fate, entry.by)
            for entry in found.judged}


def test_fates_by_hand() -> None:
    tests = [rule_test("a", {"q": "a"}, Expectation(verdict="green")),
             rule_test("b", {"q": "b"}, Expectation(verdict="red")),
             rule_test("failing", {}, Expectation(verdict="green")),
             rule_test("later", {}, Expectation(verdict="red"), todo="later")]
    found = mutate(tiny(), {}, tests)
    assert (found.tests, found.left_out, found.invariants) == (2, 2, 0)
    by = fates(found)
    assert by["e", "dropped left out"] == ("killed-by-test", "a")
    assert by["e", "weakened slight instead of moderate"] == ("equivalent", "")
    assert by["e", "strengthened strong instead of moderate"] == ("equivalent", "")
    assert by["e", "turned for red instead of green"] == ("killed-by-test", "a")
    assert by["e", "widened b too"] == ("killed-by-test", "b")
    assert by["e", "widened open too"] == ("survivor", "")
    assert by["w", "dropped left out"] == ("equivalent", "")
    assert by["w", "turned rules out green instead of red"] == ("equivalent", "")
    assert by["w", "narrowed without a, so never"] == ("equivalent", "")
    assert by["w", "swapped any instead of all"] == ("killed-by-test", "b")
    [survivor] = [entry for entry in found.judged if entry.by == "" and entry.mutant.text == "open too"
                  and entry.mutant.rule.id == "e"]
    assert (survivor.witness, survivor.effect) == ({}, "red -> green")


def test_a_survivor_appears_when_its_test_is_removed() -> None:
    tests = [rule_test("a", {"q": "a"}, Expectation(verdict="green")),
             rule_test("b", {"q": "b"}, Expectation(verdict="red")),
             rule_test("unknown", {"q": UNSURE}, Expectation(verdict="red"))]
    assert mutate(tiny(), {}, tests).count("survivor") == 0
    for left_out in tests:
        found = mutate(tiny(), {}, [test for test in tests if test is not left_out])
        assert found.count("survivor") > 0
        state = {name: value for name, value in left_out.answers.items() if value != UNSURE}
        assert {tuple((entry.witness or {}).items()) for entry in found.judged
                if entry.fate == "survivor"} == {tuple(state.items())}


def test_invariants_kill_what_tests_do_not() -> None:
    red, green = VerdictIs(frozenset({"red"})), VerdictIs(frozenset({"green"}))
    open_q = AnswerIs("q", frozenset({"open"}))
    base = tiny()._replace(
        invariants={"open-is-red": Invariant("open-is-red", "", open_q, red, False, (), AT),
                    "untrue": Invariant("untrue", "", All(()), green, True, (), AT)},
        monotones={"a-at-last": Monotone("a-at-last", "", All(()), "q", ("b", "a"), green, (), AT)})
    found = mutate(base, {}, [])
    assert found.invariants == 2  # the untrue one is refuted by the rules as they are
    by = fates(found)
    assert by["e", "widened open too"] == ("killed-by-invariant", "open-is-red")
    assert by["e", "dropped left out"] == ("survivor", "")  # then nothing is ever green, so nothing is lost
    assert by["e", "negated condition negated"] == ("killed-by-invariant", "a-at-last")
    assert by["e", "weakened slight instead of moderate"] == ("equivalent", "")


def test_what_only_fired_is_killed_and_yet_equivalent() -> None:
    loud = Expectation(fires=(Named(("e",), frozenset({("evidence", "e")})),))
    base = tiny()._replace(constraints={"w": wall("w", All(()), "red")})  # green whatever the evidence
    found = mutate(base, {}, [rule_test("a", {"q": "a"}, loud)])
    [dropped] = [entry for entry in found.judged if (entry.mutant.rule.id, entry.mutant.change) == ("e", "dropped")]
    assert (dropped.fate, dropped.by, dropped.equivalent) == ("killed-by-test", "a", True)
    [turned] = [entry for entry in found.judged if (entry.mutant.rule.id, entry.mutant.change) == ("w", "turned")]
    assert (turned.fate, turned.effect) == ("survivor", "green -> red")


def test_a_test_kills_by_settled_alone() -> None:
    base = tiny()._replace(constraints={})
    tests = [rule_test("open", {}, Expectation(settled=False))]
    by = fates(mutate(base, {}, tests))
    assert by["e", "dropped left out"] == ("killed-by-test", "open")
    assert by["e", "widened b too"] == ("killed-by-test", "open")
    assert by["e", "negated condition negated"] == ("survivor", "")


def test_steps_are_judged_by_the_steps_shown(commute: RuleFiles) -> None:
    base = commute.base
    named = Expectation(silent=(Named(("tie-down",), frozenset({("step", "tie-down")})),))
    by = fates(mutate(base, commute.trees, [rule_test("t", {}, named)]))
    assert by["tie-down", "dropped left out"] == ("survivor", "")
    assert by["tie-down", "negated condition negated"] == ("killed-by-test", "t")
    assert by["leave", "dropped left out"] == ("survivor", "")
    twice = base._replace(steps={**base.steps, "pump": base.steps["pump"]._replace(
        when=All((base.steps["pump"].when, VerdictIs(frozenset({"bicycle", "bus"})))))})
    by = fates(mutate(twice, {}, []))
    assert by["pump", "narrowed without bus"] == ("equivalent", "")
    assert by["pump", "narrowed without bicycle"] == ("survivor", "")


def with_more(maker: Maker) -> RuleBase:
    """At most three questions; two steps and two invariants besides."""
    base = maker.rule_base()
    while len(base.questions) > 3:
        base = maker.rule_base()
    others: list[Condition] = [VerdictIs(frozenset((name,))) for name in (*base.options, NEITHER)]
    others += [Fires(frozenset((name,))) for name in (*base.forms, *(f"warning:{name}" for name in base.warnings))]

    def condition() -> Condition:
        return maker.condition(base.questions, others)

    return base._replace(
        steps={name: Step(name, condition(), 10, "must", "", (), AT) for name in ("s0", "s1")},
        invariants={name: Invariant(name, "", condition(), condition(), maker.random.random() < 0.5, (), AT)
                    for name in ("i0", "i1")})


def some_tests(maker: Maker, brute: BruteForce) -> list[RuleTest]:
    """Up to three tests that hold: each expects what comes out, in whole or in part."""
    found = []
    for number in range(maker.random.randint(0, 3)):
        answers = {name: answer.value for name, answer in maker.case(brute.base).answers.items()}
        option, set_up, warnings = brute.outcomes[state_of(brute, answers)]
        expect = maker.random.choice([
            Expectation(verdict=option), Expectation(set_up=forms(*sorted(set_up))),
            Expectation(warnings=tuple(warnings)),
            Expectation(verdict=option, set_up=forms(*sorted(set_up)), warnings=tuple(warnings))])
        found.append(rule_test(f"t{number}", answers, expect))
    return found


def state_of(brute: BruteForce, answers: object) -> tuple[str, ...]:
    assert isinstance(answers, dict)
    return tuple(answers.get(name, "open").replace(UNSURE, "open") for name in brute.names)


def steps_in(brute: BruteForce, state: tuple[str, ...]) -> set[str]:
    return {name for name, step in brute.base.steps.items() if met(brute, step.when, state)}


def met(brute: BruteForce, condition: Condition, state: tuple[str, ...]) -> bool:
    option, set_up, warnings = brute.outcomes[state]
    fired = set(set_up) | {f"warning:{name}" for name in warnings}
    return brute.holds(condition, dict(zip(brute.names, state, strict=True)), option, fired) is True


def broken(brute: BruteForce) -> set[str]:
    return {name for name, entry in brute.base.invariants.items() for state in brute.outcomes
            if met(brute, entry.when, state) and met(brute, entry.then, state) is entry.never}


def fails(brute: BruteForce, test: RuleTest) -> bool:
    option, set_up, warnings = brute.outcomes[state_of(brute, test.answers)]
    expect = test.expect
    named = None if expect.set_up is None else {word for entry in expect.set_up for word in entry.words}
    return (expect.verdict not in (None, option) or named not in (None, set(set_up))
            or (expect.warnings is not None and set(expect.warnings) != set(warnings)))


def check_fate(entry: Judged, before: BruteForce, after: BruteForce, tests: list[RuleTest]) -> None:
    """One mutant's fate, worked out by going through every case before and after."""
    is_step = entry.mutant.rule.kind == "step"
    differing = [state for state in before.outcomes if before.outcomes[state] != after.outcomes[state]
                 or (is_step and steps_in(before, state) != steps_in(after, state))]
    killers = [test.name for test in tests if fails(after, test)]
    lost = broken(after) - broken(before)
    expected = ("killed-by-test" if killers else "equivalent" if not differing else
                "killed-by-invariant" if lost else "survivor")
    assert entry.fate == expected
    assert entry.equivalent is (not differing)
    if killers:
        assert entry.by in killers
    elif differing and lost:
        assert entry.by in lost
    elif differing:
        assert entry.witness is not None
        state = tuple(entry.witness.get(name, "open") for name in before.names)
        assert state in differing
        # A smallest case for what differs first: for walls and evidence the option, for others the rule itself.
        assert len(entry.witness) == min(sum(value != "open" for value in found) for found in differing)


def changes_nothing_else(mutant: Mutant, base: RuleBase) -> bool:
    parts = ("constraints", "evidence", "forms", "warnings", "steps")
    changed = mutated(base, mutant)
    return sum(getattr(changed, part)[name] != entry for part in parts
               for name, entry in getattr(base, part).items()) <= 1


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(makers)
def test_every_fate_is_what_going_through_every_case_says(maker: Maker) -> None:
    base = with_more(maker)
    brute = BruteForce(base)
    tests = some_tests(maker, brute)
    found = mutate(base, {}, tests)
    assert (found.tests, found.left_out) == (len(tests), 0)
    assert found.invariants == len(base.invariants) - len(broken(brute))
    assert found.judged
    for entry in maker.random.sample(found.judged, min(10, len(found.judged))):
        assert changes_nothing_else(entry.mutant, base)
        check_fate(entry, brute, BruteForce(mutated(base, entry.mutant)), tests)


@pytest.mark.parametrize("work", [0, 30, 200])
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(makers)
def test_within_any_bound_it_is_the_truth_or_unknown(work: int, maker: Maker) -> None:
    base = with_more(maker)
    tests = some_tests(maker, BruteForce(base))
    exact = mutate(base, {}, tests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mutate_module, "MutantProofs", lambda *arguments: MutantProofs(*arguments, work_limit=work))
        bounded = mutate(base, {}, tests)
    for limit in (bounded, mutate(base, {}, tests, limit=maker.random.randint(0, 60))):
        for found, truth in zip(limit.judged, exact.judged, strict=True):
            assert found.fate in (truth.fate, "unknown"), (found, truth)
            assert found.equivalent in (truth.equivalent, None)


def test_a_rule_base_that_is_too_large_ends_in_unknown() -> None:
    base = dense(20, 100)
    found = mutate(base, {}, [rule_test("t", {"q0": "x"}, Expectation(verdict="a"))])
    assert {entry.fate for entry in found.judged} <= {"unknown", "killed-by-test"}
    assert found.count("unknown") > 500
    assert found.invariants == 0


def test_progress_is_told_to_the_end(commute: RuleFiles) -> None:
    told: list[tuple[int, int]] = []
    found = mutate(commute.base, commute.trees, [], progress=lambda done, of: told.append((done, of)))
    assert told == [(done, len(found.judged)) for done in range(len(found.judged) + 1)]


def test_an_invariant_too_large_to_prove_leaves_it_unknown() -> None:
    open_q, red = AnswerIs("q", frozenset({"open"})), VerdictIs(frozenset({"red"}))
    base = tiny()._replace(invariants={"i": Invariant("i", "", open_q, red, False, (), AT)})
    [widened] = [found for found in mutants(base, {}) if (found.rule.id, found.text) == ("e", "open too")]
    proofs = MutantProofs(base)
    assert proofs.prove(widened, []).invariant == "i"
    proofs.holding, proofs.undecided = frozenset(), frozenset({"i"})
    assert proofs.prove(widened, [])[:4] == (False, "", "", True)
