"""From one interview to the other: answers files that serve both, and where to go on from a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure
from advisor.cli.files.answers import read_answers_file
from advisor.cli.files.from_file import FromFile
from advisor.cli.opening.interviews import MISSING_MAIL, SWITCHING
from advisor.cli.opening.rules import Opened, open_rules
from advisor.engine.measured import says
from advisor.report.advice.recommendation import Recommendation
from advisor.report.page.command_line import command_with
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.report.page.phrases import listed
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import PROGRAM_KEYS

if TYPE_CHECKING:
    from advisor.report.diagnosis.changes import Change
    from advisor.report.diagnosis.diagnosis import Diagnosis


class OtherQuestions:
    """The questions of the other interview, read only where an answers file has one that this interview lacks."""

    def __init__(self, environment: Environment, named: str | None, inside: str) -> None:
        """The rules stand in the folder `inside` that of the rules `named`; "" is that folder itself."""
        self.environment = environment
        self.named = named
        self.inside = inside
        self.passed: list[str] = []
        """those that were asked for and are there"""
        self._names: frozenset[str] | None = None

    def __contains__(self, name: object) -> bool:
        if self._names is None:
            other = _other(self.environment, self.named, self.inside)
            programs = PROGRAM_KEYS if other and (other.clients or other.providers) else ()
            self._names = frozenset([*other.questions, *other.renamed_questions, *programs]) if other else frozenset()
        if name in self._names:
            self.passed.append(str(name))
            return True
        return False


def answers_from(environment: Environment, opened: Opened, name: str, inside: str) -> FromFile:
    """What an answers file of this interview or the other one tells; what only the other uses is passed over.

    A note says so. Raises Failure with every fault.
    """
    others = OtherQuestions(environment, opened.named, inside)
    found = read_answers_file(opened.base, name, environment, others=others)
    notes = []
    if others.passed:
        one = len(set(others.passed)) == 1
        notes.append(f"Note: {listed(list(dict.fromkeys(others.passed)))} {'belongs' if one else 'belong'} to 'advisor "
                     f"{'diagnose' if inside else 'recommend'}' and {'is' if one else 'are'} not used here.")
    if any(answer.origin == "measured" for answer in found.case.answers.values()):
        from advisor.cli.files.file_dates import age_note

        notes.append(age_note(found, environment.today()))
    if any(notes) and environment.stderr is not None:
        from advisor.cli.edge.telling import write

        write(environment.stderr, "".join(f"{note}\n" for note in notes if note))
    return found


def missing_mail_lines(environment: Environment, rec: Recommendation, opened: Opened, width: int) -> list[Line]:
    """How to find out why mail is missing, with the answers that both interviews ask for; nothing where no rules do."""
    other = _other(environment, opened.named, MISSING_MAIL)
    if other is None:
        return []
    known = {given.question: given.value for given in rec.answers if given.value is not None
             and (given.origin != "measured" or says(other, given.question, given.value))}
    command = command_with("diagnose", shared(known, other), opened.named)
    return [*flow("Is mail missing? This asks for the cause and keeps what you have answered:", width, "heading"),
            Line(f"{command} --ask", "command")]


def switching_changes(environment: Environment, opened: Opened, found: Diagnosis) -> tuple[Change, ...]:
    """The changes that the diagnosis leads on to, with the answers so far; none where no rules for switching are."""
    from advisor.report.diagnosis.changes import changes_of

    named = any(cause.procedure for cause in found.causes) or found.later
    return changes_of(found, _other(environment, opened.named, SWITCHING), opened.named) if named else ()


def shared(known: Mapping[str, str], other: RuleBase) -> dict[str, str]:
    """The answers that the other rule base can use as they are."""
    return {name: value for name, value in known.items()
            if name in other.questions and value in other.questions[name].value_ids}


def _other(environment: Environment, named: str | None, inside: str) -> RuleBase | None:
    try:
        return open_rules(environment, named, inside).base
    except Failure:
        return None
