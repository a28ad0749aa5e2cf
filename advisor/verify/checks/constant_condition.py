"""constant-condition: a condition, or a part of one, that is true in every case or in none."""

from __future__ import annotations

from advisor.engine.logic import Truth
from advisor.rulebase.condition import All
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result, counted, result

CODE = "constant-condition"
WORDS = {frozenset({Truth.TRUE}): "true in every case", frozenset({Truth.FALSE}): "false in every case",
         frozenset({Truth.UNKNOWN}): "undecided in every case",
         frozenset({Truth.FALSE, Truth.UNKNOWN}): "true in no case",
         frozenset({Truth.TRUE, Truth.UNKNOWN}): "false in no case"}
"""What is said of a condition that never takes one of the values that conditions are there for."""


def check(bench: Bench) -> Result:
    """Every part of every condition, over every case. Raises TooLarge.

    A whole condition that is never true is dead-rule's or unseen-advice's finding; 'always' is meant.
    """
    findings, parts = [], 0
    with bench.room() as compiler:
        for rule in bench.rules:
            for number, place in enumerate(bench.places(rule)):
                parts += 1
                truths = frozenset(bench.diagrams.values(compiler.truth(place.part)))
                meant = isinstance(place.part, All) and not place.part.parts
                if truths not in WORDS or meant or (not number and Truth.TRUE not in truths):
                    continue
                what = "This part of the condition" if number else "The condition"
                findings.append(Finding(
                    CODE, "warning", f"{what} of {rule} is {WORDS[truths]}.", place.at,
                    "Remove it, or mend it." if number else "Write 'when: always' if that is meant."))
    return result(CODE, counted(parts, "condition or part", "conditions and parts"), findings)
