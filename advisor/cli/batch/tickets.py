"""The folder of a batch's tickets: one run at a time writes there, and what lies there is of that run only."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from advisor.cli.batch.output import PARTIAL
from advisor.cli.edge.lock import lock
from advisor.cli.edge.status import bad_input, surroundings

_TICKET = re.compile(r"[0-9]{6,}-.*\.txt", re.DOTALL)
"""How tickets are named; what else lies in the folder is nobody's business."""


class TicketFolder:
    """Takes tickets, each whole or not there. `resumable` says that the run can be gone on with."""

    def __init__(self, path: Path, *, resumable: bool) -> None:
        self.path, self.resumable = path, resumable

    def write(self, name: str, text: str) -> None:
        """A ticket. Raises Failure."""
        path, unfinished = self.path / name, self.path / f".{name}{PARTIAL}"
        try:
            unfinished.write_text(text, encoding="utf-8")
            os.replace(unfinished, path)  # noqa: PTH105
        except OSError as error:
            fix = ("Check permissions and free room there, then go on with --resume." if self.resumable
                   else "Check permissions and free room there, and empty the folder before the next run.")
            raise surroundings("cannot-write", f"The ticket cannot be written: {error.strerror}.", fix,
                               str(path)) from None


@contextmanager
def claimed(path: Path | None, *, resume: bool, resumable: bool) -> Iterator[TicketFolder | None]:
    """The folder, for this run alone. Raises Failure where another is writing there, or has left its tickets."""
    if path is None:
        yield None
        return
    handle = None
    try:
        try:
            if sys.platform != "win32":  # where a folder cannot be opened
                handle = os.open(path, os.O_RDONLY)
                lock(handle, path)
            with os.scandir(path) as found:
                held = not resume and any(_TICKET.fullmatch(entry.name) for entry in found)
        except OSError as error:
            raise surroundings("unreadable-folder", f"This folder cannot be read: {error.strerror}.",
                               "Check its permissions.", str(path)) from None
        if held:
            raise bad_input("folder-holds-tickets", "Tickets of another run are in this folder, and could be taken "
                            "for those of this one.", "Name an empty folder.", str(path))
        yield TicketFolder(path, resumable=resumable)
    finally:
        if handle is not None:
            os.close(handle)
