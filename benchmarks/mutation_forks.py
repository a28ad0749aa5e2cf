"""Runs mutants: each in a fork of a process in which pytest has collected the tests and run none of them."""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from types import FrameType
from typing import NamedTuple, NoReturn

import pytest

from benchmarks.mutation_mutants import Mutant

AT_LEAST = 2.0
"""Seconds of processor time that every test may take."""
TIMES_AS_LONG = 5.0
ENOUGH = 4.0
"""Seconds of tests, as they took without a mutant, after which no further one is tried: the mutant has survived."""
MEMORY = 4 << 30
"""Bytes that a mutant may ask for."""
STATUS = {0: "survived", 1: "killed", 36: "timeout"}


class Watched(NamedTuple):
    """What the tests did without a mutant."""

    seconds: Mapping[str, float]
    failed: Sequence[str]
    called: Mapping[str, Set[tuple[str, int]]]
    """by test, the functions that it comes to: file and first line"""


class Mutating:
    """A plugin for pytest that tries mutants where the tests would be run."""

    def __init__(self, mutants: Sequence[Mutant], keep: Callable[[Mutant, str, float], None], processes: int) -> None:
        self.mutants = mutants
        self.keep = keep
        self.processes = processes
        self.under_way: dict[int, Mutant] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Tries every mutant."""
        watched = self.watch(session.items)
        if watched.failed:
            raise pytest.UsageError("these fail without a mutant: " + " ".join(watched.failed))
        gc.collect()
        gc.freeze()
        for mutant in self.mutants:
            items = list(self.chosen(mutant, session.items, watched))
            if not items:
                self.keep(mutant, "not run", 0.0)
                continue
            while len(self.under_way) >= self.processes:
                self.reap()
            pid = os.fork()
            if not pid:
                self.in_child(mutant, items, watched)
            self.under_way[pid] = mutant
        while self.under_way:
            self.reap()
        return True

    def watch(self, items: Sequence[pytest.Item]) -> Watched:
        """Runs every test once, in a fork; fixtures are made anew for each, so that each meets all it depends on."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "watched"
            pid = os.fork()
            if not pid:
                file.write_bytes(pickle.dumps(_watched(items, {str(mutant.path) for mutant in self.mutants})))
                os._exit(0)
            os.waitpid(pid, 0)
            found: Watched = pickle.loads(file.read_bytes())
            return found

    def chosen(self, mutant: Mutant, items: Sequence[pytest.Item], watched: Watched) -> Iterator[pytest.Item]:
        """The tests that come to the function, the fastest first."""
        first, last = mutant.lines
        spent = 0.0
        for item in sorted(items, key=lambda item: watched.seconds[item.nodeid]):
            if any(path == str(mutant.path) and first <= line <= last for path, line in watched.called[item.nodeid]):
                spent += watched.seconds[item.nodeid]
                yield item
                if spent > ENOUGH:
                    return

    def in_child(self, mutant: Mutant, items: Sequence[pytest.Item], watched: Watched) -> NoReturn:
        """Puts the mutant in and runs tests until one fails; ends the process."""
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGPROF, lambda _number, _frame: os._exit(36))
        try:
            mutant.put_in()
        except BaseException:
            os._exit(99)
        try:
            for item, after in zip(items, [*items[1:], None], strict=True):
                signal.setitimer(signal.ITIMER_PROF, AT_LEAST + TIMES_AS_LONG * watched.seconds[item.nodeid])
                if not passes(item, after):
                    os._exit(1)
        except BaseException:
            os._exit(1)
        os._exit(0)

    def reap(self) -> None:
        """Waits for one mutant to end."""
        pid, state, used = os.wait4(-1, 0)
        code = os.waitstatus_to_exitcode(state)
        self.keep(self.under_way.pop(pid), STATUS.get(code, f"ended with {code}"), used.ru_utime + used.ru_stime)


def _watched(items: Sequence[pytest.Item], paths: Set[str]) -> Watched:
    """Runs the tests and notes which functions of these files they come to."""
    here = f"{Path.cwd()}{os.sep}"
    called: dict[str, set[tuple[str, int]]] = {}
    seconds: dict[str, float] = {}
    failed = []
    found: set[tuple[str, int]] = set()
    known: dict[str, str] = {}
    """by file, as Python has it: the same as in `paths`, or nothing"""

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        file = frame.f_code.co_filename
        path = known.get(file)
        if path is None:
            path = known[file] = found_path if (found_path := file.removeprefix(here)) in paths else ""
        if path:
            found.add((path, frame.f_code.co_firstlineno))

    for item in items:
        start = process_time()
        found = called[item.nodeid] = set()
        sys.settrace(note)
        if not passes(item, None):
            failed.append(item.nodeid)
        sys.settrace(None)
        seconds[item.nodeid] = process_time() - start
    return Watched(seconds, failed, called)


def passes(item: pytest.Item, after: pytest.Item | None) -> bool:
    """Runs one test as pytest does, without the report that nobody reads."""
    item._initrequest()  # type: ignore[attr-defined]
    hook = item.ihook
    calls = [("setup", lambda: hook.pytest_runtest_setup(item=item)),
             ("call", lambda: hook.pytest_runtest_call(item=item)),
             ("teardown", lambda: hook.pytest_runtest_teardown(item=item, nextitem=after))]
    for when, call in calls:
        found = pytest.CallInfo.from_call(call, when)  # type: ignore[arg-type]
        if found.excinfo is not None and not found.excinfo.errisinstance(pytest.skip.Exception):
            return False
    return True
