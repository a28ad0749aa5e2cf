"""`advisor inspect USER@DOMAIN`: what the mailbox says of itself."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import check_outputs, write_file, write_result
from advisor.cli.edge.status import Failure, Status
from advisor.cli.edge.telling import report_problems
from advisor.cli.inspect.checked import Wanted
from advisor.cli.inspect.run import Looked, inspect_mailbox
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.form import unknown_format
from advisor.cli.showing.lines import show_lines
from advisor.mailbox.discover import Network
from advisor.mailbox.found import PROTOCOLS, Trouble
from advisor.mailbox.words import trouble
from advisor.report.inspection.inspection import MailboxReport, mailbox_report
from advisor.report.inspection.json import inspection_document
from advisor.report.page.json_document import dumps
from advisor.rulebase.problem import Problem

FORMATS = ("text", "json", "markdown")
_STOPPED = "interrupted"


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
    check_outputs({"--output": options.output, "--save": options.save}, [])
    as_json = options.report_format == "json"
    # Errors are one JSON document then; only a person who looks on is told what is being done.
    quiet = as_json and not environment.is_terminal(environment.stderr)
    looked = inspect_mailbox(environment, opened, options.wanted, network, quiet=quiet)
    report = mailbox_report(opened.base, looked.found, opened.named, environment.moment())
    if options.save is not None:
        write_file(options.save, dumps(inspection_document(report)))
    _show(environment, report, options, opened.named)
    return _status(environment, looked, options)


def _show(environment: Environment, report: MailboxReport, options: InspectOptions, rules: str | None) -> None:
    by = f" --rules {shlex.quote(rules)}" if rules else ""
    file = None if options.save is None else shlex.quote(str(options.save))
    onward = report.command if file is None else f"advisor --answers {file}{by}"
    diagnose = f"advisor diagnose --ask{by}" + (f" --answers {file}" if file and report.answers else "")
    diagnose = diagnose if report.signs else ""
    if options.report_format == "json":
        write_result(dumps(inspection_document(report)), environment, options.output)
    elif options.report_format == "markdown":
        from advisor.report.inspection.markdown import inspection_markdown

        write_result(inspection_markdown(report, onward=onward, diagnose=diagnose, sources=options.sources),
                     environment, options.output)
    else:
        from advisor.report.inspection.text import inspection_lines

        width = environment.width(environment.stdout if options.output is None else None)
        show_lines(environment, inspection_lines(report, width, onward=onward, diagnose=diagnose,
                                                   sources=options.sources),
                   options.output)


def _status(environment: Environment, looked: Looked, options: InspectOptions) -> Status:
    """What the program says to its caller; why something was not learned is said on standard error as well."""
    found = looked.found
    stopped = any(one.code == _STOPPED for one in found.troubles)
    if not stopped and found.finished and not _missed(looked, options.wanted):
        return Status.DONE
    told: tuple[Trouble, ...] = (*found.troubles, *(() if found.servers else found.whereabouts.troubles))
    told = told or (trouble("incomplete" if found.servers else "not-found"),)
    problems = [Problem(one.code, one.message, fix=one.fix, where=one.where) for one in dict.fromkeys(told)]
    report_problems(problems, environment, as_json=options.report_format == "json")
    return Status.INTERRUPTED if stopped else Status.SURROUNDINGS


def _missed(looked: Looked, wanted: Wanted) -> bool:
    """Whether something that was asked for was not learned."""
    found = looked.found
    answered = {server.place.protocol for server in found.servers}
    named = {protocol for protocol, host in zip(PROTOCOLS, (wanted.imap, wanted.pop), strict=True) if host is not None}
    return (not answered or not named <= answered or (looked.password and not found.signed_in)
            or (looked.password and wanted.pop_login and found.pop is None)
            or (found.imap is not None and (found.imap.inbox_messages is None or not found.imap.folders))
            or (found.pop is not None and found.pop.messages is None))
