"""Runs idp-engine on one job: `python worker_idp.py < job.json`, in an environment of its own.

A job has the knowledge base, the questions with their values, people, complete cases and more people. One line of JSON
comes out per thing done: first `ready`, then an interview for each of the people, a verdict for each case, and the
other interviews. The next question is the first one of the
vocabulary that `determine_relevance` calls relevant and that is neither answered nor skipped; after each answer all
consequences are propagated.
"""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import Any

from idp_engine import IDP, Theory


class Consultant:
    """A theory that answers are put into, one by one, as the interactive consultant does."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.symbols: dict[str, str] = job["symbols"]
        self.constants: dict[str, dict[str, str]] = job["constants"]
        self.verdicts: dict[str, str] = job["verdicts"]
        [self.block] = IDP.from_str(job["knowledge_base"]).get_blocks("T")
        self.theory = Theory(self.block, extended=True)
        self.work_out()

    def work_out(self) -> None:
        """Everything that follows from the answers, and what is relevant still."""
        self.theory.propagate()
        self.theory.determine_relevance()

    def tell(self, question: str, value: str | None) -> None:
        """Sets an answer, or takes it back."""
        constant = None if value is None else self.constants[question][value]
        self.theory.assert_(self.symbols[question], constant)  # noqa: PT009 - a method of theirs

    def start_again(self) -> None:
        """Takes every answer back."""
        for question in self.symbols:
            self.tell(question, None)
        self.work_out()

    def next_question(self, skipped: set[str]) -> str | None:
        """The first relevant question without a value, in the order of the vocabulary."""
        for question, symbol in self.symbols.items():
            assignment = self.theory.assignments[symbol]
            if assignment.relevant and assignment.value is None and question not in skipped:
                return question
        return None

    def verdict(self) -> str | None:
        """The verdict, where it follows from the answers."""
        value = self.theory.assignments["verdict()"].value
        return None if value is None else self.verdicts[str(value)]


def interview(consultant: Consultant, truth: dict[str, str]) -> dict[str, Any]:
    """Asks until nothing relevant is left; a question without an answer in `truth` is skipped."""
    consultant.start_again()
    asked: list[str] = []
    seconds: list[float] = []
    skipped: set[str] = set()
    question = consultant.next_question(skipped)
    while question is not None:
        asked.append(question)
        start = perf_counter()
        if question in truth:
            consultant.tell(question, truth[question])
            consultant.work_out()
        else:
            skipped.add(question)
        question = consultant.next_question(skipped)
        seconds.append(perf_counter() - start)
    return {"asked": asked, "seconds": seconds, "verdict": consultant.verdict()}


def verdict_of(consultant: Consultant, answers: dict[str, str]) -> str:
    """The verdict of a complete case, by a fresh theory and its one model."""
    theory = Theory(consultant.block)
    for question, symbol in consultant.symbols.items():
        theory.assert_(symbol, consultant.constants[question][answers[question]])  # noqa: PT009 - a method of theirs
    model = next(iter(theory.expand(max=1)))
    return consultant.verdicts[str(model["verdict()"].value)]


def main() -> None:
    """Does the job on standard input."""
    job = json.load(sys.stdin)
    start = perf_counter()
    consultant = Consultant(job)
    first = consultant.next_question(set())
    print(json.dumps({"ready": perf_counter() - start, "first": first}), flush=True)
    for truth in job["people"]:
        print(json.dumps({"interview": interview(consultant, truth)}), flush=True)
    for answers in job["cases"]:
        print(json.dumps({"verdict": verdict_of(consultant, answers)}), flush=True)
    for truth in job["more_people"]:
        print(json.dumps({"interview": interview(consultant, truth)}), flush=True)


if __name__ == "__main__":
    main()
