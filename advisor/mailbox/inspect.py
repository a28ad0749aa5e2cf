"""The whole of an inspection: in a thread of its own, so that a deadline and Ctrl-C hold whatever a server does."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import Inspection, Whereabouts
from advisor.mailbox.notes import Notes
from advisor.mailbox.options import Find, Options, Say
from advisor.mailbox.words import trouble

LAST_SECONDS = 1.0
"""After the end, for the thread to close what it has open. It closes by itself later, if that is not enough."""


def run(
    address: str,
    whereabouts: Whereabouts | Find,
    options: Options | None = None,
    say: Say = lambda _: None,
) -> Inspection:
    """Inspect a mailbox. Never raises for what a server does: what went wrong is in `troubles`.

    Ctrl-C and the deadline end it with what was learned until then (`finished` False). `say` is called in this thread
    only, and never again after the end. whereabouts may be a function that finds them within the deadline.
    """
    options = options or Options()
    deadline = Deadline(options.seconds)
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    notes = Notes(address)
    worker = threading.Thread(
        target=_work, args=(whereabouts, options, deadline, lines, notes), name="advisor-inspect", daemon=True
    )
    ended = ""
    try:
        worker.start()
        ended = _wait(lines, deadline, say)
    except KeyboardInterrupt:
        ended = "interrupted"
    while True:  # a second Ctrl-C must not lose what was learned
        try:
            found = notes.close(trouble(ended) if ended else None)
            deadline.cut()
            if worker.is_alive():  # the first Ctrl-C may have come before it began
                worker.join(LAST_SECONDS)
            return found
        except KeyboardInterrupt:
            ended = "interrupted"


def _wait(lines: queue.SimpleQueue[str | None], deadline: Deadline, say: Say) -> str:
    """Say what is being done until it is done; returns the code of what ended it, or nothing."""
    while True:
        with suppress(queue.Empty):
            line = lines.get(timeout=max(0.001, min(0.2, deadline.remaining())))
            if line is None:
                return ""
            say(line)
            continue
        if deadline.remaining() <= 0:
            return "deadline"


def _work(
    whereabouts: Whereabouts | Find,
    options: Options,
    deadline: Deadline,
    lines: queue.SimpleQueue[str | None],
    notes: Notes,
) -> None:
    """The work. Nothing leaves this thread but through the notes: an exception that is shown would show its values."""
    from advisor.mailbox.refused import Unavailable
    from advisor.mailbox.steps import Steps

    try:
        Steps(options, deadline, lines.put, notes).all(whereabouts)
    except Unavailable as unavailable:
        notes.stopped(unavailable.trouble)
    except BaseException:
        notes.stopped(trouble("failed"))
    finally:
        lines.put(None)
