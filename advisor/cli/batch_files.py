"""The files of a batch: input that may be packed, output that grows beside its place and can be gone on with."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import IO, Any, BinaryIO, NamedTuple, cast

from advisor.batch.work import Block
from advisor.cli.environment import Environment
from advisor.cli.output import write_file
from advisor.cli.status import bad_input, surroundings

STREAM = "-"
GZIP = b"\x1f\x8b"
PARTIAL = ".partial"
PROGRESS = ".progress"
REJECTS = ".rejects.csv"
SCHEMA = "advisor.batch-progress/1"


class Input:
    """An input as text, with how much of it was read. Bytes that are no UTF-8 come as lone surrogates."""

    def __init__(self, name: str, environment: Environment) -> None:
        self.name = name
        self.shown = "standard input" if name == STREAM else name
        raw = _standard_input(environment) if name == STREAM else _opened(name)
        self.raw = raw
        self.size = _size(raw)
        buffered = raw if hasattr(raw, "peek") else BufferedReader(cast(Any, raw))
        start = cast(BufferedReader, buffered).peek(2)
        stream: IO[bytes] = buffered
        if start[:2] == GZIP:
            import gzip

            stream = cast(IO[bytes], gzip.GzipFile(fileobj=buffered, mode="rb"))
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


class Done(NamedTuple):
    """How far a run had come."""

    rows: int = 0
    verdicts: int = 0
    output: int = 0
    """bytes"""
    rejects: int = 0
    """bytes"""


class Output:
    """The output and the rejects, each beside its place until all is done; what is in them is always whole rows.

    `run` says what the run is about; only a run about the same can be gone on with.
    """

    def __init__(self, path: Path, rejects: Path, run: Mapping[str, Any]) -> None:
        self.path, self.rejects, self.run = path, rejects, dict(run)
        self.done = Done()
        self.packed = path.suffix == ".gz"
        self.part = Path(f"{path}{PARTIAL}")
        self.rejects_part = Path(f"{rejects}{PARTIAL}")
        self.progress = Path(f"{path}{PROGRESS}")
        self.streams: list[BinaryIO] = []

    def begin(self, *, resume: bool) -> None:
        """Opens the files: empty, or cut back to the last whole rows that are on record. Raises Failure."""
        if resume:
            self.done = self._recorded()
        try:
            for path, size in ((self.part, self.done.output), (self.rejects_part, self.done.rejects)):
                stream = path.open("r+b" if path.exists() else "w+b")
                self.streams.append(stream)
                if stream.seek(0, os.SEEK_END) < size:
                    raise bad_input("cannot-resume", "It is shorter than what was written to it.",
                                    "Start anew without --resume.", str(path))
                stream.truncate(size)
                stream.seek(size)
        except FileNotFoundError:
            raise bad_input("no-such-folder", "Its folder does not exist.", "Create the folder first.",
                            str(self.path)) from None
        except OSError as error:
            raise self._cannot_write(error) from None

    def start(self, output: bytes, rejects: bytes) -> None:
        """Writes what stands before the first row, unless an earlier run has."""
        if self.done == Done():
            self.write(Block(0, 0, output, rejects))

    def write(self, block: Block) -> None:
        """Adds a block and records it. Raises Failure."""
        output = _pack(block.output) if self.packed else block.output
        try:
            for stream, data in zip(self.streams, (output, block.rejects), strict=True):
                stream.write(data)
                stream.flush()
        except OSError as error:
            raise self._cannot_write(error) from None
        done = self.done
        self.done = Done(done.rows + block.rows, done.verdicts + block.verdicts, done.output + len(output),
                         done.rejects + len(block.rejects))
        write_file(self.progress, json.dumps({"schema": SCHEMA, "run": self.run, "done": self.done._asdict()}) + "\n")

    def finish(self) -> None:
        """Puts the files in their places; rejects only where there are any. Raises Failure."""
        try:
            for stream in self.streams:
                os.fsync(stream.fileno())
                stream.close()
            if self.done.rows > self.done.verdicts:
                os.replace(self.rejects_part, self.rejects)  # noqa: PTH105
            else:
                self.rejects_part.unlink()
            os.replace(self.part, self.path)  # noqa: PTH105
            self.progress.unlink(missing_ok=True)
        except OSError as error:
            raise self._cannot_write(error) from None

    def close(self) -> None:
        """Leaves the files as they are, to be gone on with."""
        for stream in self.streams:
            try:
                stream.close()
            except OSError:
                continue

    def _recorded(self) -> Done:
        try:
            document = json.loads(self.progress.read_bytes())
            run, done = document["run"], Done(**document["done"])
        except FileNotFoundError:
            raise bad_input("cannot-resume", "There is no unfinished run to go on with.", "Leave out --resume.",
                            str(self.path)) from None
        except (OSError, ValueError, KeyError, TypeError):
            raise bad_input("cannot-resume", "The record of the unfinished run cannot be read.",
                            "Start anew without --resume.", str(self.progress)) from None
        for key, value in self.run.items():
            if run.get(key) != value:
                raise bad_input("cannot-resume", f"The unfinished run had another {key}.",
                                "Start anew without --resume, or repeat the command as it was.", str(self.path))
        return done

    def _cannot_write(self, error: OSError) -> Exception:
        return surroundings("cannot-write", f"The output cannot be written: {error.strerror}.",
                            "Free some room or name another place; then go on with --resume.", str(self.path))


def _pack(data: bytes) -> bytes:
    """A gzip member of its own: members on end are one gzip file (RFC 1952 section 2.2)."""
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush() if data else b""
