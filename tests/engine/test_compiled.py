"""What is compiled: in which order questions are looked at, and what a bound does."""

from __future__ import annotations

from itertools import permutations

import pytest

from advisor.engine.compiled import compile_rules, domains_of
from advisor.engine.diagram import TooLarge
from advisor.rulebase.condition import OPEN, All, AnswerIs, Condition
from tests.engine.generated import question, reason, rule_base, wall


def is_a(*names: str) -> Condition:
    return All(tuple(AnswerIs(name, frozenset("a")) for name in names))


def test_what_is_true_of_the_world_and_then_what_rules_ask_about_most_is_looked_at_first() -> None:
    """That keeps diagrams small; a wall says more than a reason, twice as much."""
    names = ("idle", "once", "walled", "often")
    evidence = [reason("r0", is_a("once", "often"), "green"), reason("r1", is_a("often"), "green"),
                reason("r2", is_a("often"), "red")]
    walls = [wall("w", is_a("walled"), "red")]
    for order in permutations(names):
        questions = [*(question(name, "ab") for name in order), question("sky", "ab", given=True)]
        found = domains_of(rule_base(questions, constraints=walls, evidence=evidence))
        assert list(found) == ["sky", "often", "walled", "once", "idle"]
        assert set(found.values()) == {("a", "b", OPEN)}


@pytest.mark.parametrize("order", ["xy", "yx"])
def test_two_reasons_count_as_much_as_a_wall_and_then_it_is_the_order_of_the_rules(order: str) -> None:
    base = rule_base([question(name, "ab") for name in order], constraints=[wall("w", is_a("x"), "red")],
                     evidence=[reason("r", is_a("y"), "green"), reason("s", is_a("y"), "red")])
    assert list(domains_of(base)) == list(order)


def test_a_known_answer_is_the_only_one() -> None:
    base = rule_base([question("x", "ab"), question("y", "ab")], evidence=[reason("r", is_a("x", "y"), "green")])
    assert domains_of(base, {"y": "b"}) == {"x": ("a", "b", OPEN), "y": ("b",)}
    compiled = compile_rules(base, {"y": "a"})
    assert compiled.diagrams.support([compiled.option]) == {"x"}


def test_the_bound_is_the_one_that_was_asked_for() -> None:
    base = rule_base([question("x", "ab"), question("y", "ab")], evidence=[reason("r", is_a("x", "y"), "green")])
    nodes = len(compile_rules(base).diagrams)
    assert len(compile_rules(base, limit=nodes).diagrams) == nodes
    with pytest.raises(TooLarge):
        compile_rules(base, limit=nodes - 1)
