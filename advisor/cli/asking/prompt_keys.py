"""Prompts answered with the arrow keys and Enter, asked by questionary on standard error.

questionary and prompt_toolkit are imported only when a prompt is shown.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from advisor.cli.asking.prompt_sheet import Sheet
from advisor.cli.asking.prompting import Back, InputEnded, Interrupted, Prompt, terminal_width, write_note
from advisor.report.page.fold import harmless

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from prompt_toolkit.output import Output
    from questionary import Question
    from questionary.prompts.common import InquirerControl

_STYLE = [(name, "fg:ansicyan bold") for name in ("qmark", "pointer", "highlighted", "answer")]
_ENDED = "The keyboard input has ended."
_ESCAPE_SECONDS = 0.05
_WITHDRAWN = "Back: what you answer now replaces your answer above."
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
        self._closed: list[_Closed] = []
        """the answered questions that stand right above, the last one nearest"""
        self._answered: set[str] = set()
        self._went_back = False

    def say(self, text: str = "") -> None:
        """Show a note, wrapped to the terminal."""
        self._closed.clear()
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
            if self._went_back:
                self._withdraw(prompt.title, screen)
            sheet = Sheet(prompt)
            with create_app_session(input=self._keyboard, output=screen):
                answer: str | Back = _question(sheet, color=self._color).unsafe_ask()
        except KeyboardInterrupt:
            raise Interrupted from None
        except EOFError:
            raise InputEnded(_ENDED) from None
        self._went_back = isinstance(answer, Back)
        if not self._went_back:
            self._closed.append(_Closed(prompt.title, sheet.height, screen.get_size().columns))
            self._answered.add(prompt.title)
        return answer

    def _withdraw(self, title: str, screen: Output) -> None:
        """Take the earlier answer to this question off the screen, or say that it no longer counts."""
        size = screen.get_size()
        last = self._closed.pop() if self._closed else None
        if last and (last.title, last.columns) == (title, size.columns) and last.height < size.rows:
            screen.cursor_up(last.height)
            screen.erase_down()
            screen.flush()
        elif title in self._answered:
            self.say(_WITHDRAWN)


class _Closed(NamedTuple):
    """A question that was answered, and the room that it takes on a screen of that width."""

    title: str
    height: int
    columns: int


def _question(sheet: Sheet, *, color: bool) -> Question:
    """Build a questionary select with our screen layout and our extra keys."""
    import questionary
    from prompt_toolkit.output import ColorDepth

    prompt = sheet.prompt
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
    control = _control(app)
    _add_keys(app, sheet, control)
    _replace_layout(app, sheet, control)
    return question


def _control(app: Application[Any]) -> InquirerControl:
    from questionary.prompts.common import InquirerControl

    contents = (window.content for window in app.layout.find_all_windows())
    return next(content for content in contents if isinstance(content, InquirerControl))


def _add_keys(app: Application[Any], sheet: Sheet, control: InquirerControl) -> None:
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

    @keys.add("c-z")
    def suspend(_: KeyPressEvent) -> None:
        app.suspend_to_background()  # does nothing where a process cannot be stopped

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


def _replace_layout(app: Application[Any], sheet: Sheet, control: InquirerControl) -> None:
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
