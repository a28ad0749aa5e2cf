"""invariant: a statement of invariants.yaml that does not hold in some case."""

from __future__ import annotations

from advisor.rulebase.model import Monotone
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result, Witness, counted
from advisor.verify.invariants import Proof, prove_all
from advisor.verify.monotone import MonotoneProof, prove_monotone

CODE = "invariant"


def check(bench: Bench) -> Result:
    """Every statement, proven over every case or refuted with a smallest one. Raises TooLarge."""
    proofs, changes = proofs_of(bench)
    findings = [*_broken(bench, proofs), *_lost(bench, changes)]
    unknown = [*(proof.outcome for proof in proofs), *(proof.outcome for proof in changes)].count("unknown")
    scope = counted(len(proofs) + len(changes), "statement")
    if unknown:
        scope += f"; {unknown} of them could not be worked out within the bound"
    return Result(CODE, "unknown" if unknown else "refuted" if findings else "proven", scope, tuple(findings))


def proofs_of(bench: Bench) -> tuple[tuple[Proof, ...], tuple[MonotoneProof, ...]]:
    """What came out for every statement. Raises TooLarge."""
    return bench.once(CODE, lambda: _prove(bench))


def _prove(bench: Bench) -> tuple[tuple[Proof, ...], tuple[MonotoneProof, ...]]:
    with bench.room() as compiler:
        return prove_all(compiler), tuple(prove_monotone(compiler, monotone)
                                          for monotone in bench.base.monotones.values())


def _broken(bench: Bench, proofs: tuple[Proof, ...]) -> list[Finding]:
    found = []
    for proof in proofs:
        if proof.counterexample is not None:
            invariant = bench.base.invariants[proof.invariant]
            seen = "what must never hold here does" if invariant.never else "what must always hold here does not"
            found.append(Finding(CODE, "error", f"Not so in every case: {invariant.text}", invariant.at,
                                 "Mend the rule that brings this about; change the statement only if it was wrong.",
                                 witnesses=(Witness(proof.counterexample, seen),)))
    return found


def _lost(bench: Bench, changes: tuple[MonotoneProof, ...]) -> list[Finding]:
    found = []
    for proof in changes:
        if proof.before is not None and proof.after is not None:
            monotone: Monotone = bench.base.monotones[proof.invariant]
            label = bench.base.questions[monotone.question].label
            found.append(Finding(
                CODE, "error", f"Not so in every case: {monotone.text}", monotone.at,
                "Mend the rule that brings this about; change the statement only if it was wrong.",
                witnesses=(Witness(proof.before, "what must not be lost holds here"),
                           Witness(proof.after, f"with another answer about {label} it is lost"))))
    return found
