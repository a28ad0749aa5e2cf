"""Shows the report of a saved case again, in the forms that its command has."""

from __future__ import annotations

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.opening.interviews import MISSING_MAIL, SWITCHING
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.form import ADVICE, DIAGNOSIS, PROCEDURE, Form
from advisor.report.diagnosis.diagnosis import Diagnosis
from advisor.report.page.command_line import DIAGNOSE, RECOMMEND, SWITCH
from advisor.report.procedure.procedure import Procedure
from advisor.report.replay.decided import Report

KINDS = {RECOMMEND: ADVICE, DIAGNOSE: DIAGNOSIS, SWITCH: PROCEDURE}
"""The report of each command whose cases are kept."""
FOLDERS = {RECOMMEND: "", DIAGNOSE: MISSING_MAIL, SWITCH: SWITCHING}
"""Where its rules stand, inside the folder of the rules."""


def check_showing(command: str, form: Form) -> None:
    """Raises Failure for a format, or an option, that the report of `command` does not have."""
    kind = KINDS[command]
    for name in form.asked:
        if name not in kind.effects:
            raise bad_input("option-without-effect", f"This is a case of advisor {command}, which has no such option.",
                            "Leave it out.", name)
    problems = kind.faults(form)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)


def show_again(environment: Environment, opened: Opened, report: Report, form: Form) -> None:
    """Writes the report."""
    if isinstance(report, Diagnosis):
        from advisor.cli.showing.diagnosis import show_diagnosis

        show_diagnosis(environment, opened, report, form)
    elif isinstance(report, Procedure):
        from advisor.cli.showing.procedure import show_procedure

        show_procedure(environment, report, form)
    else:
        from advisor.cli.showing.advice import show_recommendation

        show_recommendation(environment, report, form, onward=opened)
