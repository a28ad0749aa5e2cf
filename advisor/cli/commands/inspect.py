"""`advisor inspect USER@DOMAIN`: what the mailbox says of itself."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple

from advisor.cli.environment import Environment
from advisor.cli.inspect_run import Wanted, inspect_mailbox
from advisor.cli.main import report_problems
from advisor.cli.output import check_output, write_file, write_result
from advisor.cli.rules import Opened
from advisor.cli.show import show_lines, unknown_format
from advisor.cli.status import Failure, Status
from advisor.mailbox.discover import Network
from advisor.mailbox.found import Inspection
from advisor.report.inspection import MailboxReport, mailbox_report
from advisor.report.inspection_json import inspection_document
from advisor.report.json_report import dumps
from advisor.rulebase.problem import Problem

FORMATS = ("text", "json", "markdown")
STOPPED = "interrupted"


class InspectOptions(NamedTuple):
    """What the command line said."""

    wanted: Wanted
    report_format: str = "text"
    output: Path | None = None
    sources: bool = False
    save: Path | None = None


def run_inspect(environment: Environment, opened: Opened, options: InspectOptions,
                network: Network | None = None) -> int:
    """Inspects, reports, and gives back 3 where what was asked for could not be learned. Raises Failure."""
    if options.report_format not in FORMATS:
        raise Failure(Status.BAD_INPUT, unknown_format(options.report_format, FORMATS))
    check_output(options.output)
    check_output(options.save)
    found = inspect_mailbox(environment, opened, options.wanted, network)
    report = mailbox_report(opened.base, found, opened.named)
    if options.save is not None:
        write_file(options.save, dumps(inspection_document(report)))
    _show(environment, report, options)
    return _status(environment, found, options)


def _show(environment: Environment, report: MailboxReport, options: InspectOptions) -> None:
    onward = report.command if options.save is None else f"advisor --answers {shlex.quote(str(options.save))}"
    if options.report_format == "json":
        write_result(dumps(inspection_document(report)), environment, options.output)
    elif options.report_format == "markdown":
        from advisor.report.inspection_markdown import inspection_markdown

        write_result(inspection_markdown(report, onward=onward, sources=options.sources), environment, options.output)
    else:
        from advisor.report.inspection_text import inspection_lines

        width = environment.width(environment.stdout if options.output is None else None)
        show_lines(environment, inspection_lines(report, width, onward=onward, sources=options.sources),
                   options.output)


def _status(environment: Environment, found: Inspection, options: InspectOptions) -> Status:
    """What the program says to its caller; why something was not learned is said on standard error as well."""
    if any(trouble.code == STOPPED for trouble in found.troubles) or not (found.finished or found.troubles):
        return Status.INTERRUPTED
    wanted = options.wanted
    given = wanted.password_stdin or wanted.keyring
    learned = bool(found.servers) and (not given or found.signed_in) and found.finished
    if learned:
        return Status.DONE
    problems = [Problem(trouble.code, trouble.message, fix=trouble.fix, where=trouble.where)
                for trouble in found.troubles]
    report_problems(problems or [Problem("not-found", "No mail server was found.")], environment,
                    as_json=options.report_format == "json")
    return Status.SURROUNDINGS
