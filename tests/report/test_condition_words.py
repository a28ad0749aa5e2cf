"""Conditions in plain words, worked out by hand; and that tidying them up changes their truth nowhere."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.report.page.condition_words import assumptions, one_line, outline, plain_form
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import NEITHER, Question, RuleBase, Value, WhenOpen
from tests.engine.brute_force import BruteForce
from tests.engine.generated import Maker, caution, form, makers, question, rule_base


def spoken(name: str, label: str, texts: dict[str, str], when_open: WhenOpen | None = None) -> Question:
    values = tuple(Value(value, text, "", (), 1) for value, text in texts.items())
    return question(name, list(texts))._replace(label=label, values=values, when_open=when_open)


RAIN = spoken("rain", "the rain", {"none": "It is dry", "some": "It drizzles", "much": "It pours"})
COAT = spoken("coat", "a coat", {"yes": "Yes", "no": "No"})
BUS = spoken("bus", "the bus", {"runs": "It runs", "stands": "It stands"}, WhenOpen("runs", "", {}))
HAT = form("hat/wide", All(()))._replace(name="A hat", tags=("dry",))
CAP = form("hat/narrow", All(()))._replace(name="A hat")
CAPE = form("cape/long", All(()))._replace(name="A cape", tags=("dry",))
BOOTS = form("boots/high", All(()))._replace(name="Boots", tags=("heavy",))
BASE = rule_base([RAIN, COAT, BUS], forms=[HAT, CAP, CAPE, BOOTS],
                 warnings=[caution("wet", All(())), caution("mud", All(()))])


def is_(name: str, *values: str) -> AnswerIs:
    return AnswerIs(name, frozenset(values))


def fires(*rules: str) -> Fires:
    return Fires(frozenset(rules))


@pytest.mark.parametrize(("condition", "words"), [
    (is_("rain", "much"), 'the rain: "It pours"'),
    (is_("rain", "much", "none"), 'the rain: "It is dry" or "It pours"'),
    (is_("rain", OPEN), "the rain: not known"),
    (is_("rain", "some", "much", OPEN), 'the rain: "It drizzles", "It pours" or not known'),
    (is_("rain", "none", "some", "much"), "the rain: anything, known or not"),
    (Not(is_("rain", "much")), 'the rain: known, and not "It pours"'),
    (Not(is_("rain", "much", "some")), 'the rain: known, and neither "It drizzles" nor "It pours"'),
    (Not(is_("rain", OPEN)), "the rain: known"),
    (Not(is_("rain", "much", OPEN)), 'the rain: known, and not "It pours"'),
    (Not(is_("coat", "yes", "no")), "a coat: none of its answers (never so)"),
    (Not(is_("bus", "stands")), 'the bus: not "It stands"'),
    (VerdictIs(frozenset({"red", NEITHER})), "the advice is red or neither"),
    (Not(VerdictIs(frozenset({"red"}))), "the advice is not red"),
    (Not(VerdictIs(frozenset({"red", "green"}))), "the advice is neither red nor green"),
    (fires("hat/wide", "hat/narrow"), 'the set-up has "A hat" (hat)'),
    (fires("boots/high"), 'the set-up has "Boots" (boots)'),  # a whole item goes before its tag
    (fires("hat/wide"), 'the set-up has "A hat" (hat/wide)'),
    (fires("hat/narrow", "cape/long"), 'the set-up has "A hat" (hat/narrow) or "A cape" (cape)'),
    (fires("hat/wide", "cape/long"), 'the set-up has something marked "dry"'),
    (Not(fires("hat/wide", "cape/long")), 'the set-up has nothing marked "dry"'),
    (Not(fires("cape/long")), 'the set-up is without "A cape" (cape)'),
    (fires("warning:mud", "warning:wet"), "wet or mud is among the warnings"),
    (Not(fires("warning:wet")), "wet is not among the warnings"),
    (Not(fires("warning:wet", "warning:mud")), "neither wet nor mud is among the warnings"),
    (All(()), "in every case"), (Any(()), "in no case"), (Not(All(())), "in no case"), (Not(Any(())), "in every case"),
    (All((is_("rain", "much"), All((All(()), is_("coat", "no"))))), 'the rain: "It pours"; and a coat: "No"'),
    (All((is_("rain", "much"), Any((is_("coat", "no"), VerdictIs(frozenset({"red"})))))),
     'the rain: "It pours"; and (a coat: "No"; or the advice is red)'),
    (Not(All((is_("rain", "much"), Not(is_("coat", "no"))))), 'the rain: known, and not "It pours"; or a coat: "No"'),
    (Not(Not(is_("coat", "no"))), 'a coat: "No"'),
    (Any((is_("coat", "no"), All(()))), "in every case"), (All((is_("coat", "no"), Any(()))), "in no case"),
])
def test_it_reads(condition: Condition, words: str) -> None:
    assert one_line(BASE, condition) == words


def test_nested_conditions_are_a_list() -> None:
    condition = All((is_("rain", "much"), Not(All((is_("coat", "no"), Not(VerdictIs(frozenset({"red"}))))))))
    assert [tuple(clause) for clause in outline(BASE, condition)] == [
        (0, "all of these hold:"), (1, 'the rain: "It pours"'), (1, "at least one of these holds:"),
        (2, 'a coat: known, and not "No"'), (2, "the advice is red")]
    assert [tuple(clause) for clause in outline(BASE, is_("coat", "no"))] == [(0, 'a coat: "No"')]


def test_what_is_assumed_is_said_only_where_it_bears() -> None:
    said = ('While the bus is not known, "It runs" is assumed.',)
    assert assumptions(BASE, All((is_("coat", "no"), Not(is_("bus", "stands"))))) == said
    assert assumptions(BASE, is_("bus", "runs")) == said
    assert assumptions(BASE, is_("bus", "runs", OPEN)) == ()  # says itself what holds while it is open
    assert assumptions(BASE, is_("bus", "runs", "stands")) == ()
    assert assumptions(BASE, is_("rain", "much")) == ()


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(makers)
def test_tidying_up_changes_the_truth_nowhere(maker: Maker) -> None:
    base = maker.rule_base()
    brute = BruteForce(base._replace(constraints={}, evidence={}, forms={}, warnings={}))
    conditions = [rule.when for rule in (*base.constraints.values(), *base.evidence.values())]
    whole = All(tuple(conditions))
    nested = [*conditions, whole, Not(Any(tuple(conditions))), Not(All((Not(whole),)))]
    for condition in nested:
        plain = plain_form(condition)
        assert not negations_of_groups(plain)
        for state in list(product(*([*brute.values[name], "open"] for name in brute.names)))[:200]:
            answers = dict(zip(brute.names, state, strict=True))
            assert brute.holds(plain, answers) == brute.holds(condition, answers)
        assert one_line(base, condition)


def negations_of_groups(condition: Condition) -> bool:
    if isinstance(condition, Not):
        return isinstance(condition.part, All | Any | Not)
    return isinstance(condition, All | Any) and any(map(negations_of_groups, condition.parts))


def test_every_condition_of_a_real_rule_base_reads_without_a_bare_id(base: RuleBase) -> None:
    for form_ in base.forms.values():
        for clause in outline(base, form_.when):
            assert "frozenset" not in clause.text
            assert clause.text
