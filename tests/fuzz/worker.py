"""One target in a process of its own: `python -m tests.fuzz.worker TARGET WORK ...`, started by tests.fuzz.__main__."""

from __future__ import annotations

import argparse
import json
import mmap
import os
import resource
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from tests.fuzz.drive import by_coverage, by_outcome, has_atheris, instrumented
from tests.fuzz.judge import Judge, Tally, temporary
from tests.fuzz.shrink import shrunk
from tests.fuzz.targets import TARGETS, target_named

MOST_MEMORY = 4 * 1024 ** 3
"""Bytes of addresses; more is refused by the system."""
CURRENT = "current"
RESULT = "result.json"


def main(arguments: Sequence[str]) -> int:
    """Fuzzes one target; leaves what came of it in WORK."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("work", type=Path)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--inputs", type=int, default=0)
    given = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    apart()
    guided = has_atheris() and not (given.plain or given.inputs)
    module = TARGETS[given.target]
    if guided:
        from tests.fuzz.targets import modules_of

        instrumented(modules_of(module))
    target = target_named(given.target)
    room, corpus = given.work / "room", given.work / "corpus"
    room.mkdir()
    corpus.mkdir()
    os.chdir(room)
    temporary(room)
    target.prepare(room)
    judge = Judge(target, room, noting(given.work / CURRENT, target.longest))

    def done() -> None:
        tally = judge.tally
        for kind, finding in tally.findings.items():
            shorter = shrunk(finding.data, lambda data, kind=kind: shows(judge, data, kind))
            tally.findings[kind] = finding._replace(data=shorter)
        judge.end()
        (given.work / RESULT).write_text(json.dumps(_document(tally, guided=guided)))

    if guided:
        by_coverage(judge, given.seed, corpus, given.seconds, done)
    by_outcome(judge, given.seed, corpus, seconds=given.seconds, inputs=given.inputs)
    done()
    return 0


def shows(judge: Judge, data: bytes, kind: str) -> bool:
    """Whether an input shows a fault of this kind; what is tried here is not counted."""
    other = Judge(judge.target, judge.room, hang=judge.hang)
    other.there = judge.there
    other.run(data)
    return kind in other.tally.findings


def noting(path: Path, longest: int) -> Callable[[bytes], None]:
    """Keeps the input that is being tried where it can be read after this process was ended from outside."""
    size = longest + 8
    path.write_bytes(bytes(size))
    with path.open("r+b") as stream:
        memory = mmap.mmap(stream.fileno(), size)

    def note(data: bytes) -> None:
        memory[:8] = len(data).to_bytes(8, "big")
        memory[8:8 + min(len(data), longest)] = data[:longest]

    return note


def noted(path: Path) -> bytes:
    """The input that was being tried."""
    content = path.read_bytes() if path.exists() else bytes(8)
    return content[8:8 + int.from_bytes(content[:8], "big")]


def apart() -> None:
    """Nobody is connected to, whatever an input asks for, and nothing waits for the disk."""
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(101, "Network is unreachable")

    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, refuse)
    socket.getaddrinfo = refuse
    os.fsync = lambda _: None


def _document(tally: Tally, *, guided: bool) -> dict[str, Any]:
    return {"guided": guided, "inputs": tally.inputs, "accepted": tally.accepted, "refused": tally.refused,
            "faulty": tally.faulty, "slowest": tally.slowest, "slowest_size": tally.slowest_size,
            "findings": [{"kind": finding.kind, "data": finding.data.hex(), "detail": finding.detail}
                         for finding in tally.findings.values()]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
