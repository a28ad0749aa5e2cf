"""The plain numbered prompter, fed from streams."""

import io
import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.cli.asking.prompt_plain import PlainPrompter
from advisor.cli.asking.prompting import Back, InputEnded, Interrupted, Option, Prompt

ROOT = Path(__file__).parents[2]

PETS = Prompt(
    title="Which animal would you like to share your home and your garden with?",
    options=(
        Option("dog", "A dog, which needs a long walk twice on every single day"),
        Option("several", "More than one"),
        Option("unsure", "Not sure"),
    ),
    why="An animal that does not suit the home is unhappy there.",
    find_out="Visit a shelter and spend an hour with each of them.",
    note="at most 3 more",
    can_go_back=True,
)
CURRENT = Prompt("Which?", (Option("a", "Alpha"), Option("b", "Beta", current=True)))


def ask(prompt: Prompt, text: str, width: int = 80) -> tuple[str | Back, str]:
    stream = io.StringIO()
    return PlainPrompter(io.StringIO(text), stream, width=width).choose(prompt), stream.getvalue()


class Endless(io.StringIO):
    """An input that repeats its lines for ever, and counts them."""

    def __init__(self, lines: Iterable[str]) -> None:
        super().__init__()
        self.source = itertools.cycle(lines)
        self.read_lines = 0

    def readline(self, size: int | None = -1, /) -> str:
        self.read_lines += 1
        assert self.read_lines < 1000, "the prompt never ends"
        return next(self.source)[:size]


def test_screen_at_80_columns() -> None:
    assert ask(PETS, "2\n")[1].split("\n") == [
        "Which animal would you like to share your home and your garden with?",
        "at most 3 more",
        "  1. A dog, which needs a long walk twice on every single day",
        "  2. More than one",
        "  3. Not sure",
        "Type a number from 1 to 3, ? for why we ask, b to go back, q to quit:",
        "Answer: More than one",
        "",
        "",
    ]


def test_screen_at_40_columns() -> None:
    assert ask(PETS, "2\n", width=40)[1].split("\n")[:7] == [
        "Which animal would you like to share",
        "your home and your garden with?",
        "at most 3 more",
        "  1. A dog, which needs a long walk",
        "     twice on every single day",
        "  2. More than one",
        "  3. Not sure",
    ]


@pytest.mark.parametrize("width", [20, 5, 33])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(width: int) -> None:
    shown = ask(PETS, "?\nx\n1\n", width=width)[1]
    assert max(map(len, shown.split("\n"))) <= max(width, 20)
    flat = " ".join(shown.split())
    for text in (PETS.title, PETS.why, PETS.find_out, *(option.text for option in PETS.options)):
        assert text in flat


def test_the_width_of_the_terminal_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setenv("COLUMNS", "40")
    PlainPrompter(io.StringIO("1\n"), stream).choose(PETS)
    assert stream.getvalue() == ask(PETS, "1\n", width=40)[1]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("1", "dog"),
        (" 3 ", "unsure"),
        ("3\r", "unsure"),
        ("\uff13", "unsure"),
        ("several", "several"),
        ("SEVERAL", "several"),
        ("not sure", "unsure"),
        ("b", Back()),
        ("B", Back()),
        ("?\n2", "several"),
        ("\n2", "several"),
        ("0\n4\n-1\n\u00b2\n2", "several"),
    ],
)
def test_answers(line: str, value: object) -> None:
    assert ask(PETS, line + "\n")[0] == value
    assert ask(PETS, line)[0] == value


@pytest.mark.parametrize("line", ["q", "Q", "x\nq"])
def test_quit(line: str) -> None:
    with pytest.raises(Interrupted) as caught:
        ask(PETS, line + "\n")
    assert type(caught.value) is Interrupted


def test_an_empty_line_keeps_the_earlier_answer() -> None:
    value, shown = ask(CURRENT, "\n")
    assert value == "b"
    assert "  2. Beta (your answer)\n" in shown
    assert "Enter to keep your answer" in shown
    assert shown.endswith("Answer: Beta\n\n")


def test_an_empty_line_without_an_earlier_answer_shows_the_question_again() -> None:
    value, shown = ask(PETS, "\n1\n")
    assert value == "dog"
    assert shown.count(PETS.title) == 2
    assert "keep" not in shown


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("sevral", '"sevral" is not one of the choices. Did you mean 2, More than one?'),
        ("not shure", '"not shure" is not one of the choices. Did you mean 3, Not sure?'),
        ("7", '"7" is not one of the choices.'),
        ("\x1b[31mx", '"\\x1b[31mx" is not one of the choices.'),
        ("y" * 500, f'"{"y" * 40}" is not one of the choices.'),
    ],
)
def test_a_typo_is_answered_with_the_nearest_choice_not_taken_for_it(
    line: str, complaint: str
) -> None:
    value, shown = ask(PETS, line + "\n1\n")
    assert value == "dog"
    assert complaint in shown.split("\n")


def test_help() -> None:
    shown = ask(PETS, "?\n1\n")[1]
    assert f"  Why we ask: {PETS.why}\n  How to find out: {PETS.find_out}\n" in shown


