"""masked-rule: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

from advisor.verify.checks.masked_rule import CODE, check
from tests.verify.checks.population import Subject, compare, everybody
from tests.verify.checks.tiny import advised, fires, same_screen, silent
from tests.verify.checks.tiny import check as check_tiny

RULE = "extra:\n  when: {when}\n  speaks_for: walk\n  strength: slight\n  text: T.\n  sources: [T.1]\n"


def test_the_screen_and_its_witness() -> None:
    found = same_screen(CODE)
    [finding] = found.found(CODE)
    [witness] = finding.witnesses
    assert fires(found, "long-way", witness.case)
    assert [option for option, _ in advised(found, witness.case).ruled_out] == ["walk"]


def test_evidence_heard_in_some_case_is_no_finding() -> None:
    silent(CODE, evidence=RULE.replace("{when}", "{distance: [far, near]}"))
    silent(CODE, evidence=RULE.replace("{when}", "{distance: open}"))


def test_evidence_that_is_kept_for_its_reason_is_no_finding_but_is_said() -> None:
    found = check_tiny(evidence=RULE.replace("{when}", "{distance: far}") + "  kept_for: the view\n")
    assert found.report.findings == []
    assert [caption.text for caption in found.report.kept] == ["evidence 'extra': the view"]


def test_dead_evidence_is_not_masked() -> None:
    silent(CODE, evidence=RULE.replace("{when}", "{all: [{rain: yes}, {rain: no}]}"))


def never_heard(member: Subject) -> dict[object, list[int]]:
    found: dict[object, list[int]] = {}
    for rule in member.rules("evidence"):
        met = member.truth.met(rule.when)
        left = [member.truth.left(member.truth.situations[number]) for number in met]
        if met and all(len(options) < 2 or rule.entry.speaks_for not in options for options in left):
            found[rule.at] = met
    return found


def kept(member: Subject) -> set[object]:
    return {rule.at for rule in member.rules("evidence") if getattr(rule.entry, "kept_for", "")}


def test_every_case_gone_through() -> None:
    compare(check, lambda member: set(never_heard(member)) - kept(member), lambda _, finding: finding.at)


def test_what_is_kept_is_masked_and_witnesses_are_small_and_true() -> None:
    seen = 0
    for member in everybody():
        masked, found = never_heard(member), check(member.bench)
        assert {caption.at for caption in found.kept} == set(masked) & kept(member)
        for finding in found.findings:
            [witness] = finding.witnesses
            [rule] = [rule for rule in member.rules("evidence") if rule.at == finding.at]
            assert member.truth.fires(rule, witness.case)
            assert len(witness.case) == member.truth.smallest(masked[finding.at])
            seen += len(found.kept)
    assert seen > 3


def test_the_walls_named_are_those_without_which_it_would_be_heard() -> None:
    for member in everybody():
        for finding in check(member.bench).findings:
            [rule] = [rule for rule in member.rules("evidence") if rule.at == finding.at]
            met = [member.truth.situations[number] for number in member.truth.met(rule.when)]
            guilty = set()
            for wall in member.rules("constraint"):
                fewer = {name: entry for name, entry in member.base.constraints.items() if name != wall.id}
                for situation in met:
                    out = {entry.rules_out for entry in fewer.values()
                           if member.truth.holds(entry.when, situation) is True}
                    left = set(member.base.options) - out
                    if len(left) > 1 and rule.entry.speaks_for in left:
                        guilty.add(wall.at)
            assert {caption.at for caption in finding.also} == guilty
