"""How asking begins and is gone on with: which prompts, which unfinished run, and what to type again for it."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote
from typing import NamedTuple

from advisor.cli.asking.prompting import Option, Prompt, Prompter
from advisor.cli.edge.environment import Environment
from advisor.cli.files.unfinished import StateFile
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.form import TEXT, Form
from advisor.interview.interview import Answers
from advisor.interview.pages import Chosen


def make_prompter(environment: Environment, *, plain: bool) -> Prompter:
    """Arrow keys on a capable terminal, numbered lines elsewhere."""
    assert environment.stdin is not None
    assert environment.stderr is not None
    if plain or environment.wants_plain_prompts():
        from advisor.cli.asking.prompt_plain import PlainPrompter

        return PlainPrompter(environment.stdin, environment.stderr)
    from advisor.cli.asking.prompt_keys import KeyPrompter

    return KeyPrompter(environment.stderr, color=environment.color(environment.stderr))


def going_on(prompter: Prompter, state: StateFile, opened: Opened, answers: Answers, programs: Chosen, *,
             resume: bool) -> tuple[Answers, Chosen]:
    """What to start with: what an unfinished run kept too, if the person wants to go on with it."""
    kept = state.load(opened.base)
    if kept is None:
        if resume:
            why = (f"The unfinished run in {state.damaged} cannot be read: the file is damaged." if state.damaged
                   else "There is no unfinished run to go on with.")
            prompter.say(f"{why} Here is the first question.")
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


REPEATED = ("rules", "client", "provider", "quick", "plain", "save")
"""What an unfinished run does not keep beside the form, and so has to be said once more when it is gone on with."""


def said_again(form: Form, options: NamedTuple, names: Sequence[str] = REPEATED) -> str:
    """What the command line said and an unfinished run does not keep, as it is to be typed again."""
    said = {f"--{name}": getattr(options, name) for name in names}
    said |= {"--format": form.report_format if form.report_format != TEXT else None, "--output": form.output}
    words = []
    kept = {"--save": said.pop("--save", None)}
    for name, value in {**said, **form.asked, **kept}.items():
        if value:
            words += [name] if value is True else [name, quote(str(value))]
    return "".join(f" {word}" for word in words)
