"""The ticket: what a colleague needs, what can be sent to the customer, and templates of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.report.advice.recommendation import Recommendation
from advisor.report.advice.ticket import PLACEHOLDERS, TEMPLATE, render_ticket, ticket_values
from advisor.rulebase.problem import InputRefused

Advise = Callable[..., Recommendation]


def parts(ticket: str) -> tuple[str, str]:
    note, _, reply = ticket.partition("\n\nREPLY TO THE CUSTOMER\n")
    return note, reply


def test_the_note_has_what_a_colleague_needs_to_check(advise: Advise) -> None:
    rec = advise(devices="several", quota="full", local_backup="unsure", offered="both")
    note, _ = parts(render_ticket(rec))
    assert "Advice: Use IMAP. Settled: no open answer can change this." in note
    assert "Answers: devices: several (flag); quota: full (flag); local_backup: unsure (flag); offered: both (flag)" \
        in note
    fired = [entry.rule for entry in rec.trace if entry.fired]
    assert f"Rules that counted: {', '.join(fired)}" in note
    assert f"The same again: {rec.command}\n" in note
    assert rec.rule_base.sha256 in note
    assert rec.program_version in note


def test_the_reply_has_what_a_customer_needs_to_do(advise: Advise) -> None:
    rec = advise(devices="several", quota="full", current="pop")
    note, reply = parts(render_ticket(rec))
    assert reply.startswith("Hello,\n")
    assert f"Use IMAP.\n{rec.verdict.explain}\nSettled, on one condition: {rec.verdict.provisos[0].text}" in reply
    for number, step in enumerate(rec.steps, 1):
        assert f"\n{number}. {'(must) ' if step.level == 'must' else ''}{step.text}\n" in reply
    for item in rec.set_up:
        assert f"\n- {item.text}\n" in reply
    for warning in rec.warnings:
        assert f"\n- {warning.text} What helps: {warning.avert}\n" in reply
    assert "Not known, and able to change the set-up" in note
    asked = reply.partition("this would help us most:\n")[2].partition("\n\n")[0].splitlines()
    assert len(asked) == 4
    assert {line.removeprefix("- ") for line in asked} <= {found.ask for found in rec.open if found.can_change}


def test_the_reply_holds_no_inner_words(advise: Advise) -> None:
    rec = advise(devices="several", quota="full", local_backup="unsure", offered="both")
    _, reply = parts(render_ticket(rec))
    for entry in rec.trace:
        assert "-" not in entry.rule or entry.rule not in reply
    assert "--" not in reply
    assert "local_backup" not in reply
    assert rec.rule_base.sha256[:8] not in reply


@pytest.mark.parametrize("answers", [{}, {"devices": "one"}, {"offered": "none"},
                                     {"devices": "one", "offered": "imap"}])
def test_no_part_is_ever_empty(advise: Advise, answers: dict[str, str]) -> None:
    values = ticket_values(advise(answers))
    assert [name for name, value in values.items() if not value] == ["signature"]
    ticket = render_ticket(advise(answers))
    assert "{" not in ticket
    assert not re.search(r"^ | $|  ", ticket, re.MULTILINE)


def test_unsettled_advice_asks_the_one_question(advise: Advise) -> None:
    rec = advise(devices="one", offered="both")
    _, reply = parts(render_ticket(rec))
    best = next(found.ask for found in rec.open if found.question == rec.best_question)
    assert "Not settled yet: an open answer could change this." in reply
    assert f"this would help us most:\n- {best}\n" in reply


def test_nobody_is_named_unless_the_signature_says_so(advise: Advise) -> None:
    rec = advise(devices="several")
    assert render_ticket(rec).endswith("Kind regards\n")
    signed = render_ticket(rec, signature="The help desk\nextension 12\n")
    assert signed.endswith("Kind regards\nThe help desk\nextension 12\n")


def test_a_template_of_ones_own(advise: Advise) -> None:
    rec = advise(devices="several")
    template = "Case\n  {verdict}\n{{verdict}} } \n{command}\n\n{signature}\n"
    assert render_ticket(rec, template=template, signature="Desk") == \
        f"Case\n  Use IMAP.\n{{verdict}} }}\n{rec.command}\n\nDesk\n"


def test_what_stands_in_a_value_is_not_a_template(advise: Advise, reword: Callable[..., Any]) -> None:
    rec = reword(advise(devices="several"), lambda word: "{command} {nonsense} {{" + word)
    ticket = render_ticket(rec, template="{verdict}|{signature}", signature="{verdict} {")
    assert ticket == "{command} {nonsense} {{Use IMAP.|{verdict} {\n"


def test_an_unknown_placeholder_is_refused_with_its_place(advise: Advise) -> None:
    with pytest.raises(InputRefused) as refused:
        render_ticket(advise(), template="Hello\n\n  {verdikt} and {x y}\n{steps", template_name="mine.txt")
    first, second, third = refused.value.problems
    assert (first.code, str(first.at)) == ("unknown-placeholder", "mine.txt:3:3")
    assert "'verdict'" in first.fix
    assert (second.code, str(second.at)) == ("unknown-placeholder", "mine.txt:3:17")
    assert all(name in second.fix for name in PLACEHOLDERS)
    assert (third.code, str(third.at)) == ("open-brace", "mine.txt:4:1")


def test_every_placeholder_is_filled_and_documented(advise: Advise) -> None:
    assert list(ticket_values(advise())) == list(PLACEHOLDERS)
    assert all(PLACEHOLDERS.values())
    page = (Path(__file__).parents[2] / "docs" / "ticket-template.md").read_text(encoding="utf-8")
    for name, means in PLACEHOLDERS.items():
        assert f"| `{{{name}}}` | {means} |" in page
    assert set(re.findall(r"\{(\w+)\}", TEMPLATE)) <= PLACEHOLDERS.keys()


@given(template=st.text(st.characters(exclude_characters="{"), max_size=80), signature=st.text(max_size=30))
def test_nothing_in_a_template_or_signature_steers(advise: Advise, template: str, signature: str) -> None:
    ticket = render_ticket(advise(), template=template + "{signature}", signature=signature)
    assert all(char.isprintable() or char == "\n" or char in "\u200c\u200d" for char in ticket)


def test_hostile_words_of_a_rule_base_are_shown_not_obeyed(advise: Advise, reword: Callable[..., Any]) -> None:
    rec = reword(advise(devices="several", quota="full"), lambda word: "\x1b[2J\r\n\u202e" + word)
    plain = render_ticket(advise(devices="several", quota="full"))
    ticket = render_ticket(rec)
    assert all(char.isprintable() or char == "\n" for char in ticket)
    before, there = (text.partition("What the words mean:")[0] for text in (ticket, plain))  # reworded terms: none met
    assert before.count("\n") == there.count("\n")
