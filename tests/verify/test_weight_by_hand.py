"""What the parts of a small rule base do to its cases, counted by hand: 3 x 3 = 9 cases, 4 of them known."""

from __future__ import annotations

import pytest

from advisor.rulebase.condition import All, AnswerIs, Any, Fires, VerdictIs
from advisor.rulebase.model import Invariant, Monotone, RuleBase, Step
from advisor.verify.cases import Counts
from advisor.verify.showing.things import find
from advisor.verify.showing.weight import NOTHING, Tally, Weight, weigh, without
from tests.engine.generated import AT, caution, form, question, reason, rule_base, wall

X_IS_A, Y_IS_B = AnswerIs("x", frozenset("a")), AnswerIs("y", frozenset("b"))
RED = VerdictIs(frozenset(("red",)))
BASE = rule_base(
    [question("x", "ab"), question("y", "ab")], constraints=[wall("no", X_IS_A, "red")],
    evidence=[reason("idle", Y_IS_B, "red")], forms=[form("i/f", Y_IS_B), form("i/g", X_IS_A), form("j/h", RED)],
    warnings=[caution("c", All((X_IS_A, Y_IS_B)))])._replace(
    steps={"s": Step("s", Fires(frozenset(("i/f",))), 1, "must", "", (), AT)},
    invariants={"v": Invariant("v", "", Y_IS_B, RED, False, (), AT)},
    monotones={"m": Monotone("m", "", X_IS_A, "y", ("a", "b"), RED, (), AT)})


def tally(cases: int, known: int, **smallest: str) -> Tally:
    return Tally(Counts(cases, 9, known, 4), smallest if cases else None)


THIRD_X, THIRD_Y, NONE, BOTH = tally(3, 2, x="a"), tally(3, 2, y="b"), tally(0, 0), tally(1, 1, x="a", y="b")


@pytest.mark.parametrize(("name", "fires", "decides", "option"), [
    ("no", THIRD_X, THIRD_X, THIRD_X),  # without it there is red where x is a
    ("idle", THIRD_Y, NONE, NONE),  # red is advised anyway
    ("i/f", THIRD_Y, THIRD_Y, NONE),
    ("j/h", tally(6, 2), tally(6, 2), NONE),
    ("i", tally(5, 3, y="b"), tally(5, 3, y="b"), NONE),  # one form or the other: 3 + 3 - 1
    ("c", BOTH, BOTH, NONE),
    ("s", THIRD_Y, None, None),
    ("v", THIRD_Y, None, None),  # where it applies
    ("m", THIRD_X, None, None),
    ("green", THIRD_X, None, None),
    ("red", tally(6, 2), None, None),
    ("neither", NONE, None, None),
    ("x", None, tally(9, 4), tally(9, 4)),
    ("y", None, tally(9, 4), NONE),
])
def test_counted_by_hand(name: str, fires: Tally | None, decides: Tally | None, option: Tally | None) -> None:
    [found] = weigh(BASE, find(BASE, name))
    for told, expected in ((found.fires, fires), (found.decides, decides), (found.decides_option, option)):
        assert (told and told.counts) == (expected and expected.counts)
        if name != "i":  # either of its two answers is enough
            assert (told and told.smallest) == (expected and expected.smallest)
    assert found.unknown == ()


def test_a_default_does_nothing_of_its_own() -> None:
    assert weigh(BASE, find(BASE, "default")) == [NOTHING] == [Weight(None, None, None, ())]


def test_a_question_that_counts_only_while_it_is_open() -> None:
    """Where y is open there is no red: any answer turns that, but between known ones nothing changes."""
    base = rule_base([question("x", "ab"), question("y", "ab")],
                     constraints=[wall("no", AnswerIs("y", frozenset(("open",))), "red")])
    [found] = weigh(base, find(base, "y"))
    assert found == Weight(None, tally(9, 0), tally(9, 0), ())


def test_a_question_of_which_one_answer_is_special() -> None:
    """The second of three: whichever answer there is, another one differs."""
    base = rule_base([question("x", "ab"), question("y", "abc")], constraints=[wall("no", Y_IS_B, "red")])
    [found] = weigh(base, find(base, "y"))
    assert found == Weight(None, *[Tally(Counts(12, 12, 6, 6), {})] * 2, ())


def test_what_only_asks_for_answers_is_counted_beyond_the_bound() -> None:
    """The whole is too large for 2 nodes; the conditions of single answers are not, an option is."""
    weights = {name: weigh(BASE, find(BASE, name), 2)[0] for name in ("no", "i/f", "i", "j/h", "s", "v", "green", "x")}
    assert (weights["no"].fires, weights["no"].unknown) == (THIRD_X, ("decides", "decides_option"))
    assert (weights["i/f"].fires, weights["i/f"].unknown) == (THIRD_Y, ("decides", "decides_option"))
    assert (weights["v"].fires, weights["v"].unknown) == (THIRD_Y, ())
    assert weights["j/h"].unknown == ("fires", "decides", "decides_option")
    assert weights["s"] == weights["green"] == Weight(None, None, None, ("fires",))
    assert weights["x"] == Weight(None, None, None, ("decides", "decides_option"))


def left(base: RuleBase, name: str) -> list[list[str]]:
    [thing] = find(base, name)
    other = without(base, thing)
    assert other._replace(constraints=base.constraints, evidence=base.evidence, forms=base.forms,
                          warnings=base.warnings) == base
    return [list(part) for part in (other.constraints, other.evidence, other.forms, other.warnings)]


def test_what_is_left_without_a_part() -> None:
    forms = ["i/f", "i/g", "j/h"]
    assert left(BASE, "no") == [[], ["idle"], forms, ["c"]]
    assert left(BASE, "idle") == [["no"], [], forms, ["c"]]
    assert left(BASE, "i/f") == [["no"], ["idle"], ["i/g", "j/h"], ["c"]]
    assert left(BASE, "i") == [["no"], ["idle"], ["j/h"], ["c"]]
    assert left(BASE, "c") == [["no"], ["idle"], forms, []]


def test_what_never_fires_is_counted_and_not_unknown() -> None:
    base = rule_base([question("x", "ab"), question("y", "ab")], forms=[form("i/f", Any(()))])
    assert weigh(base, find(base, "i/f")) == [Weight(NONE, NONE, NONE, ())]
