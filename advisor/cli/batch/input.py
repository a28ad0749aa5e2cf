"""The input of a batch: a file or standard input, packed or not."""

from __future__ import annotations

import os
import zlib
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, bad_input, surroundings

STREAM = "-"
_GZIP = b"\x1f\x8b"
_MARK = b"\xef\xbb\xbf"
"""The byte order mark of UTF-8: some spreadsheets write it, and take text without it for another encoding."""
_AS_CSV = "Save it as CSV in UTF-8."
_UNPACK = "Unpack it first, or pack it with gzip."
_FOREIGN = {
    b"PK\x03\x04": ("a spreadsheet's own file or a zip archive", _AS_CSV),
    b"\xd0\xcf\x11\xe0": ("a spreadsheet's own file", _AS_CSV),
    b"\xff\xfe": ("text in UTF-16", "Save it as UTF-8."), b"\xfe\xff": ("text in UTF-16", "Save it as UTF-8."),
    b"BZh91AY&SY": ("packed with bzip2", _UNPACK), b"\xfd7zXZ": ("packed with xz", _UNPACK),
    b"(\xb5/\xfd": ("packed with zstd", _UNPACK), b"PAR1\x15": ("a Parquet file", "Read it by decide_table in Python.")}
"""What begins like this is neither CSV nor JSON Lines: what it is instead, and what to do."""
DAMAGED = (EOFError, zlib.error, BadGzipFile)
"""What unpacking raises."""


def damaged(shown: str) -> Failure:
    """The packed input ends too early or is not what it says."""
    return bad_input("damaged-input", "This packed file is damaged or cut short.", "Check it with 'gzip --test'.",
                     shown)


class Input:
    """An input as text, with how much of it was read. Bytes that are no UTF-8 come as lone surrogates."""

    def __init__(self, name: str, environment: Environment) -> None:
        self.name = name
        self.shown = "standard input" if name == STREAM else name
        raw = _standard_input(environment) if name == STREAM else _opened(name)
        self.raw = raw
        self.size = _size(raw)
        buffered = raw if hasattr(raw, "peek") else BufferedReader(cast(Any, raw))
        stream: IO[bytes] = cast(IO[bytes], buffered)
        try:
            if stream.peek(2)[:2] == _GZIP:  # type: ignore[attr-defined]  # both kinds of stream can look ahead
                stream = cast(IO[bytes], GzipFile(fileobj=buffered, mode="rb"))
            start: bytes = stream.peek(100)  # type: ignore[attr-defined]
        except DAMAGED:
            raise damaged(self.shown) from None
        except OSError as error:
            raise surroundings("unreadable-file", f"This cannot be read: {error.strerror or error}.", "",
                               self.shown) from None
        for beginning, (what, fix) in _FOREIGN.items():
            if start.startswith(beginning):
                raise bad_input("foreign-input", f"This is {what}, neither CSV nor JSON Lines.", fix, self.shown)
        self.marked = start.startswith(_MARK)
        self.start = start.removeprefix(_MARK).lstrip()
        self.text = TextIOWrapper(cast(BinaryIO, stream), encoding="utf-8-sig", errors="surrogateescape", newline="")

    def kind(self) -> str:
        """What it seems to hold."""
        return "jsonl" if self.start[:1] in (b"{", b"[") else "csv"

    def check_lines(self) -> None:
        """Raises Failure where what is to be JSON Lines is JSON of another shape."""
        first, ended, _ = self.start.partition(b"\n")
        if self.start[:1] == b"[" or (ended and first.strip() == b"{"):
            what = "a list" if self.start[:1] == b"[" else "an object over several lines"
            raise bad_input("foreign-input", f"This is JSON, but {what}; JSON Lines have an object on every line.",
                            "Write each object on a line of its own, with nothing around or between them.", self.shown)

    def share(self) -> float | None:
        """How much of the input was read, from 0 to 1; None where its size is not known."""
        if not self.size:
            return None
        try:
            return min(1.0, self.raw.tell() / self.size)
        except (OSError, ValueError):
            return None


def _standard_input(environment: Environment) -> BinaryIO:
    if environment.stdin is None:
        raise bad_input("no-input", "Standard input is closed.", "Name a file instead of '-'.", "IN")
    return environment.stdin.buffer


def _opened(name: str) -> BinaryIO:
    try:
        if Path(name).is_dir():
            raise bad_input("input-is-folder", "This is a folder.", "Name a file in it.", name)
        return Path(name).open("rb")
    except FileNotFoundError:
        raise bad_input("no-such-file", "There is no such file.", "Check the name and the folder.", name) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not a file name"
        raise surroundings("unreadable-file", f"This file cannot be read: {reason}.", "", name) from None


def _size(stream: BinaryIO) -> int | None:
    try:
        state = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None
    return state.st_size if state.st_size else None
