"""What was said to be settled is never taken back when an open question is answered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from advisor.engine.analysis import PARTS, analyse, settled
from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.engine.evaluate import Evaluator
from advisor.report.diagnosis.diagnosis import diagnose
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase
from tests.engine.generated import Maker, makers
from tests.properties.cases import Chance, chances
from tests.properties.profile import tried
from tests.properties.world import World

CASES = 30
"""In each example."""
every_world = pytest.mark.parametrize("name", ["world", "missing", "switching"])


def open_questions(base: RuleBase, known: Mapping[str, str]) -> list[str]:
    """Those that are open, the ones about the world aside."""
    case = case_of(known)
    return [name for name, question in base.questions.items() if case.value(name) is None and not question.given]


@every_world
@tried(12)
@given(chance=chances)
def test_a_settled_option_stays_with_every_answer(chance: Chance, name: str, request: pytest.FixtureRequest) -> None:
    found: World = request.getfixturevalue(name)
    base, evaluator = found.base, Evaluator(found.base)
    settled_ones = 0
    for _ in range(CASES):
        known = chance.answers(base)
        now = analyse(base, case_of(known), found.compiled)
        option = evaluator.evaluate(case_of(known)).option
        after = chance.more(base, known, open_questions(base, known))
        later = evaluator.evaluate(case_of(after))
        if now.settled == "yes":
            settled_ones += 1
            assert (later.option, settled(base, case_of(after), found.compiled)) == (option, "yes"), (known, after)
        idle = [question for question, parts in now.can_change.items() if not parts]
        again = evaluator.evaluate(case_of(chance.more(base, after, idle)))
        assert again.outcome() == later.outcome(), (known, after, idle)
        for part, before, then in zip(PARTS, later.outcome(), again.outcome(), strict=True):
            assert before == then, part
    assert settled_ones


@every_world
@tried(25)
@given(chance=chances)
def test_what_every_answer_leads_to_is_advised_at_once(chance: Chance, name: str,
                                                       request: pytest.FixtureRequest) -> None:
    """Not promised of any rules, but true of these: what is the same either way waits for no answer."""
    found: World = request.getfixturevalue(name)
    base, diagrams, evaluator = found.base, found.compiled.diagrams, Evaluator(found.base)
    for _ in range(CASES):
        known = chance.answers(base)
        case = case_of(known)
        allowed = {question: (value,) if (value := case.value(question)) is not None
                   else (OPEN,) if entry.given else entry.value_ids for question, entry in base.questions.items()}
        with diagrams.scratch():
            ends = diagrams.values(diagrams.restrict([found.compiled.option], allowed)[0])
        if len(ends) == 1:
            assert evaluator.evaluate(case).option in ends, known


@tried(60)
@given(maker=makers, chance=chances)
def test_a_settled_option_stays_with_all_answers_in_any_rules(maker: Maker, chance: Chance) -> None:
    base = maker.rule_base()
    compiled, evaluator = compile_rules(base), Evaluator(base)
    for _ in range(10):
        known = chance.answers(base)
        if settled(base, case_of(known), compiled) == "yes":
            whole = chance.more(base, known, open_questions(base, known), all_of_them=True)
            assert evaluator.evaluate(case_of(whole)).option == evaluator.evaluate(case_of(known)).option


@tried(12)
@given(chance=chances)
def test_what_is_excluded_or_proven_stays_so(chance: Chance, missing: World) -> None:
    base, compiled = missing.base, missing.compiled
    for _ in range(3):
        known = chance.answers(base)
        first = diagnose(base, case_of(known), compiled)
        after = chance.more(base, known, open_questions(base, known))
        later = diagnose(base, case_of(after), compiled)
        if later.clashes or any(item.id.startswith("doubtful-") for item in later.rec.set_up):
            continue  # then the person is told that answers do not fit together (docs/decisions/0014)
        assert set(first.excluded) <= set(later.excluded), (known, after)
        left = {cause.id: cause.confirmed for cause in later.causes}
        for cause in first.causes:
            if cause.confirmed and left:
                assert left.get(cause.id), (known, after)
