"""What a prompt answered with the arrow keys looks like, at any size of the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.cli.asking.prompting import Prompt
from advisor.report.page.fold import columns as columns_of
from advisor.report.page.fold import fold, harmless

Line = list[tuple[str, str]]  # pieces of text, each after its style

_INDENT = "    "


class Sheet:
    """What one prompt looks like at any terminal size."""

    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt
        self.help_page = 0
        self.height = 0
        """the lines left on the screen once the prompt is over"""

    def closed(self, columns: int, answered: int | None) -> list[Line]:
        """Show the question, with its answer if there is one, once the prompt is over."""
        lines = _question_lines(fold(self.prompt.title, columns, "? "))
        if answered is not None:
            text = harmless(self.prompt.options[answered].text)
            if sum(columns_of(part) for _, part in lines[-1]) + 2 + columns_of(text) <= columns:
                lines[-1] += [("", "  "), ("class:answer", text)]
            else:
                lines += _styled("class:answer", _option_block(text, columns))
        self.height = len(lines)
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
