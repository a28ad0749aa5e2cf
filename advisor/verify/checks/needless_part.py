"""needless-part: a part of a condition, or a value in it, without which the rule would fire in the same cases."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.rulebase.condition import ALWAYS, All, AnswerIs, Any, Condition, Not, VerdictIs
from advisor.rulebase.places import Place
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result, counted, result
from advisor.verify.rules import Rule

CODE = "needless-part"
NOWHERE = Any(())
"""True in no case."""


def check(bench: Bench) -> Result:
    """Every part and every value of every condition left out, over every case. Raises TooLarge."""
    findings, tried = [], 0
    with bench.room():
        for rule in bench.rules:
            fires = bench.fires(rule.when)
            if fires < 0:
                continue  # never or always: other checks say so
            for place, less, what in _shorter(rule, bench.places(rule)):
                if len(bench.diagrams.values(bench.compiler.truth(place.part))) == 1:
                    continue  # the same everywhere: constant-condition says so
                tried += 1
                if bench.fires(less) == fires:
                    findings.append(Finding(CODE, "note", f"{what} in the condition of {rule} makes no difference.",
                                            place.at, "The rule fires in the same cases without it."))
    return result(CODE, f"{counted(tried, 'part or value', 'parts and values')} left out", findings)


def _shorter(rule: Rule, found: list[Place]) -> Iterator[tuple[Place, Condition, str]]:
    """The condition with one thing less, in every way, with what was left out."""
    for place in found:
        if isinstance(place.part, All | Any):
            rest: Condition = ALWAYS if isinstance(place.part, All) else NOWHERE
            for part in place.part.parts:
                own = next(other for other in found if other.part is part)
                yield own, replaced(rule.when, part, rest), f"The part '{own.path[-1]}'"
        if isinstance(place.part, AnswerIs) and len(place.part.values) > 1:
            for value in sorted(place.part.values):
                fewer = AnswerIs(place.part.question, place.part.values - {value})
                yield place, replaced(rule.when, place.part, fewer), f"The answer '{value}'"
        if isinstance(place.part, VerdictIs) and len(place.part.options) > 1:
            for option in sorted(place.part.options):
                less = VerdictIs(place.part.options - {option})
                yield place, replaced(rule.when, place.part, less), f"The verdict '{option}'"


def replaced(condition: Condition, part: Condition, new: Condition) -> Condition:
    """`condition` with `new` in the place of `part`, that very object."""
    if condition is part:
        return new
    if isinstance(condition, Not):
        return Not(replaced(condition.part, part, new))
    if isinstance(condition, All):
        return All(tuple(replaced(own, part, new) for own in condition.parts))
    if isinstance(condition, Any):
        return Any(tuple(replaced(own, part, new) for own in condition.parts))
    return condition
