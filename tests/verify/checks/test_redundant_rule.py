"""redundant-rule: the screen, what stays silent, and every case gone through without one rule and without two."""

from __future__ import annotations

from collections.abc import Collection

from advisor.rulebase.model import NEITHER, Evidence
from advisor.verify.checks.redundant_rule import CODE, check
from advisor.verify.rules import Rule
from tests.verify.checks.population import Subject, compare, everybody, pairs
from tests.verify.checks.tiny import bad, same_screen, silent
from tests.verify.checks.tiny import check as check_tiny

WET_FEET = ("wet-feet:\n  when: {rain: yes}\n  speaks_for: bus\n  strength: slight\n  text: T.\n  sources: [T.1]\n")


def test_the_screen() -> None:
    first, second = same_screen(CODE).found(CODE)
    assert first.also[0].at == second.at
    assert second.also[0].at == first.at


def test_a_reason_to_keep_a_rule_is_no_finding_but_is_said() -> None:
    found = check_tiny(evidence=WET_FEET + "  kept_for: feet\n")
    assert [caption.text for caption in found.report.kept] == ["evidence 'wet-feet': feet"]
    [finding] = found.found(CODE)
    assert "evidence 'wet'" in finding.message


def test_a_reason_to_keep_a_rule_that_matters_is_a_finding() -> None:
    found = check_tiny(constraints="too-far: {when: {distance: far}, rules_out: walk, text: T., sources: [T.2], "
                                   "kept_for: legs}\n")
    [finding] = found.found(CODE)
    assert "'too-far' is marked 'kept_for'" in finding.message


def test_of_a_dead_rule_only_dead_rule_speaks() -> None:
    found = check_tiny(evidence=WET_FEET.replace("{rain: yes}", "{all: [{rain: yes}, {rain: no}]}")
                       + "  kept_for: feet\n")
    assert [finding.code for finding in found.report.findings] == ["dead-rule"]


def test_a_rule_that_changes_one_case_alone_is_no_finding() -> None:
    # 1 for the walk, and 1 against 1 is a tie that goes to the bus: the new rule matters only where all three hold
    silent(CODE, evidence=WET_FEET.replace("{rain: yes}", "{rain: open, wind: strong, distance: open}"))


def without(member: Subject, names: Collection[str]) -> list[str]:
    """The option in every case without these rules."""
    base, fired = member.base, fired_in(member)
    found = []
    for number in range(len(member.truth.situations)):
        firing = fired[number] - set(names)
        left = [name for name in base.options
                if not any(base.constraints[rule].rules_out == name for rule in firing if rule in base.constraints)]
        points = {name: sum(base.strengths[base.evidence[rule].strength] for rule in firing
                            if rule in base.evidence and base.evidence[rule].speaks_for == name) for name in left}
        best = [name for name in left if points[name] == max(points.values())]
        found.append(NEITHER if not best else base.default.option if base.default.option in best else best[0])
    return found


def fired_in(member: Subject) -> list[set[str]]:
    found: list[set[str]] = [set() for _ in member.truth.situations]
    for rule in member.rules("constraint", "evidence"):
        for number in member.truth.met(rule.when):
            found[number].add(rule.id)
    return found


def redundant(member: Subject) -> list[Rule]:
    now = [situation.option for situation in member.truth.situations]
    assert without(member, ()) == now
    return [rule for rule in member.rules("constraint", "evidence")
            if member.truth.met(rule.when) and without(member, {rule.id}) == now]


def masked(member: Subject, rule: Rule) -> bool:
    """Whether evidence is heard nowhere: its option is ruled out, or no other is left."""
    left = [member.truth.left(member.truth.situations[number]) for number in member.truth.met(rule.when)]
    return isinstance(rule.entry, Evidence) and all(len(options) < 2 or rule.entry.speaks_for not in options
                                                    for options in left)


def expected(member: Subject) -> set[object]:
    found: set[object] = set()
    needless = redundant(member)
    for rule in member.rules("constraint", "evidence"):
        kept = getattr(rule.entry, "kept_for", "")
        if rule in needless and not masked(member, rule) and not kept:
            now = [situation.option for situation in member.truth.situations]
            found.add((rule.at, tuple(other.at for other in needless
                                      if other is not rule and without(member, {rule.id, other.id}) != now)))
        elif rule not in needless and kept and member.truth.met(rule.when):
            found.add((rule.at, "matters"))
    return found


def test_every_case_gone_through_without_each_rule_and_each_pair() -> None:
    compare(check, expected, lambda _, finding: (
        finding.at, "matters" if "kept_for'," in finding.message else tuple(sorted(
            (caption.at for caption in finding.also), key=lambda at: (at.file != "made-up/constraints.yaml", at)))))


def test_what_is_kept_is_redundant_and_says_so() -> None:
    seen = 0
    for member in everybody():
        needless = {rule.at for rule in redundant(member) if getattr(rule.entry, "kept_for", "")
                    and not masked(member, rule)}
        assert {caption.at for caption in check(member.bench).kept} == needless
        seen += len(needless)
    assert seen > 10


def test_both_of_a_pair_are_named_once() -> None:
    found = bad(CODE).found(CODE)
    for first, second in pairs(found):
        assert {caption.at for caption in first.also} == {second.at}
