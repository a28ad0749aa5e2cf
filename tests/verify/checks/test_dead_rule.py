"""dead-rule: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

import pytest

from advisor.verify.checks.dead_rule import CODE, check
from tests.verify.checks.population import Subject, compare, everybody
from tests.verify.checks.tiny import same_screen, silent

RULE = "extra:\n  when: {when}\n  speaks_for: walk\n  strength: slight\n  text: T.\n  sources: [T.1]\n"


def test_the_screen() -> None:
    [finding] = same_screen(CODE).found(CODE)
    assert [caption.text for caption in finding.also] == ["this part ...", "... and this one exclude each other"]


@pytest.mark.parametrize("when", [
    "always", "{wind: strong}", "{wind: open}", "{wind: [strong, calm]}", "{not: {wind: strong}}",
    "{any: [{all: [{wind: strong}, {wind: calm}]}, {rain: yes}]}", "{all: [{wind: strong}, {not: {wind: calm}}]}",
    "{wind: strong, rain: open, distance: [near, open]}"])
def test_a_rule_that_can_fire_is_no_finding(when: str) -> None:
    silent(CODE, evidence=RULE.replace("{when}", when))


def test_what_holds_only_without_an_option_is_not_dead() -> None:
    silent(CODE, constraints="no-bus: {when: {wind: strong}, rules_out: bus, text: T., sources: [T.2]}\n",
           steps="cry: {when: {verdict: neither}, order: 20, level: must, text: T., sources: [T.2]}\n")


def dead(member: Subject) -> set[object]:
    return {rule.at for rule in member.rules("constraint", "evidence", "step") if not member.truth.met(rule.when)}


def test_every_case_gone_through() -> None:
    compare(check, dead, lambda _, finding: finding.at)


def test_the_parts_named_are_enough_to_say_why() -> None:
    alone = together = 0
    for member in everybody():
        rules = {rule.at: rule for rule in member.rules("constraint", "evidence", "step")}
        for finding in check(member.bench).findings:
            assert finding.at is not None
            parts = {place.at: place.part for place in member.bench.places(rules[finding.at])}
            met = [set(member.truth.met(parts[caption.at])) for caption in finding.also]
            if len(met) == 1:
                alone += 1
                assert not met[0]
            elif met:
                together += 1
                assert met[0]
                assert met[1]
                assert not met[0] & met[1]
    assert alone > 15
    assert together > 5
