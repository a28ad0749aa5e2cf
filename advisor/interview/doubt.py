"""Answers that cannot all be true, and what can be believed while they stand side by side.

Which of them is wrong is not known, so all of them count as if they had not been given.
"""

from __future__ import annotations

from collections.abc import Mapping

from advisor.engine.case import Case
from advisor.rulebase.model import RuleBase


def clashes(base: RuleBase, known: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The questions whose answers contradict each other, in the order of the rules."""
    return tuple(dict.fromkeys(tuple(part.question for part in parts) for parts in base.contradictions
                               if all(known.get(part.question) in part.values for part in parts)))


def believed(base: RuleBase, known: Mapping[str, str]) -> dict[str, str]:
    """The answers that no other one contradicts."""
    doubted = {question for together in clashes(base, known) for question in together}
    return {question: value for question, value in known.items() if question not in doubted}


def believed_case(base: RuleBase, case: Case) -> Case:
    """The case with these answers alone; what somebody was not sure of stays."""
    doubted = case.known().keys() - believed(base, case.known()).keys()
    if not doubted:
        return case
    return Case({name: answer for name, answer in case.answers.items() if name not in doubted}, case.disagreements)
