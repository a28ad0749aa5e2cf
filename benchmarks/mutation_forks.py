"""Runs mutants: each in a fork of a process in which pytest has collected the tests and run none of them."""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import NamedTuple, NoReturn

import pytest
from coverage import Coverage

from benchmarks.mutation_mutants import Mutant

AT_LEAST = 2.0
"""Seconds of processor time that every test may take."""
TIMES_AS_LONG = 5.0
MEMORY = 4 << 30
"""Bytes that a mutant may ask for."""
STATUS = {0: "survived", 1: "killed", 36: "timeout"}


class Watched(NamedTuple):
    """What the tests did without a mutant."""

    seconds: Mapping[str, float]
    failed: Sequence[str]
    met: Mapping[str, Mapping[int, frozenset[str]]]
    """by file and line, the tests that come there"""


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
                seconds, failed = {}, []
                coverage = Coverage(data_file=None, include=sorted({str(mutant.path) for mutant in self.mutants}))
                coverage.start()
                for item in items:
                    coverage.switch_context(item.nodeid)
                    start = process_time()
                    if not passes(item, None):
                        failed.append(item.nodeid)
                    seconds[item.nodeid] = process_time() - start
                coverage.stop()
                data = coverage.get_data()
                met = {path: {line: frozenset(tests) for line, tests in data.contexts_by_lineno(path).items()}
                       for path in data.measured_files()}
                file.write_bytes(pickle.dumps(Watched(seconds, failed, met)))
                os._exit(0)
            os.waitpid(pid, 0)
            found: Watched = pickle.loads(file.read_bytes())
            return found

    def chosen(self, mutant: Mutant, items: Sequence[pytest.Item], watched: Watched) -> Iterator[pytest.Item]:
        """The tests that come to the statement, the fastest first."""
        met = watched.met.get(str(mutant.path.resolve()), {})
        first, last = mutant.lines
        names = {name for line in range(first, last + 1) for name in met.get(line, ())}
        yield from sorted((item for item in items if item.nodeid in names),
                          key=lambda item: watched.seconds[item.nodeid])

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
