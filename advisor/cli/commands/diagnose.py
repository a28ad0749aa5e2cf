"""`advisor diagnose`: why mail is missing. Asks on a terminal; with answers it reports at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from advisor.cli.answers import case_from_flags
from advisor.cli.commands.recommend import unknown_words
from advisor.cli.commands.wizard import WizardOptions, going_on, make_prompter, run_wizard
from advisor.cli.diagnose_flow import COMMAND, Sorting
from advisor.cli.environment import Environment
from advisor.cli.onward import case_from_any, command_with
from advisor.cli.output import check_output, write_result
from advisor.cli.program_pages import Chosen
from advisor.cli.prompting import Interrupted
from advisor.cli.rules import Opened, open_rules
from advisor.cli.show import show_lines, unknown_format
from advisor.cli.state import StateFile
from advisor.cli.status import Failure, Status, bad_input
from advisor.engine.case import Case, merge
from advisor.engine.compiled import Compiled
from advisor.interview.interview import Answers
from advisor.report.diagnosis import Diagnosis, diagnose
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import Problem

FORMATS = ("text", "json", "markdown", "html", "ticket")


class DiagnoseOptions(NamedTuple):
    """What the command line said."""

    flags: Mapping[str, list[str]]
    extra: Sequence[str]
    answers: str | None
    report_format: str
    output: Path | None
    sources: bool
    plain: bool
    signature: str
    resume: bool = False
    ask: bool = False
    save: Path | None = None


class Wording(Protocol):
    """How a report is to be written."""

    @property
    def report_format(self) -> str:
        """One of FORMATS."""

    @property
    def output(self) -> Path | None:
        """The file; None for standard output."""

    @property
    def sources(self) -> bool:
        """Whether the claims are named."""

    @property
    def signature(self) -> str:
        """For a ticket."""


def run_diagnose(environment: Environment, opened: Opened, options: DiagnoseOptions) -> int:
    """Asks where nothing is known and somebody is there, and reports; raises Failure with every fault of the input."""
    if options.report_format not in FORMATS:
        raise Failure(Status.BAD_INPUT, unknown_format(options.report_format, FORMATS))
    if opened.compiled is None:
        raise bad_input("too-large", "This rule base is too large to sort its causes out.", "Make it smaller.")
    problems = _no_asking(environment, options) if options.resume or options.ask else []
    check_output(options.output)
    check_output(options.save)
    case, wrong = case_from_flags(opened.base, options.flags)
    problems += wrong + unknown_words(opened, options.extra)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    main = open_rules(environment, opened.named).base
    if options.answers is not None:
        case = merge([case_from_any(environment, opened, options.answers, ""), case])
    if not (options.resume or options.ask) and (options.answers is not None or case.answers
                                                or not environment.can_ask()):
        _report(environment, opened, opened.compiled, options, case, main)
        return Status.DONE
    return _ask(environment, opened, opened.compiled, options, case, main)


def _no_asking(environment: Environment, options: DiagnoseOptions) -> list[Problem]:
    """Why nothing can be asked although that was wanted."""
    if not environment.can_ask():
        return [Problem("no-terminal", "Questions need a terminal to ask on.",
                        fix=f"Without one, use 'advisor {COMMAND}' with flags or --answers FILE alone.")]
    if options.answers == "-":
        return [Problem("answers-on-terminal", "Standard input cannot hold both answers and key presses.",
                        where="--answers", fix="Name a file instead of '-'.")]
    return []


def _report(environment: Environment, opened: Opened, compiled: Compiled, options: DiagnoseOptions, case: Case,
            main: RuleBase) -> Diagnosis:
    """Writes the report, and keeps the case where that was asked for."""
    found = diagnose(opened.base, case, compiled, rules=opened.named, command=COMMAND, other=main)
    show_diagnosis(environment, opened, found, options)
    if options.save is not None:
        from advisor.cli.case_file import save_case

        save_case(environment, opened, found, case, options.save, main)
    return found


def _ask(environment: Environment, opened: Opened, compiled: Compiled, options: DiagnoseOptions, case: Case,
         main: RuleBase) -> int:
    """Asks, reports, and offers to go on to the other interview."""
    prompter = make_prompter(environment, plain=options.plain)
    state = StateFile(environment, COMMAND, opened.base.name if opened.named else "")
    sorting = Sorting(opened, compiled, prompter, state, Answers(case))
    shown = False
    try:
        sorting.answers, _ = going_on(prompter, state, opened, sorting.answers, Chosen(), resume=options.resume)
        sorting.begin()
        sorting.ask_all()
        found = _report(environment, opened, compiled, options, sorting.state().case, main)
        shown = True
        state.remove()
        alone = options.output is None and options.report_format == "text" and environment.is_terminal(
            environment.stdout)
        if not alone or not sorting.wants_more(main.title, found):
            return Status.DONE
    except Interrupted as stopped:
        prompter.say(str(stopped) or "Stopped." if shown else sorting.farewell(str(stopped)))
        return Status.INTERRUPTED
    known = Case({name: sorting.state().case.answers[name] for name in found.elsewhere})
    return run_wizard(environment, WizardOptions(plain=options.plain, sources=options.sources, rules=opened.named,
                                                 preset=known))


def show_diagnosis(environment: Environment, opened: Opened, found: Diagnosis, options: Wording) -> None:
    """Writes the report, with where to go on from there."""
    if options.report_format == "json":
        from advisor.report.diagnosis_json import diagnosis_document
        from advisor.report.json_report import dumps

        write_result(dumps(diagnosis_document(found)), environment, options.output)
    elif options.report_format == "markdown":
        from advisor.report.diagnosis_markdown import diagnosis_markdown

        write_result(diagnosis_markdown(found, onward=_onward(opened, found), sources=options.sources),
                     environment, options.output)
    elif options.report_format == "html":
        from advisor.report.diagnosis_html import diagnosis_html

        write_result(diagnosis_html(found, onward=_onward(opened, found), sources=options.sources), environment,
                     options.output)
    elif options.report_format == "ticket":
        from advisor.report.diagnosis_ticket import diagnosis_ticket

        write_result(diagnosis_ticket(found, signature=options.signature), environment, options.output)
    else:
        from advisor.report.diagnosis_text import diagnosis_lines

        width = environment.width(environment.stdout if options.output is None else None)
        show_lines(environment, diagnosis_lines(found, width, onward=_onward(opened, found), sources=options.sources),
                   options.output)


def _onward(opened: Opened, found: Diagnosis) -> str:
    """The command that goes on with the answers that both interviews ask for."""
    return command_with("recommend", found.elsewhere, opened.named)
