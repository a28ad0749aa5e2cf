"""Which changes of the rules for switching put right what a diagnosis names, and the commands that give their steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from advisor.report.diagnosis.diagnosis import FIRST, Diagnosis, in_full
from advisor.report.page.command_line import SWITCH, command_with
from advisor.report.procedure.procedure import chooser
from advisor.rulebase.model import RuleBase

_HEADING = "Its steps in a safe order"
_HEADING_IF = "If it comes to that: the steps in a safe order"


class Change(NamedTuple):
    """A procedure that a cause or a step names."""

    procedure: str
    text: str
    command: str
    """with the answers that both rule bases ask for"""
    said: bool
    """whether a report for the person names it: where its cause is proven or what to do about it is said"""
    causes: tuple[str, ...]
    """the ids of the causes left that name it; none where a step does"""


def changes_of(found: Diagnosis, switching: RuleBase | None, rules: str | None = None) -> tuple[Change, ...]:
    """The changes named by the causes left, best fit first, and then by the steps; none without those rules.

    One that the rules for switching do not know is left out (`rules check` says so).
    """
    if switching is None:
        return ()
    first = chooser(switching)
    said = _said(found)
    wanted = dict.fromkeys([*(cause.procedure for cause in found.causes), *found.later])
    answers = {given.question: given.value for given in found.rec.answers if given.value is not None}
    return tuple(
        Change(name, first.value(name).text, command_with(f"{SWITCH} {name}", _carried(answers, switching), rules),
               name in found.later or bool(ids & said),
               tuple(cause.id for cause in found.causes if cause.id in ids))
        for name in wanted if name in first.value_ids
        for ids in [{cause.id for cause in found.causes if cause.procedure == name}])


def heading(found: Diagnosis) -> str:
    """What stands above the commands."""
    return _HEADING if any(cause.confirmed for cause in found.causes) else _HEADING_IF


def said_only(changes: Iterable[Change]) -> Sequence[Change]:
    """Those that a report for the person names."""
    return [change for change in changes if change.said]


def _said(found: Diagnosis) -> set[str]:
    """The causes that are proven, or else those for which the report says what to do."""
    proven = {cause.id for cause in found.causes if cause.confirmed}
    return proven or {cause.id for number, cause in enumerate(found.causes, 1) if number <= FIRST or in_full(found)}


def _carried(answers: Mapping[str, str], switching: RuleBase) -> dict[str, str]:
    return {name: value for name, value in answers.items() if name != chooser(switching).id
            and name in switching.questions and value in switching.questions[name].value_ids}
