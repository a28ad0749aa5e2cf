"""The arrow-key prompter, watched through a terminal emulator in process and once in a real pty."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pyte
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from advisor.cli.asking.prompt_keys import KeyPrompter
from advisor.cli.asking.prompt_sheet import Sheet
from advisor.cli.asking.prompting import Back, InputEnded, Interrupted, Option, Prompt

ROOT = Path(__file__).parents[2]
UP, DOWN, LEFT, ENTER, ESC = "\x1b[A", "\x1b[B", "\x1b[D", "\r", "\x1b"
HOME, END, PAGE_UP, PAGE_DOWN = "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~"
CTRL_C, CTRL_D = "\x03", "\x04"
PATIENCE = 10  # seconds until a wait fails, for a busy machine; nothing waits so long in vain
AT_ONCE = 0.5  # far above the 15 ms measured, and far below the second that a fault costs
COLOUR = re.compile(r"\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;\d]*m")

PETS = Prompt(
    title="Which animal would you like to share your home and your garden with?",
    options=(
        Option("dog", "A dog, which needs a long walk twice on every single day"),
        Option("cat", "A cat, which comes and goes as it pleases"),
        Option("unsure", "Not sure"),
    ),
    why="An animal that does not suit the home is unhappy there.",
    find_out="Visit a shelter and spend an hour with each of them.",
    note="at most 3 more",
    can_go_back=True,
)
TITLE_WORDS = PETS.title.split()
LONG = Prompt(
    "Which number?", tuple(Option(str(n), f"Number {n}") for n in range(40)), why="To count."
)
CURRENT = Prompt("Which?", (Option("a", "Alpha"), Option("b", "Beta", current=True)))


class Terminal(io.StringIO):
    """A text stream shown on an emulated screen; everything written is kept in `raw`."""

    def __init__(self, columns: int, rows: int = 24) -> None:
        super().__init__()
        self.screen = pyte.Screen(columns, rows)
        self.raw = ""
        self._stream = pyte.Stream(self.screen)
        self._lock = threading.Lock()

    def write(self, text: str) -> int:
        with self._lock:
            self.raw += text
            self._stream.feed(text.replace("\n", "\r\n"))
        return len(text)

    def resize(self, columns: int) -> None:
        with self._lock:
            self.screen.resize(columns=columns)
        os.kill(os.getpid(), signal.SIGWINCH)

    @property
    def lines(self) -> list[str]:
        with self._lock:
            return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")

    @property
    def words(self) -> list[str]:
        return self.text.split()

    @property
    def cursor_line(self) -> str:
        return self.lines[self.screen.cursor.y]


class Person:
    """Types keys and looks at the screen while `KeyPrompter` runs in the main thread.

    Who `hangs_up` closes the keyboard at once after the keys; others wait for the prompt to end.
    """

    def __init__(self, columns: int = 80, rows: int = 24, **settings: object) -> None:
        self.terminal = Terminal(columns, rows)
        self.settings = settings
        self.shots: list[str] = []
        self.done = threading.Event()
        self.hangs_up = False
        self.ran_out = False
        self.fault: BaseException | None = None

    def ask(self, *prompts: Prompt, keys: str = "", act: Callable[..., None] | None = None) -> list:
        """Ask the prompts in turn; the pipe is closed at the end, so that nothing can hang."""
        with create_pipe_input() as keyboard:
            prompter = KeyPrompter(
                self.terminal,
                keyboard=keyboard,
                screen=Vt100_Output(self.terminal, self._size, term="xterm"),
                **self.settings,
            )
            keyboard.send_text(keys)
            thread = threading.Thread(target=self._act, args=(act, keyboard))
            thread.start()
            try:
                return [prompter.choose(prompt) for prompt in prompts]
            finally:
                self.done.set()
                thread.join()
                self.done.clear()
                if self.fault:
                    raise self.fault
                assert self.hangs_up or not self.ran_out, "the keys did not end the prompt"

    def see(self, wanted: str) -> str:
        """Wait until the text is on the screen, and return the screen."""
        return self.until(lambda: wanted in self.terminal.text, wanted)

    def until(self, true: Callable[[], bool], wanted: object = "the condition") -> str:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, f"{wanted!r} not seen:\n{self.terminal.text}"
            time.sleep(0.005)
        return self.terminal.text

    def _size(self) -> Size:
        return Size(rows=self.terminal.screen.lines, columns=self.terminal.screen.columns)

    def _act(self, act: Callable[..., None] | None, keyboard) -> None:
        try:
            if act:
                act(self, keyboard.send_text)
            self.ran_out = not self.done.wait(0 if self.hangs_up else PATIENCE)
        except BaseException as fault:
            self.fault = fault
        finally:
            keyboard.close()


def in_order(words: list[str], text: list[str]) -> bool:
    rest = iter(text)
    return all(word in rest for word in words)


# Keys


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (ENTER, "dog"),
        (DOWN + ENTER, "cat"),
        (UP + ENTER, "unsure"),
        (DOWN + DOWN + UP + ENTER, "cat"),
        ("xj7 " + ENTER, "dog"),
        ("?" + DOWN + "?" + ENTER, "cat"),
        (LEFT, Back()),
        ("b", Back()),
        (ESC, Back()),
        (ESC + ENTER, Back()),
        (END + ENTER, "unsure"),
        (DOWN + HOME + ENTER, "dog"),
        (END + DOWN + ENTER, "dog"),
        (PAGE_DOWN + ENTER, "unsure"),
        (END + PAGE_UP + ENTER, "dog"),
    ],
)
def test_keys(keys: str, answer: object) -> None:
    assert Person().ask(PETS, keys=keys) == [answer]


def test_a_page_is_a_few_options() -> None:
    assert Person().ask(LONG, LONG, keys=PAGE_DOWN * 2 + PAGE_UP + ENTER + END + HOME + PAGE_DOWN + ENTER) == ["5", "5"]


@pytest.mark.parametrize("keys", [LEFT, "b", ESC])
def test_no_way_back_from_the_first_question(keys: str) -> None:
    assert Person().ask(CURRENT, keys=keys + UP + ENTER) == ["a"]


def test_escape_enter_is_an_answer_or_back_but_never_an_empty_string() -> None:
    assert Person().ask(CURRENT, keys=ESC + ENTER) == ["b"]

    def slowly(_: Person, send: Callable[[str], None]) -> None:
        send(ESC)
        time.sleep(0.2)
        send(ENTER)

    assert Person().ask(CURRENT, act=slowly) == ["b"]
    assert Person().ask(PETS, CURRENT, act=slowly) == [Back(), "b"]


@pytest.mark.parametrize(
    ("keys", "error"), [(CTRL_C, Interrupted), (CTRL_D, InputEnded), ("", InputEnded)]
)
def test_leaving_raises_and_leaves_the_question_without_an_answer(
    keys: str, error: type[Interrupted]
) -> None:
    person = Person()
    person.hangs_up = not keys
    with pytest.raises(Interrupted) as caught:
        person.ask(PETS, keys=keys)
    assert type(caught.value) is error
    assert person.terminal.text == "? " + PETS.title


def test_sigint_interrupts_at_once() -> None:
    sent = []

    def kill(person: Person, _: object) -> None:
        person.see("A dog")
        sent.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted):
        Person().ask(PETS, act=kill)
    assert time.monotonic() - sent[0] < AT_ONCE


def test_earlier_answer_is_marked_and_preselected() -> None:
    person = Person()

    def act(person: Person, send: Callable[[str], None]) -> None:
        person.shots.append(person.see("Beta"))
        send(ENTER)

    person.ask(CURRENT, act=act)
    assert "  > Beta (your answer)" in person.shots[0].split("\n")
    assert "    Alpha" in person.shots[0].split("\n")
    assert person.terminal.text == "? Which?  Beta"


# What is on the screen


def look(person: Person, prompt: Prompt = PETS, wanted: str = "^C quit") -> str:
    """Return the screen while the prompt is open."""

    def act(person: Person, send: Callable[[str], None]) -> None:
        person.shots.append(person.see(wanted))
        send(CTRL_C)

    with pytest.raises(Interrupted):
        person.ask(prompt, act=act)
    return person.shots[-1]


def test_screen_at_80_columns() -> None:
    assert look(Person(80)).split("\n") == [
        "? Which animal would you like to share your home and your garden with?",
        "  at most 3 more",
        "  > A dog, which needs a long walk twice on every single day",
        "    A cat, which comes and goes as it pleases",
        "    Not sure",
        "Up/Down Enter; ? why; Esc back; ^C quit",
    ]


def test_screen_at_40_columns_is_wrapped_between_words() -> None:
    assert look(Person(40)).split("\n") == [
        "? Which animal would you like to share",
        "  your home and your garden with?",
        "  at most 3 more",
        "  > A dog, which needs a long walk twice",
        "    on every single day",
        "    A cat, which comes and goes as it",
        "    pleases",
        "    Not sure",
        "Up/Down Enter; ? why; Esc back; ^C quit",
    ]


@pytest.mark.parametrize(("columns", "rows"), [(20, 24), (12, 60)])
def test_nothing_is_lost_when_narrow(columns: int, rows: int) -> None:
    shown = look(Person(columns, rows), wanted="quit").split()
    assert in_order(TITLE_WORDS, shown)
    for option in PETS.options:
        assert in_order(option.text.split(), shown)
    assert in_order(["Up/Down", "Enter;", "?", "why;", "Esc", "back;", "^C", "quit"], shown)


def test_wide_characters_are_folded_not_cut() -> None:
    title = "\u4e16" * 60
    shown = look(Person(40), Prompt(title, (Option("a", "\u754c" * 50),)), wanted="quit")
    assert (shown.count("\u4e16"), shown.count("\u754c")) == (60, 50)


def test_resize_in_mid_question_loses_nothing() -> None:
    person = Person(80)

    def act(person: Person, send: Callable[[str], None]) -> None:
        person.see("> A dog")
        send(DOWN)
        person.see("> A cat")
        person.terminal.resize(40)
        person.until(lambda: "    pleases" in person.terminal.lines)
        person.shots.append(person.terminal.text)
        send(ENTER)

    assert person.ask(PETS, act=act) == ["cat"]
    shown = person.shots[0].split()
    assert in_order(TITLE_WORDS, shown)
    assert in_order(PETS.options[0].text.split(), shown)
    assert "  > A cat, which comes and goes as it" in person.shots[0].split("\n")


def test_keys_that_do_nothing_are_not_offered() -> None:
    assert "Up/Down Enter; ^C quit" in look(Person(), CURRENT).split("\n")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 24), (20, 24), (40, 10), (20, 16)])
def test_help_is_shown_whole_and_keeps_the_pointer(columns: int, rows: int) -> None:
    person = Person(columns, rows)

    def act(person: Person, send: Callable[[str], None]) -> None:
        send(DOWN)
        person.see("> A cat")
        send("?")
        person.shots.append(person.see("Why we"))
        for _ in range(9):
            if "(? for the rest)" not in person.shots[-1]:
                break
            send("?")
            person.until(lambda: person.terminal.text != person.shots[-1])
            person.shots.append(person.terminal.text)
        for shot in person.shots:
            assert shot.startswith("? Which")
            assert "  > A cat" in shot
            assert shot.endswith("quit")
        send("?")
        person.until(lambda: not {"ask:", "shelter"} & set(person.terminal.words))
        send(ENTER)

    assert person.ask(PETS, act=act) == ["cat"]
    shown = " ".join(person.shots).split()
    assert in_order(["Why", "we", "ask:", *PETS.why.split()], shown)
    assert in_order(["How", "to", "find", "out:", *PETS.find_out.split()], shown)
    assert "Why we ask" not in person.terminal.text


def test_question_mark_without_help_changes_nothing() -> None:
    assert Person().ask(CURRENT, keys="?" + ENTER) == ["b"]


def test_long_list_stays_in_view_and_says_how_much_is_hidden() -> None:
    person = Person(40, 24)

    def act(person: Person, send: Callable[[str], None]) -> None:
        for step in range(40):
            shot = person.see(f"  > Number {step}\n")
            assert shot.startswith("? Which number?")
            assert "^C quit" in shot
            numbers = [int(n) for n in re.findall(r"Number (\d+)$", shot, re.MULTILINE)]
            assert len(numbers) >= 19
            assert numbers == list(range(numbers[0], numbers[-1] + 1))
            assert (f"... {numbers[0]} more above" in shot) == (numbers[0] > 0)
            assert (f"... {39 - numbers[-1]} more below" in shot) == (numbers[-1] < 39)
            send(DOWN)
        person.see("  > Number 0\n")
        send(UP + ENTER)

    assert person.ask(LONG, act=act) == ["39"]


def test_what_does_not_fit_into_a_few_rows_is_marked() -> None:
    shot = look(Person(40, 6), PETS, wanted="quit")
    assert shot.split("\n") == [
        "? Which animal would you like to s ...",
        "  > A dog, which needs a long walk twice",
        "    on every single day",
        "  ... 2 more below",
        "Up/Down Enter; ? why; Esc back; ^C quit",
    ]


texts = st.lists(st.text("abc", min_size=1, max_size=12), min_size=1, max_size=25).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(
    texts,
    st.lists(texts, min_size=1, max_size=12),
    texts,
    st.tuples(st.integers(20, 90), st.integers(9, 30), st.integers(0, 11), st.integers(0, 5)),
)
@example("abcabcabc " * 25, ["abc"] * 3, "abcabcabc " * 9, (20, 9, 1, 1))
def test_any_prompt_fits_from_20_columns_and_9_rows(
    title: str, options: list[str], why: str, numbers: tuple[int, int, int, int]
) -> None:
    columns, rows, at, help_page = numbers
    prompt = Prompt(title, tuple(Option(t, t) for t in options), why, can_go_back=True)
    sheet = Sheet(prompt)
    sheet.help_page = help_page
    lines = sheet.open(columns, rows, min(at, len(options) - 1))
    assert len(lines) <= rows
    assert all(sum(len(text) for _, text in line) <= columns for line in lines)
    assert any(style == "[SetCursorPosition]" for line in lines for style, _ in line)


def test_the_cursor_follows_the_pointer() -> None:
    person = Person()

    def act(person: Person, send: Callable[[str], None]) -> None:
        person.until(lambda: person.terminal.cursor_line.startswith("  > A dog"))
        send(DOWN)
        person.until(lambda: person.terminal.cursor_line.startswith("  > A cat"))
        assert not person.terminal.screen.cursor.hidden
        send(ENTER)

    assert person.ask(PETS, act=act) == ["cat"]


def test_one_compact_line_remains_and_abandoned_prompts_vanish() -> None:
    person = Person()
    assert person.ask(CURRENT, PETS, CURRENT, keys=ENTER + LEFT + UP + ENTER) == ["b", Back(), "a"]
    assert person.terminal.text == "? Which?  Alpha"  # what was taken back does not stand there as answered
    narrow = Person(40)
    narrow.ask(PETS, keys=DOWN + ENTER)
    assert narrow.terminal.text.split("\n") == [
        "? Which animal would you like to share",
        "  your home and your garden with?",
        "    A cat, which comes and goes as it",
        "    pleases",
    ]


def test_control_characters_in_texts_do_not_reach_the_terminal() -> None:
    person = Person()
    person.ask(
        Prompt("Ring\x07 \x1b[31mred", (Option("a", "\x1b]0;x\x07A\u202eb\udc80"),)), keys=ENTER
    )
    assert "\x07" not in person.terminal.raw
    assert "\x1b[31m" not in person.terminal.raw
    assert "\u202e" not in person.terminal.raw
    assert person.terminal.text == r"? Ring\x07 \x1b[31mred  \x1b]0;x\x07A\u202eb\udc80"


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [
        ({"environ": {}}, True),
        ({"environ": {"NO_COLOR": ""}}, True),
        ({"environ": {"NO_COLOR": "1"}}, False),
        ({"environ": {}, "color": False}, False),
    ],
)
def test_colour(settings: dict[str, object], coloured: bool) -> None:
    person = Person(**settings)
    person.ask(PETS, keys="?" + DOWN + ENTER)
    assert bool(COLOUR.search(person.terminal.raw)) == coloured


def test_say_wraps_and_survives_a_poor_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", newline="\n")
    KeyPrompter(stream).say("One two three four \u2014 five\n\nsix")
    assert raw.getvalue() == b"One two three four -\nfive\n\nsix\n"


# Real processes


def test_nothing_heavy_is_imported_before_a_prompt_is_shown() -> None:
    code = (
        "import sys; from advisor.cli.asking.prompt_keys import KeyPrompter;"
        "KeyPrompter(sys.stderr).say('hello');"
        "sys.exit(bool({'questionary', 'prompt_toolkit'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"hello\n")


SCRIPT = """
import sys, time
from advisor.cli.asking.prompt_keys import KeyPrompter
from advisor.cli.asking.prompting import Interrupted, Option, Prompt
prompter = KeyPrompter(sys.stderr)
prompt = Prompt("Which?", (Option("a", "Alpha"), Option("b", "Beta")))
try:
    while True:
        print(prompter.choose(prompt), flush=True)
