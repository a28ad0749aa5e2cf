"""`advisor`: the wizard. It shows prompts and keeps answers; what to ask is decided by `advisor.interview`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import NamedTuple

from advisor.cli.environment import Environment
from advisor.cli.onward import MISSING_MAIL, case_from_any
from advisor.cli.output import check_output
from advisor.cli.program_pages import Chosen
from advisor.cli.programs import CLIENT, PROVIDER, find_programs
from advisor.cli.prompting import Interrupted, Option, Prompt, Prompter
from advisor.cli.rules import Opened, open_rules
from advisor.cli.show import check_format, show_recommendation
from advisor.cli.state import StateFile
from advisor.cli.status import Failure, Status, bad_input
from advisor.cli.wizard_flow import Wizard
from advisor.engine.case import Case
from advisor.interview.interview import Answers
from advisor.report.recommendation import Recommendation


class WizardOptions(NamedTuple):
    """What the command line said."""

    quick: bool = False
    plain: bool = False
    resume: bool = False
    answers: str | None = None
    report_format: str = "text"
    output: Path | None = None
    sources: bool = False
    scales: bool = False
    rules: str | None = None
    save: Path | None = None
    client: str | None = None
    provider: str | None = None
    preset: Case = Case()
    """what is known already, where no answers file is named"""


def run_wizard(environment: Environment, options: WizardOptions) -> int:
    """Asks, reports, and gives back the exit status."""
    if not environment.can_ask():
        raise bad_input("no-terminal", "Questions need a terminal to ask on.",
                        "Without one, use 'advisor recommend' with flags or --answers FILE; "
                        "'advisor recommend --help' lists them.")
    problems = check_format(options.report_format, {"--sources": options.sources, "--scales": options.scales})
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    if options.answers == "-":
        raise bad_input("answers-on-terminal", "Standard input cannot hold both answers and key presses.",
                        "Name a file instead of '-'.", "--answers")
    check_output(options.save)
    check_output(options.output)  # before the questions, not after the last
    opened = open_rules(environment, options.rules)
    if opened.compiled is None:
        raise bad_input("too-large", "This rule base is too large to ask only what matters.",
                        "Use 'advisor recommend' with flags or --answers FILE.")
    preset = case_from_any(environment, opened, options.answers, MISSING_MAIL) if options.answers else options.preset
    client, provider, problems = find_programs(opened.base, options.client, options.provider)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    named = Chosen({page: entry.id for page, entry in ((PROVIDER, provider), (CLIENT, client)) if entry is not None})
    prompter = make_prompter(environment, plain=options.plain)
    state = StateFile(environment, rules=opened.base.name if opened.named else "")
    show = partial(show_recommendation, environment, report_format=options.report_format, output=options.output,
                   sources=options.sources, scales=options.scales, onward=opened)
    wizard = Wizard(opened, prompter, state, Answers(preset), folder=Path.cwd(), show=show, programs=named,
                    quick=options.quick,
                    keep=None if options.save is None else partial(_keep, environment, opened, options.save))
    try:
        wizard.answers, wizard.programs = going_on(prompter, state, opened, wizard.answers, wizard.programs,
                                                   resume=options.resume)
        wizard.run()
    except Interrupted as stopped:
        prompter.say(_farewell(str(stopped), wizard, state))
        return Status.INTERRUPTED
    state.remove()
    return Status.DONE


def _keep(environment: Environment, opened: Opened, path: Path, rec: Recommendation, case: Case) -> None:
    from advisor.cli.case_file import save_case

    save_case(environment, opened, rec, case, path)


def make_prompter(environment: Environment, *, plain: bool) -> Prompter:
    """Arrow keys on a capable terminal, numbered lines elsewhere."""
    assert environment.stdin is not None
    assert environment.stderr is not None
    if plain or environment.wants_plain_prompts():
        from advisor.cli.prompt_plain import PlainPrompter

        return PlainPrompter(environment.stdin, environment.stderr)
    from advisor.cli.prompt_keys import KeyPrompter

    return KeyPrompter(environment.stderr, color=environment.color(environment.stderr))


def going_on(prompter: Prompter, state: StateFile, opened: Opened, answers: Answers, programs: Chosen, *,
             resume: bool) -> tuple[Answers, Chosen]:
    """What to start with: what an unfinished run kept too, if the person wants to go on with it."""
    kept = state.load(opened.base)
    if kept is None:
        if resume:
            prompter.say("There is no unfinished run to go on with. Here is the first question.")
        return answers, programs
    number = len(kept.answers) + len(kept.programs)
    count = "1 answer" if number == 1 else f"{number} answers"
    if not resume:
        choice = prompter.choose(Prompt(f"An unfinished run is kept ({count}). Go on with it?", (
            Option("on", "Yes, go on where it stopped"), Option("anew", "No, start anew and forget it"))))
        if choice != "on":
            return answers, programs
    lost = f" {kept.dropped} no longer fit the rules and will be asked again." if kept.dropped else ""
    prompter.say(f"Going on with {count}.{lost}")
    state.ours = True
    return answers.going_on_with(kept.answers), programs.going_on_with(kept.programs, opened.base)


def _farewell(why: str, wizard: Wizard, state: StateFile) -> str:
    lead = f"{why} " if why else "Stopped. "
    if wizard.finished:
        state.remove()
        return lead.strip()
    if not wizard.answers.given and not wizard.programs.asked:
        return f"{lead}No answer had been given yet."
    fault = wizard.save_state()
    if fault is not None:
        return f"{lead}Your answers could not be kept: {fault} To give them again: {wizard.command()}"
    return f"{lead}Your answers are kept in {state.path}\nTo go on with them: advisor --resume"
