"""`advisor diagnose`: why mail is missing. Asks on a terminal; with answers it reports at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from advisor.cli.asking.diagnose_flow import COMMAND, Sorting
from advisor.cli.asking.keyboard import keys_ignored
from advisor.cli.asking.prompting import Interrupted
from advisor.cli.asking.session import going_on, make_prompter, said_again
from advisor.cli.commands.wizard import WizardOptions, run_wizard
from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import check_outputs
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.files.flags import case_from_flags, unknown_words
from advisor.cli.files.unfinished import StateFile
from advisor.cli.opening.rules import Opened, open_rules
from advisor.cli.showing.diagnosis import show_diagnosis
from advisor.cli.showing.form import DIAGNOSIS, TEXT, Form
from advisor.cli.showing.onward import answers_from
from advisor.engine.case import Case, merge
from advisor.engine.compiled import Compiled
from advisor.interview.interview import Answers
from advisor.interview.pages import Chosen
from advisor.report.diagnosis.diagnosis import Diagnosis, diagnose
from advisor.report.page.command_line import flag_of
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import Problem

OPTIONS = ("--answers", "--format", "--output", "--sources", "--plain", "--resume", "--ask", "--signature", "--save",
           "--rules", "--no-color", "--no-input", "--help")
REPEATED = ("plain", "save")
"""What an unfinished run does not keep beside the form, and so has to be said once more when it is gone on with."""


class DiagnoseOptions(NamedTuple):
    """What the command line said."""

    flags: Mapping[str, list[str]]
    extra: Sequence[str]
    answers: str | None
    form: Form
    plain: bool
    resume: bool = False
    ask: bool = False
    save: Path | None = None


def run_diagnose(environment: Environment, opened: Opened, options: DiagnoseOptions) -> int:
    """Asks where nothing is known and somebody is there, and reports; raises Failure with every fault of the input."""
    form = options.form
    faults = DIAGNOSIS.faults(form)
    if faults:
        raise Failure(Status.BAD_INPUT, *faults)
    if opened.compiled is None:
        raise bad_input("too-large", "This rule base is too large to sort its causes out.", "Make it smaller.")
    problems = _no_asking(environment, options) if options.resume or options.ask else []
    if not (options.flags or options.extra or options.answers or problems or environment.no_input):
        problems = [] if environment.can_ask() else _nothing_said(opened)
    check_outputs({"--output": form.output, "--save": options.save}, [options.answers])
    case, wrong = case_from_flags(opened.base, options.flags)
    problems += wrong + unknown_words(opened, options.extra, COMMAND, OPTIONS)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    main = open_rules(environment, opened.named).base
    if options.answers is not None:
        case = merge([answers_from(environment, opened, options.answers, "").case, case])
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


def _nothing_said(opened: Opened) -> list[Problem]:
    """Nothing is known, and nobody is there to ask: lines on standard input are not taken for answers."""
    first = next(iter(opened.base.questions.values()))
    return [Problem("no-terminal", "Questions need a terminal to ask on, and no answer was given.",
                    fix=f"Without one, give answers by flags, such as {flag_of(first.id)} {first.value_ids[0]}, or by "
                    f"--answers FILE; 'advisor {COMMAND} --help' lists the flags. With --no-input it reports on no "
                    "answers at all.")]


def _report(environment: Environment, opened: Opened, compiled: Compiled, options: DiagnoseOptions, case: Case,
            main: RuleBase) -> Diagnosis:
    """Writes the report, and keeps the case where that was asked for."""
    found = diagnose(opened.base, case, compiled, rules=opened.named, command=COMMAND, other=main)
    show_diagnosis(environment, opened, found, options.form)
    if options.save is not None:
        from advisor.cli.files.case_file import save_case

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
        with keys_ignored(environment):
            found = _report(environment, opened, compiled, options, sorting.state().case, main)
        shown = True
        state.remove()
        alone = (options.form.output is None and DIAGNOSIS.format(options.form) == TEXT
                 and environment.is_terminal(environment.stdout))
        if not alone or not sorting.wants_more(main.title, found):
            return Status.DONE
    except Interrupted as stopped:
        again = said_again(options.form, options, REPEATED)
        prompter.say(str(stopped) or "Stopped." if shown else sorting.farewell(str(stopped), again))
        return Status.INTERRUPTED
    known = Case({name: sorting.state().case.answers[name] for name in found.elsewhere})
    return run_wizard(environment, WizardOptions(Form(sources=options.form.sources), plain=options.plain,
                                                 rules=opened.named, preset=known))
