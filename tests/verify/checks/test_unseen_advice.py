"""unseen-advice: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

from advisor.verify.checks.unseen_advice import CODE, check
from tests.verify.checks.population import Subject, compare
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent


def test_the_screen() -> None:
    same_screen(CODE)


def test_what_is_shown_in_one_case_alone_is_no_finding() -> None:
    silent(CODE, warnings="late: {when: {rain: open, wind: strong, distance: near}, rank: 20, text: T., avert: A., "
                          "sources: [T.4]}\n")


def test_an_option_that_is_never_advised_is_an_error() -> None:
    found = check_tiny(evidence="wet: {when: {rain: yes}, speaks_for: walk, strength: strong, text: T., "
                                "sources: [T.1]}\n",
                       constraints="too-far: {when: always, rules_out: bus, text: T., sources: [T.2]}\n")
    [finding] = [finding for finding in found.found(CODE) if finding.severity == "error"]
    assert finding.message == "'By bus' is advised in no case."
    assert finding.at is not None
    assert finding.at.line == 8


def unseen(member: Subject) -> set[object]:
    found: set[object] = {rule.at for rule in member.rules("set_up", "warning") if not member.truth.met(rule.when)}
    options = {situation.option for situation in member.truth.situations}
    return found | {option.at for option in member.base.options.values() if option.id not in options}


def test_every_case_gone_through() -> None:
    compare(check, unseen, lambda _, finding: finding.at)
