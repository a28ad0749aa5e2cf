"""How many questions are asked and how few could be: counted by hand on one small decision, and how it is kept."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import pytest

from advisor.engine.compiled import Compiled, compile_rules
from advisor.rulebase.condition import All, AnswerIs, Not
from advisor.rulebase.model import UNSURE, RuleBase
from advisor.verify.ordering.best import AtLeast, at_least_with_unsure, fewest_possible
from advisor.verify.ordering.kept import (
    ABOUT,
    Kept,
    Order,
    compute,
    fingerprint,
    kept_from_plain,
    kept_to_plain,
    order_of,
)
from advisor.verify.ordering.order import Asked, asked_by_wizard, uniform, uniform_with_unsure, weighted
from advisor.verify.ordering.residuals import Residuals, State
from tests.engine.generated import question, reason, rule_base, wall

X, Y = AnswerIs("x", frozenset("a")), AnswerIs("y", frozenset("a"))


def decision() -> RuleBase:
    """Green where x and y are a; z is idle, and w is about the world: nobody is asked for it."""
    return rule_base([question("w", "ab", given=True), question("x", "ab"), question("y", "abc"), question("z", "ab")],
                     evidence=[reason("r", All((X, Y)), "green")],
                     constraints=[wall("v", AnswerIs("w", frozenset("b")), "green")])


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return decision()


@pytest.fixture(scope="module")
def compiled(base: RuleBase) -> Compiled:
    return compile_rules(base)


PEOPLE = [{"x": "a"}] * 6 + [{"y": "b", "w": "b"}, {"y": "unsure", "nobody": "a"}]
COUNTS = {"x": {"a": 7, "b": 1}, "y": {"a": 1, "b": 2, "c": 1}, "z": {"a": 1, "b": 1}}


def test_how_common_each_answer_is(base: RuleBase) -> None:
    assert uniform(base) == ("uniform", {"x": {"a": 1, "b": 1}, "y": {"a": 1, "b": 1, "c": 1}, "z": {"a": 1, "b": 1}})
    assert weighted(base, PEOPLE) == ("weighted", COUNTS)
    unsure = uniform_with_unsure(base)
    assert unsure == ("with_unsure", {"x": {"a": 1, "b": 1, UNSURE: 1}, "y": {"a": 1, "b": 1, "c": 1, UNSURE: 1},
                                      "z": {"a": 1, "b": 1, UNSURE: 1}})
    assert (uniform(base).with_unsure, unsure.with_unsure) == (False, True)


def test_the_order_of_a_decision(base: RuleBase, compiled: Compiled) -> None:
    """First y, and x where it is a: 1 + 1/3 questions, weighted 1 + 1/4; the other way round 1 + 1/2 and 1 + 7/8."""
    found = order_of(base, compiled, PEOPLE, exact=True)
    assert found.measures == (uniform(base), weighted(base, PEOPLE))
    assert (found.situations, found.origin) == (8, "computed")
    means = {"uniform": Fraction(4, 3), "weighted": Fraction(5, 4)}
    assert found.wizard == Asked(means, 2, 4)
    assert found.best is not None
    assert (found.best.means, found.best.worst, found.best.states, found.best.weights) == (means, 2, 5, COUNTS)
    assert [found.best_mean(name) for name in ("uniform", "weighted", "other")] == [
        Fraction(4, 3), Fraction(5, 4), None]
    assert [found.ratio(name) for name in ("uniform", "weighted", "other")] == [1.0, 1.0, None]
    dearer = found._replace(wizard=Asked({"uniform": Fraction(2)}, 2, 4))
    assert dearer.ratio("uniform") == 1.5
    assert dearer._replace(wizard=None).ratio("uniform") is None
    assert dearer._replace(best=None).best_mean("uniform") is None
    assert dearer._replace(best=None).ratio("uniform") is None
    free = found.best._replace(means={"uniform": Fraction(0)})
    assert dearer._replace(best=free, wizard=Asked({"uniform": Fraction(0)}, 0, 1)).ratio("uniform") == 1.0


def test_people_who_are_not_sure(base: RuleBase, compiled: Compiled) -> None:
    """Of y one in four is a, one is not sure; b and c settle it. After a, x is asked and settles it.

    After "not sure" nothing that may still be asked makes it green, since y stays open: over. So 1 + 1/4; with x
    first 1 + 1/3. A person who is not sure leaves at once in the bound too: the same. Six states: nothing, y is a, y is
    "not sure", y is a and x "not sure", green, and not green.
    """
    measure = uniform_with_unsure(base)
    assert asked_by_wizard(base, compiled, [measure]) == Asked({"with_unsure": Fraction(5, 4)}, 2, 6)
    for follow in (0, 1, 3):
        assert at_least_with_unsure(base, compiled, measure, follow) == AtLeast(Fraction(5, 4), 2)
    assert order_of(base, compiled, []).wizard_unsure == asked_by_wizard(base, compiled, [measure])


def test_what_is_kept_is_taken_where_it_belongs(base: RuleBase, compiled: Compiled) -> None:
    kept = compute(base, compiled, [uniform(base), weighted(base, PEOPLE)])
    assert kept is not None
    assert kept.function == fingerprint(base, compiled)
    assert kept.at_least == AtLeast(Fraction(5, 4), 2)
    other = kept._replace(function="another", worst=9)
    found = order_of(base, compiled, PEOPLE, [other, kept, kept._replace(worst=7)])
    assert (found.best, found.origin) == (kept, "kept")
    less = order_of(base, compiled, PEOPLE[1:], [kept])
    assert less.best == kept._replace(means={"uniform": Fraction(4, 3)})  # weighted by others
    alone = order_of(base, compiled, [], [kept])
    assert (alone.best, alone.situations) == (kept._replace(means={"uniform": Fraction(4, 3)}), 0)
    assert alone.measures == (uniform(base),)
    assert order_of(base, compiled, [], [other])[4:] == (None, "not computed")
    assert order_of(base, compiled, [])[4:] == (None, "not computed")


def test_without_diagrams_nothing_is_known(base: RuleBase) -> None:
    assert fingerprint(base, None) is None
    assert compute(base, None, [uniform(base)]) is None
    nothing = Order((uniform(base),), 0, None, None, None, "not computed")
    assert order_of(base, None, []) == nothing
    assert order_of(base, None, [], exact=True) == nothing._replace(origin="unknown")
    assert at_least_with_unsure(base, None, uniform_with_unsure(base)) is None
    assert fewest_possible(base, None, [uniform(base)]) is None


PLAIN = {"about": ABOUT, "function": "f", "means": {"uniform": "4/3"}, "worst": 2, "states": 5,
         "with_unsure": {"mean_at_least": "5/4", "worst_at_least": 3}, "weights": {"x": {"a": 7}}}
KEPT = Kept("f", {"uniform": Fraction(4, 3)}, 2, 5, {"x": {"a": 7}}, AtLeast(Fraction(5, 4), 3))


def test_kept_and_read_again() -> None:
    assert kept_to_plain(KEPT) == PLAIN
    assert kept_from_plain(PLAIN) == KEPT
    unbound = KEPT._replace(at_least=None)
    assert kept_to_plain(unbound) == {**PLAIN, "with_unsure": None}
    assert kept_from_plain({**PLAIN, "with_unsure": None}) == unbound
    for name in set(PLAIN) - {"about"}:
        with pytest.raises(KeyError, match=name):
            kept_from_plain({key: value for key, value in PLAIN.items() if key != name})


def test_a_fingerprint_by_hand(base: RuleBase, compiled: Compiled) -> None:
    """The questions that count, with their values; then each function, and what its answers and `open` make of it.

    Numbered when they are done: 0 is what is left where x is a, 1 is the whole.
    """
    lines = ("x: a b\n", "y: a b c\n", "0 y =green =red =red =red\n", "1 x 0 =red =red\n", "1")
    assert fingerprint(base, compiled) == sha256("".join(lines).encode()).hexdigest()


def test_residual_functions(base: RuleBase, compiled: Compiled) -> None:
    found = Residuals(base, compiled, 100)
    assert set(found.questions) == {"x", "y", "z"}
    x, y = found.questions.index("x"), found.questions.index("y")
    start = found.start
    assert found.worth_asking(start) == sorted((x, y))
    assert not found.settled(start)
    assert not found.finished(start)
    needs_y, never = found.after(start, x)
    assert (found.support(needs_y.option), found.support(never.option)) == ({y}, frozenset())
    assert found.settled(never)
    assert [found.diagrams.value(after.option) for after in found.after(needs_y, y)] == ["green", "red", "red"]
    unsure = found.after_unsure(start, y)
    assert unsure == State(start.option, frozenset((y,)))
    assert found.worth_asking(unsure) == [x]
    assert found.finished(unsure)  # y stays open, and so it stays red
    assert not found.settled(unsure)
    assert found.after(unsure, x)[1] == never  # where y does not matter any more, it is forgotten
    assert found.diagrams.value(found.decided(unsure)) == "red"
    assert found.diagrams.value(found.now(start.option)) == "red"


def test_a_question_still_matters_beside_one_that_was_not_sure() -> None:
    """Either answer makes it green: where x is "not sure", y can still do so."""
    either = rule_base([question("x", "ab"), question("y", "ab")],
                       evidence=[reason("r", X, "green"), reason("s", Y, "green")])
    found = Residuals(either, compile_rules(either), 100)
    unsure = found.after_unsure(found.start, found.questions.index("x"))
    assert not found.finished(unsure)
    assert [found.finished(after) for after in found.after(unsure, found.questions.index("y"))] == [True, True]


def test_as_many_states_as_allowed_and_no_more(base: RuleBase, compiled: Compiled) -> None:
    measures = [uniform(base)]
    for allowed, wizard, best in ((3, False, False), (4, True, False), (5, True, True)):
        assert (asked_by_wizard(base, compiled, measures, allowed) is not None) is wizard
        assert (fewest_possible(base, compiled, measures, allowed) is not None) is best


def test_not_is_decided_like_its_opposite() -> None:
    one = rule_base([question("x", "ab")], evidence=[reason("r", X, "green")])
    other = rule_base([question("x", "ba")], evidence=[reason("s", Not(AnswerIs("x", frozenset("b"))), "green")])
    assert fingerprint(one, compile_rules(one)) == fingerprint(other, compile_rules(other))
