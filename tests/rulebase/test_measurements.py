"""`measurements.yaml`: what the loader takes, and where it says what is wrong."""

from __future__ import annotations

import random
import re
from itertools import product
from pathlib import Path

import pytest

from advisor.engine.measured import holds
from advisor.report.schemas.rule_files import NAMES
from advisor.rulebase.files import read_files
from advisor.rulebase.load import builtin_folder, from_contents, load
from advisor.rulebase.measurements import SURE, Range
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.read_measurements import every_measure
from advisor.rulebase.stored import base_from_plain, base_to_plain

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
DOCUMENT = Path(__file__).parents[2] / "docs" / "rule-files.md"


def with_file(text: str) -> RuleBase:
    return from_contents({**read_files(COMMUTE), "measurements": text.encode()}, COMMUTE)


def faults(text: str) -> list[Problem]:
    with pytest.raises(InputRefused) as refused:
        with_file(text)
    return list(refused.value.problems)


ANSWER = "answers:\n  way:\n    when: %s\n    answer: %s\n    evidence: %s\n    sources: [RFC 9208]\n"
SIGN = ("signs:\n  odd:\n    when: %s\n    text: %s\n    sure: %s\n    else: Something else.\n    sources: [RFC 9208]\n"
        "    answered: %s\n")


def test_a_rule_base_without_the_file_works() -> None:
    base = load(COMMUTE)
    assert (base.measures, base.measured_answers, base.signs) == ({}, {}, {})


def test_what_is_read() -> None:
    base = with_file(ANSWER % ("{quota_used: known}", "{distance: {by: inbox_messages}}", "At {inbox_messages}.")
                     + SIGN % ("{pop_in_use: yes, pop_messages: {from: 3, below: 9}}", "Look.", "weak",
                               "{dark: [yes, no]}"))
    rule, sign = base.measured_answers["way"], base.signs["odd"]
    assert rule.when == {"quota_used": Range(None, None), "inbox_messages": Range(None, None)}
    assert (rule.question, rule.value, rule.by, rule.only) == (
        "distance", "", "inbox_messages", tuple(sorted(base.questions["distance"].value_ids)))
    assert sign.when == {"pop_in_use": True, "pop_messages": Range(3, 9)}
    assert (sign.sure, sign.otherwise, sign.answered) == ("weak", "Something else.", {"dark": ("yes", "no")})
    assert [source.text for source in rule.sources + sign.sources] == ["RFC 9208", "RFC 9208"]


GOOD = ("{pop_in_use: yes}", "{dark: yes}", "It is so.")
FAULTS: list[tuple[str, str, str]] = [
    # what is written, its code, and what the message or the hint must say
    (ANSWER % ("{pop_in_uze: yes}", *GOOD[1:]), "unknown-measure", "Did you mean 'pop_in_use'?"),
    (ANSWER % ("{pop_in_use: maybe}", *GOOD[1:]), "unknown-word", "Valid: yes, no"),
    (ANSWER % ("{pop_messages: 3}", *GOOD[1:]), "not-a-range", "{from: 10, below: 20}"),
    (ANSWER % ("{pop_messages: {from: 3, below: 3}}", *GOOD[1:]), "empty-range", "below 3"),
    (ANSWER % ("{pop_messages: {below: 0}}", *GOOD[1:]), "empty-range", "from 0 and below 0"),
    (ANSWER % ("{pop_messages: {from: few}}", *GOOD[1:]), "not-a-number", "'from'"),
    (ANSWER % ("{pop_messages: {from: -1}}", *GOOD[1:]), "not-a-number", "'from'"),
    (ANSWER % ("{pop_messages: {}}", *GOOD[1:]), "missing-key", "no end"),
    (ANSWER % ("{pop_messages: {to: 3}}", *GOOD[1:]), "unknown-key", "from, below"),
    (ANSWER % ("{}", *GOOD[1:]), "condition", "whatever is measured"),
    (ANSWER % ("always", *GOOD[1:]), "not-a-mapping", "key: value"),
    (ANSWER % (GOOD[0], "{drak: yes}", GOOD[2]), "unknown-question", "Did you mean 'dark'?"),
    (ANSWER % (GOOD[0], "{dark: yess}", GOOD[2]), "unknown-word", "Did you mean 'yes'?"),
    (ANSWER % (GOOD[0], "{dark: open}", GOOD[2]), "unknown-word", "Valid: no, yes"),
    (ANSWER % (GOOD[0], "{dark: yes, distance: far}", GOOD[2]), "one-answer", "exactly one"),
    (ANSWER % (GOOD[0], "{dark: {by: pop_messages}}", GOOD[2]), "no-numbers", "Name a value: no, yes."),
    (ANSWER % (GOOD[0], "{distance: {by: pop_mesages}}", GOOD[2]), "unknown-word", "Did you mean 'pop_messages'?"),
    (ANSWER % (GOOD[0], "{distance: {by: pop_in_use}}", GOOD[2]), "unknown-word", ""),
    (ANSWER % (GOOD[0], "{distance: {by: pop_messages, only: furr}}", GOOD[2]), "unknown-word", "near, middle, far"),
    (ANSWER % (*GOOD[:2], '"{pop_mesages} of them"'), "unknown-placeholder", "Did you mean 'pop_messages'?"),
    (ANSWER % (*GOOD[:2], '"{pop_messages} of them"'), "unknown-placeholder", "Add 'pop_messages: known'"),
    (ANSWER % (*GOOD[:2], '"in use: {pop_in_use}"'), "unknown-placeholder", "no figure"),
    (SIGN % (GOOD[0], "Look.", "certian", "{}"), "unknown-word", "Did you mean 'certain'?"),
    (SIGN % (GOOD[0], "Look.", "weak", "{dusk: yes}"), "unknown-question", ""),
    (SIGN % (GOOD[0], "Look.", "weak", "{dark: gloomy}"), "unknown-word", ""),
    (SIGN % (GOOD[0], "Look.", "weak", "{}\n    about: drak"), "unknown-word", "Did you mean 'dark'?"),
    (SIGN % ("{}", "Look.", "weak", "{}"), "condition", "whatever is measured"),
    (SIGN.replace("    else: Something else.\n", "") % (GOOD[0], "Look.", "weak", "{}"), "missing-key", "'else'"),
    (SIGN.replace("    sources: [RFC 9208]\n", "") % (GOOD[0], "Look.", "weak", "{}"), "no-source", ""),
    ("answer: {}\n", "unknown-key", "Did you mean 'answers'?"),
]


