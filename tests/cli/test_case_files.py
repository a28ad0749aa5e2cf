"""Case files that are old, damaged or from a later version; and ids that were renamed since."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.problem import InputRefused
from tests.cli.conftest import Advisor
from tests.cli.rule_tests_folder import COMMUTE

SHA = "0" * 64
SMALL = f"""\
schema: advisor.case/1
decided: 2030-01-31
rule_base: {{name: mailbox-access, version: "0.9", sha256: "{SHA}"}}
answers: {{devices: several}}
verdict: {{option: imap}}
"""


def test_what_a_file_does_not_hold_is_not_compared(advisor: Advisor, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(SMALL)
    outcome = advisor("replay", str(path), COLUMNS="200")
    assert (outcome.status, outcome.err) == (0, "")
    found = json.loads(advisor("replay", str(path), "--format", "json").out)["cases"][0]
    assert found["then"]["program_version"] == found["then"]["set_up"] == found["then"]["warnings"] == "unknown"
    assert found["rules"] == []
    path.write_text(SMALL.replace("option: imap", "option: pop"))
    outcome = advisor("replay", str(path), COLUMNS="200")
    assert outcome.status == 1
    assert "Advice: POP3 then, IMAP now." in outcome.out
    path.write_text(SMALL.replace("option: imap", "option: uucp"))  # an option that there is no more
    assert "Advice: uucp then, IMAP now." in advisor("replay", str(path), COLUMNS="200").out


DAMAGED: dict[str, tuple[str, str, list[str]]] = {
    "a later version": ("case/1", "case/2", [":1:9:", "version '2'", "up to 1"]),
    "no version": ("case/1", "case/x", [":1:9:", "version 'x'"]),
    "another document": ("advisor.case/1", "advisor.recommendation/1", ["not a case file"]),
    "no document": ("schema: advisor.case/1\n", "", ["not a case file"]),
    "no date": ("2030-01-31", "2030-02-31", [":2:10:", "is not a date"]),
    "another way to write dates": ("2030-01-31", "20300131", [":2:10:", "is not a date"]),
    "no checksum": (SHA, "77", [":3:", "not a SHA-256"]),
    "no question": ("devices:", "devises:", [":4:11:", "'devises'", "Did you mean 'devices'?", "'renamed'"]),
    "no answer": ("several}", "seven}", [":4:20:", "'seven'", "'renamed'"]),
    "a list for an answer": ("several}", "[several]}", [":4:20:", "must be one word"]),
    "an unknown origin": ("several}", "{value: several, origin: heard}}", [":4:45:", "'heard'"]),
    "more in an answer": ("several}", "{value: several, by: me}}", [":4:37:", "no key 'by'"]),
    "no answers": ("{devices: several}", "[]", [":4:10:", "must be a mapping"]),
    "no verdict": ("verdict: {option: imap}\n", "", [":1:1:", "lacks 'verdict'"]),
    "a verdict without an option": ("{option: imap}", "{settled: 'yes'}", [":5:10:", "lacks 'option'"]),
    "an unknown standing": ("{option: imap}", "{option: imap, settled: perhaps}", [":5:34:", "'perhaps'"]),
    "an unknown key": ("verdict:", "note: x\nverdict:", [":5:1:", "no key 'note'"]),
    "a list of rules": ("verdict:", "fired: [a]\nverdict:", [":5:8:", "must be a mapping"]),
    "evidence without points": ("verdict:", "fired: {evidence: {a: {for: x}}}\nverdict:", [":5:23:", "'points'"]),
    "disagreements": ("verdict:", "disagreements: [{question: x, kept: a, dropped: b}]\nverdict:", [":5:28:"]),
    "disagreements that are no list": ("verdict:", "disagreements: x\nverdict:", [":5:16:", "must be a list"]),
    "set-up": ("verdict:", "set_up: {a/b: {c: [d]}}\nverdict:", [":5:19:", "one word"]),
    "twice": ("verdict:", "decided: 2030-01-31\nverdict:", [":5:1:", "a second time"]),
    "cut off": ("{option: imap}\n", "{option: im", [":6:1:", "not YAML"]),
    "empty": (SMALL, "", ["not a case file"]),
    "all at once": ("2030-01-31\n", "today\nseen: by me\nfired: x\n", [":2:10:", ":3:1:", ":4:8:"]),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_meets_clear_errors(advisor: Advisor, tmp_path: Path, name: str) -> None:
    before, after, expected = DAMAGED[name]
    assert SMALL.count(before) == 1
    path = tmp_path / "case.yaml"
    path.write_text(SMALL.replace(before, after))
    outcome = advisor("replay", str(path))
    assert (outcome.status, outcome.out) == (2, "")
    assert "case.yaml" in outcome.err
    for text in expected:
        assert text in outcome.err, outcome.err


def test_every_byte_lost_is_survived(advisor: Advisor, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    for end in range(0, len(SMALL), 7):
        path.write_text(SMALL[:end])
        assert advisor("replay", str(path)).status == 2
    path.write_bytes(SMALL.encode() + b"# \xff")
    assert "not UTF-8" in advisor("replay", str(path)).err


def test_recommend_refuses_a_later_version_too(advisor: Advisor, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(SMALL.replace("case/1", "case/2"))
    outcome = advisor("recommend", "--answers", str(path))
    assert outcome.status == 2
    assert "version '2'" in outcome.err


# --- renamed ids ------------------------------------------------------------------------------------------------

@pytest.fixture
def renamed(tmp_path: Path) -> str:
    """The built-in rules, with a question and a value that had other ids before."""
    folder = tmp_path / "renamed"
    shutil.copytree(builtin_folder(), folder)
    with (folder / "rulebase.yaml").open("a", encoding="utf-8") as file:
        file.write("\nrenamed:\n  questions: {old_machines: devices}\n"
                   "  values: {devices: {umpteen: several}, sync: {always: yes}}\n")
    return str(folder)


def test_a_case_from_before_a_renaming_loads(advisor: Advisor, tmp_path: Path, renamed: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(SMALL.replace("{devices: several}", "{old-machines: {value: Umpteen, origin: asked}, sync: always}")
                    + "disagreements:\n"
                      "  - {question: old_machines, kept: {value: umpteen, origin: asked}, dropped: one}\n")
    assert advisor("replay", str(path)).status == 2
    assert advisor("replay", str(path), "--rules", renamed).status == 0
    for words in (["replay", "--show", str(path)], ["recommend", "--answers", str(path)]):
        found = json.loads(advisor(*words, "--rules", renamed, "--format", "json").out)
        assert {name: answer["value"] for name, answer in found["answers"].items()} == {
            "devices": "several", "sync": "yes"}
    shown = json.loads(advisor("replay", "--show", str(path), "--rules", renamed, "--format", "json").out)
    assert shown["answers"]["devices"]["origin"] == "asked"
    assert [entry["question"] for entry in shown["disagreements"]] == ["devices"]


def test_both_ids_at_once_are_one_question(advisor: Advisor, tmp_path: Path, renamed: str) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("devices: one\nold_machines: several\n")
    outcome = advisor("recommend", "--answers", str(path), "--rules", renamed)
    assert outcome.status == 2
    assert ":2:1: 'devices' is answered twice" in outcome.err


def test_an_alias_is_read_by_the_cached_rules_too(advisor: Advisor, tmp_path: Path, renamed: str) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text("old_machines: umpteen\n")
    first, second = (advisor("recommend", "--answers", str(path), "--rules", renamed) for _ in range(2))
    assert first == second
    assert first.status == 0


@pytest.mark.parametrize(("text", "code"), [
    ("{questions: {dark: distance}}", "still-in-use"), ("{values: {dark: {yes: no}}}", "still-in-use"),
    ("{values: {dark: {unsure: no}}}", "still-in-use"), ("{questions: {way: distanze}}", "unknown-word"),
    ("{values: {drak: {murky: yes}}}", "unknown-key"), ("{values: {dark: {murky: perhaps}}}", "unknown-word"),
    ("{options: {tram: bus}}", "unknown-key"), ("[a]", "not-a-mapping"),
])
def test_a_renaming_that_cannot_be(tmp_path: Path, text: str, code: str) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(COMMUTE, folder)
    path = folder / "rulebase.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nrenamed: {text}\n", encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        load(folder)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_case_kept_with_a_program_and_a_provider_is_the_same_when_decided_again(advisor: Advisor,
                                                                                  tmp_path: Path) -> None:
    kept = str(tmp_path / "kept.yaml")
    words = ("--devices", "several", "--client", "thunderbird", "--provider", "icloud")
    assert advisor("recommend", *words, "--save", kept).status == 0
    again = advisor("replay", kept)
    assert (again.status, again.err) == (0, "")
    assert "same" in again.out
