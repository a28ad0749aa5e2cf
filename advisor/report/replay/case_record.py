"""What a case file keeps of a decision: enough to decide again, and to say what differs and by which rule."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import Kind
from advisor.engine.programs import answers_of
from advisor.report.advice.build import recommend
from advisor.report.advice.recommendation import Recommendation
from advisor.report.diagnosis.diagnosis import Diagnosis
from advisor.report.page.command_line import RECOMMEND, SWITCH
from advisor.report.page.facts import RuleBaseId
from advisor.report.page.json_document import dumps
from advisor.report.procedure.procedure import Procedure
from advisor.report.replay.decided import Report, command_of, document_of
from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import NOTHING

Params = Mapping[str, str | int]
Key = tuple[Kind, str]
"""A rule, by kind and id."""


class Effect(NamedTuple):
    """What a rule did by firing: for or against an option, with how many points; None where it does no such thing."""

    option: str | None = None
    points: int | None = None
    params: Params = NOTHING


class Entry(NamedTuple):
    """A mail program or a provider that was named."""

    id: str
    said: str | None
    """the SHA-256 of all that was said of it, and of what it answers; None where the file does not say"""


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
    command: str = RECOMMEND
    """one of COMMANDS"""
    client: Entry | None = None
    provider: Entry | None = None
    beside: str | None = None
    """the SHA-256 of the rules that a diagnosis leads on to"""

    def rules(self) -> dict[Key, Effect]:
        """Every rule that is known to have fired, set-up forms and warnings included."""
        found: dict[Key, Effect] = dict(self.fired or {})
        found |= {("set_up", name): Effect(params=params) for name, params in (self.set_up or {}).items()}
        return found | {("warning", name): Effect() for name in self.warnings or ()}


def record_of(report: Report, case: Case, decided: str, folder: str | None, base: RuleBase, *,
              compiled: Compiled | None = None, beside: RuleBase | None = None) -> CaseRecord:
    """What to keep of `report`, which was made for `case` by `base`; `compiled` and `beside` as for `decide`."""
    rec = _facts(report, case, base, compiled)
    verdict, command = rec.verdict, command_of(report)
    fired: dict[Key, Effect] = {("constraint", found.rule): Effect(found.option) for found in verdict.ruled_out}
    fired |= {("evidence", reason.rule): Effect(reason.option, reason.points) for reason in rec.reasons}
    fired |= {("step", step.id): Effect() for step in rec.steps}
    # What a report does not say is not kept of it: a change of that alone would be none.
    return CaseRecord(decided, rec.program_version, rec.rule_base, folder, case, verdict.option,
                      None if command == SWITCH else verdict.settled,
                      verdict.balance if command == RECOMMEND else None,
                      {f"{item.id}/{item.form}": dict(item.params) for item in rec.set_up},
                      tuple(warning.id for warning in rec.warnings), fired, fingerprint(report), command,
                      _entry(rec, base, "client"), _entry(rec, base, "provider"), beside.sha256 if beside else None)


def _facts(report: Report, case: Case, base: RuleBase, compiled: Compiled | None) -> Recommendation:
    """The decision itself, in the form that all commands share."""
    if isinstance(report, Diagnosis):
        return report.rec
    if isinstance(report, Procedure):
        return recommend(base, case, compiled)._replace(program_version=report.program_version)
    return report


def _entry(rec: Recommendation, base: RuleBase, what: str) -> Entry | None:
    part = rec.client if what == "client" else rec.provider
    if part is None:
        return None
    known = base.providers.get(part.id) if what == "provider" else None
    answers = {name: answer.value for name, answer in answers_of(known).answers.items()} if known else {}
    return Entry(part.id, _sha256({"said": document_of(rec)[what], "answers": answers}))


def fingerprint(report: Report) -> str:
    """The SHA-256 of everything a report can say: equal for reports that are equal in every format."""
    return _sha256(document_of(report))


def _sha256(document: Mapping[str, Any]) -> str:
    return sha256(dumps(document).encode("ascii")).hexdigest()
