"""What a person at a terminal relies on: nothing typed is lost, nothing shown is wrong, what counts stays in sight."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Advisor
from tests.cli.test_terminal import CTRL_C, CTRL_D, DOWN, ENTER, ESC, ROOT, WAIT, Terminal, start  # noqa: F401

pexpect = pytest.importorskip("pexpect", reason="pexpect needs a POSIX terminal")
pyte = pytest.importorskip("pyte")

CTRL_Z = "\x1a"
LAST = "\x1b[F"
STATE = ".local/state/advisor/unfinished-diagnose.json"


def screen_of(terminal: Terminal, columns: int, rows: int) -> list[str]:
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(terminal.seen)
    return [line.rstrip() for line in screen.display]


def on_one_line(terminal: Terminal) -> str:
    return " ".join(terminal.seen.split())


def test_lines_for_a_diagnosis_that_cannot_ask_are_not_passed_over_in_silence(advisor: Advisor) -> None:
    for words in (("--plain",), (), ("--format", "json")):
        found = advisor("diagnose", *words, stdin=b"2\n1\n1\n")
        assert (found.status, found.out) == (2, "")
        assert "Questions need a terminal" in found.err
        assert "--current" in found.err
    assert advisor("diagnose", "--no-input").status == 0


def test_what_goes_on_with_a_stopped_diagnosis_repeats_the_options(start) -> None:  # noqa: F811
    terminal = start("diagnose", "--ask", "--current", "pop", "--save", "my case.yaml", "--sources", columns=200)
    terminal.wait("cannot test that now")
    terminal.keys(CTRL_C)
    assert terminal.end() == 130
    assert "advisor diagnose --resume --sources --save 'my case.yaml'" in on_one_line(terminal)


def test_what_goes_on_with_a_stopped_wizard_repeats_the_options(start) -> None:  # noqa: F811
    terminal = start("--quick", "--save", "w.yaml", "--client=thunderbird", columns=200)
    terminal.wait("One device only")
    terminal.keys(ENTER)
    terminal.wait("Not sure")
    terminal.keys(CTRL_C)
    assert terminal.end() == 130
    assert "advisor --resume --client thunderbird --quick --save w.yaml" in on_one_line(terminal)


def test_a_stop_at_the_first_question_keeps_the_flags(start, tmp_path: Path) -> None:  # noqa: F811
    terminal = start("diagnose", "--current", "mixed", "--in-webmail", "nowhere", "--ask", columns=200)
    terminal.wait("cannot test that now")
    terminal.keys(CTRL_D)
    assert terminal.end() == 130
    assert "advisor diagnose --current mixed --in-webmail nowhere" in terminal.seen
    again = start("diagnose", "--resume", columns=200)
    again.wait("Going on with 2 answers.")
    again.wait("cannot test that now")
    again.keys(CTRL_C)
    assert again.end() == 130
    before = (tmp_path / STATE).read_text()
    other = start("diagnose", "--bounce", "full", "--ask", columns=200)
    other.wait("Go on with it?")
    other.keys(CTRL_C)  # the run kept first is neither given up nor written over
    assert other.end() == 130
    assert "advisor diagnose --bounce full --ask" in other.seen
    assert (tmp_path / STATE).read_text() == before


def test_answers_taken_along_are_kept_when_the_other_interview_is_stopped(start) -> None:  # noqa: F811
    terminal = start("diagnose", "--plain", "--current", "pop", "--ask", columns=100)
    terminal.wait("Enough")
    terminal.keys("enough\r")
    terminal.wait("What next?")
    terminal.wait("q to quit")
    terminal.keys("2\r")
    terminal.wait("q to quit")
    terminal.keys("q\r")
    assert terminal.end() == 130
    assert "No answer had been given yet" not in terminal.seen
    assert "advisor --resume --plain" in on_one_line(terminal)


def test_a_quick_run_does_not_ask_what_its_program_leaves_no_choice_in(start) -> None:  # noqa: F811
    terminal = start("--quick", "--client=mailspring", columns=100)
    terminal.wait("Up/Down")
    assert "On how many" not in terminal.seen
    assert "IMAP" in terminal.seen
    terminal.keys(CTRL_C)
    terminal.end()


def test_what_counts_stands_last_where_a_diagnosis_is_longer_than_the_screen(start) -> None:  # noqa: F811
    terminal = start("diagnose", columns=40)
    terminal.child.setwinsize(24, 40)
    terminal.wait("Up/Down")
    terminal.keys(DOWN, ENTER)
    terminal.wait("Up/Down")
    begin = len(terminal.seen)
    terminal.keys(LAST, ENTER)
    terminal.wait("What next?")
    terminal.wait("^C quit")
    lines = screen_of(terminal, 40, 24)
    shown = " ".join(" ".join(lines).split())
    assert "First stop every program that fetches by POP3, then look." in shown
    assert "Once more, what counts" in shown
    assert terminal.seen[begin:].count("\n") < 170
    assert "which fit no better" in " ".join(terminal.seen[begin:].split())


def test_keys_pressed_while_the_report_is_made_are_neither_shown_nor_obeyed(start) -> None:  # noqa: F811
    terminal = start("diagnose", ADVISOR_CACHE="")  # so that the report takes long enough for the keys to come in time
    terminal.wait("Up/Down")
    terminal.keys(DOWN, ENTER)
    terminal.wait("Up/Down")
    terminal.keys(LAST, ENTER)
    terminal.wait("Enough: show what is left now")
    terminal.wait("\n")
    begin = len(terminal.seen)
    terminal.keys("xyzzy" + DOWN + ENTER)  # at once: pexpect waits before every send, and the report is soon there
    terminal.wait("What next?")
    terminal.wait("^C quit")
    assert "xyzzy" not in terminal.seen[begin:]
    terminal.keys(ENTER)
    assert terminal.end() == 0  # the first choice, Done: neither Down nor Enter was taken for an answer
    assert "On how many" not in terminal.seen


def test_the_answer_that_was_taken_back_does_not_stay_on_the_screen(start) -> None:  # noqa: F811
    terminal = start()
    terminal.wait("^C quit")
    terminal.keys(ENTER)
    terminal.wait("Esc back; ^C quit")
    terminal.keys(ESC)
    terminal.wait("(your answer)")
    terminal.wait("^C quit")
    terminal.keys(DOWN, ENTER)
    terminal.wait("Go on?")
    terminal.wait("^C quit")
    shown = " ".join(" ".join(line.strip() for line in screen_of(terminal, 80, 40)).split())
    assert shown.count("On how many") == 1
    assert "One device only" not in shown
    terminal.keys(ESC)  # the verdict stands between the two now
    terminal.wait("Back: what you answer now replaces your answer above.")
    terminal.keys(CTRL_C)
    assert terminal.end() == 130


def test_the_wizard_can_be_put_into_the_background(tmp_path: Path) -> None:
    shell = pexpect.spawn("/bin/sh", ["-i"], cwd=str(tmp_path), timeout=WAIT, encoding="utf-8", dimensions=(40, 80),
                          env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "TERM": "xterm",
                               "LANG": "C.UTF-8", "PS1": "shell> "})
    try:
        shell.expect_exact("shell> ")
        shell.sendline(f"{sys.executable} -m advisor")
        shell.expect_exact("^C quit")
        shell.send(CTRL_Z)
        shell.expect_exact("Stopped")
        shell.expect_exact("shell> ")
        shell.sendline("fg")
        shell.expect_exact("^C quit")
        shell.send(CTRL_C)
        shell.expect_exact("No answer had been given yet.")
    finally:
        shell.close(force=True)


@pytest.mark.parametrize(("words", "said", "unsaid"), [
    (("diagnose", "--version"), "no option --version", "--error"),
    (("switch", "--scales", "x"), "It belongs to 'advisor', 'advisor recommend' and 'advisor replay'.", "--current"),
    (("replay", "--quick", "x"), "It belongs to 'advisor'.", "Did you mean"),
    (("compare", "--ouput", "x"), "Did you mean '--output'?", "belongs")])
def test_a_wrong_option_meets_a_close_one_or_the_command_that_has_it(words: tuple[str, ...], said: str, unsaid: str,
                                                                     advisor: Advisor) -> None:
    found = advisor(*words)
    assert (found.status, found.out) == (2, "")
    assert said in found.err
    assert unsaid not in found.err


def test_names_keep_their_own_capitals(base) -> None:
    from advisor.cli.asking.program_pages import page_texts
    from advisor.rulebase.named import PROVIDER

    texts = page_texts(base, PROVIDER)
    assert texts["icloud"].startswith("iCloud Mail")
    assert texts["hosting"].startswith("A typical")
