"""constant-condition: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

import pytest

from advisor.rulebase.condition import All
from advisor.verify.checks.constant_condition import CODE, check
from tests.verify.checks.population import Subject, compare, located
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent

STEP = "extra: {when: {when}, order: 20, level: must, text: T., sources: [T.1]}\n"
WORDS = {frozenset({True}): "true in every case", frozenset({False}): "false in every case",
         frozenset({None}): "undecided in every case", frozenset({False, None}): "true in no case",
         frozenset({True, None}): "false in no case"}


def test_the_screen() -> None:
    same_screen(CODE)


@pytest.mark.parametrize("when", [
    "always", "{wind: strong}", "{rain: [no, yes], wind: calm}", "{verdict: walk}", "{not: {wind: open}}"])
def test_a_condition_that_tells_cases_apart_is_no_finding(when: str) -> None:
    found = check_tiny(steps=STEP.replace("{when}", when))
    if when == "{rain: [no, yes], wind: calm}":  # every value is listed, so an open question meets it too
        [finding] = found.found(CODE)
        assert finding.message == "This part of the condition of step 'extra' is true in every case."
    else:
        assert found.found(CODE) == []


def test_a_condition_that_is_never_true_is_left_to_dead_rule() -> None:
    silent(CODE, steps=STEP.replace("{when}", "{all: [{wind: strong}, {wind: calm}]}"))


def test_a_part_is_told_with_its_place() -> None:
    found = check_tiny(steps="extra:\n  when:\n    any:\n      - {wind: strong}\n      - {verdict: neither}\n"
                             "  order: 20\n  level: must\n  text: T.\n  sources: [T.1]\n")
    [finding] = found.found(CODE)
    assert finding.message == "This part of the condition of step 'extra' is false in every case."
    assert (finding.at.line, finding.at.column) == (11, 10)  # type: ignore[union-attr]


def constant(member: Subject) -> set[object]:
    found: set[object] = set()
    for rule in member.bench.rules:
        for number, (part, at) in enumerate(located(member, rule)):
            truths = frozenset(member.truth.holds(part, situation) for situation in member.truth.situations)
            if truths in WORDS and not (isinstance(part, All) and not part.parts) and (number or True in truths):
                found.add((at, WORDS[truths]))
    return found


def test_every_case_gone_through() -> None:
    compare(check, constant, lambda _, finding: (
        finding.at, next(words for words in WORDS.values() if finding.message.endswith(f" is {words}."))))