except Interrupted:
    print("interrupted", time.monotonic(), flush=True)
    sys.exit(130)
"""


@contextmanager
def wizard(tmp_path: Path) -> Iterator[tuple[pexpect.spawn, Path]]:
    script, out = tmp_path / "script.py", tmp_path / "out.txt"
    script.write_text(SCRIPT)
    command = f'exec "{sys.executable}" "{script}" > "{out}"'
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    child = pexpect.spawn(
        "/bin/sh", ["-c", command], env=environ, timeout=PATIENCE, encoding="utf-8"
    )
    try:
        yield child, out
    finally:
        child.close(force=True)


def test_real_terminal_with_standard_output_redirected(tmp_path: Path) -> None:
    with wizard(tmp_path) as (child, out):
        child.expect(r"\? .*Which\?.*Alpha.*quit")
        child.send(DOWN + ENTER)
        child.expect(r"Beta.*\? .*Which\?.*Alpha.*quit")
        killed = time.monotonic()
        child.kill(signal.SIGINT)
        child.expect(pexpect.EOF)
        child.wait()
        assert child.exitstatus == 130
        answer, end = out.read_text().splitlines()
        assert answer == "b"
        assert end.startswith("interrupted ")
        assert float(end.split()[1]) - killed < AT_ONCE


def test_closed_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputEnded):
        KeyPrompter(io.StringIO()).choose(PETS)


def test_the_session_of_a_test_supplies_the_keys() -> None:
    """Flow tests of the whole program give keys through prompt_toolkit's own session."""
    stream = io.StringIO()
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text(DOWN + ENTER)
        assert KeyPrompter(stream).choose(CURRENT) == "a"
    assert "Which?" in stream.getvalue()
