"""What the rules make of measurements: expectations worked out by hand from rules/measurements.yaml."""

from __future__ import annotations

import pytest

from advisor.engine.measured import Measured, Measures, measured, says, shown
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase

SIGNS = ["certain", "likely", "possible", "weak"]


def answers(found: Measured) -> dict[str, str]:
    return {name: answer.value for name, answer in found.answers.items()}


def signs(found: Measured) -> list[str]:
    return [sign.id for sign in found.signs]


def test_nothing_measured_answers_nothing(base: RuleBase) -> None:
    assert measured(base, {}) == Measured({}, ())


@pytest.mark.parametrize(("percent", "value", "sign"), [
    (0, "ample", []), (74, "ample", []), (75, "tight", ["mailbox-filling"]), (89, "tight", ["mailbox-filling"]),
    (90, "full", ["mailbox-full"]), (100, "full", ["mailbox-full"]), (140, "full", ["mailbox-full"])])
def test_quota_by_the_bounds_of_the_question(base: RuleBase, percent: int, value: str, sign: list[str]) -> None:
    found = measured(base, {"quota_percent": percent})
    assert answers(found) == {"quota": value}
    assert signs(found) == sign
    assert found.answers["quota"].evidence == f"The server says that the mailbox is about {percent} % full."
    assert found.answers["quota"].sources


def test_quota_follows_the_question_where_its_bounds_are_moved(base: RuleBase) -> None:
    question = base.questions["quota"]
    assert question.numbers is not None
    bounds = (question.numbers.bounds[0]._replace(below=50), *question.numbers.bounds[1:])
    moved = base._replace(questions={**base.questions, "quota": question._replace(
        numbers=question.numbers._replace(bounds=bounds))})
    assert answers(measured(moved, {"quota_percent": 60})) == {"quota": "tight"}


def test_the_evidence_tells_figures_where_there_are_any(base: RuleBase) -> None:
    found = measured(base, {"quota_percent": 93, "quota_used": 1_000_000_000, "quota_limit": 1_073_741_824})
    assert found.answers["quota"].evidence == "The server says that about 954 MB of 1.0 GB are used: 93 %."
    assert found.answers["quota"].rule == "quota-in-figures"


def test_used_without_a_percentage_is_no_quota(base: RuleBase) -> None:
    assert answers(measured(base, {"quota_used": 5, "quota_limit": 9})) == {}


@pytest.mark.parametrize(("measures", "value"), [
    ({"imap_offered": True, "pop_offered": True}, "both"), ({"imap_offered": True, "pop_offered": False}, "imap"),
    ({"imap_offered": False, "pop_offered": True}, "pop"), ({"imap_offered": True}, None),
    ({"pop_offered": True}, None),
    ({"pop_offered": False}, None), ({"imap_offered": False, "pop_offered": False}, None)])
def test_what_is_offered(base: RuleBase, measures: Measures, value: str | None) -> None:
    assert answers(measured(base, measures)) == ({"offered": value} if value else {})


def test_folders(base: RuleBase) -> None:
    found = measured(base, {"mail_in_own_folders": True, "own_folders_with_mail": 3})
    assert found.answers == {}
    assert [(sign.id, sign.about) for sign in found.signs] == [("mail-in-folders", "folders")]
    assert measured(base, {"mail_in_own_folders": False, "own_folders_with_mail": 0}) == Measured({}, ())


def test_no_measurement_answers_what_somebody_needs(base: RuleBase) -> None:
    """A wall must not rest on what a mailbox happens to hold."""
    assert {rule.question for rule in base.measured_answers.values()} == {"quota", "offered"}
    assert not [sign.id for sign in base.signs.values() if sign.sure == "certain" and "quota_percent" in sign.when]


@pytest.mark.parametrize("option", ["imap", "pop"])
def test_what_dns_denies_is_good_to_know_and_no_answer(base: RuleBase, option: str) -> None:
    found = measured(base, {f"{option}_denied_unproven": True,
                            f"{'pop' if option == 'imap' else 'imap'}_offered": True})
    assert found.answers == {}
    assert [(sign.id, sign.about) for sign in found.signs] == [(f"{option}-denied-in-dns", "offered")]


