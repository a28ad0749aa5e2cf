"""Watches one input after another: time, memory, files, and whatever is raised."""

from __future__ import annotations

import io
import os
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.target import Fault, Outcome, Target

HANG = 20.0
"""Seconds by the clock on the wall after which an input counts as a hang and is stopped."""
MEMORY = 300 * 1024
"""KiB by which one input may raise the most memory that the process ever had."""
BRIEF = 0.02
"""Seconds within which nothing can have taken too much; looking closer takes longer than most inputs."""
WARMING = 20
"""Inputs before memory counts: modules are still being loaded."""
PACKAGE = "advisor"


class TooSlow(BaseException):
    """Stops an input that takes too long. No Exception: the program handles those itself."""


class Finding(NamedTuple):
    """An input that showed a fault, and what was seen."""

    kind: str
    data: bytes
    detail: str


@dataclass
class Tally:
    """What came of all inputs so far."""

    inputs: int = 0
    accepted: int = 0
    refused: int = 0
    faulty: int = 0
    slowest: float = 0.0
    """seconds of processor time"""
    slowest_size: int = 0
    findings: dict[str, Finding] = field(default_factory=dict)
    """by kind, the shortest"""


class Watched(io.TextIOBase):
    """Stands where the streams of the process are: nothing that is fuzzed may write there."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Keeps the beginning."""
        self.text = (self.text + text)[:5000]
        return len(text)


class Judge:
    """Runs inputs of one target and keeps the tally."""

    def __init__(self, target: Target, room: Path, note: Callable[[bytes], None] = lambda _: None,
                 hang: float = HANG) -> None:
        self.target, self.room, self.note, self.hang = target, room, note, hang
        self.tally = Tally()
        self.past = Watched()
        """what was printed past the streams that the program was given"""
        sys.stdout = sys.stderr = self.past  # type: ignore[assignment]
        self.there = set(os.listdir(room))  # noqa: PTH208
        self.threads = threading.active_count()
        self.peak = _peak()
        self.began = 0.0
        """when the input under way was begun; nought where none is"""
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, hang / 4, hang / 4)

    def run(self, data: bytes) -> Hashable:
        """Tries one input; what it was like, for whoever looks for new ones."""
        self.note(data)
        self.began = began = time.perf_counter()
        try:
            outcome, finding = self.target.try_one(data), None
        except Fault as fault:
            outcome, finding = None, Finding(fault.kind, data, str(fault))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            outcome, finding = None, Finding(_kind(error), data, "".join(traceback.format_exception(error)))
        finally:
            self.began = 0.0
        took = time.perf_counter() - began
        left = self._left_behind(data)  # in any case: the next input is not to blame
        finding = finding or left
        if finding is None and took > BRIEF:
            finding = self._too_much(data, took)
        return self._counted(data, outcome, finding)

    def end(self) -> None:
        """Gives streams and clock back: the clock would end a process that no longer listens to it."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__

    def _look(self, *_: object) -> None:
        """Stops the input under way once it has taken too long."""
        if self.began and time.perf_counter() - self.began > self.hang:
            raise TooSlow

    def _counted(self, data: bytes, outcome: Outcome | None, finding: Finding | None) -> Hashable:
        tally = self.tally
        tally.inputs += 1
        if finding is not None:
            tally.faulty += 1
            known = tally.findings.get(finding.kind)
            if known is None or len(data) < len(known.data):
                tally.findings[finding.kind] = finding
            return finding.kind
        assert outcome is not None
        if outcome.accepted:
            tally.accepted += 1
        else:
            tally.refused += 1
        return outcome

    def _left_behind(self, data: bytes) -> Finding | None:
        found = os.listdir(self.room)  # noqa: PTH208 - of strings: this is done a million times
        if len(found) != len(self.there):
            left = sorted(set(found) - self.there)
            for name in left:
                remove(self.room / name)
        said, self.past.text = self.past.text, ""
        if len(found) != len(self.there):
            return Finding("file left behind", data, f"left behind: {', '.join(left)[:500]}")
        if said:
            return Finding("printed past its streams", data, said[:2000])
        if threading.active_count() > self.threads:
            self.threads = threading.active_count()
            return Finding("thread left behind", data, f"{self.threads} threads are running")
        return None

    def _too_much(self, data: bytes, took: float) -> Finding | None:
        before, self.peak = self.peak, _peak()
        if self.tally.inputs >= WARMING and self.peak - before > MEMORY:
            return Finding("too much memory", data, f"{(self.peak - before) // 1024:,} MiB for {len(data):,} bytes")
        if took > self.tally.slowest:  # by the clock on the wall, on which others run too: so once more, and measured
            took = self._measured(data)
            if took > self.tally.slowest:
                self.tally.slowest, self.tally.slowest_size = took, len(data)
        if took > self.target.seconds:
            return Finding("too slow", data, f"{took:.1f} s for {len(data):,} bytes")
        return None

    def _measured(self, data: bytes) -> float:
        """Seconds of processor time."""
        self.began, began = time.perf_counter(), time.process_time()
        try:
            self.target.try_one(data)
        except (Exception, TooSlow):  # was seen the first time, or shows in the time
            pass
        finally:
            self.began = 0.0
        return time.process_time() - began


def remove(path: Path) -> None:
    """Takes a file or a folder away."""
    import shutil

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def temporary(room: Path) -> None:
    """Sends temporary files to `room`."""
    tempfile.tempdir = str(room)


def _kind(error: BaseException) -> str:
    """The class, and the last place in the program: two inputs that fail there show the same fault."""
    last = ""
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if PACKAGE in path.parts and "tests" not in path.parts:
            last = f"{'/'.join(path.parts[-2:])} {frame.name}"
    name = "hang" if isinstance(error, TooSlow) else type(error).__name__
    return f"{name} in {last}" if last else name


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