@pytest.mark.parametrize(("text", "code", "said"), FAULTS)
def test_faults(text: str, code: str, said: str) -> None:
    found = faults(text)
    assert [problem.code for problem in found] == [code]
    assert said in f"{found[0].message} {found[0].fix}"
    assert found[0].at is not None
    assert found[0].at.file.endswith("measurements.yaml")
    assert found[0].at.line >= 1


def test_good_to_know_for_a_question() -> None:
    sign = with_file(SIGN % (GOOD[0], "Look.", "weak", "{}\n    about: dark")).signs["odd"]
    assert sign.about == "dark"
    assert not with_file(SIGN % (GOOD[0], "Look.", "weak", "{}")).signs["odd"].about


def test_the_place_is_that_of_the_word() -> None:
    at = faults(ANSWER % ("{pop_in_uze: yes}", *GOOD[1:]))[0].at
    assert at is not None
    assert (at.line, at.column) == (3, 12)


def two(one: str, answer_one: str, other: str, answer_other: str) -> str:
    entry = "  %s:\n    when: %s\n    answer: %s\n    evidence: x\n    sources: [RFC 9208]\n"
    return "answers:\n" + entry % ("a", one, answer_one) + entry % ("b", other, answer_other)


@pytest.mark.parametrize(("one", "answer_one", "other", "answer_other", "contradict"), [
    ("{pop_in_use: yes}", "{dark: yes}", "{pop_in_use: yes}", "{dark: no}", True),
    ("{pop_in_use: yes}", "{dark: yes}", "{pop_in_use: no}", "{dark: no}", False),
    ("{pop_in_use: yes}", "{dark: yes}", "{pop_ids: yes}", "{dark: no}", True),
    ("{pop_in_use: yes}", "{dark: yes}", "{pop_in_use: yes}", "{distance: far}", False),
    ("{pop_messages: {from: 3}}", "{dark: yes}", "{pop_messages: {below: 3}}", "{dark: no}", False),
    ("{pop_messages: {from: 3}}", "{dark: yes}", "{pop_messages: {below: 4}}", "{dark: no}", True),
    ("{pop_messages: {below: 4}}", "{dark: yes}", "{pop_messages: known}", "{dark: yes}", False),
    ("{pop_messages: known}", "{distance: {by: pop_messages}}", "{pop_messages: {below: 9}}",
     "{distance: middle}", True),
    ("{pop_messages: {below: 1}}", "{distance: near}", "{pop_messages: known}", "{distance: {by: pop_messages}}",
     False),
    ("{pop_messages: known}", "{distance: {by: pop_messages}}", "{pop_messages: {below: 9}}", "{distance: near}", True),
    ("{pop_messages: {from: 90}}", "{distance: far}", "{pop_messages: known}", "{distance: {by: pop_messages}}", False),
    ("{pop_messages: known}", "{distance: {by: pop_messages}}", "{quota_percent: known}",
     "{distance: {by: quota_percent}}", True),
    ("{pop_messages: known}", "{distance: {by: pop_messages, only: far}}", "{quota_percent: known}",
     "{distance: {by: quota_percent, only: far}}", False),
])
def test_contradictions(one: str, answer_one: str, other: str, answer_other: str, contradict: bool) -> None:
    text = two(one, answer_one, other, answer_other)
    if not contradict:
        assert list(with_file(text).measured_answers) == ["a", "b"]
        return
    found = faults(text)
    assert [problem.code for problem in found] == ["contradiction"]
    assert "'b' answers" in found[0].message
    assert "'a' answers" in found[0].message


