"""Which rules a rule can make fire or fall silent, and whether a test would look there."""

from __future__ import annotations

from advisor.rulebase.condition import All, Any, Condition, Not, VerdictIs, fires_of
from advisor.rulebase.model import RuleBase
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.rule_names import RuleKey
from advisor.verify.rules import every_rule

MOVE_VERDICT = ("constraint", "evidence")


def reach_of(base: RuleBase) -> dict[RuleKey, frozenset[RuleKey]]:
    """For each rule, itself and every rule that can fire otherwise because of it."""
    rules = list(every_rule(base))
    by_verdict: set[RuleKey] = set()
    found: dict[RuleKey, set[RuleKey]] = {(rule.kind, rule.id): {(rule.kind, rule.id)} for rule in rules}
    for rule in rules:  # whatever a rule refers to stands before it
        key: RuleKey = (rule.kind, rule.id)
        named = fires_of(rule.when)
        heard = {other for other, reached in found.items()
                 if other != key and any(_name(entry) in named for entry in reached)}
        for other in heard:
            found[other].add(key)
        if speaks_of_verdict(rule.when) or any(_name(entry) in named for entry in by_verdict):
            by_verdict.add(key)
    return {key: frozenset(reached | by_verdict if key[0] in MOVE_VERDICT else reached)
            for key, reached in found.items()}


def looks_at(test: RuleTest, rule: RuleKey, reach: frozenset[RuleKey]) -> bool:
    """Whether what the test expects can come out otherwise because of that rule, which has that reach."""
    expect, kinds = test.expect, {kind for kind, _ in reach}
    if rule[0] in MOVE_VERDICT and (expect.verdict, expect.settled, expect.by_default,
                                    expect.speaks_for) != (None, None, None, None):
        return True
    if "set_up" in kinds and (expect.set_up, expect.tags) != (None, None):
        return True
    if "warning" in kinds and expect.warnings is not None:
        return True
    if "step" in kinds and expect.steps is not None:
        return True
    return any(entry.rules & reach for entry in (*(expect.fires or ()), *(expect.silent or ())))


def speaks_of_verdict(condition: Condition) -> bool:
    """Whether the condition names an option."""
    if isinstance(condition, Not):
        return speaks_of_verdict(condition.part)
    if isinstance(condition, All | Any):
        return any(map(speaks_of_verdict, condition.parts))
    return isinstance(condition, VerdictIs)


def _name(key: RuleKey) -> str:
    """How a condition refers to a rule; only set-up forms and warnings can be referred to."""
    kind, rule = key
    return rule if kind == "set_up" else f"warning:{rule}" if kind == "warning" else ""
