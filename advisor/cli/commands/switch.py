"""`advisor switch`: the steps of a change in one case, or the list of the changes that there are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import check_outputs
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.files.flags import case_from_flags
from advisor.cli.opening.programs import find_programs
from advisor.cli.opening.rules import Opened, open_rules
from advisor.cli.showing.form import PROCEDURE, Form
from advisor.cli.showing.onward import answers_from
from advisor.cli.showing.procedure import show_procedure, show_procedures
from advisor.engine.answers import AnswerRefused, read_answer
from advisor.engine.case import Answer, Case, merge
from advisor.engine.programs import answers_to
from advisor.report.page.command_line import RECOMMEND
from advisor.report.procedure.procedure import chooser, procedure_of
from advisor.rulebase.named import PROVIDER
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import Problem

_NOT_LISTED = f"'advisor {RECOMMEND} {PROVIDER} ...' says what to ask it."


class SwitchOptions(NamedTuple):
    """What the command line said."""

    procedure: str
    flags: Mapping[str, list[str]]
    answers: str | None
    form: Form
    save: Path | None = None
    client: str | None = None
    provider: str | None = None


def run_switch(environment: Environment, opened: Opened, options: SwitchOptions) -> int:
    """Shows the steps, or the list; raises Failure with every fault of the words, the flags and the file."""
    base = opened.base
    case, problems = _case(environment, opened, options)
    problems += PROCEDURE.faults(options.form)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    check_outputs({"--output": options.form.output, "--save": options.save}, [options.answers])
    if case.value(chooser(base).id) is None:
        if options.save is not None or options.form.report_format == "ticket":
            raise bad_input("no-procedure", "This needs a procedure.",
                            f"Name one: {', '.join(chooser(base).value_ids)}.", "advisor switch")
        show_procedures(environment, base, options.form)
    else:
        told = procedure_of(base, case, rules=opened.named)
        show_procedure(environment, told, options.form)
        if options.save is not None:
            from advisor.cli.files.case_file import save_case

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
        client, provider, unknown = find_programs(environment, above, options.client, options.provider, _NOT_LISTED)
        problems += unknown
        cases.insert(0, answers_to(base, client, provider))
    return merge(cases), problems
