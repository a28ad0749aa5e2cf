"""`advisor switch`: the steps of a change in one case, or the list of the changes that there are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from advisor.cli.answers import case_from_flags
from advisor.cli.environment import Environment
from advisor.cli.onward import answers_from
from advisor.cli.output import check_outputs, write_result
from advisor.cli.programs import PROVIDER, find_programs
from advisor.cli.rules import Opened, open_rules
from advisor.cli.show import show_lines, unknown_format
from advisor.cli.status import Failure, Status, bad_input
from advisor.engine.answers import AnswerRefused, read_answer
from advisor.engine.case import Answer, Case, merge
from advisor.report.commands import RECOMMEND
from advisor.report.procedure import Procedure, chooser, procedure_of, procedures
from advisor.report.programs import answers_to
from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import Problem

NOT_LISTED = f"'advisor {RECOMMEND} {PROVIDER} ...' says what to ask it."
FORMATS = ("text", "json", "markdown", "ticket")


class SwitchOptions(NamedTuple):
    """What the command line said."""

    procedure: str
    flags: Mapping[str, list[str]]
    answers: str | None
    report_format: str | None
    """None where none was named"""
    output: Path | None
    checklist: bool
    sources: bool
    signature: str = ""
    save: Path | None = None
    client: str | None = None
    provider: str | None = None


def run_switch(environment: Environment, opened: Opened, options: SwitchOptions) -> int:
    """Shows the steps, or the list; raises Failure with every fault of the words, the flags and the file."""
    base = opened.base
    case, problems = _case(environment, opened, options)
    problems += format_problems(options)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    check_outputs({"--output": options.output, "--save": options.save}, [options.answers])
    if case.value(chooser(base).id) is None:
        if options.save is not None or options.report_format == "ticket":
            raise bad_input("no-procedure", "This needs a procedure.",
                            f"Name one: {', '.join(chooser(base).value_ids)}.", "advisor switch")
        _show_list(environment, base, options)
    else:
        told = procedure_of(base, case, rules=opened.named)
        show_procedure(environment, told, options)
        if options.save is not None:
            from advisor.cli.case_file import save_case

            save_case(environment, opened, told, case, options.save)
    return Status.DONE


def _case(environment: Environment, opened: Opened, options: SwitchOptions) -> tuple[Case, list[Problem]]:
    base = opened.base
    case, problems = case_from_flags(base, options.flags)
    first = chooser(base)
    if options.procedure:
        try:
            value = read_answer(first, options.procedure)
            case = Case({first.id: Answer(value, "flag"), **case.answers})
        except AnswerRefused:
            hint = suggestion(options.procedure, first.value_ids, show_all_up_to=len(first.values))
            problems.append(Problem("unknown-procedure", f"There is no procedure {options.procedure[:60]!r}.",
                                    fix=hint, where="advisor switch"))
    cases = [case]
    if options.answers is not None:
        try:
            cases.insert(0, answers_from(environment, opened, options.answers, "").case)
        except Failure as failure:
            problems += failure.problems
    if options.client is not None or options.provider is not None:
        above = open_rules(environment, opened.named).base
        client, provider, unknown = find_programs(environment, above, options.client, options.provider, NOT_LISTED)
        problems += unknown
        cases.insert(0, answers_to(base, client, provider))
    return merge(cases), problems


def format_problems(options: SwitchOptions) -> list[Problem]:
    """What is wrong with the format, or with options that would do nothing in it."""
    if options.report_format is not None and options.report_format not in FORMATS:
        return [unknown_format(options.report_format, FORMATS)]
    if options.checklist and options.report_format not in (None, "markdown"):
        return [Problem("option-without-effect", f"This has no effect with --format {options.report_format}.",
                        where="--checklist", fix="It works with: markdown.")]
    if options.signature and options.report_format != "ticket":
        return [Problem("option-without-effect", "This has no effect without --format ticket.", where="--signature",
                        fix="It works with: ticket.")]
    return []


def show_procedure(environment: Environment, told: Procedure, options: SwitchOptions) -> None:
    """Writes the report in the format asked for."""
    if options.checklist or options.report_format == "markdown":
        from advisor.report.procedure_markdown import procedure_markdown

        text = procedure_markdown(told, sources=options.sources, checklist=options.checklist)
        write_result(text, environment, options.output)
    elif options.report_format == "json":
        from advisor.report.json_report import dumps
        from advisor.report.procedure_json import procedure_document

        write_result(dumps(procedure_document(told)), environment, options.output)
    elif options.report_format == "ticket":
        from advisor.report.procedure_ticket import procedure_ticket

        write_result(procedure_ticket(told, signature=options.signature), environment, options.output)
    else:
        from advisor.report.procedure_text import procedure_lines

        width = environment.width(environment.stdout if options.output is None else None)
        show_lines(environment, procedure_lines(told, width=width, sources=options.sources), options.output)


def _show_list(environment: Environment, base: RuleBase, options: SwitchOptions) -> None:
    known = procedures(base)
    if options.checklist or options.report_format == "markdown":
        from advisor.report.procedure_markdown import list_markdown

        write_result(list_markdown(known), environment, options.output)
    elif options.report_format == "json":
        from advisor.report.json_report import dumps
        from advisor.report.procedure_json import procedures_document

        write_result(dumps(procedures_document(base, known)), environment, options.output)
    else:
        from advisor.report.procedure_text import list_lines

        width = environment.width(environment.stdout if options.output is None else None)
        show_lines(environment, list_lines(known, width=width), options.output)
