"""What became of small faults planted in the rules, as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from advisor.report.page.json_document import UNKNOWN, head, key_document, place, witness_document, yes_no
from advisor.report.rules.mutate_text import MutationReport, telling
from advisor.verify.testing.mutate import FATES, Judged

_RULES_MUTATE = "advisor.rules-mutate/1"


def mutation_document(report: MutationReport) -> dict[str, Any]:
    """Every mutant with its fate, and the counts."""
    found = report.mutation
    return {
        **head(_RULES_MUTATE, report.base),
        "mutants": [{
            **key_document(entry.mutant.rule.kind, entry.mutant.rule.id), "change": entry.mutant.change,
            "path": entry.mutant.path or None, **place(entry.mutant.at), "text": entry.mutant.text,
            "fate": entry.fate, "by": entry.by or None,
            "equivalent": yes_no(entry.equivalent),
            "witness": _witness(report, entry),
        } for entry in found.judged],
        "summary": {"mutants": len(found.judged), "tests": found.tests, "left_out": found.left_out,
                    "invariants": found.invariants, "clear": report.clear,
                    **{fate.replace("-", "_"): found.count(fate) for fate in FATES}},
    }


def _witness(report: MutationReport, entry: Judged) -> dict[str, Any] | str | None:
    """None for what was found or changes no case."""
    if entry.witness is not None:
        return witness_document(entry.witness, telling(report, entry), entry.effect)
    return UNKNOWN if entry.fate in ("survivor", "unknown") else None
