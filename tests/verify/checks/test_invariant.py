"""invariant: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

from advisor.verify.checks.invariant import CODE, check
from tests.verify.checks.population import Subject, compare, everybody
from tests.verify.checks.statements import broken, lost
from tests.verify.checks.tiny import advised, same_screen, silent
from tests.verify.checks.tiny import check as check_tiny


def test_the_screen_and_its_witnesses() -> None:
    found = same_screen(CODE)
    walking, rain = found.found(CODE)
    assert advised(found, walking.witnesses[0].case).option == "walk"
    before, after = rain.witnesses
    assert advised(found, before.case).option == "walk"
    assert advised(found, after.case).option != "walk"
    assert {**before.case, "rain": "yes"} == after.case


def test_statements_that_hold_are_no_finding() -> None:
    silent(CODE, invariants="dry: {text: T., when: {rain: no, distance: [near, open]}, always: {verdict: walk}, "
                            "sources: [T.1]}\n")


def test_what_must_always_hold_is_broken_where_it_is_not_known() -> None:
    found = check_tiny(invariants="dry: {text: T., when: always, always: {any: [{rain: no}, {rain: yes}]}, "
                                  "sources: [T.1]}\n")
    [finding] = found.found(CODE)
    assert finding.witnesses[0].case == {}


def refuted(member: Subject) -> set[object]:
    found: set[object] = {entry.at for entry in member.base.invariants.values() if broken(member, entry)}
    return found | {entry.at for entry in member.base.monotones.values() if lost(member, entry)}


def test_every_case_gone_through() -> None:
    compare(check, refuted, lambda _, finding: finding.at, rarely=True)


def test_witnesses_are_small_and_true() -> None:
    for member in everybody():
        entries = {entry.at: entry for entry in member.base.invariants.values()}
        for finding in check(member.bench).findings:
            entry = entries.get(finding.at) if finding.at else None
            if entry is not None:
                [witness] = finding.witnesses
                found = broken(member, entry)
                assert dict(witness.case) in [member.truth.known(number) for number in found]
                assert len(witness.case) == member.truth.smallest(found)
            else:  # what it says of the two is proven in test_monotone.py
                [statement] = [one for one in member.base.monotones.values() if one.at == finding.at]
                before, after = (dict(witness.case) for witness in finding.witnesses)
                assert (before, after) in [(one, two) for one, two, _ in lost(member, statement)]


def test_each_statement_is_told_at_its_own_place() -> None:
    found = check_tiny(invariants="a: {text: T., when: {wind: strong}, never: {verdict: walk}, sources: [T.1]}\n"
                                  "b: {text: T., when: {wind: strong}, never: {verdict: bus}, sources: [T.1]}\n")
    assert [finding.at.line for finding in found.found(CODE)] == [12, 13]  # type: ignore[union-attr]
