"""Runs something in a process of its own, and stops it at any one of the steps at which it changes a file.

The step itself is real: the process gets SIGKILL, or the system call answers "no space left on device", and goes on
answering so. What counts as a step is every call that creates, writes, renames, links, removes or chmods.
"""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.main import run

TODAY = "2031-04-05"
GROWING = ("open", "write", "mkdir", "fsync")
"""What a full disk refuses; the rest goes on working there."""
OTHERS = ("replace", "rename", "link", "unlink", "remove", "rmdir", "chmod", "truncate", "fsync", "mkdir")


class Ended(NamedTuple):
    """How it ended: `status` is the number of the signal, negative, where it was killed."""

    status: int
    out: str = ""
    err: str = ""


class Steps:
    """Counts steps, and stops at the one numbered `at`, from 1; `half` lets half of a write through before."""

    def __init__(self, at: int, how: str, *, half: bool) -> None:
        self.at, self.how, self.half, self.count = at, how, half, 0

    def step(self, name: str, begun: Callable[[], object] = lambda: None) -> None:
        self.count += 1
        if self.how == "killed" and self.count == self.at:
            begun()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "no room" and 0 < self.at <= self.count and name in GROWING:
            begun()
            raise OSError(errno.ENOSPC, "No space left on device")

    def install(self) -> None:
        """Puts itself before the calls of this process, for good."""
        steps, real_open, os_open = self, io.open, os.open

        class Raw(io.FileIO):
            def write(self, data: Any) -> int:
                content = bytes(data)
                steps.step("write", lambda: super(Raw, self).write(content[:len(content) // 2]) if steps.half else None)
                return super().write(content)

        def opened(file: Any, mode: str = "r", buffering: int = -1, encoding: str | None = None,
                   errors: str | None = None, newline: str | None = None, closefd: bool = True,
                   opener: Any = None) -> Any:
            if not set(mode) & set("wax+"):
                return real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
            if not isinstance(file, int):
                steps.step("open")
            raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
            if buffering == 0:
                return raw
            buffer = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
            return buffer if "b" in mode else io.TextIOWrapper(buffer, encoding, errors, newline)

        def low_open(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & os.O_CREAT:
                steps.step("open")
            return os_open(path, flags, *more, **named)

        def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*arguments: Any, **named: Any) -> Any:
                steps.step(name)
                return real(*arguments, **named)
            return call

        for name in OTHERS:
            setattr(os, name, counted(name, getattr(os, name)))
        os.open = low_open
        io.open = builtins.open = opened  # type: ignore[assignment]


def ended(work: Callable[[], Ended], folder: Path, at: int = 0, how: str = "killed", *, half: bool = False) -> Ended:
    """Does `work` in a process of its own, in `folder`, stopped at step `at` (0: never)."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            os.chdir(folder)
            if at:
                Steps(at, how, half=half).install()
            os.write(writing, json.dumps(work()).encode())
            os._exit(0)
        finally:
            os._exit(99)
    os.close(writing)
    with open(reading, "rb") as stream:  # noqa: PTH123 - of a number
        told = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL), "it ended by an exception"
    return Ended(*json.loads(told)) if status == 0 else Ended(status)


def advisor(*arguments: str, stdin: bytes = b"", **variables: str) -> Callable[[], Ended]:
    """`advisor ARGUMENTS` as work to be done; without more variables it knows no home."""

    def work() -> Ended:
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
        environment = Environment(io.TextIOWrapper(io.BytesIO(stdin)), *streams, variables, clock=lambda: TODAY)
        status = run(arguments, environment)
        return Ended(int(status), *(stream.buffer.getvalue().decode() for stream in streams))  # type: ignore[attr-defined]

    return work
