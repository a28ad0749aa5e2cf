"""The input of a batch: a file or standard input, packed or not."""

from __future__ import annotations

import os
import zlib
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from advisor.cli.environment import Environment
from advisor.cli.status import Failure, bad_input, surroundings

STREAM = "-"
GZIP = b"\x1f\x8b"
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
            if stream.peek(2)[:2] == GZIP:  # type: ignore[attr-defined]  # both kinds of stream can look ahead
                stream = cast(IO[bytes], GzipFile(fileobj=buffered, mode="rb"))
            start: bytes = stream.peek(100)  # type: ignore[attr-defined]
        except DAMAGED:
            raise damaged(self.shown) from None
        except OSError as error:
            raise surroundings("unreadable-file", f"This cannot be read: {error.strerror or error}.", "",
                               self.shown) from None
        self.starts_object = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"
        self.text = TextIOWrapper(cast(BinaryIO, stream), encoding="utf-8-sig", errors="surrogateescape", newline="")

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
