"""Prompts answered with the arrow keys and Enter, asked by questionary on standard error.

questionary and prompt_toolkit are imported only when a prompt is shown.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from advisor.cli.prompting import (
    Back,
    InputEnded,
    Interrupted,
    Prompt,
    terminal_width,
    write_note,
)
from advisor.report.fold import columns as columns_of
from advisor.report.fold import fold, harmless

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from prompt_toolkit.output import Output
    from questionary import Question
    from questionary.prompts.common import InquirerControl

Line = list[tuple[str, str]]  # pieces of text, each after its style

_STYLE = [(name, "fg:ansicyan bold") for name in ("qmark", "pointer", "highlighted", "answer")]
_ENDED = "The keyboard input has ended."
_ESCAPE_SECONDS = 0.05
_INDENT = "    "
_PAGE = 5
"""options that PageUp and PageDown pass"""


class KeyPrompter:
    """A `Prompter` for a terminal: standard input and `stream` must both be one.

    `keyboard` and `screen` replace the process's own terminal, for tests.
    """

    def __init__(
        self,
        stream: TextIO,
        *,
        color: bool = True,
        environ: Mapping[str, str] = os.environ,
        keyboard: Input | None = None,
        screen: Output | None = None,
    ) -> None:
        self._stream = stream
        self._color = color and not environ.get("NO_COLOR")
        self._keyboard = keyboard
        self._screen = screen

    def say(self, text: str = "") -> None:
        """Show a note, wrapped to the terminal."""
        write_note(self._stream, text, terminal_width(self._stream))

    def choose(self, prompt: Prompt) -> str | Back:
        """Show the prompt until an option is chosen or the person goes back or stops."""
        if sys.stdin is None and self._keyboard is None:
            raise InputEnded(_ENDED)
        try:
            from prompt_toolkit.application import create_app_session
            from prompt_toolkit.output import create_output

            screen = self._screen or create_output(stdout=self._stream)
            if hasattr(screen, "enable_cpr"):
                screen.enable_cpr = False  # a position request left unanswered costs a second
            with create_app_session(input=self._keyboard, output=screen):
                answer: str | Back = _question(prompt, color=self._color).unsafe_ask()
        except KeyboardInterrupt:
            raise Interrupted from None
        except EOFError:
            raise InputEnded(_ENDED) from None
        return answer


def _question(prompt: Prompt, *, color: bool) -> Question:
    """Build a questionary select with our screen layout and our extra keys."""
    import questionary
    from prompt_toolkit.output import ColorDepth

    question = questionary.select(
        harmless(prompt.title),
        [questionary.Choice(harmless(option.text), value=option.value) for option in prompt.options],
        default=prompt.current.value if prompt.current else None,
        style=questionary.Style(_STYLE),
        use_jk_keys=False,
        use_emacs_keys=False,
        color_depth=None if color else ColorDepth.DEPTH_1_BIT,
    )
    app = question.application
    sheet = _Sheet(prompt)
    control = _control(app)
    _add_keys(app, sheet, control)
    _replace_layout(app, sheet, control)
    return question


def _control(app: Application[Any]) -> InquirerControl:
    from questionary.prompts.common import InquirerControl

    contents = (window.content for window in app.layout.find_all_windows())
    return next(content for content in contents if isinstance(content, InquirerControl))


def _add_keys(app: Application[Any], sheet: _Sheet, control: InquirerControl) -> None:
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    keys = KeyBindings()

    @keys.add("escape", eager=True)  # eager: Esc, Enter must not be taken for one key
    @keys.add("left")
    @keys.add("b")
    def go_back(_: KeyPressEvent) -> None:
        if sheet.prompt.can_go_back:
            app.erase_when_done = True
            app.exit(result=Back())

    @keys.add("c-d")
    def end(_: KeyPressEvent) -> None:
        app.exit(exception=EOFError())

    @keys.add("<sigint>")
    def interrupt(_: KeyPressEvent) -> None:
        app.exit(exception=KeyboardInterrupt())

    @keys.add("?")
    def turn_help_page(_: KeyPressEvent) -> None:
        sheet.help_page += 1

    last = len(sheet.prompt.options) - 1

    @keys.add("home")
    def first_option(_: KeyPressEvent) -> None:
        control.pointed_at = 0

    @keys.add("end")
    def last_option(_: KeyPressEvent) -> None:
        control.pointed_at = last

    @keys.add("pageup")
    def page_up(_: KeyPressEvent) -> None:
        control.pointed_at = max(0, control.pointed_at - _PAGE)

    @keys.add("pagedown")
    def page_down(_: KeyPressEvent) -> None:
        control.pointed_at = min(last, control.pointed_at + _PAGE)

    app.key_bindings = merge_key_bindings([app.key_bindings or KeyBindings(), keys])
    app.ttimeoutlen = _ESCAPE_SECONDS


def _replace_layout(app: Application[Any], sheet: _Sheet, control: InquirerControl) -> None:
    """Draw the sheet: questionary's own layout cuts choices off, and Esc, Enter gives it ''."""
    from prompt_toolkit.formatted_text import FormattedText
    from prompt_toolkit.layout import FormattedTextControl, Layout, Window

    def draw() -> FormattedText:
        size, at = app.output.get_size(), control.pointed_at
        if app.is_done:
            lines = sheet.closed(size.columns, at if control.is_answered else None)
        else:
            lines = sheet.open(size.columns, size.rows, at)
        return FormattedText([piece for line in lines for piece in [*line, ("", "\n")]][:-1])

    # Should a line come out too wide after all, it is folded, not cut.
    app.layout = Layout(Window(FormattedTextControl(draw), wrap_lines=True))


