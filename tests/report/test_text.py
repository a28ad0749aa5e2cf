"""The report for a terminal: what must be in it, where, and that it fits."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.engine.case import Answer, Case, merge
from advisor.engine.compiled import Compiled
from advisor.report.advice.build import recommend
from advisor.report.advice.recommendation import Change, Recommendation
from advisor.report.advice.text import MOST_LINES, report_lines
from advisor.report.page.fold import columns
from advisor.report.page.line import Line
from advisor.report.page.terminal import plain
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase

Advise = Callable[..., Recommendation]

TYPICAL = {
    "three devices, one person": {
        "devices": "several", "places": "several", "people": "one", "sync": "yes", "offline": "sometimes",
        "quota": "tight", "local_backup": "regular", "current": "pop", "offered": "both"},
    "office computer, all answered": {
        "devices": "one", "places": "one", "people": "one", "sync": "no", "folders": "no", "offline": "never",
        "connection": "steady", "quota": "full", "local_space": "ample", "local_backup": "regular",
        "server_backup": "yes", "archive": "no", "server_copy": "fine", "current": "pop", "offered": "both"},
    "new set-up with an archive": {
        "devices": "one", "places": "one", "people": "one", "quota": "tight", "local_backup": "regular",
        "archive": "yes", "current": "none", "offered": "both"},
    "slow line, small tablet": {
        "devices": "one", "offline": "never", "connection": "metered", "local_space": "limited", "quota": "ample",
        "current": "imap", "offered": "both"},
    "patchy line": {
        "devices": "one", "connection": "patchy", "server_backup": "no", "local_backup": "regular", "quota": "ample",
        "current": "none", "people": "one"},
    "everything calls for one option": {
        "devices": "several", "places": "several", "people": "one", "sync": "yes", "folders": "yes",
        "offline": "never", "connection": "steady", "quota": "ample", "local_space": "ample",
        "local_backup": "regular", "server_backup": "yes", "archive": "no", "server_copy": "fine", "current": "imap",
        "offered": "both"},
    "one place and a glance elsewhere": {
        "devices": "one", "places": "glance", "people": "one", "quota": "tight", "local_backup": "regular",
        "current": "pop", "offered": "both"},
    "no backup, server not wanted": {
        "devices": "one", "people": "one", "server_copy": "unwanted", "local_backup": "unreliable", "quota": "ample",
        "current": "imap"},
}
REST = 23
"""The lines that a typical report may have beside its set-up, steps and warnings, where those alone fill a screen."""


def text_of(lines: list[Line]) -> str:
    """The report as running text, so that a wrapped statement can be looked for."""
    return " ".join(line.text.strip() for line in lines)


def inseparable(rec: Recommendation) -> int:
    """The lines that the texts which may never be left out take at 80 columns."""
    texts = [f"- {item.name}. {item.text}" for item in rec.set_up]
    texts += [f"1. [{step.level}] {step.text}" for step in rec.steps]
    texts += [f"! {warning.text} So: {warning.avert}" for warning in rec.warnings]
    return sum(len(textwrap.wrap(text, 80, subsequent_indent="  ")) for text in texts)


@pytest.mark.parametrize("answers", TYPICAL.values(), ids=TYPICAL.keys())
def test_a_typical_report_fits_a_screen(advise: Advise, answers: Mapping[str, str]) -> None:
    rec = advise(answers)
    assert len(report_lines(rec)) <= max(MOST_LINES, inseparable(rec) + REST)


def test_a_case_with_little_to_do_has_room_for_blank_lines(advise: Advise) -> None:
    rec = advise(TYPICAL["slow line, small tablet"])
    short = rec._replace(flips=(), steps=rec.steps[:1])
    lines = report_lines(short)
    assert Line("") in lines
    assert len(lines) <= MOST_LINES
    crowded = report_lines(advise(TYPICAL["three devices, one person"]))
    assert Line("") not in crowded


def test_first_comes_the_verdict_and_last_the_versions(advise: Advise) -> None:
    rec = advise(TYPICAL["everything calls for one option"])
    lines = report_lines(rec)
    assert lines[0] == Line(f"{rec.verdict.headline} Settled.", "headline")
    assert lines[1].text.startswith(rec.verdict.explain[:40])
    assert lines[-1].text == f"Rules mailbox-access {rec.rule_base.version} ({rec.rule_base.sha256[:12]}), program " \
                             f"{rec.program_version}"
    assert lines[-2] == Line(rec.command, "command")


def test_the_sections_come_in_the_order_of_use(advise: Advise) -> None:
    text = text_of(report_lines(advise(TYPICAL["three devices, one person"], offered="unsure")))
    places = [text.index(part) for part in (
        "Use IMAP.", "This holds if", "IMAP keeps your mail", "Why IMAP", "POP3 is ruled out",
        "What speaks against it",
        "How to set it up", "What to do now", "Warnings", "What would change this", "Not known, and able",
        "advisor recommend", "Rules mailbox-access")]
    assert places == sorted(places)


def test_a_condition_stands_directly_under_the_verdict(advise: Advise) -> None:
    lines = report_lines(advise(devices="several"))
    assert lines[0].text == "Use IMAP. Settled, on one condition:"
    assert lines[1].text.startswith("This holds if your provider offers IMAP")
    assert "otherwise it is POP3." in lines[1].text


def test_unsettled_says_so_and_asks_the_one_question(advise: Advise, base: RuleBase) -> None:
    rec = advise(devices="one", offered="both")
    lines = report_lines(rec)
    assert lines[0].text == "Use IMAP. Not settled yet: an open answer could change this."
    assert rec.best_question is not None
    assert f"Most would be settled by: {base.questions[rec.best_question].ask}" in text_of(lines)


def test_settled_says_that_open_answers_do_not_matter(advise: Advise) -> None:
    text = text_of(report_lines(advise(devices="several", offered="both")))
    assert "Settled: no open answer can change this." in text
    assert "Not known, and able to change the advice" not in text
    assert "Most would be settled by" not in text


def test_open_questions_are_sorted_by_what_they_can_change(advise: Advise) -> None:
    rec = advise(offered="none", quota="unsure")
    text = text_of(report_lines(rec))
    by_parts = {found.label: found.can_change for found in rec.open}
    assert by_parts["today's set-up"] == ("set_up", "warnings")
    assert by_parts["places"] == ()
    assert "the set-up and the warnings: today's set-up;" in text
    assert "mailbox space (not sure)" in text
    assert "places" in text[text.index("without effect: "):]


def test_a_tie_says_that_the_default_decided(advise: Advise) -> None:
    rec = advise(devices="one", places="glance", offered="both")
    assert rec.verdict.by_default
    text = text_of(report_lines(rec))
    assert "Why IMAP (2 points to 2, level)" in text
    assert f"It is a tie, and the default decides. {rec.verdict.default_text}" in text


def test_nothing_known_has_no_reason_but_the_default(advise: Advise) -> None:
    rec = advise()
    text = text_of(report_lines(rec))
    assert f"Nothing tips the scales: the default decides. {rec.verdict.default_text}" in text
    assert "point" not in text
    assert "Nothing is answered yet, so there is no answer to change." in text


def test_the_only_option_left_says_so(advise: Advise) -> None:
    text = text_of(report_lines(advise(offered="pop", devices="several")))
    assert "It is the only option left." in text
    assert "IMAP is ruled out: Your provider does not offer IMAP" in text
    assert "(decisive, for IMAP; answer: devices)" in text


def test_neither_reads_as_an_answer(advise: Advise) -> None:
    lines = report_lines(advise(offered="none", devices="several"))
    text = text_of(lines)
    assert lines[0].text == "Neither: ask your provider for IMAP or POP3 first. Settled."
    assert "Why Neither" not in text
    assert "What speaks against it" not in text
    assert "IMAP is ruled out" in text
    assert "POP3 is ruled out" in text
    assert "What would count, if you had the choice" in text


def test_reasons_name_their_weight_and_the_answers_behind_them(advise: Advise) -> None:
    text = text_of(report_lines(advise(devices="one", quota="full", local_backup="regular", offered="both")))
    assert "(decisive; answers: devices, mailbox space)" in text
    open_one = text_of(report_lines(advise(devices="one", offered="both")))
    assert "(moderate; answer: devices; not known: device backup)" in open_one


def test_no_warning_is_claimed_to_be_final_only_if_it_is(advise: Advise) -> None:
    rec = advise()
    assert not rec.warnings
    assert "Warnings: none so far; answers that are still open could bring some." in text_of(report_lines(rec))
    calm = rec._replace(open=())
    assert "Warnings: none. " in text_of(report_lines(calm))


def test_what_is_left_out_is_counted(advise: Advise) -> None:
    rec = advise(devices="several", places="several", sync="yes", folders="yes", people="several", quota="tight",
                 local_backup="unreliable", current="mixed", offered="both")
    assert len(rec.reasons_for()) == 6
    assert len(rec.verdict.ruled_out) == 6
    text = text_of(report_lines(rec))
    shown = sum(reason.text in text for reason in rec.reasons_for())
    assert 1 <= shown < 6
    assert f"And {6 - shown} more, no stronger." in text
    assert "And 5 more, each enough by itself." in text


def _with_flips(rec: Recommendation, count: int, size: int) -> Recommendation:
    flips = tuple(Change({f"q{number}{part}": "yes" for part in range(size)},
                         tuple(f"thing {number}{part} holds" for part in range(size)), "pop", "POP3")
                  for number in range(count))
    return rec._replace(flips=flips, verdict=rec.verdict._replace(flip_distance=size))


def test_three_changes_are_shown_and_the_others_counted(advise: Advise) -> None:
    rec = _with_flips(advise(devices="several")._replace(steps=(), warnings=()), 5, 1)
    text = text_of(report_lines(rec))
    assert "One different answer would be enough:" in text
    assert "POP3, if thing 20 holds" in text
    assert "thing 30" not in text
    assert "and 2 more" in text


def test_a_change_that_takes_several_answers_says_how_many(advise: Advise) -> None:
    rec = _with_flips(advise(devices="several")._replace(steps=(), warnings=()), 1, 3)
    text = text_of(report_lines(rec))
    assert "What would change this: No single answer; it takes 3 different ones together:" in text
    assert "POP3, if thing 00 holds, thing 01 holds and thing 02 holds" in text


def test_no_change_at_all_is_said_plainly(advise: Advise) -> None:
    settled = text_of(report_lines(advise(devices="one", offered="imap")))
    assert "What would change this: Nothing that you could answer differently." in settled
    unsettled = text_of(report_lines(advise(devices="one", offered="both")))
    assert "What would change this: None of the answers you gave; the open ones below could." in unsettled


def test_what_could_not_be_worked_out_is_not_claimed(advise: Advise) -> None:
    rec = advise(devices="one", quota="full")
    vague = rec._replace(flips=(), best_question=None, verdict=rec.verdict._replace(
        settled="unknown", exact=False, flip_distance=None))
    text = text_of(report_lines(vague))
    assert "Not known if settled, and on one condition:" in text
    assert text.count("could not be worked out exactly") + text.count("could not be worked out") >= 2
    assert "able to change" not in text
    assert "the advice stays" not in text


def test_two_origins_that_disagree_are_shown(base: RuleBase, compiled: Compiled) -> None:
    case = merge([Case({"devices": Answer("one", "file")}), Case({"devices": Answer("several", "flag")})])
    text = text_of(report_lines(recommend(base, case, compiled)))
    assert 'On devices, two sources differ: "Two or more devices, or two or more mail programs" (a flag) was used, ' \
           '"One device only, with one mail program" (a file) was not.' in text


def test_sources_mark_every_statement_and_are_listed(advise: Advise) -> None:
    rec = advise(devices="several", quota="full", offered="both")
    lines = report_lines(rec, sources=True)
    text = text_of(lines)
    [wall] = rec.verdict.ruled_out
    assert f"{wall.text} [{', '.join(citation.mark for citation in wall.sources)}]" in text
    for group in (rec.reasons, rec.set_up, rec.steps, rec.warnings):
        for entry in group:
            for citation in entry.sources:
                if citation.kind == "claim":
                    assert f"{citation.mark}: {citation.text} From: {citation.document}." in text
                elif citation.kind == "field":
                    assert citation.text in text
                if citation.doubt:
                    assert citation.doubt.rstrip(".") in text
    assert "[" not in text_of(report_lines(rec)).replace("[must]", "").replace("[should]", "").replace("[check]", "")


def test_the_trace_shows_every_rule_and_what_it_waits_for(advise: Advise) -> None:
    rec = advise(devices="one", quota="full")
    text = text_of(report_lines(rec, trace=True))
    for entry in rec.trace:
        assert f"{entry.kind} {entry.rule}: " in text
    assert "evidence room-worry-on-one-device: fired (devices=one, quota=full)" in text
    assert "evidence several-devices: not fired (devices=one)" in text
    assert "evidence regular-backup: waits for local_backup (devices=one, local_backup=open)" in text


def test_the_same_words_at_every_width(advise: Advise) -> None:
    for answers in TYPICAL.values():
        rec = advise(answers)
        wide = text_of(report_lines(rec, width=80)).replace(" ", "")
        for width in (20, 31, 40, 79, 200):
            assert text_of(report_lines(rec, width=width)).replace(" ", "") == wide


def test_a_figure_that_the_text_does_not_say_is_added(advise: Advise) -> None:
    rec = advise(devices="several", offered="both")
    said = rec.set_up[0]._replace(params={"removal": "later", "days": 14}, text="Wait 14 days.")
    silent = said._replace(text="Wait.")
    assert "Wait 14 days." in text_of(report_lines(rec._replace(set_up=(said,))))
    assert "days: 14" not in text_of(report_lines(rec._replace(set_up=(said,))))
    assert "Wait. (days: 14)" in text_of(report_lines(rec._replace(set_up=(silent,))))


HOSTILE = "\x1b[2J\x1b]0;x\x07\r\n\u202e\u2066[red]{verdict}"


CASES = st.fixed_dictionaries({}, optional={name: st.sampled_from([*question.value_ids, "unsure"])
                                            for name, question in load(builtin_folder()).questions.items()})


@settings(max_examples=150, deadline=None)
@given(answers=CASES, width=st.sampled_from([20, 33, 40, 80, 120]), more=st.booleans())
def test_whatever_the_case(advise: Advise, reword: Callable[..., Any], answers: dict[str, str], width: int,
                           more: bool) -> None:
    rec = advise(answers)
    lines = report_lines(rec, width=width, sources=more, trace=more)
    text = text_of(lines)
    assert text.isascii()
    assert [line.text for line in lines if line.style == "command"] == [rec.command]
    for line in lines:
        assert columns(line.text) <= width or line.style == "command"
        assert line.text == line.text.rstrip()
    squeezed = text.replace(" ", "")
    for warning in rec.warnings:
        assert f"{warning.text} So: {warning.avert}".replace(" ", "") in squeezed
    for item in rec.set_up:
        assert item.text.replace(" ", "") in squeezed
    for number, step in enumerate(rec.steps, 1):
        assert f"{number}. [{step.level}] {step.text}".replace(" ", "") in squeezed

    hostile = plain(report_lines(reword(rec, lambda word: HOSTILE + word), width=width, sources=more, trace=more))
    assert all(char.isprintable() or char == "\n" for char in hostile)
    assert "\\x1b[2J" in hostile.replace("\n", "").replace(" ", "")


def test_no_report_is_much_longer_than_what_it_must_say(advise: Advise, base: RuleBase) -> None:
    chance = random.Random(7)
    for _ in range(200):
        names = chance.sample(list(base.questions), chance.randint(6, len(base.questions)))
        rec = advise({name: chance.choice(base.questions[name].value_ids) for name in names})
        assert len(report_lines(rec)) <= max(MOST_LINES, inseparable(rec) + 30)


def test_a_headline_that_leaves_no_room_is_wrapped_not_cut(advise: Advise) -> None:
    rec = advise(devices="several", offered="both")
    long = rec._replace(verdict=rec.verdict._replace(headline="Use it. " + "word " * 30))
    text = text_of(report_lines(long))
    assert text.startswith("Use it. " + "word " * 30 + "Settled.")


def test_wide_characters_count_as_two_columns(advise: Advise, reword: Callable[..., Any]) -> None:
    rec = reword(advise(devices="several"), lambda word: "\u65e5\u672c\u8a9e" * len(word))
    for line in report_lines(rec, width=30):
        assert columns(line.text) <= 30 or line.style == "command"
    assert plain([Line("a"), Line("b", "dim")]) == "a\nb\n"
