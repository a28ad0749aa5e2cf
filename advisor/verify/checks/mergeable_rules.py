"""mergeable-rules: two rules with the same effect that one rule with a plain condition could replace."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from advisor.rulebase.condition import All, AnswerIs
from advisor.rulebase.model import Constraint, Evidence
from advisor.verify.bench import Bench
from advisor.verify.finding import Caption, Finding, Result, counted, result
from advisor.verify.rules import Rule

CODE = "mergeable-rules"


def check(bench: Bench) -> Result:
    """Every pair of walls or pieces of evidence with the same effect, over every case. Raises TooLarge.

    A plain condition names the answers to some questions, nothing else. The weights of two pieces of evidence add up
    where both hold, so those are only one rule if they never hold together.
    """
    findings, pairs = [], 0
    with bench.room():
        for first, second in combinations(bench.rules, 2):
            if effect(first) is None or effect(first) != effect(second):
                continue
            pairs += 1
            one, other = bench.fires(first.when), bench.fires(second.when)
            if bench.never(one) or bench.never(other):
                continue
            if first.kind == "evidence" and not bench.never(bench.both(one, other)):
                continue
            plain = plain_condition(bench, bench.diagrams.apply(lambda a, b: bool(a or b), one, other))
            if plain is not None:
                words = ", ".join(f"{name}: [{', '.join(values)}]" for name, values in plain.items())
                when = f"{{{words}}}" if words else "always"
                findings.append(Finding(
                    CODE, "note", f"{second} does the same as {first}, and one condition says both.", second.at,
                    f"One rule with 'when: {when}' would do, unless people should read two reasons.",
                    (Caption(first.at, "the other rule"),)))
    return result(CODE, f"{counted(pairs, 'pair')} of rules with the same effect", findings)


def effect(rule: Rule) -> tuple[str, ...] | None:
    """What a wall or a piece of evidence does, for comparison; None for other kinds, whose effect is their text."""
    if isinstance(rule.entry, Constraint):
        return ("rules out", rule.entry.rules_out)
    if isinstance(rule.entry, Evidence):
        return ("speaks for", rule.entry.speaks_for, rule.entry.strength)
    return None


def plain_condition(bench: Bench, ref: int) -> Mapping[str, tuple[str, ...]] | None:
    """The answers that make the function true, question by question, if a condition can say just that; else None."""
    diagrams = bench.diagrams
    found: dict[str, tuple[str, ...]] = {}
    box = diagrams.terminal(True)
    for name in diagrams.variables:
        domain = diagrams.domains[diagrams.level_of[name]]
        values = tuple(value for value in domain if not bench.never(diagrams.restrict([ref], {name: (value,)})[0]))
        if len(values) < len(domain):
            found[name] = values
            box = bench.both(box, diagrams.test(name, lambda value, values=values: value in values))  # type: ignore[misc]
    # What a list of answers says of an open question is not always said by the list: with every value in it, or the
    # one that is assumed, it is met by an open question as well.
    said = All(tuple(AnswerIs(name, frozenset(values)) for name, values in found.items()))
    return found if box == ref == bench.fires(said) else None
