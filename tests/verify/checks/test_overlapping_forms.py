"""overlapping-forms: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

from advisor.verify.checks.overlapping_forms import CODE, check
from tests.verify.checks.population import Subject, compare, everybody, pairs
from tests.verify.checks.tiny import advised, same_screen, silent


def test_the_screen_and_its_witness() -> None:
    found = same_screen(CODE)
    [witness] = found.found(CODE)[0].witnesses
    assert set(advised(found, witness.case).set_up) == {"umbrella/large", "umbrella/folding"}


def test_forms_of_two_items_may_hold_together() -> None:
    silent(CODE, set_up="boots:\n  name: Boots\n  forms:\n    on: {when: {verdict: walk}, text: T., sources: [T.3]}\n")


def overlapping(member: Subject) -> dict[object, list[int]]:
    found: dict[object, list[int]] = {}
    for first, second in pairs(member.rules("set_up")):
        if first.id.split("/")[0] == second.id.split("/")[0]:
            together = sorted({*member.truth.met(first.when)} & {*member.truth.met(second.when)})
            if together:
                found[second.at, first.at] = together
    return found


def test_every_case_gone_through() -> None:
    compare(check, lambda member: set(overlapping(member)), lambda _, finding: (finding.at, finding.also[0].at))


def test_witnesses_are_small_and_true() -> None:
    for member in everybody():
        for finding in check(member.bench).findings:
            together = overlapping(member)[finding.at, finding.also[0].at]
            [witness] = finding.witnesses
            assert dict(witness.case) in [member.truth.known(number) for number in together]
            assert len(witness.case) == member.truth.smallest(together)
