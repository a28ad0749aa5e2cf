"""What open questions and other answers can still do, by hand; and how far exactness goes in what is too large."""

from __future__ import annotations

from functools import partial
from itertools import product

import pytest

from advisor.engine import analysis
from advisor.engine.analysis import Flip, analyse, find_flips, flips_or_unknown
from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.engine.evaluate import Evaluator
from advisor.rulebase.condition import All, AnswerIs, Any
from advisor.rulebase.model import UNSURE, RuleBase
from tests.engine.generated import OPTIONS, caution, form, question, reason, rule_base


def is_a(name: str) -> AnswerIs:
    return AnswerIs(name, frozenset("a"))


def small() -> RuleBase:
    """Green where x is a, or where both y and z are; the sky is about the world and decides like x."""
    when = Any((is_a("x"), All((is_a("y"), is_a("z"))), is_a("sky")))
    return rule_base([question(name, "ab") for name in "zyx"] + [question("sky", "ab", given=True)],
                     evidence=[reason("e", when, "green")], forms=[form("item/f", is_a("y"))],
                     warnings=[caution("c", is_a("z"))])


@pytest.mark.parametrize("compiled", [True, False])
def test_the_fewest_answers_to_change(compiled: bool) -> None:
    base = small()
    diagrams = compile_rules(base) if compiled else None
    far = analyse(base, case_of({"x": "b", "y": "b", "z": "b", "sky": "b"}), diagrams)
    assert (far.exact, far.flip_distance, far.flips) == (True, 1, (Flip({"x": "a"}, "green"),))
    two = analyse(base, case_of({"y": "b", "z": "b"}), diagrams)  # x is open and stays so
    assert (two.exact, two.flip_distance, two.flips) == (True, 2, (Flip({"z": "a", "y": "a"}, "green"),))
    assert list(two.flips[0].change) == ["z", "y"]  # as the rules have them
    none = analyse(base, case_of({"z": "b", "sky": "a"}), diagrams)  # what the world is like is not changed
    assert (none.exact, none.flip_distance, none.flips) == (True, None, ())


def test_several_smallest_changes_are_told_in_the_order_of_the_rules() -> None:
    base = small()
    found = find_flips(base, case_of({"x": "b", "y": "a", "z": "b"}), compile_rules(base))
    assert found == (Flip({"z": "a"}, "green"), Flip({"x": "a"}, "green"))
    three = rule_base([question("x", "cab")], options=OPTIONS, evidence=[
        reason("e", AnswerIs("x", frozenset("a")), "green"), reason("f", AnswerIs("x", frozenset("b")), "blue")])
    assert find_flips(three, case_of({"x": "c"}), compile_rules(three)) == (
        Flip({"x": "a"}, "green"), Flip({"x": "b"}, "blue"))


def test_what_an_open_question_can_still_change() -> None:
    base = small()
    found = analyse(base, case_of({"x": "b", "y": UNSURE}), None)
    assert found.settled == "no"
    assert dict(found.can_change) == {"z": ("verdict", "warnings"), "y": ("verdict", "set_up"), "sky": ("verdict",)}
    assert analyse(base, case_of({"x": "a"}), None).settled == "yes"


def large() -> RuleBase:
    """24 questions and 288 reasons of mixed weight: no small diagram exists."""
    strengths = ("slight", "moderate", "strong", "decisive")
    evidence = [reason(f"e{one}-{two}", AnswerIs(f"q{one}", frozenset("abc"[(one + two) % 3])),
                       OPTIONS[(one * two) % 3], strengths[(one + 3 * two) % 4])
                for one in range(24) for two in range(12)]
    return rule_base([question(f"q{place}", "abc") for place in range(24)], options=OPTIONS, evidence=evidence)


def test_in_rules_that_are_too_large_a_case_that_leaves_little_open_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    base = large()
    monkeypatch.setattr(analysis, "compile_rules", partial(compile_rules, limit=1_000))
    with pytest.raises(TooLarge):
        analysis.compile_rules(base)
    evaluate = Evaluator(base).evaluate
    known = {f"q{place}": "abc"[place % 3] for place in range(21)}
    now = evaluate(case_of(known)).option
    reached = {evaluate(case_of({**known, "q21": one, "q22": two, "q23": three})).option
               for one, two, three in product("abc", repeat=3)}
    found = analyse(base, case_of(known), None)
    assert found.settled == ("yes" if reached == {now} else "no")
    assert set(found.can_change) == {"q21", "q22", "q23"}
    # which answers to change is another matter: all that is known would have to vary
    assert (found.exact, found.flip_distance, found.flips) == (False, None, ())


def test_in_rules_that_are_too_large_few_answers_can_be_changed_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    base = large()
    monkeypatch.setattr(analysis, "compile_rules", partial(compile_rules, limit=1_000))
    evaluate = Evaluator(base).evaluate
    told = 0
    for one in "abc":
        case = case_of({"q1": one, "q2": "a"})
        now = evaluate(case).option
        other = {(name, value): evaluate(case.with_answer(name, value)).option
                 for name in ("q1", "q2") for value in "abc" if value != case.known()[name]}
        expected = {(change, option) for change, option in other.items() if option != now}
        found = flips_or_unknown(base, case)
        assert found is not None
        if expected:
            assert {(*flip.change.items(), flip.option) for flip in found} == expected
        told += len(expected)
    assert told


def test_a_function_that_is_the_first_of_its_store_is_read_like_any_other() -> None:
    base = rule_base([question("x", "ab")])
    diagrams = Diagrams({"x": ("a", "b", "open")})
    option = diagrams.test("x", lambda value: "green" if value == "a" else "red")
    compiled = Compiled(diagrams, option, {}, {})
    assert option == 0
    assert find_flips(base, case_of({"x": "b"}), compiled) == (Flip({"x": "a"}, "green"),)
