"""needless-part: the screen, what stays silent, and every part and value left out in every case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Not, VerdictIs
from advisor.verify.checks.needless_part import CODE, check
from tests.verify.checks.population import Subject, compare, located, parts
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent

STEP = "extra: {when: {when}, order: 20, level: must, text: T., sources: [T.1]}\n"


def test_the_screen() -> None:
    same_screen(CODE)


@pytest.mark.parametrize("when", [
    "always", "{wind: strong}", "{wind: [strong, open]}", "{rain: yes, wind: strong}",
    "{any: [{rain: yes}, {wind: strong}]}", "{not: {wind: open}}", "{wind: strong, verdict: walk}"])
def test_a_part_that_makes_a_difference_is_no_finding(when: str) -> None:
    silent(CODE, steps=STEP.replace("{when}", when))


@pytest.mark.parametrize(("when", "expected"), [
    ("{any: [{wind: strong}, {wind: [strong, open]}]}", ["The part 'wind'", "The answer 'strong'"]),
    ("{all: [{rain: yes}, {any: [{rain: yes}, {wind: calm}]}]}", ["The part 'any'", "The part 'wind'"]),
    # an open question does not make "not strong" true, so it need not be named
    ("{not: {wind: [strong, open]}}", ["The answer 'open'"]),
    ("{wind: strong, verdict: [walk, neither]}", ["The verdict 'neither'"]),
])
def test_what_can_go_is_said_one_by_one(when: str, expected: list[str]) -> None:
    found = check_tiny(steps=STEP.replace("{when}", when))
    assert [finding.message.partition(" in the")[0] for finding in found.found(CODE)] == expected


def shorter(condition: Condition, number: int = 0) -> Iterator[tuple[int, str, Condition]]:
    """The condition with one thing less: the number of the part it is said of, what went, what is left."""
    if isinstance(condition, AnswerIs) and len(condition.values) > 1:
        for value in condition.values:
            yield number, f"answer '{value}'", AnswerIs(condition.question, condition.values - {value})
    elif isinstance(condition, VerdictIs) and len(condition.options) > 1:
        for option in condition.options:
            yield number, f"verdict '{option}'", VerdictIs(condition.options - {option})
    elif isinstance(condition, Not):
        for place, what, less in shorter(condition.part, number + 1):
            yield place, what, Not(less)
    elif isinstance(condition, All | Any):
        kind, place_of_part = type(condition), number + 1
        for index, part in enumerate(condition.parts):
            before, after = condition.parts[:index], condition.parts[index + 1:]
            yield place_of_part, "part", kind((*before, *after))
            for place, what, less in shorter(part, place_of_part):
                yield place, what, kind((*before, less, *after))
            place_of_part += len(list(parts(part)))


def needless(member: Subject) -> set[object]:
    found: set[object] = set()
    for rule in member.bench.rules:
        met = member.truth.met(rule.when)
        if 0 < len(met) < len(member.truth.situations):
            places = located(member, rule)
            found |= {(places[place][1], what) for place, what, less in shorter(rule.when)
                      if member.truth.met(less) == met and not constant(member, places[place][0])}
    return found


def constant(member: Subject, part: Condition) -> bool:
    """Whether the part is the same everywhere: that is another check's finding."""
    return len({member.truth.holds(part, situation) for situation in member.truth.situations}) == 1


def test_everything_left_out_in_every_case() -> None:
    def seen(_: Subject, finding: object) -> object:
        message: str = finding.message  # type: ignore[attr-defined]
        what = message.removeprefix("The ").partition(" in the condition")[0]
        return finding.at, "part" if what.startswith("part") else what  # type: ignore[attr-defined]

    compare(check, needless, seen)
