"""The output of a batch: it grows beside its place, can be gone on with, and gets to its place whole or not at all."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, NamedTuple

from advisor.cli.batch.names import is_packed, pack
from advisor.cli.edge.lock import in_use, lock
from advisor.cli.edge.output import write_file
from advisor.cli.edge.status import Failure, Status, bad_input, surroundings

PARTIAL = ".partial"
PROGRESS = ".progress"
REJECTS = ".rejects.csv"
_SCHEMA = "advisor.batch-progress/1"
_NO_RECORD = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What reading a file raises that is no record."""
RECORD_EVERY = 1.0
"""Seconds between two records of how far the run is; a run that is killed loses what it did since the last one."""


class Done(NamedTuple):
    """How far a run had come."""

    rows: int = 0
    verdicts: int = 0
    output: int = 0
    """bytes"""
    rejects: int = 0
    """bytes"""
    checksum: int = 0
    """of the input that was read until then"""
    counted: Mapping[str, Mapping[str, int]] | None = None
    """by the summary"""


class Output:
    """The output and the rejects, each beside its place until all is done; what is on record is always whole rows.

    `run` says what the run is about; only a run about the same can be gone on with. `keep_rejects` says that the file
    of rejects is to be there even if it holds none.
    """

    def __init__(self, path: Path, rejects: Path, run: Mapping[str, Any], *, keep_rejects: bool) -> None:
        self.path = real(path)
        self.packed = is_packed(path), is_packed(rejects)
        self.rejects, self.run, self.keep_rejects = rejects, json.loads(json.dumps(dict(run))), keep_rejects
        self.done = Done()
        self.complete = False
        self.part = Path(f"{self.path}{PARTIAL}")
        self.rejects_part = Path(f"{rejects}{PARTIAL}")
        self.progress = Path(f"{self.path}{PROGRESS}")
        self.streams: list[BinaryIO] = []
        self.recorded_at = monotonic()

    def begin(self, *, resume: bool) -> None:
        """Opens the files: empty, or cut back to the last whole rows that are on record. Raises Failure."""
        if resume:
            self._read_record()
            if self.complete:  # all that is missing is that the files get to their places
                return
        try:
            for path, size in ((self.part, self.done.output), (self.rejects_part, self.done.rejects)):
                stream = open(path, "r+b" if path.exists() else "x+b", buffering=0)  # noqa: PTH123, SIM115 - kept open
                self.streams.append(stream)
                lock(stream.fileno(), path)
                if stream.seek(0, os.SEEK_END) < size:
                    raise bad_input("cannot-resume", "It is shorter than what was written to it.",
                                    anew(self.progress), str(path))
                stream.truncate(size)
                stream.seek(size)
        except FileNotFoundError:
            raise bad_input("no-such-folder", "Its folder does not exist.", "Create the folder first.",
                            str(path)) from None
        except FileExistsError:
            raise in_use(path) from None
        except OSError as error:
            raise self._cannot_write(error) from None
        self.record()

    def write(self, output: bytes, rejects: bytes, done: Done) -> None:
        """Adds whole rows; `done` counts them, and the input they came from, in all. Raises Failure."""
        sizes = self.done.output, self.done.rejects
        output, rejects = (pack(data) if packed and (data or not size) else data
                           for data, packed, size in zip((output, rejects), self.packed, sizes, strict=True))
        try:
            for stream, data in zip(self.streams, (output, rejects), strict=True):
                _write_all(stream, data)
        except OSError as error:
            with suppress(OSError):
                for stream, size in zip(self.streams, sizes, strict=True):
                    stream.truncate(size)
            with suppress(Failure):  # the disk may be too full for it; then an earlier one stands
                self.record()
            raise self._cannot_write(error) from None
        self.done = done._replace(output=self.done.output + len(output), rejects=self.done.rejects + len(rejects))

    def wants_record(self) -> bool:
        """Whether the last record is old."""
        return monotonic() - self.recorded_at >= RECORD_EVERY

    def record(self) -> None:
        """Puts on record how far the run is. Raises Failure."""
        try:
            for stream in self.streams:
                os.fsync(stream.fileno())
        except OSError as error:
            raise self._cannot_write(error) from None
        text = json.dumps({"schema": _SCHEMA, "run": self.run, "done": self.done._asdict(), "complete": self.complete})
        try:
            write_file(self.progress, text + "\n")
        except Failure as failure:  # says what holds for a file that is written once
            if failure.status != Status.SURROUNDINGS:
                raise
            raise surroundings("cannot-write", failure.problems[0].message, self._fix(), str(self.progress)) from None
        self.recorded_at = monotonic()

    def finish(self, checksum: int) -> bool:
        """Puts the files in their places, the output last; whether there is a file of rejects. Raises Failure.

        `checksum` is of the whole input: after the last row there may have been empty lines.
        """
        if not self.complete:
            self.complete, self.done = True, self.done._replace(checksum=checksum)
            self.record()
        try:
            if sys.platform == "win32":  # where an open file cannot be renamed
                self.close()
            keep = self.done.rows > self.done.verdicts or self.keep_rejects or self.rejects.exists()
            if self.rejects_part.exists():
                _place(self.rejects_part, self.rejects) if keep else self.rejects_part.unlink()
            if self.part.exists():
                _place(self.part, self.path)
            self.progress.unlink(missing_ok=True)
        except OSError as error:
            raise self._cannot_write(error) from None
        return keep

    def close(self) -> None:
        """Leaves the files as they are, to be gone on with."""
        for stream in self.streams:
            with suppress(OSError):
                stream.close()

    def _read_record(self) -> None:
        try:
            run, done, complete = _record(self.progress)
        except FileNotFoundError:
            raise bad_input("cannot-resume", "There is no unfinished run to go on with.", "Leave out --resume.",
                            str(self.path)) from None
        except _NO_RECORD:
            raise bad_input("cannot-resume", "The record of the unfinished run cannot be read.", anew(self.progress),
                            str(self.progress)) from None
        for key, value in self.run.items():
            if run.get(key) != value:
                raise other(key, self.path)
        self.done, self.complete = done, complete

    def _cannot_write(self, error: OSError) -> Failure:
        return surroundings("cannot-write", f"The output cannot be written: {error.strerror}.", self._fix(),
                            str(self.path))

    def _fix(self) -> str:
        if self.progress.exists():
            return "Check permissions and free room there, then go on with --resume."
        return "Check the folder, its permissions and free room."