@pytest.mark.parametrize(("measures", "expected"), [
    ({"pop_in_use": True}, ["pop-in-use"]), ({"pop_in_use": False}, []),
    ({"pop_in_use": True, "mail_in_own_folders": True}, ["pop-in-use", "two-kinds-in-use", "mail-in-folders"]),
    ({"inbox_came_and_left": 100, "inbox_last_number": 109, "inbox_messages": 9}, ["mail-left-an-empty-inbox"]),
    ({"inbox_came_and_left": 100, "inbox_last_number": 110, "inbox_messages": 10}, ["mail-came-and-left"]),
    ({"inbox_came_and_left": 99, "inbox_last_number": 99, "inbox_messages": 0}, []),
    ({"inbox_came_and_left": 100}, []),
    ({"own_folders_with_mail": 2, "pop_offered": True}, []), ({"mail_in_own_folders": False}, []),
    ({"messages_beyond_pop": 1}, ["inbox-beyond-pop"]), ({"messages_beyond_pop": 0}, []),
    ({"hidden_folders_with_mail": 1}, ["hidden-folders"]), ({"hidden_folders_with_mail": 0}, []),
    ({"pop_expire_days": 7}, ["pop-removes-by-age"]), ({"pop_expire_days": 0}, ["pop-may-not-keep"]),
    ({"pop_keeps_for_ever": True}, []), ({"pop_ids": False}, ["pop-without-lasting-ids"]), ({"pop_ids": True}, [])])
def test_signs(base: RuleBase, measures: Measures, expected: list[str]) -> None:
    found = measured(base, measures)
    assert signs(found) == expected
    for sign in found.signs:
        assert sign.sure in SIGNS
        assert sign.sure_text
        assert sign.otherwise
        assert "{" not in sign.text + sign.otherwise


def test_what_a_large_provider_announces_is_a_hint_at_most(base: RuleBase) -> None:
    found = measured(base, {"pop_expire_days": 0})
    assert [sign.sure for sign in found.signs] == ["weak"]
    assert found.answers == {}


def test_figures_stand_in_the_text(base: RuleBase) -> None:
    sign = measured(base, {"inbox_came_and_left": 12345, "inbox_last_number": 12348, "inbox_messages": 3}).signs[0]
    assert "go up to 12,348, and 3 messages are there now: up to 12,345 may have come and left" in sign.text


@pytest.mark.parametrize("left", [3, 30])
def test_numbers_of_messages_are_a_hint_at_most(base: RuleBase, left: int) -> None:
    """Some servers skip numbers, so that they prove no message that was there."""
    (sign,) = measured(base, {"inbox_came_and_left": 500, "inbox_last_number": 500 + left,
                              "inbox_messages": left}).signs
    assert sign.sure == "weak"
    assert "skip numbers" in sign.otherwise


def test_for_missing_mail_only_a_full_mailbox_is_evidence() -> None:
    missing = load(builtin_folder() / "missing-mail")
    assert answers(measured(missing, {"quota_percent": 90})) == {"quota": "full"}
    assert answers(measured(missing, {"quota_percent": 89})) == {}
    assert answers(measured(missing, {"quota_percent": 0, "quota_used": 0, "quota_limit": 5})) == {}


def test_a_rule_base_without_measurements(base: RuleBase) -> None:
    bare = base._replace(measures={}, measured_answers={}, signs={})
    assert measured(bare, {"quota_percent": 95}) == Measured({}, ())


@pytest.mark.parametrize(("size", "text"), [
    (0, "0 bytes"), (1023, "1,023 bytes"), (1024, "1.0 KB"), (10 * 1024 ** 2, "10 MB"), (1536 * 1024 ** 2, "1.5 GB"),
    (15 * 1024 ** 3, "15 GB"), (5 * 1024 ** 6, "5,120 PB")])
def test_sizes(size: int, text: str) -> None:
    assert shown(size, "bytes") == text


def test_answers_and_signs_carry_what_their_rule_says(base: RuleBase) -> None:
    signs_in_figures = {name: sign._replace(otherwise="Or {inbox_messages} are new.")
                        for name, sign in base.signs.items() if name == "mail-left-an-empty-inbox"}
    found = measured(base._replace(signs=signs_in_figures), {
        "quota_percent": 93, "inbox_came_and_left": 100, "inbox_last_number": 109, "inbox_messages": 9})
    assert [(name, answer.question) for name, answer in found.answers.items()] == [("quota", "quota")]
    assert found.answers["quota"].sources == base.measured_answers[found.answers["quota"].rule].sources
    (sign,) = found.signs
    assert sign.sources == base.signs[sign.id].sources
    assert sign.sources
    assert sign.otherwise == "Or 9 are new."


def test_what_a_measured_value_says_hangs_on_the_rules(base: RuleBase) -> None:
    missing = load(builtin_folder() / "missing-mail")
    assert [says(base, "quota", value) for value in ("ample", "full")] == [True, True]
    assert [says(missing, "quota", value) for value in ("ample", "full")] == [False, True]
    assert says(base, "offered", "both")  # no rule reads it off a figure
