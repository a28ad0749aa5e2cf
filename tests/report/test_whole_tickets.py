"""Twelve whole tickets, kept as files, and by hand the facts that each must hold whatever its words are.

Each was read as the customer who is afraid for the mail, and as the colleague who must answer for it; do so again
before you keep a new one. After a change of rules or words: `ADVISOR_GOLDEN=write pytest
tests/report/test_whole_tickets.py`, then `git diff tests/report/tickets`. Versions and checksums are masked.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from advisor.rulebase.model import UNSURE
from tests.report.whole_tickets import SITUATIONS, command_in, report_in, rules, ticket_of

FOLDER = Path(__file__).parent / "tickets"


class Facts(NamedTuple):
    """Patterns that stand in the note and in the reply, the latter in this order, and patterns that stand nowhere."""

    note: tuple[str, ...]
    reply: tuple[str, ...]
    never: tuple[str, ...] = ()


FACTS: Mapping[str, Facts] = {
    # Several devices need the mail on the server (D4.11 and the wall for several devices); POP3 must stop first, and
    # what it holds must be copied before anything else is done; the old account goes last.
    "recommend-phone-and-computer": Facts(
        ("Use IMAP", r"--client thunderbird --provider gmx"),
        (r"Use IMAP\.", r"In Thunderbird", r"Server settings: GMX",
         r"\(must\) Switch off automatic fetching", r"\(must\) Copy all mail",
         r"\(must\) Add the mailbox as IMAP[^\n]*keep any old account", "After two weeks")),
    # One device, a full mailbox and copies that work: POP3 may free the room, but only what has been copied.
    "recommend-office-computer": Facts(
        ("Use POP3",), (r"Use POP3\.", "so its backup must not stop", "let it leave mail on the server for now",
                        r"\(must\) Once all is fetched and a copy or backup tested, switch on removal")),
    # Without a backup nothing may be taken off the server: first the backup.
    "recommend-full-without-backup": Facts(
        ("Use IMAP", "unsafe-backup-rules-out-pop"),
        (r"Use IMAP\.", r"\(must\) Copy all mail", "Set up a backup",
         r"\(must\) In webmail move what you want out of Junk and Trash, then empty"), ("switch on removal",)),
    # iCloud has no POP3; that is the provider's answer, not the customer's.
    "recommend-provider-without-a-choice": Facts((r"offered: imap \(provider\)",), (r"Use IMAP\.", "iCloud")),
    # Nothing is known: nothing is excluded, and the first test is whether one kind of access is in use (D4.10).
    "diagnose-first-letter": Facts(
        (r"Possible \(32\)", r"Excluded \(0\)", "Next test: current"),
        ("change and delete nothing yet", "First stop every program that fetches by POP3", "by POP3 or by IMAP"),
        ("What has happened", "What may have happened")),
    # A test mail was taken away: POP3 must stop; two kinds of access are possible, not yet proven.
    "diagnose-two-kinds": Facts(
        ("two-kinds-of-access", r"Proven \(0\)", "Steps for two-kinds-of-access: advisor switch mixed --current mixed"),
        ("First stop", "Do not remove and re-add an account", "take each device off the internet",
         "Switch off automatic fetching", "copy the mail store", "What may have happened: 18 causes",
         "Your program fetched the mail by POP3", "We have steps in a safe order for this: End a mix"),
        ("Nothing needs stopping",)),
    "diagnose-in-junk": Facts((r"Proven \(1\): in-junk",), ("What has happened", "mark the mail as not junk")),
    # Trash and Junk are looked through before they are emptied, and the senders are asked again.
    "diagnose-full-mailbox": Facts(
        (r"Proven \(1\): full-mailbox",
         "Steps for full-mailbox: advisor switch mailbox-full --current imap --quota full"),
        ("Do not empty Trash or Junk before you have looked",
         "look through Junk and Trash in webmail, save what you need, and only then empty", "ask the senders",
         "Make room in a full mailbox"), ("gmail|Gmail",)),
    "diagnose-taken-over": Facts(
        (r"Proven \(1\): account-taken-over",),
        ("From a clean computer", "change the password", "A stranger", "remove rules, forwarding"),
        ("Nothing needs stopping",)),
    # POP3 stops, a copy is made, IMAP is added beside, folders are copied not moved, and POP3 is retired last of all.
    "switch-pop-to-imap": Facts(
        ("Steps that can remove mail: ",),
        ("You can begin", "Switch off automatic fetching", r"\(must\) Close Thunderbird and copy", "as IMAP with TLS",
         "Copy, never move", "This can remove mail")),
    # Two walls; nothing that removes or changes anything may be among the steps.
    "switch-imap-to-pop-with-several-devices": Facts(
        ("pop-needs-one-device, pop-needs-one-reader", "Steps that can remove mail: none"),
        ("Not yet", "in the meantime", "Leave every account"), ("This can remove mail", "You can begin")),
    # A backup is made and tried, and a copy is opened, before a year is deleted on the server.
    "switch-mailbox-full": Facts(
        ("empty-trash-and-junk", "delete-the-year"),
        ("Set up a backup", "Look through Trash and Junk", "Empty Trash and Junk", "Copy, never move",
         "open five mails", "Only now delete that year")),
}
INNER = re.compile(r"--[a-z]|\(flag\)|\(provider\)|[a-z]_[a-z]|\{|[0-9a-f]{64}|D\d\.\d|field knowledge")
"""What only colleagues understand."""
UNKIND = re.compile(r"(?i)\b(your fault|you should have|you failed|obviously|simply|stupid|wrongly)\b")


def parts(name: str) -> tuple[str, str]:
    """The note, and the reply."""
    note, _, reply = ticket_of(report_in(name)).partition("\n\nREPLY TO THE CUSTOMER\n")
    return note, reply


@pytest.mark.parametrize("name", SITUATIONS)
def test_whole_ticket(name: str) -> None:
    ticket, path = ticket_of(report_in(name)), FOLDER / f"{name}.txt"
    if os.environ.get("ADVISOR_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(ticket, encoding="utf-8")
    assert ticket == path.read_text(encoding="utf-8")


def test_there_are_twelve_and_no_others() -> None:
    for path in FOLDER.iterdir() if os.environ.get("ADVISOR_GOLDEN") == "write" else ():
        if path.stem not in SITUATIONS:
            path.unlink()
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.txt" for name in SITUATIONS}
    assert len(SITUATIONS) == 12
    assert SITUATIONS.keys() == FACTS.keys()
    assert {command_in(name) for name in SITUATIONS} == {"recommend", "diagnose", "switch"}


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_facts_hold(name: str) -> None:
    (note, reply), facts = parts(name), FACTS[name]
    for pattern in facts.note:
        assert re.search(pattern, note), pattern
    place = 0
    for pattern in facts.reply:
        found = re.compile(pattern).search(reply, place)
        assert found, pattern
        place = found.end()
    for pattern in facts.never:
        assert not re.search(pattern, reply), pattern


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_note_tells_a_colleague_all(name: str) -> None:
    note, _ = parts(name)
    base, _ = rules(command_in(name))
    for question, value in SITUATIONS[name].answers.items():
        assert f"{question}: {value} (flag)" in note
    assert f"The same again: advisor {command_in(name)}" in note
    assert f"Rules {base.name} 0.0.0" in note
    claims = re.search(r"Claims behind it: (.*)", note)
    assert claims
    assert set(re.findall(r"D\d+\.\d+", claims[1])) <= base.claims.keys()
    assert re.search(r"D\d+\.\d+", claims[1])


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_reply_is_for_the_customer(name: str) -> None:
    _, reply = parts(name)
    assert reply.startswith("Hello,\n\nthank you for")
    assert reply.endswith("Kind regards\nDesk\n")
    assert "please stop there and write to us before you go on" in reply
    assert not INNER.search(reply)
    assert not UNKIND.search(reply)
    assert UNSURE not in re.findall(r"\w+", reply)
    body, _, words = reply.partition("What the words mean:")
    for term in rules(command_in(name))[0].terms.values():
        if term.term.isupper() and re.search(rf"\b{term.term}\b", body):  # an abbreviation is never left unexplained
            assert term.text in words, term.term
