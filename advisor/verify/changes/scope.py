"""What counts as the same case in two versions of a rule base."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from advisor.engine.compiled import domains_of
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import Question, RuleBase


class OnlyIn(NamedTuple):
    """What one version alone has."""

    old: tuple[str, ...]
    new: tuple[str, ...]


class Scope(NamedTuple):
    """Where the versions do not ask the same.

    A question that one version lacks ranges over its values and is not heard by that version. A value that one
    version lacks has no counterpart: cases with it are left out.
    """

    questions: OnlyIn
    values: Mapping[str, OnlyIn]
    """for each question of both versions whose values differ"""

    @property
    def same(self) -> bool:
        """Whether both versions ask the same questions with the same values."""
        return not (self.questions.old or self.questions.new or self.values)


def scope_of(old: RuleBase, new: RuleBase) -> Scope:
    """Which questions and values are not in both."""
    values = {name: _only(old.questions[name].value_ids, question.value_ids)
              for name, question in new.questions.items() if name in old.questions}
    return Scope(_only(tuple(old.questions), tuple(new.questions)),
                 {name: only for name, only in values.items() if only.old or only.new})


def _only(old: tuple[str, ...], new: tuple[str, ...]) -> OnlyIn:
    return OnlyIn(tuple(name for name in old if name not in new), tuple(name for name in new if name not in old))


def domains_of_both(old: RuleBase, new: RuleBase) -> dict[str, tuple[str, ...]]:
    """The cases of both: each question with the values that no version lacks, and `open`.

    Their order keeps the diagrams of both versions small: the rules of both count for it.
    """
    questions = {**old.questions, **new.questions}
    both = new._replace(
        questions=questions,
        constraints={f"{place} {name}": rule for place, base in enumerate((old, new))
                     for name, rule in base.constraints.items()},
        evidence={f"{place} {name}": rule for place, base in enumerate((old, new))
                  for name, rule in base.evidence.items()})
    return {name: (*_shared(old.questions.get(name), new.questions.get(name)), OPEN) for name in domains_of(both)}


def _shared(old: Question | None, new: Question | None) -> tuple[str, ...]:
    if old is None or new is None:
        only = old or new
        return only.value_ids if only else ()
    return tuple(value for value in new.value_ids if value in old.value_ids)
