"""mergeable-rules: the screen, what stays silent, and every pair of rules gone through in every case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, combinations, product

import pytest

from advisor.rulebase.condition import All, AnswerIs, Condition
from advisor.rulebase.model import Constraint, Evidence
from advisor.rulebase.read_condition import Names, read_condition
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import parse
from advisor.verify.checks.mergeable_rules import CODE, check
from advisor.verify.rules import Rule
from tests.verify.checks.population import Subject, compare, everybody, pairs
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent

TWO = ("one: {when: {first}, rules_out: walk, text: T., sources: [T.2]}\n"
       "two: {when: {second}, rules_out: {out}, text: T., sources: [T.2]}\n")


def walls(first: str, second: str, out: str = "walk") -> str:
    return TWO.replace("{first}", first).replace("{second}", second).replace("{out}", out)


def test_the_screen() -> None:
    same_screen(CODE)


@pytest.mark.parametrize(("first", "second", "out"), [
    ("{wind: strong}", "{rain: yes}", "walk"),  # either of two questions: no plain condition
    ("{wind: strong}", "{wind: open}", "bus"),  # another effect
    ("{wind: strong}", "{wind: calm}", "walk"),  # "strong or calm" would hold for an open question as well
    ("{wind: strong}", "{all: [{wind: strong}, {wind: calm}]}", "walk"),  # one is dead
])
def test_rules_that_no_plain_condition_covers_are_no_finding(first: str, second: str, out: str) -> None:
    silent(CODE, constraints=walls(first, second, out))


def test_evidence_that_adds_up_is_no_finding() -> None:
    rule = "{name}: {when: {when}, speaks_for: bus, strength: slight, text: T., sources: [T.2]}\n"
    both = rule.replace("{name}", "one").replace("{when}", "{wind: strong}")
    silent(CODE, evidence=both + rule.replace("{name}", "two").replace("{when}", "{wind: [strong, open]}"))
    [finding] = check_tiny(
        evidence=both + rule.replace("{name}", "two").replace("{when}", "{wind: open}")).found(CODE)
    assert "{wind: [strong, open]}" in finding.fix


def test_two_rules_that_cover_every_case_are_one_that_always_holds() -> None:
    [finding] = check_tiny(constraints=walls("{wind: strong}", "{not: {wind: strong}}").replace(
        "{not: {wind: strong}}", "{wind: [calm, open]}")).found(CODE)
    assert "'when: always'" in finding.fix


def effect(rule: Rule) -> tuple[object, ...]:
    entry = rule.entry
    if isinstance(entry, Constraint):
        return (entry.rules_out,)
    assert isinstance(entry, Evidence)
    return entry.speaks_for, entry.strength


def every_list(values: list[str]) -> Iterator[frozenset[str]]:
    return map(frozenset, chain.from_iterable(combinations(values, size) for size in range(1, len(values) + 1)))


def plain_conditions(member: Subject) -> Iterator[Condition]:
    """Every plain condition there is: for each question a list of answers, or nothing."""
    ways = [[None, *(AnswerIs(name, chosen) for chosen in every_list([*question.value_ids, "open"]))]
            for name, question in member.base.questions.items()]
    for chosen in product(*ways):
        yield All(tuple(part for part in chosen if part is not None))


def mergeable(member: Subject) -> set[object]:
    found: set[object] = set()
    plain: set[tuple[int, ...]] | None = None
    for first, second in pairs(member.rules("constraint", "evidence")):
        if first.kind != second.kind or effect(first) != effect(second):
            continue
        one, two = set(member.truth.met(first.when)), set(member.truth.met(second.when))
        if one and two and (first.kind == "constraint" or not one & two):
            if plain is None:
                plain = {tuple(member.truth.met(condition)) for condition in plain_conditions(member)}
            if tuple(sorted(one | two)) in plain:
                found.add((second.at, first.at))
    return found


def small(member: Subject) -> bool:
    return len(member.base.questions) < 3


def test_every_pair_gone_through() -> None:
    def expected(member: Subject) -> set[object]:
        if small(member):
            return mergeable(member)
        return {(finding.at, finding.also[0].at) for finding in check(member.bench).findings}  # see the next test

    compare(check, expected, lambda _, finding: (finding.at, finding.also[0].at))


def test_the_one_rule_told_holds_in_the_same_cases() -> None:
    seen = 0
    for member in everybody():
        rules = {rule.at: rule for rule in member.bench.rules}
        for finding in check(member.bench).findings:
            said = re.search(r"'when: (.*?)' would", finding.fix)
            assert said is not None
            assert finding.at is not None
            reader = Reader()
            when = read_condition(reader, parse(said[1], "fix"), Names(member.base.questions), finding.at)
            assert reader.problems == []
            both = {*member.truth.met(rules[finding.at].when), *member.truth.met(rules[finding.also[0].at].when)}
            assert set(member.truth.met(when)) == both
            seen += 1
    assert seen > 20
