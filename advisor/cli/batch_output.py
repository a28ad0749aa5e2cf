"""The output of a batch: it grows beside its place, can be gone on with, and gets to its place whole or not at all."""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO, NamedTuple

from advisor.cli.output import write_file
from advisor.cli.status import Failure, bad_input, surroundings

PARTIAL = ".partial"
PROGRESS = ".progress"
REJECTS = ".rejects.csv"
SCHEMA = "advisor.batch-progress/1"
RECORD_EVERY = 1.0
"""Seconds between two records of how far the run is; a run that is killed loses what it did since the last one."""
ANEW = "Start anew without --resume."


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
        self.path = path.resolve() if path.is_symlink() else path
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
                _lock(stream, path)
                if stream.seek(0, os.SEEK_END) < size:
                    raise bad_input("cannot-resume", "It is shorter than what was written to it.", ANEW, str(path))
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
        if self.path.suffix == ".gz":
            output = _pack(output)
        try:
            for stream, data in zip(self.streams, (output, rejects), strict=True):
                _write_all(stream, data)
        except OSError as error:
            with suppress(OSError):
                for stream, size in zip(self.streams, (self.done.output, self.done.rejects), strict=True):
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
        write_file(self.progress, json.dumps({"schema": SCHEMA, "run": self.run, "done": self.done._asdict(),
                                              "complete": self.complete}) + "\n")
        self.recorded_at = monotonic()

    def finish(self) -> bool:
        """Puts the files in their places, the output last; whether there is a file of rejects. Raises Failure."""
        if not self.complete:
            self.complete = True
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
            document = json.loads(self.progress.read_bytes())
            run, done, complete = document["run"], Done(**document["done"]), document["complete"]
            if document["schema"] != SCHEMA or not all(isinstance(size, int) and size >= 0 for size in done[:5]):
                raise ValueError
        except FileNotFoundError:
            raise bad_input("cannot-resume", "There is no unfinished run to go on with.", "Leave out --resume.",
                            str(self.path)) from None
        except (OSError, ValueError, KeyError, TypeError):
            raise bad_input("cannot-resume", "The record of the unfinished run cannot be read.", ANEW,
                            str(self.progress)) from None
        for key, value in self.run.items():
            if run.get(key) != value:
                raise other(key, self.path)
        self.done, self.complete = done, complete

    def _cannot_write(self, error: OSError) -> Failure:
        return surroundings("cannot-write", f"The output cannot be written: {error.strerror}.",
                            "Free some room or name another place; then go on with --resume.", str(self.path))


class RejectsFile:
    """A file of rejects beside an output that is a stream: in its place once all is done."""

    def __init__(self, path: Path) -> None:
        self.path, self.part = path, Path(f"{path}{PARTIAL}")
        try:
            self.stream = self.part.open("wb")
        except OSError as error:
            raise self._refused(error) from None

    def write(self, data: bytes) -> None:
        """Adds lines. Raises Failure."""
        try:
            self.stream.write(data)
        except OSError as error:
            raise self._refused(error) from None

    def finish(self) -> None:
        """Puts it in its place. Raises Failure."""
        try:
            self.stream.close()
            os.replace(self.part, self.path)  # noqa: PTH105
        except OSError as error:
            raise self._refused(error) from None

    def close(self) -> None:
        """Leaves nothing behind that is not in its place."""
        self.stream.close()
        self.part.unlink(missing_ok=True)

    def _refused(self, error: OSError) -> Failure:
        return surroundings("cannot-write", f"The rejected rows cannot be written: {error.strerror}.",
                            "Check the folder, its permissions and free room.", str(self.path))


def other(what: str, path: Path) -> Failure:
    """The unfinished run was about something else."""
    return bad_input("cannot-resume", f"The unfinished run had another {what}.",
                     "Start anew without --resume, or repeat the command as it was.", str(path))


def in_use(path: Path) -> Failure:
    """Another run is writing there."""
    return surroundings("in-use", "Another run is writing this file.", "Wait for it, or name another file.", str(path))


def _lock(stream: BinaryIO, path: Path) -> None:
    """Keeps other runs out for as long as `stream` is open; raises Failure where one is there. Windows has no such."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        same = os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except (BlockingIOError, FileNotFoundError):
        raise in_use(path) from None
    except OSError:
        return  # a file system that knows no locks
    if not same:  # the other run has just put it in its place
        raise in_use(path)


def _write_all(stream: BinaryIO, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest):]


def _place(part: Path, path: Path) -> None:
    """Renames; a file that was there gives its permissions."""
    if path.exists():
        part.chmod(path.stat().st_mode & 0o777)
    os.replace(part, path)  # noqa: PTH105


def _pack(data: bytes) -> bytes:
    """A gzip member of its own: members on end are one gzip file (RFC 1952 section 2.2)."""
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush() if data else b""
