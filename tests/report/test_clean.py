"""Text from outside cannot steer a terminal, and every stream can take what is printed."""

from __future__ import annotations

import io
import unicodedata

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.report.page.clean import ascii_safe, clean
from advisor.report.page.fold import columns
from advisor.report.page.line import Line
from advisor.report.page.terminal import print_lines


@pytest.mark.parametrize(("text", "shown"), [
    ("plain words, 100 % {braces} [bold]", "plain words, 100 % {braces} [bold]"),
    ("two\nlines\r\n", "two\\nlines\\r\\n"),
    ("a\tb", "a b"),
    ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
    ("\x1b]0;owned\x07", "\\x1b]0;owned\\x07"),
    ("\x9b2J", "\\x9b2J"),
    ("abc\u202edcba", "abc\\u202edcba"),
    ("\u2066x\u2069\u200f", "\\u2066x\\u2069\\u200f"),
    ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
    ("line\u2028end", "line\\u2028end"),
    ("\U000e0041tag", "\\U000e0041tag"),
    ("half \ud800 pair", "half \\ud800 pair"),
    ("no\u00a0break", "no break"),
    ("Gr\u00fc\u00dfe, \u65e5\u672c", "Gr\u00fc\u00dfe, \u65e5\u672c"),
    ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
])
def test_clean_shows_what_it_takes_away(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(st.characters(), max_size=60))
def test_clean_leaves_nothing_that_steers(text: str) -> None:
    found = clean(text)
    assert clean(found) == found
    for char in found:
        assert unicodedata.category(char) not in ("Cc", "Cs", "Cn", "Zl", "Zp"), repr(found)
        assert unicodedata.category(char) != "Cf" or char in "\u200c\u200d", repr(found)


@pytest.mark.parametrize(("encoding", "text", "safe"), [
    ("utf-8", "Gr\u00fc\u00dfe \u2013 \u201cja\u201d\u2026", "Gr\u00fc\u00dfe \u2013 \u201cja\u201d\u2026"),
    ("ascii", "Gr\u00fc\u00dfe \u2013 \u201cja\u201d\u2026", 'Gruse - "ja".'),
    ("iso-8859-1", "Gr\u00fc\u00dfe \u2013 \u65e5", "Gr\u00fc\u00dfe - ?"),
    ("ascii", "e\u0301", "e"),
    (None, "\u65e5", "?"),
    ("no-such-encoding", "\u00fc", "u"),
])
def test_ascii_safe(encoding: str | None, text: str, safe: str) -> None:
    assert ascii_safe(text, encoding) == safe


@given(st.text(max_size=40).map(clean), st.sampled_from(["ascii", "iso-8859-1", "cp437", "shift_jis", "utf-8"]))
def test_ascii_safe_always_fits_the_stream_and_the_columns(text: str, encoding: str) -> None:
    safe = ascii_safe(text, encoding)
    safe.encode(encoding)
    assert columns(safe) <= columns(text)


def test_a_stream_that_knows_no_umlauts_takes_every_line() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    print_lines([Line("Gr\u00fc\u00dfe", "headline")], stream, colour=False)
    stream.flush()
    assert stream.buffer.getvalue() == b"Gruse\n"


def test_a_text_in_memory_takes_every_character() -> None:
    stream = io.StringIO()
    print_lines([Line("Gr\u00fc\u00dfe")], stream, colour=False)
    assert stream.getvalue() == "Gr\u00fc\u00dfe\n"


class _Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_colour_is_added_but_never_taken_from_the_text() -> None:
    stream = _Terminal()
    hostile = clean("[bold]not markup[/bold] :smile: \x1b]0;owned\x07\x1b[2J")
    print_lines([Line(hostile, "warning"), Line("plain")], stream, colour=True)
    screen = pyte.Screen(80, 4)
    pyte.Stream(screen).feed(stream.getvalue().replace("\n", "\r\n"))
    assert screen.display[0].rstrip() == "[bold]not markup[/bold] :smile: \\x1b]0;owned\\x07\\x1b[2J"
    assert screen.title == ""
    assert screen.buffer[0][0].fg == "red"
    assert screen.buffer[1][0].fg == "default"


def test_no_colour_where_none_is_wanted() -> None:
    stream = _Terminal()
    print_lines([Line("a warning", "warning")], stream, colour=False)
    assert stream.getvalue() == "a warning\n"


def test_a_long_line_is_one_line_in_colour_too() -> None:
    stream = _Terminal()
    print_lines([Line("advisor " + "--flag value " * 40, "command")], stream, colour=True)
    assert stream.getvalue().count("\n") == 1
