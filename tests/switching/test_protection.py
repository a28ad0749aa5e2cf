"""What protects mail before a step that can destroy it: stated a second time here, and every part of it broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.engine.case import case_of
from advisor.engine.evaluate import evaluate
from advisor.rulebase.files import builtin_folder, read_files
from advisor.rulebase.load import load, parse_all
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from advisor.rulebase.tree import Sequence, parse
from advisor.verify.bench import Bench
from advisor.verify.checks import unmet_need
from tests.rules.planting import Trees, plant, read_tree

FOLDER = builtin_folder() / "switching"
RULES = load(FOLDER)
TREES: Trees = parse_all(read_files(FOLDER), FOLDER, [])
ABOVE = load(builtin_folder())
ABOVE_TREES: Trees = parse_all(read_files(builtin_folder()), builtin_folder(), [])
REVIEWED = {key.text: edits for key, edits in
            read_tree(Path(__file__).with_name("planted_protection.yaml")).entries}
BACKUP = {"begin-a-backup", "look-at-the-backup"}
STORES = {"copy-store", "copy-store-apple", "copy-store-outlook", "copy-store-thunderbird"}
DOWN = {"copy-inbox-down", "copy-folders-down"}

PROTECTION = {
    "retire-pop": {"copied", "copy-tested", "others-copied", "counted", "others-uploaded"},
    "one-device-removes": {"copied", "copy-tested", "others-copied", "backup-works", "new-mail-backed-up"},
    "make-room-in-the-mix": {"copied", "copy-tested", "others-copied"},
    "make-room-first": {"copies-made-on-the-way"},
    "remove-doubles": {"copied", "copy-tested"},
    "remove-after-days": {"copied", "copy-tested", "backup-works", "restored"},
    "remove-at-once": {"copied", "copy-tested", "backup-works", "restored"},
    "empty-server-folders": {"copied", "copy-tested", "restored", "copied-again"},
    "remove-imap-account": {"copied", "copy-tested", "restored", "copied-again", "local-items-saved"},
    "empty-trash-and-junk": {"trash-copied", "trash-opened", "trash-copied-twice"},
    "delete-the-year": {"year-copied", "year-opened", "year-backed-up"},
    "pop-removes-after-days": {"backup-works", "pop-backed-up"},
}
"""What protects the very mail that each destroying step may destroy."""
GIVEN_BY = {
    "copied": STORES | DOWN, "copy-tested": {*STORES, "compare-and-back-up"}, "others-copied": {"copy-other-stores"},
    "counted": {"compare-counts"}, "others-uploaded": {"upload-from-others"}, "backup-works": BACKUP,
    "new-mail-backed-up": {"back-up-the-main-computer"}, "copies-made-on-the-way": set(),
    "restored": {"restore-a-test"}, "copied-again": {"copy-what-came-since"},
    "local-items-saved": {"save-what-is-only-here"}, "trash-copied": {"keep-from-trash"},
    "trash-copied-twice": {"keep-from-trash"}, "trash-opened": {"keep-from-trash"},
    "year-copied": {"copy-a-year", "copy-a-year-elsewhere"},
    "year-opened": {"open-five"}, "year-backed-up": {"back-up-the-year"}, "pop-backed-up": {"back-up-what-pop-fetched"},
}
"""Which steps give it. A step more here is a copy of other mail that would stand for this one: look twice."""
UNNEEDED = {
    "keep-as-it-is": "nothing is begun", "no-upload-while-full": "the procedure ends here until there is room",
    "look-how-full": "it moves the person to hurry; nothing that comes later rests on the figure",
}
"""Steps that must be done and that no later step needs, and why."""


def complaints(base: RuleBase, trees: Trees = TREES) -> list[str]:
    return [finding.message for finding in unmet_need.check(Bench(base, trees)).findings]


def without_word(base: RuleBase, word: str) -> RuleBase:
    """The rules in which no step gives the word and nothing provides it."""
    return base._replace(provided={name: entry for name, entry in base.provided.items() if name != word}, steps={
        step.id: step._replace(gives=tuple(name for name in step.gives if name != word))
        for step in base.steps.values()})


def test_each_destroying_step_names_what_protects_its_own_mail() -> None:
    assert {step.id: set(step.destroys) for step in RULES.steps.values() if step.destroys} == PROTECTION


def test_each_protection_is_given_by_the_steps_that_are_meant() -> None:
    assert {word: {step.id for step in RULES.steps.values() if word in step.gives}
            for word in set().union(*PROTECTION.values())} == GIVEN_BY


def test_a_step_that_speaks_of_removing_is_marked_or_removes_nothing() -> None:
    speaking = {step.id for step in RULES.steps.values()
                if re.search(r"(?i)\b(delet|remov|empt|wip|retir|mailbox-full)", step.text) and not step.destroys}
    assert speaking == {
        # look whether something does, or see to it that nothing does
        "list-programs", "ask-how-long-mail-stays", "stop-pop", "others-leave-mail", "phones-do-not-follow", "add-pop",
        "off-other-devices", "add-imap", "others-to-imap", "program-for-copies", "imap-for-copies",
        "fetch-the-leftovers",
        "re-point-rules",  # rules, not mail
        "remove-the-entry",  # the collecting, not what was collected
        "test-each-program",  # says that what is deleted on one device stays on others
        "more-room-for-good",  # points to another change
    }


@pytest.mark.parametrize("name", REVIEWED)
def test_a_fault_that_was_once_overlooked_is_refused(name: str) -> None:
    edits = REVIEWED[name]
    assert isinstance(edits, Sequence)
    found = complaints(plant(TREES, edits))
    assert [message for message in found if f"'{name}'" in message], found


@pytest.mark.parametrize(("name", "word"), [(name, word) for name in PROTECTION for word in sorted(PROTECTION[name])])
def test_without_one_protection_the_step_is_refused(name: str, word: str) -> None:
    found = complaints(without_word(RULES, word))
    assert [message for message in found if f"{name!r} is shown" in message and f"{word!r}" in message]


@pytest.mark.parametrize("name", PROTECTION)
def test_a_destroying_step_that_comes_first_is_refused(name: str) -> None:
    early = RULES.steps[name]._replace(order=1, needs=())
    found = complaints(RULES._replace(steps={**RULES.steps, name: early}))
    for word in PROTECTION[name]:
        assert bool(GIVEN_BY[word]) == any(f"{name!r}" in message and f"{word!r}" in message for message in found), word


@pytest.mark.parametrize("name", [step.id for step in RULES.steps.values() if step.gives])
def test_a_step_that_gives_something_cannot_be_left_out(name: str) -> None:
    less = RULES._replace(steps={known: step for known, step in RULES.steps.items() if known != name})
    assert complaints(less)


@pytest.mark.parametrize("name", [step.id for step in RULES.steps.values() if step.gives])
def test_a_step_that_gives_something_cannot_come_last(name: str) -> None:
    late = RULES.steps[name]._replace(order=99)
    assert complaints(RULES._replace(steps={**RULES.steps, name: late}))


def test_every_step_that_must_be_done_is_needed_by_another_or_destroys() -> None:
    needed = {name for step in RULES.steps.values() for name in unmet_need.needs_of(step)}
    assert {step.id for step in RULES.steps.values()
            if step.level == "must" and not step.destroys and not needed & set(step.gives)} == set(UNNEEDED)


def test_a_change_within_a_change_is_safe_by_its_own_steps() -> None:
    """`copies-made-on-the-way` is met without a step, so the steps of that change must each be protected by one."""
    within = [step for step in RULES.steps.values() if step.destroys
              and step.id in evaluate(RULES, case_of({"procedure": "mailbox-full"})).steps]
    assert {step.id for step in within} == {"empty-trash-and-junk", "delete-the-year", "pop-removes-after-days"}
    for step in within:
        assert [word for word in step.destroys if word not in RULES.provided], step.id
    assert [step.id for step in RULES.steps.values()
                                   if "copies-made-on-the-way" in step.destroys] == ["make-room-first"]
    for name in ("make-room-first", "make-room-in-the-mix"):  # else it would set off again what the change had stopped
        assert "leave out its steps on POP3" in RULES.steps[name].text


@pytest.mark.parametrize("name", ["retire-imap-account", "delete-copied-folders"])
def test_folders_are_copied_before_they_go_whatever_the_backup(name: str) -> None:
    """In the rules above: a regular backup of the device holds no folder that lies on the server only."""
    assert not complaints(ABOVE, ABOVE_TREES)
    for left_out in ("download-all-folders", "download-all-folders-elsewhere"):
        less = ABOVE._replace(steps={known: step for known, step in ABOVE.steps.items() if known != left_out})
        assert [message for message in complaints(less, ABOVE_TREES) if f"'{name}'" in message], left_out


def test_a_step_that_destroys_without_protection_is_not_even_read() -> None:
    edit = parse("- {file: steps, set: {delete-the-year/destroys: yes}}", "edit")
    assert isinstance(edit, Sequence)
    with pytest.raises(InputRefused) as refused:
        plant(TREES, edit)
    assert [problem.code for problem in refused.value.problems] == ["unprotected-step"]
