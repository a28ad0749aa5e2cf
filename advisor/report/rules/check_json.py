"""The findings of `advisor rules check` as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from advisor.engine.compiled import domains_of
from advisor.engine.diagram import Diagrams
from advisor.report.page.json_document import UNKNOWN, counts_document, head, place, witness_document
from advisor.verify.cases import every_case

if TYPE_CHECKING:
    from advisor.rulebase.model import RuleBase
    from advisor.verify.finding import Finding
    from advisor.verify.run import Report

_RULES_CHECK = "advisor.rules-check/1"


def check_document(report: Report, base: RuleBase | None, replay: Callable[[Mapping[str, str]], str]) -> dict[str, Any]:
    """All findings in order of reading, then what every check came to; `base` is None where it cannot be read."""
    return {
        **head(_RULES_CHECK, base),
        "cases": UNKNOWN if base is None else counts_document(every_case(Diagrams(domains_of(base)))),
        "findings": [_finding(finding, replay) for finding in report.findings],
        "silenced": [{**_finding(entry.finding, replay), "reason": entry.silence.reason,
                      "by": place(entry.silence.at)} for entry in report.silenced],
        "kept": [{"text": caption.text, **place(caption.at)} for caption in report.kept],
        "checks": [{"check": result.check, "outcome": result.outcome, "scope": result.scope,
                    "findings": len(result.findings), "silenced": result.silenced, "kept": len(result.kept)}
                   for result in report.results],
    }


def _finding(finding: Finding, replay: Callable[[Mapping[str, str]], str]) -> dict[str, Any]:
    return {
        "code": finding.code, "severity": finding.severity, "message": finding.message, "fix": finding.fix,
        **place(finding.at), "where": str(finding.at) if finding.at else finding.where,
        "also": [{"text": caption.text, **place(caption.at)} for caption in finding.also],
        "witnesses": [witness_document(witness.case, replay(witness.case), witness.text)
                      for witness in finding.witnesses],
    }
