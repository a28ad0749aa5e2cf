"""A diagnosis as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from advisor.report.diagnosis.diagnosis import Diagnosis
from advisor.report.page.json_document import cited, disagreement_document, rule_base_document, terms_document

DIAGNOSIS = "advisor.diagnosis/1"


def diagnosis_document(found: Diagnosis) -> dict[str, Any]:
    """What `--format json` gives."""
    rec = found.rec
    return {
        "schema": DIAGNOSIS,
        "title": rec.title,
        "program_version": rec.program_version,
        "rule_base": rule_base_document(rec.rule_base),
        "answers": {given.question: {"value": given.value, "origin": given.origin, "label": given.label,
                                     "text": given.text} for given in rec.answers if given.value is not None},
        "disagreements": [disagreement_document(found) for found in rec.disagreements],
        "verdict": {"option": rec.verdict.option, "settled": rec.verdict.settled, "headline": rec.verdict.headline,
                    "explain": rec.verdict.explain},
        "causes": [{"id": cause.id, "state": "confirmed" if cause.confirmed else "possible", "text": cause.text,
                    "fix": cause.confirmed or cause.fix, "procedure": cause.procedure,
                    **cited(cause.sources)} for cause in found.causes],
        "excluded": list(found.excluded),
        "apart": [{"causes": [pair.first, pair.second], "tests": list(pair.tests)} for pair in found.apart],
        "contradicting": list(found.contradicting),
        "clashes": [list(together) for together in found.clashes],
        "steps": [{"id": step.id, "level": step.level, "must": step.level == "must", "text": step.text,
                   **cited(step.sources)} for step in rec.steps],
        "next_test": None if found.next is None else {"question": found.next.question, "ask": found.next.ask,
                                                      "find_out": found.next.find_out},
        "command": rec.command,
        "terms": terms_document(rec.terms),
        "elsewhere": dict(found.elsewhere),
    }
