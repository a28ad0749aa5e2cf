"""What the tests reach of the rules, as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from advisor.engine.logic import Truth
from advisor.report.page.json_document import UNKNOWN, head, key_document, place, witness_document
from advisor.report.rules.coverage_text import TRUTHS, CoverageReport, reaching
from advisor.verify.testing.coverage import PartCoverage

_RULES_COVERAGE = "advisor.rules-coverage/1"


def coverage_document(report: CoverageReport) -> dict[str, Any]:
    """Every part of every condition with the truths it can take and those the tests reach; and the sums."""
    found = report.coverage
    return {
        **head(_RULES_COVERAGE, report.base),
        "rules": [_rule(report, parts) for parts in found.by_rule()],
        "summary": {"tests": found.tests, "left_out": found.left_out, "possible": found.possible,
                    "reached": found.reached, "percent": found.percent, "proven": found.proven,
                    "unjudged": [key_document(rule.kind, rule.id) for rule in found.unjudged],
                    "threshold": report.threshold, "enough": report.enough},
    }


def _rule(report: CoverageReport, parts: Sequence[PartCoverage]) -> dict[str, Any]:
    rule = parts[0].rule
    return {
        **key_document(rule.kind, rule.id), **place(rule.at),
        "conditions": [{
            "path": entry.part.path, **place(entry.part.at), "proven": entry.proven,
            "possible": [TRUTHS[truth] for truth in entry.possible],
            "reached": [word for truth, word in TRUTHS.items() if truth in entry.reached],
            "missing": [{"truth": TRUTHS[truth], "witness": _witness(report, entry, truth)}
                        for truth in entry.missing],
        } for entry in parts],
    }


def _witness(report: CoverageReport, entry: PartCoverage, truth: Truth) -> dict[str, Any] | str:
    case = entry.witnesses.get(truth)
    return UNKNOWN if case is None else witness_document(case, reaching(report, entry, truth))
