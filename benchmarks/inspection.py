"""Time and memory of reading a large mailbox over IMAP, on a real server: `python -m benchmarks.inspection 100000`.

Three servers: one that sums up sizes (STATUS=SIZE), asked for the first time and again; one that does not, where the
sizes of single messages are fetched up to a bound; one that has very many folders. Memory is that of the reading
alone, as Python counts it. Needs Dovecot (see tests/mailbox); making the messages takes longer than reading them.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from typing import Any

from tests.mailbox.dovecot import Dovecot
from tests.mailbox.dovecot_config import Options
from tests.mailbox.reading import Heard, look
from tests.mailbox.scripted_imap import OK, ScriptedImap


def main() -> None:
    """Print one line for each case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", type=int, nargs="?", default=10_000)
    number = parser.parse_args().messages
    for title, capability in (("sizes summed up", ""), ("sizes fetched", "imap_capability = IMAP4rev1 NAMESPACE")):
        server = Dovecot(Options(rawlog=False, quota="" if capability else "*:storage=1000G", imap_extra=capability))
        try:
            server.start().deliver(number, flags="S", size=1000)
            _show(f"{number} messages, {title}, first time", server)
            _show(f"{number} messages, {title}, again", server)
        finally:
            server.throw_away()
    many = ScriptedImap({"LIST": _folders(number), "STATUS": OK, "EXAMINE": OK, "LSUB": OK})
    try:
        _show(f"{number} folders", many)
    finally:
        many.close()


def _folders(number: int) -> bytes:
    return b"".join(b'* LIST () "/" "Folder %d"\r\n' % one for one in range(number)) + OK


def _show(title: str, server: Any) -> None:
    started = time.perf_counter()
    heard = look(server, seconds=120)
    seconds = time.perf_counter() - started
    tracemalloc.start()
    look(server, seconds=120)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"{title:45} {seconds:6.2f} s {peak / 1e6:6.1f} MB   {_result(heard)}", flush=True)


def _result(heard: Heard) -> str:
    box = heard.kept[-1] if heard.kept else None
    if box is None:
        return f"nothing: {heard.codes}"
    trouble = f", {heard.codes}" if heard.codes else ""
    return f"{box.inbox_messages} messages of {box.inbox_size} bytes, {box.folders_listed} folders{trouble}"


if __name__ == "__main__":
    main()
