"""The course of a diagnosis on a terminal: which test comes when, and what is kept when it is stopped."""

from __future__ import annotations

from itertools import chain

from advisor.cli.asking.prompting import Back, Option, Prompt, Prompter
from advisor.cli.asking.wizard_flow import UNSURE_TEXT
from advisor.cli.files.unfinished import StateFile
from advisor.cli.opening.rules import Opened
from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import evaluate
from advisor.interview.doubt import believed, clashes
from advisor.interview.interview import Answers, State
from advisor.interview.sorting import possible, sort_out
from advisor.report.diagnosis.diagnosis import Diagnosis
from advisor.report.page.command_line import command_with
from advisor.report.page.phrases import listed
from advisor.rulebase.condition import ALWAYS
from advisor.rulebase.model import UNSURE

COMMAND = "diagnose"
STOP = "enough"
_CANNOT = f"{UNSURE_TEXT}, or I cannot test that now"


class Sorting:
    """One run of the questions. Its only state is the map of answers."""

    def __init__(self, opened: Opened, compiled: Compiled, prompter: Prompter, state: StateFile,
                 answers: Answers) -> None:
        self.base = opened.base
        self.named = opened.named
        self.compiled = compiled
        self.prompter = prompter
        self.kept = state
        self.answers = answers

    def state(self, stop_before: str | None = None) -> State:
        """Where the answers lead."""
        return sort_out(self.base, self.compiled, self.answers, stop_before=stop_before)

    def begin(self) -> None:
        """Says before anything is tried what must not be done, whatever the cause: it may still be going on."""
        found = evaluate(self.base, Case())
        steps = [step for step in self.base.steps.values() if step.when == ALWAYS and step.level == "must"]
        steps.sort(key=lambda step: (step.order, step.id))
        self.prompter.say("\n".join([self.base.option(found.option).headline, *(f"- {step.text}" for step in steps)]))

    def ask_all(self) -> None:
        """Asks the most telling test until none can tell more, or the person has had enough."""
        while True:
            here = self.state()
            if here.question is None:
                return
            question, path = here.question, here
            while True:
                answer = self.prompter.choose(self.prompt(path, question))
                if not isinstance(answer, Back):
                    break
                if path.asked:
                    question = path.asked[-1]
                    path = self.state(stop_before=question)
            if answer == STOP:
                return
            self.answers = self.answers.with_answer(question, answer)
            self.kept.save(self.answers.every())  # also against a terminal that is simply closed

    def prompt(self, here: State, name: str) -> Prompt:
        """The prompt for a test; it can be left undone, and the report can be had at once."""
        question = self.base.questions[name]
        before = self.answers.given.get(name)
        options = [Option(value.id, value.text, value.id == before) for value in question.values]
        options.append(Option(UNSURE, _CANNOT, before == UNSURE))
        if here.case.answers:
            options.append(Option(STOP, "Enough: show what is left now"))
        known = here.case.known()
        left = len(possible(self.compiled, believed(self.base, known)))
        doubted = set(chain(*clashes(self.base, known)))
        again = listed([question.label for name, question in self.base.questions.items() if name in doubted])
        status = f"{left} causes possible" if left != 1 else "1 cause possible"
        if again:
            status += f"; these answers do not fit together: {again}"
        return Prompt(question.ask, tuple(options), question.why, question.find_out, status,
                      can_go_back=bool(here.asked))

    def farewell(self, why: str, again: str = "") -> str:
        """Keeps the answers, and says how to go on later; `again` are the options to repeat then."""
        lead = f"{why}\n" if why else "Stopped. "
        if not self.answers.every():
            return f"{lead}No answer had been given yet."
        now = command_with(COMMAND, {name: answer.value for name, answer in self.state().case.answers.items()},
                           self.named)
        if not self.answers.given and not self.kept.free():  # an earlier run is kept there, and not given up yet
            return f"{lead}To go on with the answers that you began with: {now} --ask{again}"
        fault = self.kept.save(self.answers.every())
        if fault is not None:
            return f"{lead}Your answers could not be kept: {fault}\nWhat is left with the answers so far: {now}"
        return (f"{lead}Your answers are kept in {self.kept.path}\n"
                f"To go on with them: {command_with(COMMAND, {}, self.named)} --resume{again}\n"
                f"What is left with the answers so far: {now}")

    def wants_more(self, title: str, found: Diagnosis) -> bool:
        """Offers to go on to the other interview once the report has been shown."""
        count = len(found.elsewhere)
        kept = " What you have answered already is not asked again." if count else ""
        return self.prompter.choose(Prompt(f"What next?{kept}", (
            Option("done", "Done"), Option("on", f"Ask me what suits me best ({title})")))) == "on"
