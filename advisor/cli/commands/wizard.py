"""`advisor`: the wizard. It shows prompts and keeps answers; what to ask is decided by `advisor.interview`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

from advisor.cli.asking.keyboard import keys_ignored
from advisor.cli.asking.prompting import Interrupted
from advisor.cli.asking.session import going_on, make_prompter, said_again
from advisor.cli.asking.wizard_flow import Wizard
from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import check_outputs
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.edge.telling import write
from advisor.cli.files.from_file import FromFile
from advisor.cli.files.unfinished import StateFile
from advisor.cli.opening.interviews import MISSING_MAIL
from advisor.cli.opening.programs import find_programs
from advisor.cli.opening.rules import Opened, open_rules
from advisor.cli.showing.advice import show_recommendation
from advisor.cli.showing.form import ADVICE, Form
from advisor.cli.showing.onward import answers_from
from advisor.engine.case import Case, merge
from advisor.interview.interview import Answers
from advisor.interview.pages import Chosen
from advisor.report.advice.recommendation import Recommendation
from advisor.rulebase.named import CLIENT, PROVIDER


class WizardOptions(NamedTuple):
    """What the command line said."""

    form: Form = Form()
    quick: bool = False
    plain: bool = False
    resume: bool = False
    answers: str | None = None
    rules: str | None = None
    save: Path | None = None
    client: str | None = None
    provider: str | None = None
    inspect: str | None = None
    preset: Case = Case()
    """what is known already, where no answers file is named"""


def run_wizard(environment: Environment, options: WizardOptions) -> int:
    """Asks, reports, and gives back the exit status."""
    if not environment.can_ask():
        raise bad_input("no-terminal", "Questions need a terminal to ask on.",
                        "Without one, use 'advisor recommend' with flags or --answers FILE; "
                        "'advisor recommend --help' lists them.")
    problems = ADVICE.faults(options.form)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    if options.answers == "-":
        raise bad_input("answers-on-terminal", "Standard input cannot hold both answers and key presses.",
                        "Name a file instead of '-'.", "--answers")
    # Before the questions, not after the last.
    check_outputs({"--output": options.form.output, "--save": options.save}, [options.answers])
    opened = open_rules(environment, options.rules)
    if opened.compiled is None:
        raise bad_input("too-large", "This rule base is too large to ask only what matters.",
                        "Use 'advisor recommend' with flags or --answers FILE.")
    file = (answers_from(environment, opened, options.answers, MISSING_MAIL) if options.answers
            else FromFile(options.preset))
    client, provider, problems = find_programs(environment, opened.base, options.client, options.provider)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    preset, client, provider = file.with_programs(client, provider)
    if options.inspect is not None:
        preset = merge([preset, _measured(environment, opened, options.inspect)])
    named = Chosen({page: entry.id for page, entry in ((PROVIDER, provider), (CLIENT, client)) if entry is not None})
    prompter = make_prompter(environment, plain=options.plain)
    state = StateFile(environment, rules=opened.base.name if opened.named else "")
    show = partial(show_recommendation, environment, form=options.form, onward=opened)
    wizard = Wizard(opened, prompter, state, Answers(preset), folder=Path.cwd(), show=show, programs=named,
                    quick=options.quick, quiet=partial(keys_ignored, environment),
                    keep=None if options.save is None else partial(_keep, environment, opened, options.save))
    try:
        answers, programs = going_on(prompter, state, opened, Answers(preset), named, resume=options.resume)
        wizard.course = wizard.course.going_on(answers, programs)
        wizard.run()
    except Interrupted as stopped:
        prompter.say(_farewell(str(stopped), wizard, state, options))
        return Status.INTERRUPTED
    state.remove()
    return Status.DONE


def _measured(environment: Environment, opened: Opened, address: str) -> Case:
    """What the mailbox answers, told before the first question."""
    from advisor.cli.inspect.checked import Wanted
    from advisor.cli.inspect.run import inspect_mailbox
    from advisor.report.inspection.inspection import mailbox_report
    from advisor.report.inspection.text import brief_lines

    looked = inspect_mailbox(environment, opened, Wanted(address))
    report = mailbox_report(opened.base, looked.found, opened.named)
    assert environment.stderr is not None
    width = environment.width(environment.stderr)
    write(environment.stderr, "".join(f"{line.text}\n" for line in brief_lines(report, width)) + "\n")
    return report.case


def _keep(environment: Environment, opened: Opened, path: Path, rec: Recommendation, case: Case) -> None:
    from advisor.cli.files.case_file import save_case

    save_case(environment, opened, rec, case, path)


def _farewell(why: str, wizard: Wizard, state: StateFile, options: WizardOptions) -> str:
    lead = f"{why} " if why else "Stopped. "
    if wizard.finished:
        state.remove()
        return lead.strip()
    said = wizard.course.answers
    if not said.given and not wizard.course.programs.asked:
        if not said.preset.answers:
            return f"{lead}No answer had been given yet."
        if not state.free():  # an earlier run is kept there, and it has not been given up
            return f"{lead}With the answers that you began with: {wizard.command()}"
    fault = wizard.save_state()
    if fault is not None:
        return f"{lead}Your answers could not be kept: {fault} To give them again: {wizard.command()}"
    again = said_again(options.form, options)
    return f"{lead}Your answers are kept in {state.path}\nTo go on with them: advisor --resume{again}"
