"""Exit statuses, and the errors that lead to them."""

from __future__ import annotations

from enum import IntEnum

from advisor.rulebase.problem import Problem


class Status(IntEnum):
    """What the program says to its caller when it ends."""

    DONE = 0
    FINDINGS = 1
    BAD_INPUT = 2
    SURROUNDINGS = 3
    INTERRUPTED = 130


class Failure(Exception):
    """The command cannot go on; carries what to tell the person and how to leave."""

    def __init__(self, status: Status, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.status = status
        self.problems = problems


def bad_input(code: str, message: str, fix: str = "", where: str = "") -> Failure:
    """A failure that the person can mend on the command line or in a file."""
    return Failure(Status.BAD_INPUT, Problem(code, message, where=where, fix=fix))


def surroundings(code: str, message: str, fix: str = "", where: str = "") -> Failure:
    """A failure of disk, network or server."""
    return Failure(Status.SURROUNDINGS, Problem(code, message, where=where, fix=fix))
