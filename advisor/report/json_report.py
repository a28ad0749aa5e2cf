"""The recommendation, and errors, as JSON; and what all documents share.

The key names are a contract: keys may be added, never renamed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from advisor import __version__
from advisor.engine.evaluate import Kind
from advisor.report.recommendation import (
    Citation,
    Disagreed,
    ProgramPart,
    ProviderPart,
    Proviso,
    Recommendation,
    RuleBaseId,
    Told,
    Verdict,
    Word,
)
from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.problem import Problem

if TYPE_CHECKING:
    from advisor.verify.cases import Counts

RECOMMENDATION = "advisor.recommendation/1"
ERROR = "advisor.error/1"
UNKNOWN = "unknown"
"""Stands for whatever is not known; null stands only for what does not exist."""
RULE_KINDS = frozenset(get_args(Kind))


def recommendation_document(rec: Recommendation, *, trace: bool = False) -> dict[str, Any]:
    """What `--format json` gives; with `trace`, what every rule did and on which answers."""
    document: dict[str, Any] = {
        "schema": RECOMMENDATION,
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


def error_document(problems: Iterable[Problem]) -> dict[str, Any]:
    """Everything that is wrong with an input, in order of reading. `file`, `line`, `column` are null if unknown."""
    return {"schema": ERROR,
            "errors": [{"code": problem.code, "message": problem.message, "fix": problem.fix,
                        **place(problem.at), "where": str(problem.at) if problem.at else problem.where}
                       for problem in sorted(problems, key=lambda problem: problem.sort_key)]}


def dumps(document: Mapping[str, Any]) -> str:
    """`document` as text that any stream can take: ASCII only, one line break at the end."""
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def cited(citations: Iterable[Citation]) -> dict[str, Any]:
    """The two keys that say where something comes from: the ids of its claims, and all of its sources in full."""
    citations = tuple(citations)
    return {"claims": [citation.mark for citation in citations if citation.kind == "claim"],
            "sources": [{"kind": citation.kind, "mark": citation.mark, "text": citation.text,
                         "document": citation.document, "doubt": citation.doubt} for citation in citations]}


def terms_document(terms: Iterable[Word]) -> list[dict[str, Any]]:
    """What the terms mean that a reader meets."""
    return [{"id": word.id, "term": word.term, "text": word.text, **cited(word.sources)} for word in terms]


def head(schema: str, base: RuleBase | RuleBaseId | None) -> dict[str, Any]:
    """What every document about rules begins with; the rules are `unknown` where they cannot be read."""
    return {"schema": schema, "program_version": __version__,
            "rule_base": UNKNOWN if base is None else rule_base_document(base)}


def place(at: Position | None) -> dict[str, Any]:
    """Where something stands, as three keys; all null for what has no place."""
    return {"file": at.file if at else None, "line": at.line if at else None, "column": at.column if at else None}


def key_document(kind: str, name: str) -> dict[str, str]:
    """A rule by kind and `rule`, anything else by kind and `id`."""
    return {"kind": kind, "rule" if kind in RULE_KINDS else "id": name}


def yes_no(known: bool | None) -> str:
    """`yes`, `no`, or `unknown` for None."""
    return UNKNOWN if known is None else "yes" if known else "no"


def counts_document(counts: Counts) -> dict[str, int]:
    """In how many cases, of how many; and the same for the cases in which no question is open."""
    return dict(counts._asdict())


def witness_document(case: Mapping[str, str], command: str, text: str = "") -> dict[str, Any]:
    """A case that shows something, the command that shows the case, and what there is to see where that is said."""
    return {"case": dict(case), "command": command, **({"text": text} if text else {})}


def rule_base_document(rule_base: RuleBase | RuleBaseId) -> dict[str, Any]:
    """Which rules were asked."""
    return {"name": rule_base.name, "version": rule_base.version, "sha256": rule_base.sha256}


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
        "flip_distance": verdict.flip_distance if verdict.exact else "unknown",
        "exact": verdict.exact,
        "proviso": _proviso(verdict.provisos[0]) if verdict.provisos else None,
        "provisos": [_proviso(proviso) for proviso in verdict.provisos],
    }


def _proviso(proviso: Proviso) -> dict[str, Any]:
    return {"question": proviso.question, "otherwise": proviso.otherwise, "otherwise_name": proviso.otherwise_name,
            "text": proviso.text}


def _client(part: ProgramPart) -> dict[str, Any]:
    return {"id": part.id, "name": part.name, "offers_advice": part.offered, "statements": list(part.statements),
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


def disagreement_document(found: Disagreed) -> dict[str, Any]:
    """What two origins said of one question."""
    return {"question": found.question, "label": found.label,
            "kept": {"text": found.kept, "origin": found.kept_origin},
            "dropped": {"text": found.dropped, "origin": found.dropped_origin}}
