"""Changes inputs by their lines, words and bytes: what a byte at a time would take ages to find."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_PIECES = re.compile(rb"[A-Za-z0-9_]+|\s+|[^A-Za-z0-9_\s]")
HOSTILE: Sequence[bytes] = (
    b"", b"\0", b"\x1b[31m", b"\x9b31m", "\u202e".encode(), "\u2028".encode(), "\x85".encode(), b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf", b"\r", b"\n", b"\t", b" ", b'"', b"'", b"\\", b"%s", b"{}", b"{0.__class__}", b"{option}", b"[",
    b"]",
    b"{", b"}", b": ", b"- ", b"#", b"&a ", b"*a", b"!!python/object:os.system ", b"? ", b"|\n", b">\n", b"---\n",
    b"...\n",
    b"%YAML 1.1\n", b"<<: ", b"=cmd()", b"+1", b"@x", b"-1", b"0", b"1e999", b"99999999999999999999", b"NaN", b"null",
    b"~",
    "\u0663".encode(), "\u00b2".encode(), "\u0130".encode(), "\U0001f600".encode(), b"yes", b"true", b"unsure", b"..",
    b"\xf4\x90\x80\x80", b"\\ud800", b"\\u0000", b"x" * 300)
"""Pieces that programs stumble over: ends, signs with a meaning, figures beyond bounds, letters that are none."""
MANY = (2, 3, 10, 45, 300, 2000)
Change = Callable[[bytes], bytes]


class Mutator:
    """Makes new inputs from old ones; the same seed makes the same inputs."""

    def __init__(self, words: Sequence[bytes], others: Sequence[bytes], longest: int) -> None:
        self.words = [*words, *HOSTILE]
        self.others = list(others)
        self.longest = longest
        self.random = Random(0)
        self.changes: Sequence[Change] = (
            self.word_for_piece, self.word_for_piece, self.word_for_piece, self.word_put_in, self.word_put_in,
            self.byte_changed, self.part_cut, self.part_moved, self.line_cut, self.line_doubled, self.line_moved,
            self.lines_swapped, self.line_of_other, self.line_of_other, self.indented, self.repeated, self.cut_off)

    def mutated(self, data: bytes, seed: int, most: int | None = None) -> bytes:
        """`data` with one to five changes, no longer than may be."""
        self.random.seed(seed)
        for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 5))):
            data = self.random.choice(self.changes)(data)
        return data[:min(most or self.longest, self.longest)]

    def word_for_piece(self, data: bytes) -> bytes:
        """A word, a blank or a sign becomes another word."""
        place = self._place(data)
        while place and data[place - 1:place].isalnum():
            place -= 1
        found = _PIECES.match(data, place)
        return data[:place] + self.random.choice(self.words) + data[found.end() if found else place:]

    def word_put_in(self, data: bytes) -> bytes:
        """A word more."""
        place = self._place(data)
        return data[:place] + self.random.choice(self.words) + data[place:]

    def byte_changed(self, data: bytes) -> bytes:
        """Another byte."""
        place = self._place(data)
        return data[:place] + bytes([self.random.randrange(256)]) + data[place + 1:]

    def part_cut(self, data: bytes) -> bytes:
        """Some bytes fewer."""
        start, end = self._part(data)
        return data[:start] + data[end:]

    def part_moved(self, data: bytes) -> bytes:
        """Some bytes elsewhere too."""
        start, end = self._part(data)
        place = self._place(data)
        return data[:place] + data[start:end] + data[place:]

    def line_cut(self, data: bytes) -> bytes:
        """A line fewer."""
        lines = self._lines(data)
        del lines[self.random.randrange(len(lines))]
        return b"".join(lines)

    def line_doubled(self, data: bytes) -> bytes:
        """A line twice."""
        lines = self._lines(data)
        place = self.random.randrange(len(lines))
        return b"".join([*lines[:place + 1], *lines[place:]])

    def line_moved(self, data: bytes) -> bytes:
        """A line elsewhere."""
        lines = self._lines(data)
        line = lines.pop(self.random.randrange(len(lines)))
        lines.insert(self.random.randrange(len(lines) + 1), line)
        return b"".join(lines)

    def lines_swapped(self, data: bytes) -> bytes:
        """Two lines change their places."""
        lines = self._lines(data)
        one, two = self.random.randrange(len(lines)), self.random.randrange(len(lines))
        lines[one], lines[two] = lines[two], lines[one]
        return b"".join(lines)

    def line_of_other(self, data: bytes) -> bytes:
        """Some lines of another input."""
        lines, others = self._lines(data), self._lines(self.random.choice(self.others) if self.others else data)
        start = self.random.randrange(len(others))
        place = self.random.randrange(len(lines) + 1)
        return b"".join([*lines[:place], *others[start:start + self.random.choice((1, 1, 2, 6))], *lines[place:]])

    def indented(self, data: bytes) -> bytes:
        """A line stands two columns further in, or out."""
        lines = self._lines(data)
        place = self.random.randrange(len(lines))
        lines[place] = b"  " + lines[place] if self.random.random() < 0.5 else lines[place].removeprefix(b"  ")
        return b"".join(lines)

    def repeated(self, data: bytes) -> bytes:
        """A line, or a part of one, again and again."""
        if self.random.random() < 0.5:
            lines = self._lines(data)
            place = self.random.randrange(len(lines))
            lines[place] = lines[place][:self.longest] * self.random.choice(MANY)
            return b"".join(lines)
        start, end = self._part(data)
        return data[:start] + data[start:end][:64] * self.random.choice(MANY) + data[end:]

    def cut_off(self, data: bytes) -> bytes:
        """Nothing after some place."""
        return data[:self._place(data)]

    def _place(self, data: bytes) -> int:
        return self.random.randrange(len(data) + 1)

    def _part(self, data: bytes) -> tuple[int, int]:
        start = self._place(data)
        return start, min(len(data), start + self.random.choice((1, 2, 4, 8, 30, 200)))

    def _lines(self, data: bytes) -> list[bytes]:
        return data.splitlines(keepends=True) or [b""]
