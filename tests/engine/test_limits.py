"""A program's walls on the built-in rules; in every case and every format: tests/report/test_limits.py."""

from __future__ import annotations

from random import Random

from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import Evaluator
from advisor.engine.limits import lacking, limit_id, limited, limited_rules
from advisor.rulebase.model import RuleBase


def test_rules_and_diagrams_of_a_program_that_lacks_something(base: RuleBase, compiled: Compiled) -> None:
    client = next(client for client in base.clients.values() if lacking(base, client))
    rules, diagrams = limited(base, compiled, client)
    assert diagrams is not None
    evaluate, random, otherwise = Evaluator(rules).evaluate, Random(2), 0
    for _ in range(60):
        case = case_of({name: random.choice(entry.value_ids) for name, entry in base.questions.items()})
        option = evaluate(case).option
        assert diagrams.diagrams.evaluate(diagrams.option, case.known()) == option
        otherwise += option != compiled.diagrams.evaluate(compiled.option, case.known())
    assert otherwise
    for option in lacking(base, client):
        wall = rules.constraints[limit_id(client, option)]
        assert (wall.rules_out, wall.sources, wall.at) == (option, client.offers.sources, client.at)
    assert limited(base, None, client) == (rules, None)


def test_without_a_lack_nothing_is_made_anew(base: RuleBase, compiled: Compiled) -> None:
    whole = next(client for client in base.clients.values() if not lacking(base, client))
    for client in (None, whole):
        assert limited_rules(base, client) is base
        rules, diagrams = limited(base, compiled, client)
        assert rules is base
        assert diagrams is compiled
