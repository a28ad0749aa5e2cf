"""Keeps two runs from writing in one place. Windows has no such locks, nor have some file systems."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

from advisor.cli.edge.status import Failure, surroundings


def in_use(path: Path) -> Failure:
    """Another run is writing there."""
    return surroundings("in-use", "Another run is writing here.", "Wait for it, or name another place.", str(path))


def lock(handle: int, path: Path) -> None:
    """Keeps other runs out for as long as `handle` is open; raises Failure where one is there. A kill releases it."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        same = os.path.samestat(os.fstat(handle), path.stat())
    except (BlockingIOError, FileNotFoundError):
        raise in_use(path) from None
    except OSError:
        return  # a file system that knows no locks
    if not same:  # the other run has just put it in its place
        raise in_use(path)


PATIENCE = 2.0
"""Seconds to wait for another run that is writing a small file; it takes a few thousandths."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keeps other runs from changing what is read and then written in `folder`; raises OSError where there is none.

    A run that holds on, since it was stopped in the very moment, is not waited for.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        until = monotonic() + PATIENCE
        with suppress(OSError):  # a file system that knows no locks
            while monotonic() < until:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    sleep(0.005)
        yield
    finally:
        os.close(handle)
