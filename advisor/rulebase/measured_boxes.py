"""Which measured answers can hold together: exact, since each is a range for each of its measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from advisor.rulebase.measurements import MeasuredRule, Range, Required
from advisor.rulebase.model import Question
from advisor.rulebase.reader import Reader


class Box(NamedTuple):
    """Measures under which a rule gives one value."""

    when: Mapping[str, Required]
    value: str


def check_answers(reader: Reader, answers: Mapping[str, MeasuredRule], questions: Mapping[str, Question]) -> None:
    """Refuses rules that contradict each other, and those of which an earlier one leaves nothing."""
    rules = [rule for rule in answers.values() if rule.question and (rule.value or rule.by)]
    boxes = {rule.id: list(_boxes(rule, questions[rule.question])) for rule in rules}
    for one, two in combinations(rules, 2):
        if one.question != two.question:
            continue
        clash = next(((first, second) for first in boxes[one.id] for second in boxes[two.id]
                      if first.value != second.value and _together(first.when, second.when)), None)
        if clash is not None:
            reader.refuse("contradiction", f"{two.id!r} answers {clash[1].value!r} and {one.id!r} answers "
                          f"{clash[0].value!r} to {one.question} for the same measurements.", two.at,
                          "Make their conditions such that both can never hold.")
        elif all(any(_within(box.when, earlier.when) for earlier in boxes[one.id]) for box in boxes[two.id]):
            reader.refuse("never-used", f"Wherever {two.id!r} holds, {one.id!r} does too and comes first.", two.at,
                          "What asks for more measures comes first: let this one ask for more, or remove one.")


def is_empty(found: Range) -> bool:
    """Whether no figure lies in it; figures are whole and not below 0."""
    return found.below is not None and found.below <= (found.least or 0)


def _boxes(rule: MeasuredRule, question: Question) -> Iterator[Box]:
    if not rule.by:
        yield Box(rule.when, rule.value)
        return
    least: int | None = None
    for bound in question.numbers.bounds if question.numbers is not None else ():
        below = None if bound.below is None else -int(-bound.below // 1)  # whole figures below 89.5 are those below 90
        part = _both(rule.when[rule.by], Range(least, below))
        if part is not None and bound.value in rule.only:
            yield Box({**rule.when, rule.by: part}, bound.value)
        least = below


def _together(one: Mapping[str, Required], two: Mapping[str, Required]) -> bool:
    """Whether both can hold: each measure can be anything, apart from the others."""
    return all(_both(one[name], two[name]) is not None for name in one.keys() & two.keys())


def _within(inner: Mapping[str, Required], outer: Mapping[str, Required]) -> bool:
    """Whether `outer` holds wherever `inner` does."""
    return outer.keys() <= inner.keys() and all(_both(inner[name], outer[name]) == inner[name] for name in outer)


def _both(one: Required, two: Required) -> Required | None:
    """What fulfils both; None where nothing does."""
    if isinstance(one, bool) or isinstance(two, bool):
        return one if one == two else None
    least = max((end for end in (one.least, two.least) if end is not None), default=None)
    below = min((end for end in (one.below, two.below) if end is not None), default=None)
    found = Range(least, below)
    return None if is_empty(found) else found
