"""The interview: a fold over a map of answers.

Going back, editing and resuming are one thing: the map changes, and the interview is replayed from it. The first
part asks what can still change the option; the second what can still change set-up or warnings. No question is
asked whose answer could change nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from advisor.engine.analysis import PARTS, Part, can_change, settled
from advisor.engine.case import Answer, Case, merge
from advisor.engine.compiled import Compiled
from advisor.interview.policy import best_next
from advisor.rulebase.model import UNSURE, RuleBase

Stage = Literal["choice", "details", "done"]


@dataclass(frozen=True)
class Answers:
    """Everything a person has said so far, reached by the interview or not.

    `preset` came from elsewhere and is never asked; `given` was asked, the latest word on each question.
    """

    preset: Case = field(default_factory=Case)
    given: Mapping[str, str] = field(default_factory=dict)

    def with_answer(self, question: str, value: str) -> Answers:
        """These answers with one more, or one changed."""
        preset = self.preset.with_answer(question, value) if question in self.preset.answers else self.preset
        return Answers(preset, {**self.given, question: value})

    def every(self) -> dict[str, Answer]:
        """Every answer with its origin, to be kept for another time."""
        asked = {name: Answer(value, "asked") for name, value in self.given.items()}
        return dict(self.preset.answers) | asked

    def going_on_with(self, kept: Mapping[str, Answer]) -> Answers:
        """These answers with those of an earlier run: asked ones win, others as their origin has it."""
        others = Case({name: answer for name, answer in kept.items() if answer.origin != "asked"})
        found = Answers(merge([others, self.preset]), self.given)
        for name, answer in kept.items():
            if answer.origin == "asked":
                found = found.with_answer(name, answer.value)
        return found


@dataclass(frozen=True)
class State:
    """Where an interview stands after its answers have been replayed."""

    stage: Stage
    case: Case
    asked: tuple[str, ...]
    """the questions that were asked and answered, in order"""
    choice_length: int
    """how many of `asked` belong to the first part"""
    question: str | None
    """what to ask next; None when done"""
    at_most: int
    """an upper bound on the questions left in this stage, the next one included"""


def replay(base: RuleBase, compiled: Compiled, answers: Answers, *, details: bool = True,
           stop_before: str | None = None) -> State:
    """The state that `answers` lead to.

    With `stop_before`, the replay ends where that question would come, as if it were not answered yet.
    Without `details` it ends after the first part. Answers that the replay does not come to are left out of the case:
    they can change nothing.
    """
    case, asked = answers.preset, list[str]()
    stage: Stage = "choice"
    while True:
        if stage == "choice":
            question, choice_length = next_choice(base, case, compiled), len(asked)
            if question is None:
                stage = "details"
        if stage == "details":
            question = next_detail(base, case, compiled) if details else None
        if question is None:
            return State("done", case, tuple(asked), choice_length, None, 0)
        if question == stop_before or question not in answers.given:
            at_most = (choices_left(base, case, compiled) if stage == "choice"
                       else len(details_left(base, case, compiled)))
            return State(stage, case, tuple(asked), choice_length, question, at_most)
        case = Case({**case.answers, question: Answer(answers.given[question], "asked")}, case.disagreements)
        asked.append(question)


def next_choice(base: RuleBase, case: Case, compiled: Compiled) -> str | None:
    """The best question that can still change the option, or None once it is settled or none is left."""
    if settled(base, case, compiled) == "yes":
        return None
    return best_next(base, case, compiled)


def choices_left(base: RuleBase, case: Case, compiled: Compiled) -> int:
    """An upper bound on the questions of the first part that are left."""
    return sum(1 for name, parts in _changes(base, case, compiled).items()
               if "verdict" in parts and not base.questions[name].given)


def next_detail(base: RuleBase, case: Case, compiled: Compiled) -> str | None:
    """The next question of the second part: what can change the option comes first, then set-up, then warnings."""
    left = details_left(base, case, compiled)
    return left[0] if left else None


def details_left(base: RuleBase, case: Case, compiled: Compiled) -> list[str]:
    """The unanswered questions that can still change anything, the weightiest first."""
    changes = _changes(base, case, compiled)
    left = [name for name, parts in changes.items() if parts]
    return sorted(left, key=lambda name: PARTS.index(changes[name][0]))


def _changes(base: RuleBase, case: Case, compiled: Compiled) -> dict[str, tuple[Part, ...]]:
    unsure = [name for name, answer in case.answers.items() if answer.value == UNSURE]
    found = can_change(base, case, compiled, frozen=unsure)
    return {name: parts for name, parts in found.items() if name not in case.answers}
