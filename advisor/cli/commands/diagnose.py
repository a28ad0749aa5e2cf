"""`advisor diagnose`: why mail is missing. Asks on a terminal; with answers it reports at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from advisor.cli.answers import case_from_file, case_from_flags
from advisor.cli.commands.recommend import unknown_words
from advisor.cli.commands.wizard import make_prompter
from advisor.cli.environment import Environment
from advisor.cli.output import check_output, write_result
from advisor.cli.prompting import Back, Interrupted, Option, Prompt, Prompter
from advisor.cli.rules import Opened, open_rules
from advisor.cli.show import show_lines, unknown_format
from advisor.cli.status import Failure, Status, bad_input
from advisor.cli.wizard_flow import UNSURE_TEXT
from advisor.engine.case import Case, merge
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import evaluate
from advisor.interview.interview import Answers, State
from advisor.interview.sorting import possible, sort_out
from advisor.report.build import command_for
from advisor.report.diagnosis import Diagnosis, diagnose
from advisor.rulebase.condition import ALWAYS
from advisor.rulebase.model import UNSURE

FORMATS = ("text", "json", "markdown", "ticket")
COMMAND = "diagnose"


class DiagnoseOptions(NamedTuple):
    """What the command line said."""

    flags: Mapping[str, list[str]]
    extra: Sequence[str]
    answers: str | None
    report_format: str
    output: Path | None
    sources: bool
    plain: bool
    signature: str
    save: Path | None = None


class Wording(Protocol):
    """How a report is to be written."""

    @property
    def report_format(self) -> str:
        """One of FORMATS."""

    @property
    def output(self) -> Path | None:
        """The file; None for standard output."""

    @property
    def sources(self) -> bool:
        """Whether the claims are named."""

    @property
    def signature(self) -> str:
        """For a ticket."""


def run_diagnose(environment: Environment, opened: Opened, options: DiagnoseOptions) -> int:
    """Asks where nothing is known and somebody is there, and reports; raises Failure with every fault of the input."""
    if options.report_format not in FORMATS:
        raise Failure(Status.BAD_INPUT, unknown_format(options.report_format, FORMATS))
    if opened.compiled is None:
        raise bad_input("too-large", "This rule base is too large to sort its causes out.", "Make it smaller.")
    check_output(options.output)
    check_output(options.save)
    case, problems = case_from_flags(opened.base, options.flags)
    problems += unknown_words(opened, options.extra)
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    main = open_rules(environment, opened.named).base
    cases = [case]
    if options.answers is not None:
        cases.insert(0, case_from_file(opened.base, options.answers, environment, others=main.questions))
    case = merge(cases) if len(cases) > 1 else case
    if options.answers is None and not case.answers and environment.can_ask():
        prompter = make_prompter(environment, plain=options.plain)
        interview = _Interview(opened, opened.compiled, prompter)
        try:
            interview.begin()
            interview.ask_all()
        except Interrupted as stopped:
            prompter.say(f"{str(stopped) or 'Stopped.'} {interview.farewell()}")
            return Status.INTERRUPTED
        case = interview.state().case
    found = diagnose(opened.base, case, opened.compiled, rules=opened.named, command=COMMAND, other=main)
    show_diagnosis(environment, found, options)
    if options.save is not None:
        from advisor.cli.case_file import save_case

        save_case(environment, opened, found, case, options.save, main)
    return Status.DONE


def show_diagnosis(environment: Environment, found: Diagnosis, options: Wording) -> None:
    """Writes the report."""
    if options.report_format == "json":
        from advisor.report.diagnosis_json import diagnosis_document
        from advisor.report.json_report import dumps

        write_result(dumps(diagnosis_document(found)), environment, options.output)
    elif options.report_format == "markdown":
        from advisor.report.diagnosis_markdown import diagnosis_markdown

        write_result(diagnosis_markdown(found, sources=options.sources), environment, options.output)
    elif options.report_format == "ticket":
        from advisor.report.diagnosis_ticket import diagnosis_ticket

        write_result(diagnosis_ticket(found, signature=options.signature), environment, options.output)
    else:
        from advisor.report.diagnosis_text import diagnosis_lines

        width = environment.width(environment.stdout if options.output is None else None)
        show_lines(environment, diagnosis_lines(found, width, sources=options.sources), options.output)


class _Interview:
    """One run of the questions. Its only state is the map of answers."""

    def __init__(self, opened: Opened, compiled: Compiled, prompter: Prompter) -> None:
        self.base = opened.base
        self.named = opened.named
        self.compiled = compiled
        self.prompter = prompter
        self.answers = Answers(Case())

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

    def prompt(self, here: State, name: str) -> Prompt:
        """The prompt for a test; it can be left undone, and the report can be had at once."""
        question = self.base.questions[name]
        before = self.answers.given.get(name)
        options = [Option(value.id, value.text, value.id == before) for value in question.values]
        options.append(Option(UNSURE, CANNOT, before == UNSURE))
        if here.asked:
            options.append(Option(STOP, "Enough: show what is left now"))
        left = len(possible(self.compiled, here.case.known()))
        return Prompt(question.ask, tuple(options), question.why, question.find_out,
                      f"{left} causes possible" if left != 1 else "1 cause possible", can_go_back=bool(here.asked))

    def farewell(self) -> str:
        """How to go on later."""
        case = self.state().case
        if not case.answers:
            return "No answer had been given yet."
        command = command_for(self.base, case, self.named).replace(" recommend", f" {COMMAND}", 1)
        return f"With the answers so far: {command}"


STOP = "enough"
CANNOT = f"{UNSURE_TEXT}, or I cannot test that now"
