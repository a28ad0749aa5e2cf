"""Coverage of the rules by their tests, by hand and against going through every case."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.cli.opening.rule_files import RuleFiles, read_rule_files
from advisor.engine.compiled import NODE_LIMIT
from advisor.engine.diagram import WORK_PER_NODE, Diagrams
from advisor.engine.logic import Truth
from advisor.rulebase.condition import Condition, Fires, VerdictIs
from advisor.rulebase.model import NEITHER, UNSURE, RuleBase, Step
from advisor.rulebase.read_rule_tests import Expectation
from advisor.rulebase.tree import parse
from advisor.verify.testing.coverage import Coverage, cover
from tests.engine.brute_force import BruteForce
from tests.engine.generated import AT, Maker, caution, makers
from tests.engine.test_bounds import dense
from tests.verify.rule_test_helpers import COMMUTE, rule_test

NOTHING = Expectation()
TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@pytest.fixture(scope="module")
def commute() -> RuleFiles:
    return read_rule_files(COMMUTE)


def of_rule(found: Coverage, rule: str) -> list[tuple[str, tuple[Truth, ...], set[Truth]]]:
    return [(entry.part.path, entry.possible, set(entry.reached)) for entry in found.parts if entry.rule.id == rule]


def test_by_hand(commute: RuleFiles) -> None:
    base = commute.base
    tests = [rule_test("ice", {"street": "icy", "distance": "middle"}, NOTHING),
             rule_test("no line", {"line": "stands", "street": "clear", "dark": UNSURE}, NOTHING),
             rule_test("later", {"distance": "far"}, NOTHING, todo="later"),
             rule_test("wrong", {"distance": "far"}, Expectation(verdict="bicycle")),
             rule_test("still open", {"distance": "far"}, Expectation(settled=True))]
    found = cover(base, commute.trees, tests)
    assert (found.tests, found.left_out) == (2, 3)
    # An open street leaves "icy" unknown; an open line is assumed to run, so "stands" is never unknown.
    assert of_rule(found, "ice") == [("when/street", (TRUE, FALSE, UNKNOWN), {TRUE, FALSE})]
    assert of_rule(found, "no-bus") == [("when/line", (TRUE, FALSE), {TRUE, FALSE})]
    # First the bus is advised, and the street is icy. Then no bus goes and nothing tips the scale: the bicycle.
    assert of_rule(found, "ice-ahead") == [
        ("when", (TRUE, FALSE, UNKNOWN), {TRUE, FALSE}), ("when/not", (TRUE, FALSE), {TRUE, FALSE}),
        ("when/not/verdict", (TRUE, FALSE), {TRUE, FALSE}), ("when/street", (TRUE, FALSE, UNKNOWN), {TRUE, FALSE})]
    assert of_rule(found, "leave") == [("when", (TRUE,), {TRUE})]
    # `open` is among its answers, so it is never unknown, and the rest waits for nothing but the distance.
    assert [path for path, *_ in of_rule(found, "fair-way")] == ["when", "when/distance", "when/dark"]
    assert of_rule(found, "fair-way")[2] == ("when/dark", (TRUE, FALSE), {TRUE})
    places = {entry.part.path: (entry.part.at.line, entry.part.at.column) for entry in found.parts
              if entry.rule.id == "fair-way"}
    line = next(number for number, text in enumerate((COMMUTE / "evidence.yaml").read_text().splitlines(), 1)
                if text.startswith("fair-way"))
    assert places == {"when": (line, 18), "when/distance": (line, 19), "when/dark": (line, 37)}
    witness = {entry.part.path: dict(entry.witnesses) for entry in found.parts if entry.rule.id == "fair-way"}
    assert witness["when/dark"] == {FALSE: {"dark": "yes"}}
    assert found.reached < found.possible
    assert found.percent == found.reached * 1000 // found.possible / 10


def test_paths_lead_through_lists(commute: RuleFiles) -> None:
    text = """\
deep:
  when:
    any:
      - all: [{distance: far}, {luggage: heavy}]
      - {dark: "yes", not: {any: [{owns: "yes"}, {line: stands}]}}
  order: 1
  level: must
  text: T.
  sources: [W1.1]
