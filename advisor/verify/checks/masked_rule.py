"""masked-rule: evidence that is never heard, because wherever it holds the walls have decided already."""

from __future__ import annotations

from advisor.rulebase.model import Evidence
from advisor.verify.bench import Bench
from advisor.verify.finding import Caption, Finding, Result, counted, result
from advisor.verify.rules import Rule

CODE = "masked-rule"


def check(bench: Bench) -> Result:
    """Every piece of evidence against the walls, over every case. Raises TooLarge."""
    findings, kept = [], []
    with bench.room():
        for rule in masked_rules(bench):
            assert isinstance(rule.entry, Evidence)
            if rule.entry.kept_for:
                kept.append(Caption(rule.at, f"{rule}: {rule.entry.kept_for}"))
                continue
            met = bench.fires(rule.when)
            walls = [wall for wall in bench.rules if wall.kind == "constraint"
                     and not bench.never(_heard(bench, rule.entry, met, without=wall.id))]
            findings.append(Finding(
                CODE, "warning", f"{rule} is never heard: wherever it holds, walls have decided on its option.",
                rule.at,
                "Remove it; or, if people should read its reason, say so with 'kept_for: why'.",
                tuple(Caption(wall.at, f"{wall} is why") for wall in walls),
                bench.witness(met, "it holds, and cannot matter")))
    return result(CODE, counted(len(bench.base.evidence), "piece of evidence", "pieces of evidence"), findings, kept)


def masked_rules(bench: Bench) -> list[Rule]:
    """The evidence that holds somewhere, but nowhere with its option and another one left. Raises TooLarge."""
    found = []
    for rule in bench.rules:
        if isinstance(rule.entry, Evidence):
            met = bench.fires(rule.when)
            if bench.never(_heard(bench, rule.entry, met)) and not bench.never(met):
                found.append(rule)
    return found


def _heard(bench: Bench, evidence: Evidence, met: int, without: str = "") -> int:
    """True where `met` is and its option and another are left, were it not for the wall `without`."""
    left = _options_left(bench, without)
    return bench.diagrams.apply(
        lambda holds, options: bool(holds) and len(options) > 1 and evidence.speaks_for in options, met, left)


def _options_left(bench: Bench, leave_out: str) -> int:
    left = bench.diagrams.terminal(frozenset(bench.base.options))
    for wall in bench.base.constraints.values():
        if wall.id == leave_out:
            continue

        def without(options: frozenset[str], fires: bool, out: str = wall.rules_out) -> frozenset[str]:
            return options - {out} if fires else options

        left = bench.diagrams.apply(without, left, bench.fires(wall.when))
    return left
