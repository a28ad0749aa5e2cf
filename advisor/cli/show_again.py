"""Shows the report of a saved case again, in the formats that its command has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from advisor.cli.environment import Environment
from advisor.cli.rules import Opened
from advisor.cli.status import Failure, Status, bad_input
from advisor.report.commands import DIAGNOSE, RECOMMEND, SWITCH
from advisor.report.decided import Report
from advisor.report.diagnosis import Diagnosis
from advisor.report.procedure import Procedure

_OPTIONS = {RECOMMEND: ("sources", "scales", "trace", "template", "signature"), DIAGNOSE: ("sources", "signature"),
            SWITCH: ("sources", "signature", "checklist")}
"""The options that the report of a command has."""


class _Wording(NamedTuple):
    report_format: str
    output: Path | None
    sources: bool
    signature: str


def folder_of(command: str) -> str:
    """The folder with the rules of a command, inside that of the rules."""
    from advisor.cli.desk_commands import SWITCHING
    from advisor.cli.onward import MISSING_MAIL

    return {RECOMMEND: "", DIAGNOSE: MISSING_MAIL, SWITCH: SWITCHING}[command]


def check_showing(command: str, report_format: str | None, options: Mapping[str, Any]) -> None:
    """Raises Failure for a format, or an option, that the report of `command` does not have."""
    from advisor.cli.commands import diagnose, switch
    from advisor.cli.show import check_format, unknown_format

    for name, value in options.items():
        if value and name not in _OPTIONS[command]:
            raise bad_input("option-without-effect", f"This is a case of advisor {command}, which has no such option.",
                            "Leave it out.", f"--{name}")
    if command == RECOMMEND:
        problems = check_format(report_format or "text", {f"--{name}": value for name, value in options.items()})
    elif command == SWITCH:
        problems = switch.format_problems(_switch_options(report_format, None, options))
    else:
        problems = [] if report_format is None or report_format in diagnose.FORMATS else [
            unknown_format(report_format, diagnose.FORMATS)]
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)


def show_again(environment: Environment, opened: Opened, report: Report, report_format: str | None,
               output: Path | None, options: Mapping[str, Any]) -> None:
    """Writes the report to `output`, or to standard output."""
    from advisor.cli.commands.diagnose import show_diagnosis
    from advisor.cli.commands.switch import show_procedure
    from advisor.cli.show import show_recommendation

    if isinstance(report, Diagnosis):
        show_diagnosis(environment, opened, report, _Wording(report_format or "text", output,
                                                             bool(options["sources"]), options["signature"]))
    elif isinstance(report, Procedure):
        show_procedure(environment, report, _switch_options(report_format, output, options))
    else:
        show_recommendation(environment, report, report_format=report_format or "text", output=output,
                            onward=opened, **{name: options[name] for name in _OPTIONS[RECOMMEND]})


def _switch_options(report_format: str | None, output: Path | None, options: Mapping[str, Any]) -> Any:
    from advisor.cli.commands.switch import SwitchOptions

    return SwitchOptions(procedure="", flags={}, answers=None, report_format=report_format, output=output,
                         checklist=bool(options["checklist"]), sources=bool(options["sources"]),
                         signature=options["signature"])
