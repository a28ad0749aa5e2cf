"""The course of the wizard: which page comes when. All knowledge comes from the rule base."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from advisor.cli.answers import answers_text
from advisor.cli.output import write_file
from advisor.cli.prompting import Back, Option, Prompt, Prompter
from advisor.cli.rules import Opened
from advisor.cli.state import StateFile
from advisor.cli.status import Failure
from advisor.engine.analysis import settled
from advisor.engine.case import Case
from advisor.engine.evaluate import evaluate
from advisor.interview.interview import Answers, State, replay
from advisor.report.build import command_for, provisos_of, recommend
from advisor.report.recommendation import Recommendation
from advisor.rulebase.model import UNSURE, Client, Provider

UNSURE_TEXT = "Not sure"


class Wizard:
    """One run of the wizard. Its only state is the map of answers and which question is being asked anew."""

    def __init__(self, opened: Opened, prompter: Prompter, state: StateFile, answers: Answers, *, folder: Path,
                 show: Callable[[Recommendation], None],
                 keep: Callable[[Recommendation, Case], None] | None = None,
                 client: Client | None = None, provider: Provider | None = None) -> None:
        assert opened.compiled is not None
        self.opened = opened
        self.base = opened.base
        self.compiled = opened.compiled
        self.prompter = prompter
        self.state = state
        self.answers = answers
        self.folder = folder
        self.show = show
        self.keep_case = keep
        """writes down the case that a report was shown for, where that was asked for"""
        self.client = client
        self.provider = provider
        self.details = False
        self.finished = False
        """whether the report has been shown"""

    def run(self, *, quick: bool) -> None:
        """Asks, reviews, reports, and offers what comes after."""
        self.first_part()
        if not quick:
            self.offer_details()
        self.review()
        while True:
            rec = self.recommendation()
            self.show(rec)
            if self.keep_case is not None:
                self.keep_case(rec, self.replay(details=self.details).case)
            self.finished = True
            self.state.remove()
            if not self.after_report():
                return

    def first_part(self) -> None:
        """Asks what can still change the option, until it is settled; then says the verdict in a line."""
        self.ask_all(details=False)
        self.prompter.say(self.verdict_line())

    def offer_details(self) -> None:
        """Offers the questions that can still change set-up or warnings."""
        here = self.replay(details=True)
        if here.question is None:
            return
        lead = "Up to " if here.at_most > 1 else ""
        noun = "questions make" if here.at_most > 1 else "question makes"
        options = (Option("yes", "Yes, go on"), Option("no", "No, show the report now"))
        while True:
            choice = self.prompter.choose(Prompt(
                f"{lead}{here.at_most} more {noun} the set-up safe. Go on?", options, can_go_back=bool(here.asked),
                why="These answers no longer decide what is advised, only how to set it up and what to watch for.",
                find_out="You can stop after any of them with 'Not sure'; the report says what was not looked at."))
            if isinstance(choice, Back):
                self.ask_again(here.asked[-1])
                self.prompter.say(self.verdict_line())
                here = self.replay(details=True)
                if here.question is None:
                    return
                continue
            self.details = choice == "yes"
            break
        if self.details:
            self.ask_all(details=True)

    def ask_all(self, *, details: bool) -> None:
        """Asks every question that is left; going back asks the one before again."""
        choosing = False
        while True:
            here = self.replay(details=details)
            if details and choosing and here.stage != "choice":
                self.prompter.say(self.verdict_line())  # somebody went back, and the verdict was open again
            choosing = here.stage == "choice"
            if here.question is None:
                return
            self.ask(here, here.question, details=details)

    def ask(self, here: State, question: str, *, details: bool) -> None:
        """Asks one question; on the way back, those before it, until it is answered or passed."""
        path = here
        while True:
            answer = self.prompter.choose(self.prompt(path, question))
            if not isinstance(answer, Back):
                self.keep(question, answer)
                return
            if not path.asked:
                continue
            question = path.asked[-1]
            path = replay(self.base, self.compiled, self.answers, details=details, stop_before=question)
            if path.question != question:  # it came from the review page, and is not on the path
                return

    def ask_again(self, question: str) -> None:
        """Asks a question once more; what follows from it is re-checked by replay."""
        path = replay(self.base, self.compiled, self.answers, details=True, stop_before=question)
        if path.question == question:
            self.ask(path, question, details=self.details)
        else:
            answer = self.prompter.choose(self.prompt(None, question))
            if not isinstance(answer, Back):
                self.keep(question, answer)
        self.ask_all(details=self.details)

    def prompt(self, here: State | None, name: str) -> Prompt:
        """The prompt for a question, with the earlier answer marked."""
        question = self.base.questions[name]
        before = self.answers.given.get(name) or getattr(self.answers.preset.answers.get(name), "value", None)
        options = [Option(value.id, value.text, value.id == before) for value in question.values]
        options.append(Option(UNSURE, UNSURE_TEXT, before == UNSURE))
        note = ""
        if here is not None:
            note = "the last one" if here.at_most <= 1 else f"at most {here.at_most} more"
        return Prompt(question.ask, tuple(options), question.why, question.find_out, note,
                      can_go_back=here is None or bool(here.asked))

    def keep(self, question: str, answer: str) -> None:
        """Takes an answer and writes down all of them."""
        self.finished = False
        self.answers = self.answers.with_answer(question, answer)
        self.state.save(self.answers.every())

    def replay(self, *, details: bool) -> State:
        """Where the answers lead."""
        return replay(self.base, self.compiled, self.answers, details=details)

    def recommendation(self) -> Recommendation:
        """The recommendation for the answers so far."""
        return recommend(self.base, self.replay(details=self.details).case, self.compiled, rules=self.opened.named,
                         client=self.client, provider=self.provider)

    def command(self) -> str:
        """The command that gives the same result."""
        return command_for(self.base, self.replay(details=self.details).case, self.opened.named, self.client,
                           self.provider)

    def verdict_line(self) -> str:
        """The verdict in a line, with its proviso and how firm it is."""
        case = self.replay(details=False).case
        option = self.base.option(evaluate(self.base, case).option)
        firm = settled(self.base, case, self.compiled) == "yes"
        provisos = [found.text for found in provisos_of(self.base, case, option.id)]
        standing = "Settled." if firm else "Not settled: it rests on what is not known."
        return "\n" + " ".join([option.headline, standing, *provisos, option.explain]) + "\n"

    def review(self) -> None:
        """Lists every answer; any can be changed before the report is shown."""
        while True:
            case = self.replay(details=self.details).case
            options = [Option("", "Show the report")]
            for name, question in self.base.questions.items():
                if name in case.answers:
                    value = case.answers[name].value
                    text = UNSURE_TEXT if value == UNSURE else question.value(value).text
                    options.append(Option(name, f"{question.label}: {text}"))
            if len(options) == 1:
                return
            choice = self.prompter.choose(Prompt("Your answers. Is there one to change?", tuple(options)))
            if isinstance(choice, Back):
                continue
            if not choice:
                return
            self.ask_again(choice)

    def after_report(self) -> bool:
        """What to do with the report; True to show it again."""
        options = (Option("done", "Done"), Option("change", "Change an answer"),
                   Option("save", "Save the report and my answers"))
        while True:
            choice = self.prompter.choose(Prompt("What next?", options))
            if choice == "change":
                self.review()
                return True
            if choice != "save":
                return False
            self.save()

    def save(self) -> None:
        """Writes the report and the answers beside each other in the current folder, never over another file."""
        from advisor.report.html_report import render_html

        rec = self.recommendation()
        answers = answers_text(self.base, self.replay(details=self.details).case)
        for name, text in (("advice.html", render_html(rec, sources=True)), ("advice-answers.yaml", answers)):
            path = free_name(self.folder / name)
            try:
                write_file(path, text)
                self.prompter.say(f"Saved: {path}")
            except Failure as failure:
                self.prompter.say(f"Not saved: {failure.problems[0]}")


def free_name(path: Path) -> Path:
    """`path`, or the first of its numbered neighbours that does not exist."""
    number = 2
    found = path
    while found.exists():
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found