"""
    from advisor.rulebase.load import build

    trees = {**commute.trees, "steps": parse(text, "steps.yaml")}
    base = build(trees, "0" * 64)
    parts = [entry.part for entry in cover(base, trees, []).parts if entry.rule.id == "deep"]
    assert [(part.path, part.at.line, part.at.column) for part in parts] == [
        ("when/any", 3, 5), ("when/any/1/all", 4, 9), ("when/any/1/all/1/distance", 4, 16),
        ("when/any/1/all/2/luggage", 4, 33), ("when/any/2", 5, 9), ("when/any/2/dark", 5, 10),
        ("when/any/2/not", 5, 23), ("when/any/2/not/any", 5, 29), ("when/any/2/not/any/1/owns", 5, 36),
        ("when/any/2/not/any/2/line", 5, 51)]
    without_trees = [entry.part for entry in cover(base, {}, []).parts if entry.rule.id == "deep"]
    assert [part.condition for part in without_trees] == [part.condition for part in parts]
    assert without_trees[2].path == "when/any/1/all/1/distance"
    assert {part.at for part in without_trees} == {base.steps["deep"].at}


def test_everything_reached_is_a_hundred_percent() -> None:
    base = read_rule_files(COMMUTE).base
    small = base._replace(evidence={"short-way": base.evidence["short-way"]}, constraints={}, forms={}, warnings={},
                          steps={})
    tests = [rule_test(value, {"distance": value}, NOTHING) for value in ("near", "far", UNSURE)]
    assert [cover(small, {}, tests[:count]).percent for count in range(4)] == [0.0, 33.3, 66.6, 100.0]
    assert cover(small, {}, tests).parts[0].missing == ()


def with_steps(maker: Maker) -> RuleBase:
    base = maker.rule_base()
    others: list[Condition] = [VerdictIs(frozenset((name,))) for name in (*base.options, NEITHER)]
    others += [Fires(frozenset((name,))) for name in (*base.forms, *(f"warning:{name}" for name in base.warnings))]
    return base._replace(steps={name: Step(name, maker.condition(base.questions, others), 10, "must", "", (), AT)
                                for name in ("s0", "s1")})


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(makers)
def test_what_is_possible_and_reached_is_what_going_through_every_case_says(maker: Maker) -> None:
    base = with_steps(maker)
    while len(base.questions) > 4:
        base = with_steps(maker)
    brute = BruteForce(base)
    tests = [rule_test(f"t{number}", {name: answer.value for name, answer in maker.case(base).answers.items()}, NOTHING)
             for number in range(3)]
    words = {True: TRUE, False: FALSE, None: UNKNOWN}
    tested = [tuple(test.answers.get(name, "open").replace(UNSURE, "open") for name in brute.names) for test in tests]
    for entry in cover(base, {}, tests).parts:
        by_state = {}
        for state, (option, set_up, warnings) in brute.outcomes.items():
            fired = set(set_up) | {f"warning:{name}" for name in warnings}
            by_state[state] = words[brute.holds(entry.part.condition, dict(zip(brute.names, state, strict=True)),
                                                option, fired)]
        assert entry.proven
        assert set(entry.possible) == set(by_state.values())
        assert entry.reached == {by_state[state] for state in tested}
        assert set(entry.missing) == set(entry.witnesses) == set(entry.possible) - entry.reached
        for truth, witness in entry.witnesses.items():
            fewest = min(sum(value != "open" for value in state) for state, found in by_state.items() if found is truth)
            assert by_state[tuple(witness.get(name, "open") for name in brute.names)] is truth
            assert len(witness) == fewest


@pytest.mark.parametrize(("questions", "rules"), [(20, 100), (60, 1000)])
def test_a_rule_base_that_is_too_large_ends_in_unknown(questions: int, rules: int,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    base = dense(questions, rules)
    about_verdict = caution("about-verdict", VerdictIs(frozenset(("a",))))
    base = base._replace(warnings={**base.warnings, "about-verdict": about_verdict})
    compiled: list[Diagrams] = []

    class Kept(Diagrams):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            compiled.append(self)

        def node(self, level: int, children: tuple[int, ...]) -> int:
            found = super().node(level, children)
            self.most = max(getattr(self, "most", 0), len(self))
            self.hardest = max(getattr(self, "hardest", 0), self.work)
            return found

    monkeypatch.setattr("advisor.verify.testing.coverage.Diagrams", Kept)
    found = cover(base, {}, [rule_test("t", {"q0": "x"}, NOTHING)])
    # Conditions about answers alone need no diagram of the whole; only the one about the verdict cannot be known.
    assert len(found.parts) == 4 * rules + 3 * 4 + 1
    assert [entry.rule.id for entry in found.parts if not entry.proven] == ["about-verdict"]
    assert of_rule(found, "wall")[:2] == [("when/all", (TRUE, FALSE, UNKNOWN), {UNKNOWN}),
                                          ("when/all/1/q0", (TRUE, FALSE), {TRUE})]
    [(path, possible, _)] = of_rule(found, "about-verdict")
    assert (path, possible) == ("when/verdict", (TRUE, FALSE, UNKNOWN))
    assert all(each.most <= 2 * NODE_LIMIT and each.hardest <= 2 * WORK_PER_NODE * NODE_LIMIT + 1 for each in compiled)


def test_beyond_the_bound_everything_counts_as_possible(commute: RuleFiles) -> None:
    found = cover(commute.base, commute.trees, [rule_test("t", {}, NOTHING)], limit=3)
    assert not found.proven
    unproven = [entry for entry in found.parts if not entry.proven]
    assert all(entry.possible == (TRUE, FALSE, UNKNOWN) and not entry.witnesses for entry in unproven)
    assert {entry.rule.id for entry in unproven} >= {"heavy-load", "tie-down", "pump"}
    assert found.reached < found.possible
