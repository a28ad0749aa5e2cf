"""What the statements of a rule base come to, worked out by going through every case."""

from __future__ import annotations

from advisor.rulebase.model import Invariant, Monotone
from tests.verify.checks.population import Answers, Subject


def met(member: Subject, statement: Invariant | Monotone) -> list[int]:
    """The cases that the statement speaks of."""
    return member.truth.met(statement.when)


def broken(member: Subject, statement: Invariant) -> list[int]:
    """The cases in which the statement fails."""
    holding = set(member.truth.met(statement.then))
    return [number for number in met(member, statement) if (number in holding) is statement.never]


def changes(member: Subject, statement: Monotone) -> list[tuple[Answers, Answers, bool, bool]]:
    """Every change it speaks of: known answers before and after, and whether what must not be lost holds in each."""
    found = []
    truth, question = member.truth, statement.question
    for situation in truth.situations:
        if situation.answers[question] not in statement.order:
            continue
        place = statement.order.index(situation.answers[question])
        for later in statement.order[place + 1:]:
            after = truth.at({**situation.answers, question: later})
            if truth.holds(statement.when, situation) is True and truth.holds(statement.when, after) is True:
                found.append((known(situation.answers), known(after.answers),
                              truth.holds(statement.toward, situation) is True,
                              truth.holds(statement.toward, after) is True))
    return found


def lost(member: Subject, statement: Monotone) -> list[tuple[Answers, Answers, str]]:
    """The changes in which it is lost."""
    return [(before, after, statement.id) for before, after, first, second in changes(member, statement)
            if first and not second]


def known(answers: Answers) -> Answers:
    """Without what is open."""
    return {name: value for name, value in answers.items() if value != "open"}
