"""Text that means harm, and what a reader of each format would make of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from random import Random
from unicodedata import category

from markdown_it import MarkdownIt

PIECES = (
    "\x1b[2J", "\x1b]0;you\x07", "\x1b]8;;https://evil.test\x1b\\x\x1b]8;;\x1b\\", "\x9b31m", "\x9d0;t\x9c",
    "\x90q\x9c", "\r", "\n", "\t", "\x00", "\x08\x08", "\x7f", "\x85", "\u2028", "\u2029", "\u202egnp.exe",
    "\u2066a\u2069", "\u061c", "\u200b", "\ufeff", "\u2060", "\u00ad", "\U000e0041", "\ue000", "\u200e", "\v", "\f",
    "<script>alert(1)</script>", "<img src=x onerror=y>", "</title>", "</style>", "<!--", "-->", "&lt;b&gt;",
    "\"'><b>", "]]>", "[x](https://evil.test)", "![x](y)", "[x]: y", "<https://evil.test>", "https://evil.test",
    "www.evil.test", "x@evil.test", "`a`", "```", "**a**", "__a__", "*", "_", "~~a~~", "# a", "> a", "- a", "1. a",
    "| a |", "|", "---", "===", "\\", "$a$", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1",
    "\uff1d1", ";=1", "\"", "'", "\",=1", "[red]a[/red]", "{a}", "{{verdict}}", "%s", "${x}", "$(id)", "`id`",
    "!!python/object:x", "&a *a", ": ", " #", "a: b", "{", "}", "? ", "word", "two words", "caf\u00e9",
    "\u65e5\u672c\u8a9e", "e\u0301", "\u05d0\u05d1", "0", "-5", "yes", "null", "~",
)
LAWFUL = "\u200c\u200d"
"""Zero width, but spelling: several scripts are wrong without them."""


def hostile(random: Random, *, without: Collection[str] = ()) -> str:
    """A text of one to four pieces that mean harm."""
    text = "".join(random.choice(PIECES) + random.choice(("", " ")) for _ in range(random.randint(1, 4)))
    return "".join(char for char in text if char not in without)


def steering(text: str, allowed: str = "\n") -> list[str]:
    """The characters that do more than be shown: control codes, directions, what has no width, what is no character."""
    return [char for char in text if category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
            and char not in allowed and char not in LAWFUL]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(f"<{tag} {' '.join(sorted(name for name, _ in attrs))}>")
        self.found += [f"!{value}" for name, value in attrs if name in ("href", "src") and not (value or "").startswith(
            "#")]

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data}]>")


def html_form(page: str) -> list[str]:
    """Everything of a page but its words."""
    parser = _Tags()
    parser.feed(page)
    parser.close()
    return parser.found


def markdown_form(document: str) -> list[str]:
    """Everything of a document but its words, as a reader that takes HTML and tables has it."""
    found = []
    for token in MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(document):
        found.append(token.type)
        found += [child.type for child in token.children or () if child.type not in ("text", "text_special")]
    return found


def formulas(cells: Iterator[str]) -> list[str]:
    """The cells that a spreadsheet would work out; a plain figure is none."""
    return [cell for cell in cells if re.match(r"[\s\"\u200b\ufeff\u2060\u00ad]*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell)
            and not re.fullmatch(r"[+-]?[0-9][0-9 .,]*%?", cell)]
