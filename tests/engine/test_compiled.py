"""What is compiled: in which order questions are looked at, and what a bound does."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from advisor.engine.case import case_of
from advisor.engine.compiled import Compiler, compile_rules, domains_of
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.engine.logic import Truth
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import NEITHER, WhenOpen
from tests.engine.brute_force import BruteForce
from tests.engine.generated import OPTIONS, Maker, caution, form, question, reason, rule_base, wall


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


def test_what_is_compiled_says_what_going_through_the_rules_says() -> None:
    """Some rule bases made up, in a few cases each; test_engine_bruteforce.py has many more."""
    random = Random(9)
    for seed in range(10):
        maker = Maker(Random(seed))
        base = maker.rule_base()
        brute, compiled = BruteForce(base), compile_rules(base)
        for _ in range(15):
            case = {name: random.choice((*entry.value_ids, OPEN)) for name, entry in base.questions.items()}
            option, set_up, warnings = brute.outcome(brute.state(case_of(
                {name: value for name, value in case.items() if value != OPEN})))
            evaluate = compiled.diagrams.evaluate
            assert evaluate(compiled.option, case) == option
            assert {name for name, ref in compiled.set_up.items() if evaluate(ref, case)} == set_up
            assert {name for name, ref in compiled.warnings.items() if evaluate(ref, case)} == warnings


def test_conditions_about_what_fires() -> None:
    base = rule_base([question("x", "ab"), question("y", "ab")], evidence=[reason("r", is_a("x"), "green")],
                     forms=[form("item/f", is_a("y"))], warnings=[caution("c", is_a("x"))])
    compiler = Compiler(base, Diagrams(domains_of(base)))
    compiled = compiler.compile()
    assert compiler.fires(Fires(frozenset(("item/f",)))) == compiled.set_up["item/f"]
    assert compiler.fires(Fires(frozenset(("warning:c",)))) == compiled.warnings["c"]
    assert compiler.fires(Fires(frozenset(("c", "item/none")))) == compiler.fires(Any(()))
    assert compiler.fires(Fires(frozenset(("warning:c", "item/f")))) == compiler.fires(Any((is_a("x"), is_a("y"))))
    assert compiler.fires(VerdictIs(frozenset(("green",)))) == compiler.fires(is_a("x"))
    assert compiler.fires(Not(VerdictIs(frozenset(("green", "red"))))) == compiler.fires(Any(()))


def test_while_a_question_is_open() -> None:
    assumed = WhenOpen("a", "", {})
    questions = [question("x", "ab"), question("sky", "ab", given=True, when_open=assumed)]
    base = rule_base(questions)
    compiler = Compiler(base, Diagrams(domains_of(base)))
    compiler.compile()

    def truths(condition: Condition, name: str) -> list[Truth]:
        return [compiler.diagrams.evaluate(compiler.truth(condition), {"x": "a", "sky": "a", name: value})
                for value in ("a", "b", OPEN)]

    assert truths(AnswerIs("x", frozenset("a")), "x") == [Truth.TRUE, Truth.FALSE, Truth.UNKNOWN]
    assert truths(AnswerIs("x", frozenset("ab")), "x") == [Truth.TRUE, Truth.TRUE, Truth.TRUE]
    assert truths(AnswerIs("x", frozenset((OPEN,))), "x") == [Truth.FALSE, Truth.FALSE, Truth.TRUE]
    assert truths(Not(AnswerIs("x", frozenset("a"))), "x") == [Truth.FALSE, Truth.TRUE, Truth.UNKNOWN]
    assert truths(AnswerIs("sky", frozenset("a")), "sky") == [Truth.TRUE, Truth.FALSE, Truth.TRUE]
    assert truths(AnswerIs("sky", frozenset("b")), "sky") == [Truth.FALSE, Truth.TRUE, Truth.FALSE]


def test_sums_that_differ_by_as_much_are_one_and_what_cannot_win_is_left_out() -> None:
    base = rule_base([question("x", "ab")], options=OPTIONS)
    settle = Compiler(base, Diagrams(domains_of(base))).settle
    to_come = {"red": 2, "green": 2, "blue": 2}
    assert settle((("red", 3), ("green", 1)), to_come) == (("red", 2), ("green", 0))
    assert settle((("red", 3), ("green", 2), ("blue", 0)), to_come) == (("red", 1), ("green", 0))
    assert settle((("red", 3), ("green", 0)), to_come) == "red"
    assert settle((("green", 3), ("blue", 3)), dict.fromkeys(OPTIONS, 0)) == "green"
    assert settle((("red", 3), ("green", 3)), {"red": 0, "green": 0, "blue": 5}) == "red"
    assert settle((), to_come) == NEITHER
