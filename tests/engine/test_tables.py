"""The flat tables say what evaluation and exact analysis say: for random rule bases, and for two real ones."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from advisor.engine.analysis import settled
from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.engine.evaluate import Evaluator
from advisor.engine.masks import GROUP_BITS
from advisor.engine.tables import Tables
from advisor.rulebase.condition import All, AnswerIs, Any
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from tests.engine.brute_force import BruteForce
from tests.engine.generated import Maker, makers, question, reason, rule_base

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


def fired(evaluator: Evaluator, case: Case) -> tuple[str, ...]:
    return tuple(entry.rule for entry in evaluator.evaluate(case).trace
                 if entry.fired and entry.kind in ("constraint", "evidence"))


@settings(max_examples=150, deadline=None)
@given(makers)
def test_random_rule_bases(maker: Maker) -> None:
    base = maker.rule_base()
    tables, truth, evaluator = Tables(base), BruteForce(base), Evaluator(base)
    for case in [maker.case(base) for _ in range(12)]:
        outcome = tables.outcome(case.known())
        option, set_up, warnings = truth.outcome(truth.state(case))
        assert outcome == (option, truth.settled(case), tuple(sorted(set_up)), outcome.warnings)
        assert set(outcome.warnings) == warnings
        assert outcome.warnings == evaluator.evaluate(case).warnings
        assert tables.fired(tables.mask(case.known())) == fired(evaluator, case)
        assert tables.decide(case.known()) == (option, fired(evaluator, case))


def agrees(base: RuleBase, tables: Tables, compiled: Compiled, evaluator: Evaluator, case: Case) -> None:
    outcome, found = tables.outcome(case.known()), evaluator.evaluate(case)
    assert outcome == (found.option, settled(base, case, compiled), found.set_up, found.warnings)
    assert tables.fired(tables.mask(case.known())) == fired(evaluator, case)
    assert tables.decide(case.known()) == (found.option, fired(evaluator, case))


def test_the_built_in_rules(base: RuleBase, compiled: Compiled) -> None:
    tables, evaluator, random = Tables(base), Evaluator(base), Random(5)
    for _ in range(600):
        openness = random.choice((0.1, 0.4, 0.8))
        agrees(base, tables, compiled, evaluator, case_of({
            name: random.choice(entry.value_ids) for name, entry in base.questions.items()
            if random.random() > openness}))


def test_another_rule_base_in_every_case() -> None:
    base = load(COMMUTE)
    tables, compiled, evaluator = Tables(base), compile_rules(base), Evaluator(base)
    domains = [(None, *entry.value_ids) for entry in base.questions.values()]
    cases = list(product(*domains))
    for values in Random(3).sample(cases, min(len(cases), 3_000)):
        agrees(base, tables, compiled, evaluator,
               case_of({name: value for name, value in zip(base.questions, values, strict=True) if value}))


def test_what_is_too_large_has_no_tables(base: RuleBase) -> None:
    with pytest.raises(TooLarge):
        Tables(base, limit=100)


def test_a_rule_of_too_many_alternatives_has_no_tables() -> None:
    names = [f"q{number}" for number in range(14)]
    pairs = [Any((AnswerIs(one, frozenset("a")), AnswerIs(other, frozenset("a"))))
             for one, other in zip(names[::2], names[1::2], strict=True)]
    base = rule_base([question(name, ("a", "b")) for name in names], evidence=[reason("e", All(tuple(pairs)), "red")])
    with pytest.raises(TooLarge, match="rule e"):
        Tables(base)


def test_what_is_decoded_stays_small(base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.engine.masks.MOST_KEPT", 3)
    tables = Tables(base)
    assert all(bits.bit_count() <= GROUP_BITS for bits, _ in tables.groups)
    for mask in range(40):
        tables.fired(mask)
    assert max(len(group) for _, group in tables.groups) <= 3


def test_settled_only_where_every_answer_leads_to_it() -> None:
    def is_(name: str, value: str) -> AnswerIs:
        return AnswerIs(name, frozenset(value))

    tables = Tables(rule_base([question("x", "ab"), question("y", "ab")],
                              evidence=[reason("e", All((is_("x", "b"), is_("y", "a"))), "green")]))
    settled_by = {known: tables.outcome(dict(known)).settled
                  for known in ((), (("x", "a"),), (("x", "b"),), (("y", "a"),), (("y", "b"),))}
    assert list(settled_by.values()) == ["no", "yes", "no", "no", "yes"]
