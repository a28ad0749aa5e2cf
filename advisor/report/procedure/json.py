"""A procedure, and the list of procedures, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from advisor.report.page.json_document import cited, head, terms_document
from advisor.report.procedure.procedure import Known, Procedure, Stage
from advisor.rulebase.model import RuleBase

PROCEDURE = "advisor.procedure/1"
_PROCEDURES = "advisor.procedures/1"


def procedures_document(base: RuleBase, known: Iterable[Known]) -> dict[str, Any]:
    """Which procedures there are."""
    return {**head(_PROCEDURES, base), "procedures": [entry._asdict() for entry in known]}


def procedure_document(told: Procedure) -> dict[str, Any]:
    """Everything that the report says."""
    return {
        **head(PROCEDURE, told.rule_base), "program_version": told.program_version,
        "title": told.title,
        "chosen": told.procedure._asdict(),
        "answers": {given.question: {"value": given.value, "origin": given.origin, "label": given.label,
                                     "text": given.text} for given in told.answers},
        "disagreements": [{"question": found.question, "label": found.label,
                           "kept": {"text": found.kept, "origin": found.kept_origin},
                           "dropped": {"text": found.dropped, "origin": found.dropped_origin}}
                          for found in told.disagreements],
        "advice": {"option": told.option, "name": told.name, "headline": told.headline, "explain": told.explain,
                   "ready": told.ready,
                   "reasons": [{"rule": reason.rule, "text": reason.text, **cited(reason.sources)}
                               for reason in told.reasons]},
        "warnings": [{"id": warning.id, "text": warning.text, "avert": warning.avert, **cited(warning.sources)}
                     for warning in told.warnings],
        "steps": [_stage(stage) for stage in told.steps],
        "settings": [{"id": item.id, "form": item.form, "name": item.name, "params": dict(item.params),
                      "text": item.text, **cited(item.sources)} for item in told.settings],
        "open": [point._asdict() for point in told.open],
        "command": told.command,
        "terms": terms_document(told.terms),
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {"number": stage.number, "id": stage.id, "level": stage.level, "text": stage.text, "danger": stage.danger,
            "needs": [{"id": need.id, "steps": list(need.steps), "told": need.text} for need in stage.needs],
            "check": stage.check, "undo": stage.undo, "destroys": stage.destroys, **cited(stage.sources)}
