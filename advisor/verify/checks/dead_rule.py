"""dead-rule: a wall, a piece of evidence or a step whose condition is true in no case at all."""

from __future__ import annotations

from itertools import combinations

from advisor.rulebase.condition import All
from advisor.rulebase.places import Place
from advisor.verify.bench import Bench
from advisor.verify.finding import Caption, Finding, Result, counted, result
from advisor.verify.rules import Rule

CODE = "dead-rule"


def check(bench: Bench) -> Result:
    """Every wall, piece of evidence and step over every case. Raises TooLarge."""
    findings = []
    rules = [rule for rule in bench.rules if rule.kind in ("constraint", "evidence", "step")]
    with bench.room():
        for rule in rules:
            if bench.never(bench.fires(rule.when)):
                findings.append(Finding(
                    CODE, "warning", f"The condition of {rule} is true in no case.", rule.at,
                    "Mend the condition, or remove the rule.", tuple(opposing_parts(bench, rule))))
    return result(CODE, counted(len(rules), "rule"), findings)


def opposing_parts(bench: Bench, rule: Rule) -> list[Caption]:
    """Why a condition is never true, where one part or two are enough to say so."""
    found = [place for place in bench.places(rule)[1:] if _is_required(place, bench.places(rule))]
    for place in found:
        if bench.never(bench.fires(place.part)):
            return [Caption(place.at, "this part is true in no case")]
    for first, second in combinations(found, 2):
        if bench.never(bench.both(bench.fires(first.part), bench.fires(second.part))):
            return [Caption(first.at, "this part ..."), Caption(second.at, "... and this one exclude each other")]
    return []


def _is_required(place: Place, found: list[Place]) -> bool:
    """Whether the condition cannot be true unless this part is: everything around it demands all of its parts."""
    return all(isinstance(other.part, All) for other in found
               if len(other.path) < len(place.path) and place.path[:len(other.path)] == other.path)
