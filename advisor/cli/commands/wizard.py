"""`advisor`: the wizard. It shows prompts and keeps answers; what to ask is decided by `advisor.interview`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from advisor.cli.answers import case_from_file
from advisor.cli.environment import Environment
from advisor.cli.prompting import Interrupted, Prompter
from advisor.cli.rules import Opened, open_rules
from advisor.cli.show import check_format, show_recommendation
from advisor.cli.state import StateFile
from advisor.cli.status import Failure, Status, bad_input
from advisor.cli.wizard_flow import Wizard
from advisor.engine.case import Case
from advisor.interview.interview import Answers


class WizardOptions(NamedTuple):
    """What the command line said."""

    quick: bool
    plain: bool
    resume: bool
    answers: str | None
    report_format: str
    output: Path | None
    sources: bool
    scales: bool
    rules: str | None


def run_wizard(environment: Environment, options: WizardOptions) -> int:
    """Asks, reports, and gives back the exit status."""
    if not environment.can_ask():
        raise bad_input("no-terminal", "Questions need a terminal to ask on.",
                        "Without one, use 'advisor recommend' with flags or --answers FILE; "
                        "'advisor recommend --help' lists them.")
    problems = check_format(options.report_format, template=None, signature="")
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    if options.answers == "-":
        raise bad_input("answers-on-terminal", "Standard input cannot hold both answers and key presses.",
                        "Name a file instead of '-'.", "--answers")
    opened = open_rules(environment, options.rules)
    if opened.compiled is None:
        raise bad_input("too-large", "This rule base is too large to ask only what matters.",
                        "Use 'advisor recommend' with flags or --answers FILE.")
    preset = case_from_file(opened.base, options.answers, environment) if options.answers else Case()
    prompter = make_prompter(environment, plain=options.plain)
    state = StateFile(environment)
    answers = Answers(preset, _kept(prompter, state, opened, resume=options.resume))
    wizard = Wizard(opened.base, opened.compiled, prompter, state, answers, folder=Path.cwd(),
                    show=lambda rec: show_recommendation(
                        environment, rec, report_format=options.report_format, output=options.output,
                        sources=options.sources, scales=options.scales))
    try:
        wizard.run(quick=options.quick)
    except Interrupted as stopped:
        prompter.say(_farewell(str(stopped), wizard, state))
        return Status.INTERRUPTED
    state.remove()
    return Status.DONE


def make_prompter(environment: Environment, *, plain: bool) -> Prompter:
    """Arrow keys on a capable terminal, numbered lines elsewhere."""
    assert environment.stdin is not None
    assert environment.stderr is not None
    if plain or environment.wants_plain_prompts():
        from advisor.cli.prompt_plain import PlainPrompter

        return PlainPrompter(environment.stdin, environment.stderr)
    from advisor.cli.prompt_keys import KeyPrompter

    return KeyPrompter(environment.stderr, color=environment.color(environment.stderr))


def _kept(prompter: Prompter, state: StateFile, opened: Opened, *, resume: bool) -> dict[str, str]:
    kept = state.load(opened.base)
    if not resume:
        if kept is not None:
            prompter.say(f"Answers of an unfinished run are kept ({len(kept.answers)}). To go on with them, press "
                         "Ctrl-C now, then: advisor --resume")
        return {}
    if kept is None:
        prompter.say("There is no unfinished run to go on with. Here is the first question.")
        return {}
    lost = f" {kept.dropped} no longer fit the rules and will be asked again." if kept.dropped else ""
    prompter.say(f"Going on with {len(kept.answers)} kept answers.{lost}")
    return kept.answers


def _farewell(why: str, wizard: Wizard, state: StateFile) -> str:
    lead = f"{why} " if why else "Stopped. "
    if wizard.finished:
        state.remove()
        return lead.strip()
    if not wizard.answers.given:
        return f"{lead}No answer had been given yet."
    fault = state.save(wizard.answers.values())
    if fault is not None:
        return f"{lead}Your answers could not be kept: {fault} To give them again: {wizard.command()}"
    return f"{lead}Your answers are kept in {state.path}\nTo go on with them: advisor --resume"
