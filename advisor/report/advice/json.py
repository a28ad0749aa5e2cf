"""The recommendation as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from advisor.report.advice.recommendation import ProgramPart, ProviderPart, Proviso, Recommendation, Told, Verdict
from advisor.report.page.json_document import UNKNOWN, cited, disagreement_document, rule_base_document, terms_document

_RECOMMENDATION = "advisor.recommendation/1"


def recommendation_document(rec: Recommendation, *, trace: bool = False) -> dict[str, Any]:
    """What `--format json` gives; with `trace`, what every rule did and on which answers."""
    document: dict[str, Any] = {
        "schema": _RECOMMENDATION,
        "title": rec.title,
        "program_version": rec.program_version,
        "rule_base": rule_base_document(rec.rule_base),
        "answers": {given.question: {"value": given.value, "origin": given.origin, "label": given.label,
                                     "text": given.text}
                    for given in rec.answers if given.value is not None},
        "disagreements": [disagreement_document(found) for found in rec.disagreements],
        "verdict": _verdict(rec.verdict),
        "reasons": [{"rule": reason.rule, "for": reason.option, "for_name": reason.option_name,
                     "strength": reason.strength, "points": reason.points, "text": reason.text,
                     "because": list(reason.because), **cited(reason.sources)} for reason in rec.reasons],
        "set_up": [{"id": item.id, "form": item.form, "name": item.name, "params": dict(item.params),
                    "text": item.text, **cited(item.sources)} for item in rec.set_up],
        "steps": [{"id": step.id, "level": step.level, "must": step.level == "must", "text": step.text,
                   **cited(step.sources)} for step in rec.steps],
        "warnings": [{"id": warning.id, "text": warning.text, "avert": warning.avert, **cited(warning.sources)}
                     for warning in rec.warnings],
        "open": [{"question": found.question, "label": found.label, "ask": found.ask, "unsure": found.unsure,
                  "can_change": list(found.can_change)} for found in rec.open],
        "best_question": rec.best_question,
        "flips": [{"change": dict(flip.change), "phrases": list(flip.phrases), "protocol": flip.option,
                   "name": flip.name} for flip in rec.flips],
        "command": rec.command,
        "terms": terms_document(rec.terms),
        "client": _client(rec.client) if rec.client else None,
        "provider": _provider(rec.provider) if rec.provider else None,
    }
    if trace:
        document["trace"] = [{"rule": entry.rule, "kind": entry.kind, "truth": entry.truth.name.lower(),
                              "fired": entry.fired, "answers": dict(entry.answers),
                              "waits_for": list(entry.waits_for)} for entry in rec.trace]
    return document


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "protocol": verdict.option,
        "name": verdict.name,
        "headline": verdict.headline,
        "explain": verdict.explain,
        "settled": verdict.settled,
        "balance": verdict.balance,
        "by_default": verdict.by_default,
        "default": {"text": verdict.default_text, **cited(verdict.default_sources)} if verdict.by_default else None,
        "evidence": dict(verdict.evidence),
        "ruled_out": [{"protocol": found.option, "name": found.name, "rule": found.rule, "text": found.text,
                       **cited(found.sources)} for found in verdict.ruled_out],
        "flip_distance": verdict.flip_distance if verdict.exact else UNKNOWN,
        "exact": verdict.exact,
        "proviso": _proviso(verdict.provisos[0]) if verdict.provisos else None,
        "provisos": [_proviso(proviso) for proviso in verdict.provisos],
    }


def _proviso(proviso: Proviso) -> dict[str, Any]:
    return {"question": proviso.question, "otherwise": proviso.otherwise, "otherwise_name": proviso.otherwise_name,
            "text": proviso.text}


def _client(part: ProgramPart) -> dict[str, Any]:
    return {"id": part.id, "name": part.name, "offers_advice": part.offered,
            "first": [_told(told) for told in part.first], "statements": list(part.statements),
            "items": [_told(item) for item in part.items], "traps": [_told(trap) for trap in part.traps],
            "lacks": [{"protocol": limit.option, "name": limit.name, "rule": limit.rule, "rules_out": limit.stands,
                       "waits_for": list(limit.waits_for), **cited(part.sources)} for limit in part.limits],
            "without_limits": {"protocol": part.otherwise.option, "name": part.otherwise.name,
                               "settled": part.otherwise.settled} if part.otherwise else None,
            "other_programs": list(part.others) if part.otherwise else []}


def _provider(part: ProviderPart) -> dict[str, Any]:
    return {"id": part.id, "name": part.name, "protocol": part.option, "protocol_name": part.option_name,
            "statements": list(part.statements), "settings": [_told(setting) for setting in part.settings],
            "notes": [_told(note) for note in part.notes], "ask": list(part.ask)}


def _told(fact: Told) -> dict[str, Any]:
    return {"id": fact.id, "label": fact.label, "text": fact.text, "verified": fact.verified,
            "as_of": fact.as_of or None, **cited(fact.sources)}
