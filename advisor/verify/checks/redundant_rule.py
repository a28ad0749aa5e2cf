"""redundant-rule: a wall or a piece of evidence without which the advice is the same in every case."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

from advisor.engine.compiled import Compiler
from advisor.rulebase.model import Constraint, Evidence
from advisor.verify.bench import Bench
from advisor.verify.checks.masked_rule import masked_rules
from advisor.verify.finding import Caption, Finding, Result, result
from advisor.verify.rules import Rule

CODE = "redundant-rule"


def check(bench: Bench) -> Result:
    """Drops every wall and piece of evidence, alone and in pairs, over every case. Raises TooLarge."""
    findings, kept = [], []
    rules = [rule for rule in bench.rules if isinstance(rule.entry, Constraint | Evidence)]
    with bench.room():
        alive = [rule for rule in rules if not bench.never(bench.fires(rule.when))]
        masked = {rule.id for rule in masked_rules(bench)}
        redundant = [rule for rule in alive if same_without(bench, {rule.id})]
        partners: dict[str, list[Rule]] = {rule.id: [] for rule in redundant}
        for first, second in combinations(redundant, 2):
            if not same_without(bench, {first.id, second.id}):
                partners[first.id].append(second)
                partners[second.id].append(first)
    for rule in rules:
        reason = kept_for(rule)
        if rule.id in partners:
            if rule.id in masked:
                continue  # masked-rule speaks of it
            if reason:
                kept.append(Caption(rule.at, f"{rule}: {reason}"))
            else:
                findings.append(Finding(
                    CODE, "warning", f"Without {rule} the advice is the same in every case.", rule.at,
                    "Remove it; or, if people should read its reason, say so with 'kept_for: why'.",
                    tuple(Caption(other.at, f"covers for it: without both the advice changes ({other})")
                          for other in partners[rule.id])))
        elif reason and rule in alive:  # of a dead one dead-rule speaks
            findings.append(Finding(
                CODE, "warning", f"{rule} is marked 'kept_for', but the advice does change without it.", rule.at,
                "Remove the mark: this rule matters in its own right."))
    return result(CODE, f"{len(rules)} walls and pieces of evidence, each left out", findings,
                  kept)


def kept_for(rule: Rule) -> str:
    """Why the rule is kept although the advice would be the same without it, as its author says."""
    return rule.entry.kept_for if isinstance(rule.entry, Constraint | Evidence) else ""


def same_without(bench: Bench, rules: Collection[str]) -> bool:
    """Whether the option is the same in every case without these walls and pieces of evidence.

    Set-up and warnings follow from answers and option, so then they are the same as well.
    """
    base = bench.base
    less = base._replace(
        constraints={name: rule for name, rule in base.constraints.items() if name not in rules},
        evidence={name: rule for name, rule in base.evidence.items() if name not in rules})
    return Compiler(less, bench.diagrams).compile_option() == bench.compiler.option
