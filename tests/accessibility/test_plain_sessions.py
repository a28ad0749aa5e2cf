"""Every command that asks, from beginning to end with plain prompts, in a terminal without control codes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.accessibility.plain_session import Session, control_codes
from tests.inspect.command import told
from tests.mailbox.conftest import dovecot, start_dovecot
from tests.mailbox.dovecot import Dovecot

__all__ = ["dovecot", "start_dovecot"]

Start = Callable[..., Session]
MOST_TURNS = 40
DRAWING = re.compile("[\u2500-\u25ff\u2800-\u28ff]|[|+=#*~_-]{3,}")
"""Signs that draw lines and boxes: a screen reader spells them out."""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[Session] = []

    def go(*arguments: str, **variables: str) -> Session:
        started.append(Session(tmp_path, *arguments, **variables))
        return started[-1]

    yield go
    for session in started:
        session.child.close(force=True)


def finished(session: Session, status: int = 0, *, table: bool = False) -> None:
    """Answers what is still asked with the first choice, and checks all that was shown; its report may have a table."""
    if session.waiting:
        session.type("1")
    for count, _ in enumerate(session.turns()):
        assert count < MOST_TURNS, "it never ends"
        session.type("1")
    assert session.status == status, session.text()
    sensible(session, table=table)


def sensible(session: Session, *, table: bool) -> None:
    """What a screen reader reads out from top to bottom: text in lines, nothing drawn, nothing drawn over."""
    assert control_codes(session.shown) == set()
    assert not DRAWING.search(session.text())
    assert table or not re.search(r"\S {3,}\S", session.text()), "columns side by side"


def test_the_wizard(start: Start, tmp_path: Path) -> None:
    session = start("--save", "case.yaml")
    session.asked()
    assert "Why we ask: " in session.say("?").text
    assert "How to find out: " in session.say("help").text
    second = session.say("1")
    assert "b to go back" in second.text
    first = session.say("back")
    assert "(your answer)" in first.text
    assert "Enter to keep your answer" in first.text
    turn = session.say(first.number("Two or more"))
    assert "Use IMAP." in turn.text
    turn = session.say("yes")
    assert "Who runs your mailbox?" in turn.text
    assert "Why we ask: " in session.say("why").text
    turn = session.say(turn.number("GMX:"))
    assert "With which mail program" in turn.text
    turn = session.say(turn.number("Thunderbird on a computer"))
    while "Is there one to change?" not in turn.text:
        assert "Why we ask: " in session.say("?").text
        turn = session.say("not sure")
    turn = session.say(turn.number("Provider:"))
    assert "(your answer)" in turn.text
    turn = session.say("")
    turn = session.say("1")
    assert "In Thunderbird" in turn.text
    assert "What next?" in turn.text
    turn = session.say(turn.number("Save"))
    assert "advice.html" in turn.text.replace("\r\n", "")
    turn = session.say(turn.number("Change an answer"))
    assert "Is there one to change?" in turn.text
    finished(session)
    assert (tmp_path / "case.yaml").is_file()


def test_the_quick_wizard_stopped_and_resumed(start: Start) -> None:
    session = start("--quick")
    session.asked()
    session.say("1")
    session.type("quit")
    finished(session, status=130)
    assert "To go on with them: advisor --resume" in session.text()
    again = start("--quick")
    turn = again.asked()
    assert "An unfinished run is kept" in turn.text
    turn = again.say(turn.number("Yes"))
    assert "backed up" in turn.text
    finished(again)


def test_a_saved_case_is_gone_on_with(start: Start, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("devices: one\n", encoding="utf-8")
    session = start("--answers", "case.yaml")
    assert "backed up" in session.asked().text
    session.type("1")
    finished(session)


def test_diagnose_on_to_the_wizard(start: Start) -> None:
    session = start("diagnose")
    turn = session.asked()
    assert "Why we ask: " in session.say("why").text
    turn = session.say(turn.number("By IMAP, in every program"))
    assert "(your answer)" in session.say("b").text
    turn = session.say("")
    turn = session.say(turn.number("I cannot test that now"))
    turn = session.say(turn.number("Enough"))
    assert "What next?" in turn.text
    turn = session.say(turn.number("Ask me"))
    assert "On how many computers" in turn.text
    finished(session)


def test_diagnose_stopped_and_resumed(start: Start) -> None:
    session = start("diagnose")
    session.asked()
    session.say("3")
    session.type("q")
    finished(session, status=130)
    again = start("diagnose", "--resume")
    assert "Going on with 1 answer." in again.asked().text
    again.type("2")
    finished(again)


def test_inspect_and_its_password(start: Start, dovecot: Dovecot) -> None:
    dovecot.deliver(3)
    session = start(*told(dovecot), "--save", "measured.json")
    asked = session.asked()
    assert asked.text.endswith("(it does not show; Enter alone: no login): ")
    assert session.child.waitnoecho(10)
    session.type(dovecot.password)
    finished(session, table=True)
    assert "INBOX: 3 messages" in session.text()
    assert dovecot.password not in session.text()
    wizard = start("--answers", "measured.json", "--quick")
    assert "On how many computers" in wizard.asked().text
    finished(wizard)


@pytest.mark.parametrize("command", [
    "recommend --devices several --sources --scales --trace", "compare", "switch", "switch mailbox-full --quota full",
    "diagnose --in-webmail nowhere", "replay case.yaml", "rules init copy", "rules show devices", "rules sources",
    "rules test", "batch in.csv out.csv", "--help", "recommend --help", "recommend --devices none", "recommend"])
def test_what_asks_nothing_shows_plain_lines_too(command: str, start: Start, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("devices\none\nseveral\n", encoding="utf-8")
    if "case.yaml" in command:
        made = start("recommend", "--devices", "one", "--save", "case.yaml")
        assert made.turn() is None
    session = start(*command.split())
    assert session.turn() is None, "nothing is asked"
    assert session.status == (2 if command in ("recommend --devices none",) else 0), session.text()
    assert control_codes(session.shown) == set()


@pytest.mark.parametrize("turned_on", [["--plain"], {"ACCESSIBLE": "1"}])
@pytest.mark.parametrize("command", [[], ["diagnose"]])
def test_one_way_for_every_command_on_any_terminal(command: list[str], turned_on: object, start: Start) -> None:
    """On a terminal that could show more, the prompts are the same lines."""
    session = start(*command, *(turned_on if isinstance(turned_on, list) else []), TERM="xterm-256color",
                    **(turned_on if isinstance(turned_on, dict) else {}))
    session.asked()
    session.say("1")
    session.type("q")
    finished(session, status=130)


def test_the_check_of_what_is_shown_can_fail() -> None:
    assert control_codes(b"Which?\r\n  1. A\r\n") == set()
    assert control_codes(b"\x1b[1mWhich?\x1b[0m\r\n") == {27}
    assert control_codes(b"50 %\r60 %\r\n") == {13}
    assert control_codes("\x9b31m".encode()) == {0x9B}
    assert DRAWING.search("\u2502 yes \u2502")
    assert DRAWING.search("------")
    assert not DRAWING.search("leave-on-server - and so on")