class _Sheet:
    """What one prompt looks like at any terminal size."""

    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt
        self.help_page = 0

    def closed(self, columns: int, answered: int | None) -> list[Line]:
        """Show the question, with its answer if there is one, once the prompt is over."""
        lines = _question_lines(fold(self.prompt.title, columns, "? "))
        if answered is not None:
            text = harmless(self.prompt.options[answered].text)
            if sum(columns_of(part) for _, part in lines[-1]) + 2 + columns_of(text) <= columns:
                lines[-1] += [("", "  "), ("class:answer", text)]
            else:
                lines += _styled("class:answer", _option_block(text, columns))
        return lines

    def open(self, columns: int, rows: int, at: int) -> list[Line]:
        """Show question, help, options and keys in `rows` lines; mark what has no room."""
        options = [_option_block(option.label, columns) for option in self.prompt.options]
        hint = self._hint(columns)
        least = len(hint) + min(sum(map(len, options)), len(options[at]) + 2)
        head = fold(self.prompt.title, columns, "? ")
        if self.prompt.note:
            head += fold(self.prompt.note, columns, "  ")
        head = _cut(head, rows - least - (2 if self.help_page else 0))
        aid = self._help(columns, rows - least - len(head))
        return [
            *_question_lines(head),
            *_styled("class:help", aid),
            *_option_lines(options, at, rows - len(head) - len(aid) - len(hint)),
            *_styled("class:hint", hint),
        ]

    def _hint(self, columns: int) -> list[str]:
        keys = ["Up/Down Enter"]
        keys += ["? why"] if self.prompt.has_help else []
        keys += ["Esc back"] if self.prompt.can_go_back else []
        return fold("; ".join([*keys, "^C quit"]), columns)

    def _help(self, columns: int, room: int) -> list[str]:
        """Show the open page of help: one page if it fits, and after the last page none."""
        lines = self.prompt.help_lines(columns)
        size = len(lines) if len(lines) <= room else max(1, room - 1)
        pages = [lines[start : start + size] for start in range(0, len(lines), size or 1)]
        page = self.help_page % (len(pages) + 1)
        more = ["  (? for the rest)"] if 0 < page < len(pages) else []
        return pages[page - 1] + more if page else []


def _option_block(text: str, columns: int) -> list[str]:
    return fold(text, columns, _INDENT)


def _styled(style: str, lines: Sequence[str]) -> list[Line]:
    return [[(style, line)] for line in lines]


def _question_lines(lines: Sequence[str]) -> list[Line]:
    return [[("class:qmark", line[:2]), ("class:question", line[2:])] for line in lines]


def _cut(lines: list[str], room: int) -> list[str]:
    """Keep the first `room` lines (one at least); mark the last when others follow."""
    room = max(1, room)
    return lines if len(lines) <= room else [*lines[: room - 1], lines[room - 1][:-4] + " ..."]


def _option_lines(options: Sequence[list[str]], at: int, room: int) -> list[Line]:
    """Show the run of options that holds the pointer and fits, and how many are left out."""

    def needed(first: int, last: int) -> int:
        marks = (first > 0) + (last < len(options) - 1)
        return marks + sum(map(len, options[first : last + 1]))

    first = next((start for start in range(at) if needed(start, at) <= room), at)
    last = max((end for end in range(at, len(options)) if needed(first, end) <= room), default=at)
    lines = _styled("class:hint", [f"  ... {first} more above"] if first else [])
    for index in range(first, last + 1):
        if index == at:
            lines += _pointed(_cut(options[at], room - needed(first, last) + len(options[at])))
        else:
            lines += _styled("class:text", options[index])
    below = len(options) - 1 - last
    return lines + _styled("class:hint", [f"  ... {below} more below"] if below else [])


def _pointed(lines: Sequence[str]) -> list[Line]:
    """Show the option under the pointer; the cursor stands there, for screen readers to follow."""
    top, *others = lines
    pointer = [("", "  "), ("[SetCursorPosition]", ""), ("class:pointer", "> ")]
    pointer += [("class:highlighted", top[len(_INDENT) :])]
    return [pointer, *_styled("class:highlighted", others)]
