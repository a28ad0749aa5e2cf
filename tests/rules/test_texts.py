"""The words of the rules: short enough, printable everywhere, and saying what they must."""

from __future__ import annotations

import re

import pytest

from advisor.report.page.phrases import fill
from advisor.rulebase.load import builtin_folder, load

BASE = load(builtin_folder())

BOUNDED: dict[str, tuple[str, int]] = {}
for question in BASE.questions.values():
    BOUNDED[f"{question.id}: ask"] = (question.ask, 90)
    for value in question.values:
        BOUNDED[f"{question.id}: text of {value.id}"] = (value.text, 60)
        BOUNDED[f"{question.id}: phrase of {value.id}"] = (value.phrase, 70)
for step in BASE.steps.values():
    BOUNDED[f"step {step.id}"] = (step.text, 260)
for form in BASE.forms.values():
    BOUNDED[f"set-up {form.id}"] = (fill(form.text, form.params), 260)
for warning in BASE.warnings.values():
    BOUNDED[f"warning {warning.id}"] = (warning.text, 260)
    BOUNDED[f"warning {warning.id}: avert"] = (warning.avert, 260)
for rule in (*BASE.constraints.values(), *BASE.evidence.values()):
    BOUNDED[f"rule {rule.id}"] = (rule.text, 260)

OTHERS: dict[str, str] = {}
for option in (*BASE.options.values(), BASE.neither):
    OTHERS |= {f"{option.id}: {part}": getattr(option, part) for part in ("name", "headline", "explain")}
for question in BASE.questions.values():
    OTHERS |= {f"{question.id}: {part}": getattr(question, part) for part in ("label", "why", "find_out")}
for row in BASE.rows.values():
    OTHERS |= {f"row {row.id}: {name}": text for name, text in (*row.cells.items(), ("about", row.about))}
    if row.note:
        OTHERS[f"row {row.id}: note"] = row.note
for term in BASE.terms.values():
    OTHERS |= {f"term {term.id}": term.text, f"term {term.id}: term": term.term}
for invariant in BASE.invariants.values():
    OTHERS[f"invariant {invariant.id}"] = invariant.text
OTHERS["default"] = BASE.default.text

TEXTS = {name: text for name, (text, _) in BOUNDED.items()} | OTHERS
LEAVING = [form for form in BASE.forms.values() if form.item == "leave-on-server"]


def test_texts_are_short_enough() -> None:
    assert {name: len(text) - bound for name, (text, bound) in BOUNDED.items() if len(text) > bound} == {}


def test_texts_are_plain() -> None:
    assert [name for name, text in TEXTS.items() if not text or not text.isascii()] == []
    assert [name for name, text in TEXTS.items() if text != " ".join(text.split())] == []


def test_what_a_person_is_told_is_in_sentences() -> None:
    told = {name: text for name, text in TEXTS.items() if name.startswith(("step", "set-up", "warning", "rule"))}
    assert [name for name, text in told.items() if not text[0].isupper() or text[-1] not in ".?"] == []


def test_phrases_go_on_after_you_said() -> None:
    phrases = {name: text for name, text in TEXTS.items() if ": phrase of " in name}
    starts_low_and_has_no_stop = re.compile(r"([a-z]|IMAP|POP3).*[^.?!]")
    assert [name for name, text in phrases.items() if not starts_low_and_has_no_stop.fullmatch(text)] == []


@pytest.mark.parametrize("form", LEAVING, ids=lambda form: form.id)
def test_a_copy_on_the_server_says_for_how_long_and_what_it_does_to_the_room(form) -> None:  # type: ignore[no-untyped-def]
    text = fill(form.text, form.params)
    if form.params["removal"] == "never":
        assert "without removal" in text
        assert "days" not in form.params
    else:
        assert f"after {form.params['days']} days" in text
    assert re.search(r"\btakes? up room\b|\bmailbox keeps filling\b", text)


@pytest.mark.parametrize("form", ["one-device-removes", "no-device-removes-yet"])
def test_removal_by_one_device_says_that_the_others_never_do(form: str) -> None:
    text = BASE.forms[f"leave-on-server/{form}"].text
    assert re.search(r"\bone device\b.*\bremoves? mail\b", text, re.IGNORECASE)
    assert re.search(r"\bothers (never|leave it there, without removal)\b", text)


def test_beside_each_other_the_offline_copy_and_headers_first_name_their_folders() -> None:
    cache, headers = BASE.forms["offline-cache/chosen-folders"].text, BASE.forms["headers-first/other-folders"].text
    assert "only for the folders you need without internet" in cache
    assert "headers only in all others" in cache
    assert "in all folders except those kept for use without internet" in headers


def test_alone_they_speak_of_no_other_folders() -> None:
    assert "all folders" in BASE.forms["offline-cache/all-folders"].text
    assert not re.search(r"headers|others|except", BASE.forms["offline-cache/all-folders"].text)
    assert not re.search(r"offline|internet|others|except", BASE.forms["headers-first/all-folders"].text)


def test_neither_says_what_to_ask_for() -> None:
    warning = BASE.warnings["no-way-in"]
    for text in (warning.avert, BASE.neither.explain, BASE.steps["ask-provider-for-access"].text):
        assert "IMAP" in text
        assert "POP3" in text
        assert re.search(r"\bask\b", text, re.IGNORECASE)
