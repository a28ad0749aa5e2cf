"""vacuous-invariant: a statement that holds only because no case ever meets its condition."""

from __future__ import annotations

from advisor.verify.bench import Bench
from advisor.verify.checks.invariant import proofs_of
from advisor.verify.finding import Finding, Result, counted, result

CODE = "vacuous-invariant"


def check(bench: Bench) -> Result:
    """The condition of every statement, over every case. Raises TooLarge."""
    findings = []
    proofs, changes = proofs_of(bench)
    for proof in proofs:
        if proof.vacuous:
            findings.append(Finding(
                CODE, "warning", f"Statement {proof.invariant!r} says nothing: its condition is met in no case.",
                bench.base.invariants[proof.invariant].at, "Mend its 'when:', or remove the statement."))
    for change in changes:
        if change.vacuous:
            findings.append(Finding(
                CODE, "warning", f"Statement {change.invariant!r} says nothing: what must not be lost is reached in "
                "no case from which the answer could go up.", bench.base.monotones[change.invariant].at,
                "Mend its 'when:', 'toward:' or 'order:', or remove the statement."))
    outcomes = [*(proof.outcome for proof in proofs), *(change.outcome for change in changes)]
    scope = counted(len(outcomes), "statement")
    if unknown := outcomes.count("unknown"):
        return Result(CODE, "unknown", f"{scope}; {unknown} of them could not be worked out within the bound",
                      tuple(findings))
    return result(CODE, scope, findings)
