"""long-wording: the screen, and for every kind of text one character too many."""

from __future__ import annotations

import pytest

from advisor.rulebase.model import TEXT_KINDS
from advisor.verify.checks.long_wording import CODE, texts_of
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent


def test_the_screen() -> None:
    same_screen(CODE)


def test_every_kind_of_text_is_looked_at() -> None:
    base = check_tiny().base
    assert base is not None
    assert {kind for kind, *_ in texts_of(base)} == set(TEXT_KINDS)


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_as_many_characters_as_allowed_and_one_more(kind: str) -> None:
    base = check_tiny().base
    assert base is not None
    longest = max(len(text) for found, text, _, _ in texts_of(base) if found == kind)
    silent(CODE, rulebase=f"limits: {{{kind}: {longest}}}\n")
    found = check_tiny(rulebase=f"limits: {{{kind}: {longest - 1}}}\n").found(CODE)
    assert found
    assert all(f"has {longest} characters; {longest - 1} is the most." in finding.message for finding in found)


def test_parameters_count_as_they_are_shown() -> None:
    item = "i: {name: N, forms: {f: {when: {wind: open}, params: {days: 100}, text: '{days} days', sources: [T.3]}}}\n"
    limits = "limits: {set_up: 26}\n"
    silent(CODE, rulebase=limits, set_up=item)
    found = check_tiny(rulebase="limits: {set_up: 7}\n", set_up=item).found(CODE)
    assert "'i/f' has 8 characters" in "".join(finding.message for finding in found)


def test_without_limits_any_length_will_do() -> None:
    silent(CODE, rulebase="limits: {}\n", evidence=f"wet: {{when: {{rain: yes}}, speaks_for: bus, strength: strong, "
                                                  f"text: {'very ' * 500}wet., sources: [T.1]}}\n")