def test_contradictions_by_brute_force() -> None:
    """Over every pair of small ranges and yes or no, tried out figure by figure."""
    chance = random.Random(7)
    seen = set()
    for _ in range(150):
        conditions = [{"pop_messages": chance.choice(["known", "{from: 1}", "{from: 2}", "{below: 1}", "{below: 2}",
                                                      "{from: 1, below: 2}"]),
                       "pop_in_use": chance.choice(["yes", "no"]), "pop_size": "{below: 2}"} for _ in range(2)]
        kept = [dict(chance.sample(list(condition.items()), 2)) for condition in conditions]
        written = ["{" + ", ".join(f"{name}: {value}" for name, value in condition.items()) + "}" for condition in kept]
        alike = with_file(two(written[0], "{dark: yes}", written[1], "{distance: far}"))
        rules = list(alike.measured_answers.values())
        together = any(
            all(holds(rule.when, {"pop_messages": messages, "pop_in_use": used, "pop_size": size}) for rule in rules)
            for messages, used, size in product(range(4), (False, True), range(3)))
        try:
            with_file(two(written[0], "{dark: yes}", written[1], "{dark: no}"))
            refused = False
        except InputRefused:
            refused = True
        assert refused == together, written
        seen.add(together)
    assert seen == {True, False}


@pytest.mark.parametrize(("one", "answer_one", "other", "answer_other", "unused"), [
    ("{pop_messages: known}", "{dark: yes}", "{pop_messages: {below: 4}}", "{dark: yes}", True),
    ("{pop_messages: {from: 2}}", "{dark: yes}", "{pop_messages: {from: 2, below: 4}, pop_ids: yes}",
     "{dark: yes}", False),  # it asks for more measures, and so comes first
    ("{pop_messages: {from: 2, below: 4}, pop_ids: yes}", "{dark: yes}",
     "{pop_messages: {from: 3, below: 4}, pop_ids: yes}", "{dark: yes}", True),
    ("{pop_messages: {from: 3}}", "{dark: yes}", "{pop_messages: {from: 2, below: 4}}", "{dark: yes}", False),
    ("{pop_messages: known, pop_ids: yes}", "{dark: yes}", "{pop_messages: known}", "{dark: yes}", False),
    ("{pop_messages: known}", "{distance: {by: pop_messages}}", "{pop_messages: {from: 90}}", "{distance: far}", True),
    ("{pop_messages: known}", "{distance: {by: pop_messages, only: near}}", "{pop_messages: {from: 90}}",
     "{distance: far}", False),
])
def test_what_an_earlier_answer_leaves_nothing_of(one: str, answer_one: str, other: str, answer_other: str,
                                                  unused: bool) -> None:
    text = two(one, answer_one, other, answer_other)
    if unused:
        assert [problem.code for problem in faults(text)] == ["never-used"]
    else:
        assert with_file(text).measured_answers


def test_it_can_be_stored() -> None:
    base = with_file(two("{pop_messages: {from: 3}}", "{dark: yes}", "{pop_in_use: no}", "{distance: far}")
                     + SIGN % (GOOD[0], "Look.", "weak", "{dark: yes}"))
    files = {path.name: str(path) for path in COMMUTE.glob("*.yaml")}
    again = base_from_plain(base_to_plain(base), {**files, "measurements.yaml": "measurements.yaml"})
    assert again.measured_answers.keys() == base.measured_answers.keys()
    assert again.measured_answers["a"].when == base.measured_answers["a"].when
    assert again.measured_answers["b"].when == {"pop_in_use": False}
    assert again.signs["odd"].answered == base.signs["odd"].answered
    assert again.measures == base.measures


@pytest.mark.parametrize("folder", [builtin_folder(), builtin_folder() / "missing-mail"])
def test_every_text_of_ours_is_plain(folder: Path) -> None:
    base = load(folder)
    assert base.measured_answers
    for rule in base.measured_answers.values():
        assert rule.evidence.endswith(".")
    for sign in base.signs.values():
        assert sign.text.endswith(".")
        assert sign.otherwise.endswith(".")
        assert sign.sure in SURE


def test_the_document_lists_every_measure_and_every_word_for_sure() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z_]+)` \| ([a-z-]+) \|", text, flags=re.MULTILINE)
    assert dict(listed) == {measure.id: measure.kind for measure in every_measure().values()}
    assert all(f"`{word}`" in text for word in SURE)


def test_there_is_a_schema() -> None:
    assert NAMES["rules-measurements"] == "measurements"


