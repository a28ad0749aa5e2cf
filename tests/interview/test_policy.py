"""What the wizard asks next: the measure it goes by, held against going through every case, and its ties."""

from __future__ import annotations

from itertools import product
from random import Random

from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import Diagrams
from advisor.interview.policy import best_next, impurities
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any
from advisor.rulebase.model import UNSURE, RuleBase
from tests.engine.brute_force import BruteForce
from tests.engine.generated import Maker, question, reason, rule_base


def is_a(name: str) -> AnswerIs:
    return AnswerIs(name, frozenset("a"))


def measured(base: RuleBase, case: Case) -> dict[str, float]:
    """What `impurities` says in a case."""
    compiled = compile_rules(base)
    allowed = {name: (case.known()[name],) if name in case.known() else (OPEN,)
               if entry.given or name in case.answers else entry.value_ids for name, entry in base.questions.items()}
    [here] = compiled.diagrams.restrict([compiled.option], allowed)
    return impurities(base, compiled.diagrams, here)


def test_impurities_are_those_of_every_case() -> None:
    looked_at = 0
    for seed in range(200):
        maker = Maker(Random(seed))
        base = maker.rule_base()
        brute = BruteForce(base)
        for case in (Case(), maker.case(base), maker.case(base)):
            found = measured(base, case)
            looked_at += len(found)
            for name, impurity in found.items():
                assert abs(impurity - brute.impurity_after(case, name, unsure_too=False)) < 1e-9
    assert looked_at >= 300


def test_worked_out_by_hand() -> None:
    base = rule_base([question("x", "ab"), question("y", "abc")],
                     evidence=[reason("r", All((is_a("x"), is_a("y"))), "green")])
    # x is `a` half of the time: then green has a chance of 1/3 (two people differ with 4/9); else it is out.
    # y is `a` a third of the time: then green has a chance of 1/2 (they differ with 1/2); else it is out.
    assert measured(base, Case()) == {"x": round(2 / 9, 12), "y": round(1 / 6, 12)}
    assert best_next(base, Case(), compile_rules(base)) == "y"


def test_a_tie_goes_to_the_order_of_the_rules() -> None:
    both = All((is_a("x"), is_a("y")))
    for names in ("yx", "xy"):
        base = rule_base([question(name, "ab") for name in names], evidence=[reason("r", both, "green")])
        assert best_next(base, Case(), compile_rules(base)) == names[0]


def test_a_tie_goes_to_the_smaller_diagram_first() -> None:
    """Green where y equals z or w, and x says which: no answer alone tells anything, but x leaves the least to ask."""
    def equal(chosen: str, value: str, other: str) -> All:
        answers = {"x": chosen, "y": value, other: value}
        return All(tuple(AnswerIs(name, frozenset(answer)) for name, answer in answers.items()))

    when = Any((equal("a", "a", "z"), equal("a", "b", "z"), equal("b", "a", "w"), equal("b", "b", "w")))
    base = rule_base([question(name, "ab") for name in "zwxy"], evidence=[reason("r", when, "green")])
    assert set(measured(base, Case()).values()) == {0.5}
    assert measured(base, case_of({"x": "a"})) == {"y": 0.5, "z": 0.5}
    # x leaves three nodes whichever way it goes; z and w leave four, y five
    assert best_next(base, Case(), compile_rules(base)) == "x"


def while_open(*known: AnswerIs) -> All:
    """Only where x is open and y is answered; wherever x is answered too, it is as if it were not there."""
    return All((*known, AnswerIs("x", frozenset((OPEN,))), is_a("y")))


def test_nothing_is_asked_where_every_true_answer_leads_to_what_is_advised_by_now() -> None:
    questions = [question(name, "ab") for name in "kxy"]
    base = rule_base(questions, evidence=[reason("e", while_open(), "green")])
    assert best_next(base, Case(), compile_rules(base)) is None
    # what is known counts for what is advised by now
    base = rule_base(questions, evidence=[reason("k", is_a("k"), "green"),
                                          reason("e", while_open(), "red", "decisive")])
    assert best_next(base, case_of({"k": "a"}), compile_rules(base)) is None


def test_where_every_true_answer_leads_away_from_what_is_advised_by_now_one_of_them_is_asked_for() -> None:
    # y is answered one way or the other, but not yet: then green is advised, and red until then
    questions = [question("given", "ab", given=True), *(question(name, "ab") for name in "kxy")]
    either = [reason(value, AnswerIs("y", frozenset(value)), "green") for value in "ab"]
    base = rule_base(questions, evidence=either)
    compiled = compile_rules(base)
    assert best_next(base, Case(), compiled) == "y"
    assert best_next(base, case_of({"y": "a"}), compiled) is None
    assert best_next(base, case_of({"y": UNSURE}), compiled) is None
    assert best_next(base, case_of({"y": UNSURE}), compiled, unsure_too=True) == "y"
    # of two such questions, the first of the rules; what is known, or about the world, is not asked for
    first = [reason(f"k{value}", AnswerIs("k", frozenset(value)), "green") for value in "ab"]
    world = [reason(f"g{value}", AnswerIs("given", frozenset(value)), "green") for value in "ab"]
    base = rule_base(questions, evidence=[*either, *first, *world])
    compiled = compile_rules(base)
    assert best_next(base, Case(), compiled) == "k"
    assert best_next(base, case_of({"k": UNSURE}), compiled) == "y"


def test_what_is_left_is_summed_over_all_answers() -> None:
    """Green where an odd number of some answers is `a`, and p says of which: no answer alone tells anything."""
    def odd(p: str, names: str) -> list[All]:
        return [All((AnswerIs("p", frozenset(p)), *(AnswerIs(name, frozenset(value))
                                                    for name, value in zip(names, values, strict=True))))
                for values in product("ab", repeat=len(names)) if values.count("a") % 2]

    when = Any((*odd("a", "yv"), *odd("b", "yzw")))
    never = All((is_a("p"), AnswerIs("p", frozenset("b"))))  # so that p is asked about most, and looked at first
    base = rule_base([question(name, "ab") for name in "yzwvp"],
                     evidence=[reason("r", when, "green"), reason("s", never, "red")])
    assert set(measured(base, Case()).values()) == {0.5}
    # p leaves 3 nodes or 5, 8 in all; y leaves 5 either way, z, w and v more
    assert best_next(base, Case(), compile_rules(base)) == "p"


def test_what_is_known_is_never_asked_for() -> None:
    """Not even where it would matter if it were open."""
    base = rule_base([question(name, "ab") for name in "ky"], evidence=[
        *(reason(value, AnswerIs("y", frozenset(value)), "green") for value in "ab"),
        reason("k", AnswerIs("k", frozenset((OPEN,))), "red", "decisive")])
    assert best_next(base, case_of({"k": "a"}), compile_rules(base)) == "y"


def test_an_option_that_is_the_first_node_of_its_store_is_read_like_any_other() -> None:
    diagrams = Diagrams({"x": ("a", "b", OPEN)})
    diagrams.terminal("red")
    option = diagrams.test("x", lambda value: "red" if value == "b" else "green")
    assert option == 0
    assert best_next(rule_base([question("x", "ab")]), Case(), Compiled(diagrams, option, {}, {})) == "x"