def test_what_is_not_there_is_neither_offered_nor_given() -> None:
    value, shown = ask(CURRENT, "?\nb\n1\n")
    assert value == "b"  # a value word outranks the command when there is no way back
    value, shown = ask(Prompt("Which?", (Option("x", "X"),)), "?\nb\n1\n")
    assert value == "x"
    assert "Type a number from 1 to 1, q to quit:\n" in shown
    assert "There is no help for this question." in shown
    assert "There is no question to go back to." in shown


@pytest.mark.parametrize("text", ["", "x\n", "?\n"])
def test_end_of_input(text: str) -> None:
    with pytest.raises(InputEnded, match=f"^The input ended .*{re.escape(PETS.title)}$"):
        ask(PETS, text)


@pytest.mark.parametrize("closed", [True, False])
def test_closed_or_missing_input(closed: bool) -> None:
    lines = io.StringIO()
    lines.close()
    with pytest.raises(InputEnded):
        PlainPrompter(lines if closed else None, io.StringIO()).choose(PETS)


@pytest.mark.parametrize(
    ("lines", "most"),
    [
        (["y\n"], 5),
        (["\n"], 5),
        (["?\n"], 20),
        (["?\n", "y\n"], 10),
        (["y" * 100_000], 5),
        (["99\n"], 5),
    ],
)
def test_an_input_that_never_answers_is_given_up(lines: list[str], most: int) -> None:
    endless = Endless(lines)
    with pytest.raises(InputEnded, match=f"^{most} lines were read and none was an answer"):
        PlainPrompter(endless, io.StringIO()).choose(PETS)
    assert endless.read_lines == most


def test_a_right_answer_starts_the_count_anew() -> None:
    prompter = PlainPrompter(Endless(["y\n"] * 4 + ["1\n"]), io.StringIO())
    assert [prompter.choose(PETS) for _ in range(4)] == ["dog"] * 4


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_output_survives_any_encoding(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    prompt = Prompt("Wh\u00e4t \u2014 \u2713 \U0001f600 \udc80?", (Option("a", "\u4e16\u754c"),))
    prompter = PlainPrompter(io.StringIO("\u2713\n1\n"), stream)
    prompter.say("\u2713")
    assert prompter.choose(prompt) == "a"
    assert b"\n  1. " in raw.getvalue()


def test_input_that_cannot_be_decoded_is_no_answer() -> None:
    class Typed(io.BytesIO):
        """Delivers one line at a time, as a terminal does."""

        def read1(self, size: int | None = -1, /) -> bytes:
            return self.readline(size)

    lines = io.TextIOWrapper(Typed(b"\xff\xfe\n1\n"), encoding="utf-8")
    assert PlainPrompter(lines, io.StringIO()).choose(PETS) == "dog"


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(min_size=1), st.integers(1, 100))
def test_whatever_the_texts_the_output_is_printable_lines(
    title: str, option: str, width: int
) -> None:
    prompt = Prompt(title, (Option("a", option, current=True),), why=title, note=option)
    value, shown = ask(prompt, "?\n\n", width)
    assert value == "a"
    assert all(line.isprintable() or not line.isascii() for line in shown.split("\n"))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_only_ascii_decoration_and_no_cursor_control() -> None:
    shown = ask(PETS, "?\nx\n\n1\n")[1]
    assert shown.isascii()
    assert "\x1b" not in shown
    assert "\r" not in shown


def test_say_wraps_each_line() -> None:
    stream = io.StringIO()
    prompter = PlainPrompter(None, stream, width=20)
    prompter.say("One two three four five\n\nsix")
    prompter.say()
    assert stream.getvalue() == "One two three four\nfive\n\nsix\n\n"


def test_only_words_longer_than_a_line_are_split() -> None:
    stream = io.StringIO()
    PlainPrompter(None, stream, width=20).say("Whatever it takes-it-all " + "x" * 30)
    assert stream.getvalue() == f"Whatever it\ntakes-it-all\n{'x' * 20}\n{'x' * 10}\n"


SCRIPT = """
import sys
from advisor.cli.asking.prompt_plain import PlainPrompter
from advisor.cli.asking.prompting import Interrupted, Option, Prompt
try:
    prompt = Prompt("Which?", (Option("a", "Alpha"), Option("b", "Beta")))
    print(PlainPrompter(sys.stdin, sys.stderr).choose(prompt))
except Interrupted as stop:
    print(type(stop).__name__)
    sys.exit(130)
print(bool({"questionary", "prompt_toolkit"} & set(sys.modules)))
"""


def test_real_process_keeps_prompts_off_standard_output() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        input="2\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "b\nFalse\n"
    assert "Which?" in done.stderr


def test_sigint_interrupts_the_wait_for_a_line() -> None:
    # a shell starts its background jobs with the signal ignored, and that would be handed down
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    with subprocess.Popen(
        [sys.executable, "-c", heed + SCRIPT],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        assert process.stdout
        while "Type a number" not in process.stderr.readline():
            pass
        time.sleep(0.05)  # from the write to the wait
        os.kill(process.pid, signal.SIGINT)
        assert process.stdout.read() == "Interrupted\n"
        assert process.wait(10) == 130


def test_a_person_types_on_the_line_that_asks() -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = io.StringIO()
    assert PlainPrompter(Keyboard("1\n"), stream).choose(CURRENT) == "a"
    assert "q to quit: Answer" in stream.getvalue()
