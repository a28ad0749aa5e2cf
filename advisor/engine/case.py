"""The case: what is known of one person, and where each answer came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from advisor.rulebase.model import UNSURE

Origin = Literal["provider", "file", "measured", "flag", "asked"]
PRECEDENCE: tuple[Origin, ...] = get_args(Origin)
"""Where two origins disagree, the later one wins."""


class Answer(NamedTuple):
    """A value of the question's domain, or `unsure`; and its origin."""

    value: str
    origin: Origin

    @property
    def is_open(self) -> bool:
        """Whether any value may be the true one."""
        return self.value == UNSURE


class Disagreement(NamedTuple):
    """Two origins gave different answers; `kept` won."""

    question: str
    kept: Answer
    dropped: Answer


class Case:
    """A map from question to answer, never changed in place. Values are not checked here: readers of input do that."""

    __slots__ = ("answers", "disagreements")

    def __init__(self, answers: Mapping[str, Answer] | None = None,
                 disagreements: tuple[Disagreement, ...] = ()) -> None:
        self.answers: Mapping[str, Answer] = MappingProxyType(dict(answers or {}))
        self.disagreements = disagreements

    def __eq__(self, other: object) -> bool:
        return (isinstance(other, Case) and dict(self.answers) == dict(other.answers)
                and self.disagreements == other.disagreements)

    __hash__ = None  # type: ignore[assignment]  # holds a mapping

    def value(self, question: str) -> str | None:
        """The known value, or None while the question is open."""
        answer = self.answers.get(question)
        return None if answer is None or answer.is_open else answer.value

    def known(self) -> dict[str, str]:
        """The known values by question."""
        return {name: answer.value for name, answer in self.answers.items() if not answer.is_open}

    def with_answer(self, question: str, value: str, origin: Origin = "asked") -> Case:
        """This case with one answer set."""
        return Case({**self.answers, question: Answer(value, origin)}, self.disagreements)


def case_of(values: Mapping[str, str], origin: Origin = "flag") -> Case:
    """A case whose answers all have one origin."""
    return Case({name: Answer(value, origin) for name, value in values.items()})


def merge(cases: Iterable[Case]) -> Case:
    """One case from several: by origin, the later of `PRECEDENCE` wins; disagreements are kept for the report."""
    kept: dict[str, Answer] = {}
    disagreements: list[Disagreement] = []
    for case in cases:
        disagreements.extend(case.disagreements)
        for name, answer in case.answers.items():
            earlier = kept.get(name)
            if earlier is None:
                kept[name] = answer
                continue
            wins = PRECEDENCE.index(answer.origin) >= PRECEDENCE.index(earlier.origin)
            winner, loser = (answer, earlier) if wins else (earlier, answer)
            kept[name] = winner
            if winner.value != loser.value:
                disagreements.append(Disagreement(name, winner, loser))
    return Case(kept, tuple(disagreements))
