"""gap: the screen, what stays silent, and every case counted."""

from __future__ import annotations

import re

from advisor.rulebase.model import NEITHER
from advisor.verify.checks.gap import CODE, check
from tests.verify.checks.population import Subject, compare, everybody
from tests.verify.checks.tiny import advised, same_screen, silent
from tests.verify.checks.tiny import check as check_tiny

KINDS = {"end in 'neither'": "neither", "rest on the default": "default", "end in a tie": "order"}


def test_the_screen_and_its_witness() -> None:
    found = same_screen(CODE)
    [witness] = found.found(CODE)[0].witnesses
    assert advised(found, witness.case).option == NEITHER


def test_a_rule_base_with_a_reason_everywhere_has_no_gap() -> None:
    silent(CODE)


def test_what_rests_on_the_default_is_counted_over_real_values_and_with_open_questions() -> None:
    # while the rain is open nothing speaks for either: with far, only the bus is left; else a tie, whatever the wind
    found = check_tiny(evidence="fresh-air: {when: {any: [{rain: no}, {rain: yes}]}, speaks_for: walk, "
                                "strength: slight, text: T., sources: [{field: f}]}\n")
    [finding] = found.found(CODE)
    assert finding.message == ("0 of 8 cases with every answer known rest on the default alone (bus); with open "
                               "questions 6 of 27.")
    [witness] = finding.witnesses
    assert witness.case == {}
    assert advised(found, witness.case).by_default


def test_a_second_witness_has_every_answer() -> None:
    found = check_tiny(evidence="wet: {when: {rain: [yes, open]}, speaks_for: bus, strength: slight, text: T., "
                                "sources: [T.1]}\n")
    [finding] = found.found(CODE)  # in rain, and while that is open, 1 against 1
    assert finding.message.startswith("2 of 8 cases")
    assert "12 of 27" in finding.message
    first, second = finding.witnesses
    assert first.case == {}
    assert second.case == {"rain": "yes", "distance": "near", "wind": "calm"}
    assert advised(found, second.case).by_default


def kind(member: Subject, number: int) -> str:
    situation = member.truth.situations[number]
    left, points = member.truth.left(situation), member.truth.points(situation)
    best = [name for name in left if all(points[name] >= points[other] for other in left)]
    if len(best) < 2:
        return "" if best else "neither"
    return "default" if member.base.default.option in best else "order"


def counted(member: Subject) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number in range(len(member.truth.situations)):
        if name := kind(member, number):
            found.setdefault(name, []).append(number)
    return found


def real(member: Subject, numbers: list[int]) -> list[int]:
    return [number for number in numbers if "open" not in member.truth.situations[number].answers.values()]


def gaps(member: Subject) -> set[object]:
    everything = list(range(len(member.truth.situations)))
    return {(name, len(real(member, numbers)), len(real(member, everything)), len(numbers), len(everything))
            for name, numbers in counted(member).items()}


def seen(finding: object) -> tuple[object, ...]:
    message: str = finding.message  # type: ignore[attr-defined]
    figures = [int(figure.replace(",", "")) for figure in re.findall(r"\b\d[\d,]*\b", message)]
    return (next(name for words, name in KINDS.items() if words in message), *figures)


def test_every_case_counted() -> None:
    compare(check, gaps, lambda _, finding: seen(finding))
    assert sum("order" in counted(member) for member in everybody()) > 5


def test_witnesses_are_small_and_true() -> None:
    for member in everybody():
        for finding in check(member.bench).findings:
            numbers = counted(member)[str(seen(finding)[0])]
            first, *more = finding.witnesses
            assert dict(first.case) in [member.truth.known(number) for number in numbers]
            assert len(first.case) == member.truth.smallest(numbers)
            for witness in more:
                assert set(witness.case) == set(member.base.questions)
                assert dict(witness.case) in [member.truth.known(number) for number in real(member, numbers)]
            if not more and real(member, numbers):
                # the smallest shows it, whatever else is answered
                assert any(first.case.items() <= member.truth.known(number).items()
                           for number in real(member, numbers))
