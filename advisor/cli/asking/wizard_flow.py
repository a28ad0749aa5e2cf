"""Puts the course of an interview to a person: prompts, review, report, what comes after."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from advisor.cli.asking.program_pages import page_line, page_prompt
from advisor.cli.asking.prompting import Back, Option, Prompt, Prompter
from advisor.cli.asking.wizard_words import save_beside, verdict_line
from advisor.cli.files.answers import answers_text
from advisor.cli.files.unfinished import StateFile
from advisor.cli.opening.rules import Opened
from advisor.engine.case import Case
from advisor.interview.course import Course
from advisor.interview.interview import Answers, State
from advisor.interview.pages import PAGES, Chosen
from advisor.report.advice.build import command_for, recommend
from advisor.report.advice.recommendation import Recommendation
from advisor.rulebase.model import UNSURE

UNSURE_TEXT = "Not sure"


class Wizard:
    """One run of the wizard. Its only state is the course, and what has been shown of it."""

    def __init__(self, opened: Opened, prompter: Prompter, state: StateFile, answers: Answers, *, folder: Path,
                 show: Callable[[Recommendation], None],
                 keep: Callable[[Recommendation, Case], None] | None = None,
                 programs: Chosen | None = None, quick: bool = False,
                 quiet: Callable[[], AbstractContextManager[None]] = nullcontext) -> None:
        assert opened.compiled is not None
        self.opened = opened
        self.base = opened.base
        self.compiled = opened.compiled
        self.course = Course.begin(opened.base, opened.compiled, answers, programs or Chosen(), quick=quick)
        self.prompter = prompter
        self.state = state
        self.folder = folder
        self.show = show
        self.keep_case = keep
        """writes down the case that a report was shown for, where that was asked for"""
        self.quiet = quiet
        """what keeps the keyboard still while a report is made"""
        self.details = False
        self.finished = False
        """whether the report has been shown"""

    def run(self) -> None:
        """Asks, reviews, reports, and offers what comes after."""
        self.first_part()
        if not self.course.quick:
            self.offer_details()
        self.review()
        while True:
            self.report()
            self.finished = True
            self.state.remove()
            if not self.after_report():
                return

    def report(self) -> None:
        """Shows the report, and keeps the case where that was asked for."""
        with self.quiet():
            rec = self.recommendation()
            self.show(rec)
            if self.keep_case is not None:
                self.keep_case(rec, self.case())

    def first_part(self) -> None:
        """Asks what can still change the option, until it is settled; then says the verdict in a line."""
        self.ask_all(details=False)
        self.prompter.say(self.verdict_line())

    def offer_details(self) -> None:
        """Offers the questions that can still change set-up or warnings."""
        here = self.course.replay(details=True)
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
                here = self.course.replay(details=True)
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
            here = self.course.replay(details=details)
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
            path = self.course.replay(details=details, stop_before=question)
            if path.question != question:  # it came from the review page, and is not on the path
                return

    def ask_again(self, question: str) -> None:
        """Asks a question once more; what follows from it is re-checked by replay."""
        path = self.course.replay(details=True, stop_before=question)
        if path.question == question:
            self.ask(path, question, details=self.details)
        else:
            answer = self.prompter.choose(self.prompt(None, question))
            if not isinstance(answer, Back):
                self.keep(question, answer)
        self.ask_all(details=self.details)

    def prompt(self, here: State | None, name: str) -> Prompt:
        """The prompt for a question or a page, with the earlier answer marked."""
        note = ""
        if here is not None:
            note = "the last one" if here.at_most <= 1 else f"at most {here.at_most} more"
        can_go_back = here is None or bool(here.asked)
        if name in PAGES:
            return page_prompt(self.base, self.course.programs, name, note, can_go_back=can_go_back)
        question = self.base.questions[name]
        answers = self.course.answers
        before = answers.given.get(name) or getattr(answers.preset.answers.get(name), "value", None)
        options = [Option(value.id, value.text, value.id == before) for value in question.values]
        options.append(Option(UNSURE, UNSURE_TEXT, before == UNSURE))
        return Prompt(question.ask, tuple(options), question.why, question.find_out, note, can_go_back=can_go_back)

    def keep(self, question: str, answer: str) -> None:
        """Takes an answer and writes down all of them."""
        self.finished = False
        before = self.verdict_line() if question in PAGES else ""
        self.course = self.course.with_answer(question, answer)
        if before and self.course.replay(details=False).stage == "done" and self.verdict_line() != before:
            self.prompter.say(self.verdict_line())
        self.save_state()

    def save_state(self) -> str | None:
        """Keeps all that was answered; gives back why that failed, or None."""
        return self.state.save(self.course.answers.every(), self.course.programs.known())

    def recommendation(self) -> Recommendation:
        """The recommendation for the answers so far."""
        return recommend(self.base, self.case(), self.compiled, rules=self.opened.named,
                         client=self.course.client, provider=self.course.provider)

    def case(self) -> Case:
        """The answers so far."""
        return self.course.case(details=self.details)

    def command(self) -> str:
        """The command that gives the same result."""
        return command_for(self.base, self.case(), self.opened.named, self.course.client, self.course.provider)

    def verdict_line(self) -> str:
        """The verdict in a line, with its proviso and how firm it is."""
        case = self.course.replay(details=False).case
        return verdict_line(self.base, self.compiled, case, self.course.client)

    def review(self) -> None:
        """Lists every answer; any can be changed before the report is shown."""
        while True:
            case = self.case()
            options = [Option("", "Show the report")]
            for name, question in self.base.questions.items():
                if name in case.answers:
                    value, origin = case.answers[name]
                    text = UNSURE_TEXT if value == UNSURE else question.value(value).text
                    told = " (measured)" if origin == "measured" else ""
                    options.append(Option(name, f"{question.label}: {text}{told}"))
            options += [Option(page, page_line(self.base, self.course.programs, page))
                        for page in self.course.programs.known()]
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
        from advisor.report.advice.html import render_html

        page = render_html(self.recommendation(), sources=True)
        texts = {"advice.html": page, "advice-answers.yaml": answers_text(
            self.base, self.case(), self.course.client, self.course.provider)}
        save_beside(self.folder, texts, self.prompter.say)
