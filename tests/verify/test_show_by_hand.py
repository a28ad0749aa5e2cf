"""One thing of a small rule base with all that is around it, by hand."""

from __future__ import annotations

from pathlib import Path

from advisor.rulebase.condition import AnswerIs, Fires
from advisor.rulebase.load import load
from advisor.rulebase.read_rule_tests import read_tests
from advisor.rulebase.reader import Reader
from advisor.rulebase.sources import Claim
from advisor.rulebase.tree import parse
from advisor.verify.showing.links import Link
from advisor.verify.showing.show import FactsOfTest, facts_of, show
from advisor.verify.showing.show import Tested as WhereTested
from advisor.verify.showing.sources_index import Index, narrowed, sources_index
from advisor.verify.showing.things import Key
from tests.engine.generated import AT, caution, form, question, rule_base

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
IN_A = AnswerIs("q", frozenset("a"))
BASE = rule_base([question("q", "ab")], forms=[form("i/f", IN_A), form("i/g", AnswerIs("q", frozenset("b")))],
                 warnings=[caution("c", Fires(frozenset(("i/f", "i/g"))))])
ITEM, ONE, OTHER, CAUTION, Q = (Key("item", "i"), Key("set_up", "i/f"), Key("set_up", "i/g"), Key("warning", "c"),
                                Key("question", "q"))


def test_an_item_speaks_for_its_forms() -> None:
    [item] = show(BASE, "i")
    assert item.refers_to == (Link(ITEM, "asks", Q), Link(ITEM, "form", ONE), Link(ITEM, "form", OTHER))
    assert item.referred_by == (Link(CAUTION, "set_up", ITEM),)
    [one] = show(BASE, "i/f")
    assert one.refers_to == (Link(ONE, "asks", Q),)
    assert one.referred_by == (Link(CAUTION, "set_up", ONE), Link(ITEM, "form", ONE))
    [asked] = show(BASE, "q")
    assert (asked.refers_to, asked.referred_by) == ((), (Link(ONE, "asks", Q), Link(OTHER, "asks", Q)))
    assert asked.tested is None


def test_where_each_is_tested() -> None:
    """Two tests: the one is about the form and answers a, the other about the option and the warning and answers b."""
    tests = [FactsOfTest("first", {"q": "a"}, frozenset((ONE,)), frozenset(("D.1",))),
             FactsOfTest("second", {"q": "b"}, frozenset((Key("option", "red"), CAUTION)), frozenset())]
    base = BASE._replace(claims={"D.1": Claim("D.1", "decision", "", "", "", AT)})
    expected = {"i/f": (("first",), ("first",)), "i/g": ((), ("second",)), "i": (("first",), ("first", "second")),
                "c": (("second",), ("first", "second")), "red": (("second",), ("first", "second")), "green": ((), ()),
                "q": (("first", "second"), ()), "D.1": (("first",), ())}
    for name, (named, fires) in expected.items():
        assert [shown.tested for shown in show(base, name, tests)] == [WhereTested(named, fires)], name
    assert [shown.tested for shown in show(base, "q", [])] == [WhereTested((), ())]


def test_what_a_rule_test_expects_something_of() -> None:
    """Everything that can be expected, each of another thing; speaks_for and the verdict are about options."""
    tree = parse("""all:
  story: s
  answers: {distance: near}
  because: [W1.1, W1.4]
  expect: {verdict: bicycle, speaks_for: [car], set_up: [lights/both], warnings: [ice-ahead], steps: [pump],
           fires: [short-way], silent: [no-bus]}
""", "tests/some.yaml")
    reader = Reader()
    [test] = read_tests({"tests/some": tree}, load(COMMUTE), reader)
    assert facts_of(test) == FactsOfTest(
        "all", {"distance": "near"},
        frozenset((Key("option", "bicycle"), Key("option", "car"), Key("set_up", "lights/both"),
                   Key("warning", "ice-ahead"), Key("step", "pump"), Key("evidence", "short-way"),
                   Key("constraint", "no-bus"))), frozenset(("W1.1", "W1.4")))


def test_what_has_no_sources_narrows_to_nothing() -> None:
    commute = load(COMMUTE)
    whole = sources_index(commute)
    for name in ("bus", "neither", "street", "nobody"):
        assert narrowed(commute, whole, name) == Index((), (), (), ()), name
    assert {use.elsewhere for use in whole.claims} == {""}
