"""What a case file keeps of a decision: enough to decide again, and to say what differs and by which rule."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from advisor.engine.case import Case
from advisor.engine.evaluate import Kind
from advisor.report.json_report import dumps, recommendation_document
from advisor.report.recommendation import Recommendation, RuleBaseId
from advisor.rulebase.model import NOTHING

Params = Mapping[str, str | int]
Key = tuple[Kind, str]
"""A rule, by kind and id."""


class Effect(NamedTuple):
    """What a rule did by firing: for or against an option, with how many points; None where it does no such thing."""

    option: str | None = None
    points: int | None = None
    params: Params = NOTHING


class CaseRecord(NamedTuple):
    """A decided case. What an older file does not hold is None, and is not compared."""

    decided: str
    """the date, as in 2031-04-05"""
    program_version: str | None
    rule_base: RuleBaseId
    folder: str | None
    """the rule base as the command line named it; None for the built-in one"""
    case: Case
    option: str
    settled: str | None
    balance: str | None
    set_up: Mapping[str, Params] | None
    """by form"""
    warnings: tuple[str, ...] | None
    fired: Mapping[Key, Effect] | None
    """walls, evidence and steps that fired"""
    report: str | None
    """`fingerprint` of the whole report"""

    def rules(self) -> dict[Key, Effect]:
        """Every rule that is known to have fired, set-up forms and warnings included."""
        found: dict[Key, Effect] = dict(self.fired or {})
        found |= {("set_up", name): Effect(params=params) for name, params in (self.set_up or {}).items()}
        return found | {("warning", name): Effect() for name in self.warnings or ()}


def record_of(rec: Recommendation, case: Case, decided: str, folder: str | None) -> CaseRecord:
    """What to keep of `rec`, which was made for `case`."""
    verdict = rec.verdict
    fired: dict[Key, Effect] = {("constraint", found.rule): Effect(found.option) for found in verdict.ruled_out}
    fired |= {("evidence", reason.rule): Effect(reason.option, reason.points) for reason in rec.reasons}
    fired |= {("step", step.id): Effect() for step in rec.steps}
    return CaseRecord(decided, rec.program_version, rec.rule_base, folder, case, verdict.option, verdict.settled,
                      verdict.balance, {f"{item.id}/{item.form}": dict(item.params) for item in rec.set_up},
                      tuple(warning.id for warning in rec.warnings), fired, fingerprint(rec))


def fingerprint(rec: Recommendation) -> str:
    """The SHA-256 of everything a report can say of `rec`: equal for reports that are equal in every format."""
    return sha256(dumps(recommendation_document(rec, trace=True)).encode("ascii")).hexdigest()
