"""What each command that decides a case makes of it, so that the decision can be kept and made again."""

from __future__ import annotations

from typing import Any

from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.report.advice.build import recommend
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.recommendation import Recommendation
from advisor.report.diagnosis.diagnosis import Diagnosis, diagnose
from advisor.report.diagnosis.json import diagnosis_document
from advisor.report.page.command_line import DIAGNOSE, RECOMMEND, SWITCH
from advisor.report.procedure.json import procedure_document
from advisor.report.procedure.procedure import Procedure, procedure_of
from advisor.rulebase.model import RuleBase

Report = Recommendation | Diagnosis | Procedure


def decide(command: str, base: RuleBase, case: Case, compiled: Compiled | None, *, rules: str | None = None,
           client: str | None = None, provider: str | None = None, beside: RuleBase | None = None) -> Report:
    """The report of one of COMMANDS; a program or provider that `base` does not know is left out.

    `beside` are the rules that a diagnosis leads on to. A diagnosis needs `compiled`.
    """
    if command == DIAGNOSE:
        assert compiled is not None
        return diagnose(base, case, compiled, rules=rules, command=DIAGNOSE, other=beside)
    if command == SWITCH:
        return procedure_of(base, case, rules=rules)
    return recommend(base, case, compiled, rules=rules, client=base.clients.get(client or ""),
                     provider=base.providers.get(provider or ""))


def command_of(report: Report) -> str:
    """Which of COMMANDS gives such a report."""
    return DIAGNOSE if isinstance(report, Diagnosis) else SWITCH if isinstance(report, Procedure) else RECOMMEND


def document_of(report: Report) -> dict[str, Any]:
    """The whole report as JSON, all details included."""
    if isinstance(report, Diagnosis):
        return diagnosis_document(report)
    return procedure_document(report) if isinstance(report, Procedure) else recommendation_document(report, trace=True)


def by_program(report: Report, version: str) -> Report:
    """The report as that version of the program would sign it."""
    if isinstance(report, Diagnosis):
        return report._replace(rec=report.rec._replace(program_version=version))
    return report._replace(program_version=version)
