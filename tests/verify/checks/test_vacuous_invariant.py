"""vacuous-invariant: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

from advisor.verify.checks.vacuous_invariant import CODE, check
from tests.verify.checks.population import Subject, compare
from tests.verify.checks.statements import changes, met
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent


def test_the_screen() -> None:
    same_screen(CODE)


def test_statements_that_say_something_are_no_finding() -> None:
    silent(CODE, invariants="dry: {text: T., when: {rain: open, wind: open}, never: {verdict: neither}, "
                            "sources: [T.1]}\n")


def test_a_statement_that_is_broken_is_not_vacuous() -> None:
    found = check_tiny(invariants="lost: {text: T., monotone: {question: rain, order: [no, yes]}, "
                                  "toward: {rain: no}, sources: [T.1]}\n")
    assert [finding.code for finding in found.report.findings] == ["invariant"]


def vacuous(member: Subject) -> set[object]:
    found: set[object] = {entry.at for entry in member.base.invariants.values() if not met(member, entry)}
    return found | {entry.at for entry in member.base.monotones.values()
                    if not any(reached for _, _, reached, _ in changes(member, entry))}


def test_every_case_gone_through() -> None:
    compare(check, vacuous, lambda _, finding: finding.at, at_least=15)
