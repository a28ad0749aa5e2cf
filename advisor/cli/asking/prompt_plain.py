"""Numbered prompts in plain lines: for screen readers, dumb terminals and piped answers."""

from __future__ import annotations

from typing import TextIO

from advisor.cli.asking.prompting import (
    NARROWEST,
    Back,
    InputEnded,
    Interrupted,
    Option,
    Prompt,
    terminal_width,
    write_note,
)
from advisor.cli.edge.telling import write
from advisor.report.page.fold import columns, fold, harmless
from advisor.rulebase.nearest import nearest

_MOST_WRONG_LINES = 5
MOST_LINES = 20
_LONGEST_LINE = 1000
"""Bounds that end a prompt fed by a program, such as `yes`, that will never answer it."""

WORDS = {"help": "?", "why": "?", "back": "b", "quit": "q"}
"""Words for the commands, for whom a sign is hard to type or to hear."""

_ENDED = "The input ended before this question was answered: {}"
_WRONG = "{} lines were read and none was an answer to this question: {}"


class PlainPrompter:
    """A `Prompter` that lists numbered options and reads a line; no cursor control, no colour.

    Without a `width` the terminal behind `stream` is measured for every prompt.
    """

    def __init__(self, lines: TextIO | None, stream: TextIO, *, width: int | None = None) -> None:
        self._lines = lines
        self._stream = stream
        self._width = width

    def say(self, text: str = "") -> None:
        """Show a note, wrapped to the width."""
        write_note(self._stream, text, self._columns())

    def choose(self, prompt: Prompt) -> str | Back:
        """List the options and read lines until one is an answer, `b` or `q`."""
        try:
            return self._choose(prompt)
        except KeyboardInterrupt:
            raise Interrupted from None

    def _choose(self, prompt: Prompt) -> str | Back:
        self._show(prompt)
        read = wrong = 0
        while read < MOST_LINES and wrong < _MOST_WRONG_LINES:
            line = self._read(prompt)
            read += 1
            command = _command(prompt, line)
            if command == "q":
                raise Interrupted
            if command == "b" and prompt.can_go_back:
                return Back()
            if command == "?" and prompt.has_help:
                self._write_lines(prompt.help_lines(self._columns()))
                continue
            option = prompt.current if not line else _option(prompt, line)
            if option:
                self.say(f"Answer: {option.text}")
                self.say()
                return option.value
            wrong += 1
            if line:
                self.say(_complaint(prompt, line))
            elif wrong < _MOST_WRONG_LINES:
                self._show(prompt)
        raise InputEnded(_WRONG.format(read, harmless(prompt.title)))

    def _columns(self) -> int:
        width = terminal_width(self._stream) if self._width is None else self._width
        return max(NARROWEST, width)

    def _write_lines(self, lines: list[str]) -> None:
        write(self._stream, "".join(f"{line}\n" for line in lines))

    def _show(self, prompt: Prompt) -> None:
        width = self._columns()
        lines = fold(prompt.title, width)
        if prompt.note:
            lines += fold(prompt.note, width)
        for number, option in enumerate(prompt.options, 1):
            lead = f"  {number}. "
            lines += fold(option.label, width, lead)
        self._write_lines(lines)

    def _read(self, prompt: Prompt) -> str:
        """Read a line, without blanks at its ends; what cannot be decoded is no answer."""
        ended = InputEnded(_ENDED.format(harmless(prompt.title)))
        if self._lines is None:
            raise ended
        try:
            self._invite(prompt, end=" " if self._lines.isatty() else "\n")
            line = self._lines.readline(_LONGEST_LINE)
        except UnicodeDecodeError:
            return "\ufffd"
        except (OSError, ValueError):
            raise ended from None
        if not line:
            self._write_lines([""])
            raise ended
        return line.strip()

    def _invite(self, prompt: Prompt, *, end: str) -> None:
        keys = [f"Type a number from 1 to {len(prompt.options)}"]
        keys += ["Enter to keep your answer"] if prompt.current else []
        keys += ["? for why we ask"] if prompt.has_help else []
        keys += ["b to go back"] if prompt.can_go_back else []
        write(self._stream, "\n".join(_together([*keys, "q to quit:"], self._columns())) + end)


def _together(phrases: list[str], width: int) -> list[str]:
    """The phrases with commas between them; none is broken that fits in a line, so that the last line can be heard."""
    lines = [""]
    for number, phrase in enumerate(phrases, 1):
        text = phrase if number == len(phrases) else f"{phrase},"
        joined = f"{lines[-1]} {text}".lstrip()
        lines[-1:] = [joined] if columns(joined) <= width else [*filter(None, lines[-1:]), *fold(text, width)]
    return lines


def _command(prompt: Prompt, line: str) -> str:
    """The letter of a command, whether it was typed as that or as a word; a choice of that name comes first."""
    word = line.lower()
    letter = WORDS.get(word, word)
    return word if letter != word and _option(prompt, line) else letter


def _option(prompt: Prompt, line: str) -> Option | None:
    """Find the option with this number, value or text."""
    if line.isdecimal():
        number = int(line)
        return prompt.options[number - 1] if 1 <= number <= len(prompt.options) else None
    wanted = harmless(line).lower()
    return next(
        (
            option
            for option in prompt.options
            if wanted in (option.value.lower(), harmless(option.text).lower())
        ),
        None,
    )


def _complaint(prompt: Prompt, line: str) -> str:
    """Say what is wrong with the line, and the nearest option when there is one."""
    command = _command(prompt, line)
    if command == "?":
        return "There is no help for this question."
    if command == "b":
        return "There is no question to go back to."
    wrong = f'"{line[:40]}" is not one of the choices.'
    words: dict[str, int] = {}
    for number, option in enumerate(prompt.options, 1):
        words |= {harmless(option.text).lower(): number, option.value.lower(): number}
    near = nearest(harmless(line), words)
    if near is None:
        return wrong
    number = words[near]
    return f"{wrong} Did you mean {number}, {prompt.options[number - 1].text}?"