def other(what: str, path: Path) -> Failure:
    """The unfinished run was about something else."""
    return bad_input("cannot-resume", f"The unfinished run had another {what}.",
                     f"Repeat the command as it was. {anew(Path(f'{path}{PROGRESS}'))}", str(path))


def anew(progress: Path) -> str:
    """How to throw an unfinished run away: never by leaving something out."""
    return f"To start anew, delete {progress.name} and leave out --resume."


def real(path: Path) -> Path:
    """Where a link leads."""
    return path.resolve() if path.is_symlink() else path


def refuse_unfinished(path: Path) -> None:
    """Raises Failure where an unfinished run of the output `path` has rows that starting anew would throw away."""
    progress, part = Path(f"{real(path)}{PROGRESS}"), Path(f"{real(path)}{PARTIAL}")
    try:
        _, done, complete = _record(progress)
    except FileNotFoundError:
        return
    except _NO_RECORD:
        raise bad_input("unfinished-run", "What is here cannot be read as the record of an unfinished run.",
                        anew(progress), str(progress)) from None
    if not done.rows and not complete:
        return
    with suppress(OSError), part.open("rb") as stream:
        lock(stream.fileno(), part)  # it may be under way
    raise bad_input("unfinished-run", f"An unfinished run of {done.rows:,} rows is here.",
                    f"Go on with it by --resume. {anew(progress)}", str(progress))


def _record(progress: Path) -> tuple[Mapping[str, Any], Done, bool]:
    """What the run was about, how far it came, and whether all is done. Raises what is in NO_RECORD."""
    document = json.loads(progress.read_bytes())
    run, done, complete = document["run"], Done(**document["done"]), document["complete"]
    if document["schema"] != _SCHEMA or not all(isinstance(size, int) and size >= 0 for size in done[:5]):
        raise ValueError
    return run, done, complete


def _write_all(stream: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest):]


def _place(part: Path, path: Path) -> None:
    """Renames; a file that was there gives its permissions."""
    if path.exists():
        part.chmod(path.stat().st_mode & 0o777)
    os.replace(part, path)  # noqa: PTH105
