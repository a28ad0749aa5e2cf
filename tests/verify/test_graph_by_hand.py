"""Pictures of small rule bases, drawn by hand, and what is around a question in them."""

from __future__ import annotations

import pytest

from advisor.rulebase.condition import All, AnswerIs, Fires, VerdictIs
from advisor.rulebase.model import NEITHER, Monotone, Step, WhenOpen
from advisor.verify.showing.graph import Around, Asking, Neighbourhood, TooManyNodes, Way, neighbourhood, option_graph
from advisor.verify.showing.links import Link, every_link
from advisor.verify.showing.things import Key
from tests.engine.generated import AT, caution, form, question, reason, rule_base, wall

X_IS_A, Y_IS_B = AnswerIs("x", frozenset("a")), AnswerIs("y", frozenset("b"))
X, Y = Key("question", "x"), Key("question", "y")


def test_two_questions_one_below_the_other() -> None:
    """Red is ruled out where x is a and y is b; where x is another, nobody needs to ask for y."""
    graph = option_graph(rule_base([question("x", "abc"), question("y", "ab"), question("w", "ab", given=True)],
                                   constraints=[wall("no", All((X_IS_A, Y_IS_B)), "red")]))
    first, second = (node.question for node in graph.nodes)
    assert graph.nodes == (Asking(1, first), Asking(2, second))
    assert graph.start == 1
    assert {first, second} == {"x", "y"}
    asked_first = {
        "x": {Way(1, ("a",), 2), Way(1, ("b", "c"), "red"), Way(2, ("a",), "red"), Way(2, ("b",), "green")},
        "y": {Way(1, ("a",), "red"), Way(1, ("b",), 2), Way(2, ("a",), "green"), Way(2, ("b", "c"), "red")}}
    assert set(graph.ways) == asked_first[first]
    assert len(graph.ways) == 4
    assert graph.options == ("red", "green")
    assert graph.left_open == ("w",)


def test_where_nothing_is_asked_the_picture_is_an_option() -> None:
    """The one wall asks for what is not known here, and is not met while that is open."""
    graph = option_graph(rule_base([question("x", "ab", given=True)], constraints=[wall("no", X_IS_A, "red")]))
    assert graph == ("red", (), (), ("red",), ("x",))


def test_the_option_beside_the_others_is_one_too() -> None:
    both = [wall("one", X_IS_A, "red"), wall("two", X_IS_A, "green")]
    graph = option_graph(rule_base([question("x", "ab")], constraints=both))
    assert graph == (1, (Asking(1, "x"),), (Way(1, ("a",), NEITHER), Way(1, ("b",), "red")), ("red", NEITHER), ())


AROUND = rule_base(
    [question("x", "ab"), question("y", "ab"), question("z", "ab")],
    constraints=[wall("no", All((X_IS_A, Y_IS_B)), "red"), wall("far", Y_IS_B, "green")],
    evidence=[reason("for", X_IS_A, "green")], forms=[form("i/f", X_IS_A), form("j/g", Fires(frozenset(("i/f",))))],
    warnings=[caution("c", All((X_IS_A, VerdictIs(frozenset(("red",))))))])


def test_what_is_around_a_question() -> None:
    """Four rules ask for x, one of them for y as well; the wall about y alone is not there."""
    no, speaks, made, warns = (Key("constraint", "no"), Key("evidence", "for"), Key("set_up", "i/f"),
                               Key("warning", "c"))
    red, green, item = Key("option", "red"), Key("option", "green"), Key("item", "i")
    assert neighbourhood(AROUND, "x") == Neighbourhood(
        "x",
        (Around(X, "question"), Around(Y, "other"), Around(no, "rule"), Around(speaks, "rule"), Around(made, "rule"),
         Around(warns, "rule"), Around(red, "effect"), Around(green, "effect"), Around(item, "effect")),
        (Link(no, "asks", X), Link(no, "asks", Y), Link(no, "rules_out", red), Link(speaks, "asks", X),
         Link(speaks, "speaks_for", green), Link(made, "asks", X), Link(warns, "asks", X), Link(made, "form", item)))


def test_a_question_nobody_asks_for_is_alone() -> None:
    assert neighbourhood(AROUND, "z") == Neighbourhood("z", (Around(Key("question", "z"), "question"),), ())


def test_as_many_as_can_be_drawn_are() -> None:
    assert len(neighbourhood(AROUND, "x", drawn=9).nodes) == 9
    with pytest.raises(TooManyNodes, match=r"^9 nodes$") as refused:
        neighbourhood(AROUND, "x", drawn=8)
    assert refused.value.nodes == 9


def test_every_way_to_refer() -> None:
    """In the order of the rule base; what is said twice is there once."""
    open_x = question("x", "ab", given=True,
                      when_open=WhenOpen("a", "", {"red": "green", "green": NEITHER}))
    base = rule_base([open_x, question("y", "ab")], forms=[form("i/f", All((X_IS_A, X_IS_A)))],
                     warnings=[caution("c", Fires(frozenset(("i/f",))))])
    monotone = Monotone("m", "", Y_IS_B, "x", ("a", "b"), VerdictIs(frozenset((NEITHER, "green"))), (), AT)
    base = base._replace(steps={"s": Step("s", Fires(frozenset(("warning:c",))), 1, "must", "", (), AT)},
                         monotones={"m": monotone})
    made, statement = Key("set_up", "i/f"), Key("monotone", "m")
    assert every_link(base) == (
        Link(made, "asks", X), Link(Key("warning", "c"), "set_up", made),
        Link(Key("step", "s"), "warning", Key("warning", "c")), Link(Key("item", "i"), "form", made),
        Link(X, "otherwise", Key("option", "green")), Link(X, "otherwise", Key("option", NEITHER)),
        Link(Key("default", "default"), "default", Key("option", "red")),
        Link(statement, "asks", Y), Link(statement, "advice", Key("option", "green")),
        Link(statement, "advice", Key("option", NEITHER)), Link(statement, "asks", X))
