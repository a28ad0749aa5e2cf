"""Servers that mean harm: bounded time, bounded memory, clear words, and what was learned before stays."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from advisor.mailbox.imap_wire import KEPT_MOST
from tests.mailbox.reading import Heard, look
from tests.mailbox.scripted_imap import OK, ScriptedImap

Scripted = Callable[..., ScriptedImap]
MEMORY = 24 * 1024 * 1024
"""Bytes that a reading may need at most, whatever the server sends; measured: below 10 MB."""
BASE = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN QUOTA STATUS=SIZE\r\n" + OK,
    "GETQUOTAROOT": b'* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE 5 100)\r\n' + OK,
    "STATUS": b'* STATUS "INBOX" (MESSAGES 7 SIZE 700)\r\n' + OK,
    "EXAMINE": b"* 7 EXISTS\r\n* OK [UIDNEXT 9] x\r\n* OK [UIDVALIDITY 3] x\r\n" + OK,
    "LIST": b'* LIST () "/" INBOX\r\n' + OK,
    "LSUB": OK,
}


def _bounded(server: ScriptedImap, seconds: float = 20, at_most: float = 15) -> Heard:
    tracemalloc.start()
    started = time.monotonic()
    try:
        heard = look(server, seconds=seconds)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()
    assert time.monotonic() - started < at_most
    return heard


def test_the_server_of_these_tests_is_understood_when_it_behaves(scripted: Scripted) -> None:
    heard = _bounded(scripted(BASE))
    assert heard.codes == []
    assert (heard.whole.inbox_size, heard.whole.inbox_uid_next, heard.whole.total_messages) == (700, 9, 7)


@pytest.mark.parametrize("command", ["GETQUOTAROOT", "STATUS", "EXAMINE", "LIST", "LSUB"])
def test_a_literal_of_100_megabytes(scripted: Scripted, command: str) -> None:
    def flood() -> Iterator[bytes]:
        yield b'* LIST () "/" {104857600}\r\n'
        for _ in range(100):
            yield b"x" * 1024 * 1024

    heard = _bounded(scripted({**BASE, command: flood}))
    assert heard.codes[-1] == "too-long"
    assert heard.kept


def test_a_literal_that_is_longer_than_any_name(scripted: Scripted) -> None:
    answer = b'* LIST () "/" {70000}\r\n' + b"x" * 70_000 + b"\r\n" + OK
    assert look(scripted({**BASE, "LIST": answer})).codes == ["too-long"]


@pytest.mark.parametrize("command", ["STATUS", "LIST"])
def test_a_line_without_end(scripted: Scripted, command: str) -> None:
    def flood() -> Iterator[bytes]:
        while True:
            yield b"x" * 65536

    assert _bounded(scripted({**BASE, command: flood})).codes == ["too-long"]


@pytest.mark.parametrize("line", [b"* X\r\n", b'* LIST () "/" a\r\n', b"* 1 FETCH (X)\r\n", b"* OK [A b] c\r\n"])
def test_lines_without_end(scripted: Scripted, line: bytes) -> None:
    """The deadline holds, and no more than a fixed number of lines is kept."""

    def flood() -> Iterator[bytes]:
        while True:
            yield line * 1000

    heard = _bounded(scripted({**BASE, "STATUS": flood}), seconds=1.5, at_most=5)
    assert heard.codes[-1] in {"deadline", "too-long"}


def test_ever_new_kinds_of_answers(scripted: Scripted) -> None:
    def flood() -> Iterator[bytes]:
        letters = "ABCDEFGHIJ"
        for number in range(200_000):
            yield b"* " + "".join(letters[int(digit)] for digit in str(number)).encode() + b" x\r\n"
        yield OK

    _bounded(scripted({**BASE, "STATUS": flood}), seconds=3, at_most=6)


def test_a_million_kinds_of_answers_cost_no_memory() -> None:
    """Straight into what keeps them: over a connection it would take minutes under the watch of the memory."""
    from itertools import product

    from advisor.mailbox.imap_wire import KINDS_MOST, Wire

    wire = Wire.__new__(Wire)
    wire.counted, wire.untagged_responses = Counter(), {}
    for letters in product("ABCDEFGHIJ", repeat=6):
        wire._append_untagged("".join(letters), b"x")
    assert len(wire.counted) == len(wire.untagged_responses) == KINDS_MOST
    wire._append_untagged("AAAAAA", b"y")  # those that are known go on
    assert wire.untagged_responses["AAAAAA"] == [b"x", b"y"]


def test_what_examine_leaves_out_takes_nothing_from_what_status_told(scripted: Scripted) -> None:
    heard = look(scripted({**BASE, "EXAMINE": b"* OK [UIDNEXT 9] x\r\n" + OK}))
    assert (heard.whole.inbox_messages, heard.whole.inbox_uid_next, heard.whole.inbox_uid_validity) == (7, 9, None)


def test_a_server_that_drips(scripted: Scripted) -> None:
    """One byte, then a little later the next: no single read takes long."""

    def drip() -> Iterator[bytes]:
        while True:
            time.sleep(0.1)
            yield b"x"

    for place in ("greeting", "CAPABILITY", "EXAMINE"):
        server = scripted(
            {**BASE, **({place: drip} if place != "greeting" else {})},
            **{"greeting": drip} if place == "greeting" else {},
        )
        heard = _bounded(server, seconds=2, at_most=5)
        assert heard.codes == ["deadline"]
        assert bool(heard.kept) == (place == "EXAMINE")


def test_a_hundred_thousand_folders(scripted: Scripted) -> None:
    """All are counted, some are kept, and no size is asked for."""

    def folders() -> Iterator[bytes]:
        yield b'* LIST () "/" INBOX\r\n'
        for first in range(0, 100_000, 1000):
            yield b"".join(
                b'* LIST (\\HasNoChildren) "/" "Folder number %d"\r\n' % n for n in range(first, first + 1000)
            )
        yield OK

    def subscribed() -> Iterator[bytes]:
        for part in folders():
            yield part.replace(b"LIST", b"LSUB")

    server = scripted({**BASE, "LIST": folders, "LSUB": subscribed})
    heard = _bounded(server)
    assert heard.codes == []
    assert heard.whole.folders_listed == 100_001
    assert len(heard.whole.folders) == KEPT_MOST
    assert heard.whole.total_messages is None
    assert {one.hidden for one in heard.whole.folders[1:]} == {None}  # not all of those subscribed are known
    assert sum("STATUS" in line for line in server.lines) == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (b'* QUOTA "" (STORAGE -1 -1)\r\n', None),
        (b'* QUOTA "" (STORAGE 5 -1)\r\n', (5120, None)),
        (b'* QUOTA "" (STORAGE 5 0)\r\n', (5120, None)),
        (b'* QUOTA "" (STORAGE many 10)\r\n', (None, 10240)),
        (b'* QUOTA "" (STORAGE 99999999999999999999999999 10)\r\n', (None, 10240)),
        (b'* QUOTA "" (STORAGE)\r\n', None),
        (b'* QUOTA "" ()\r\n', None),
        (b'* QUOTA "" STORAGE 1 2\r\n', None),
        (b'* QUOTA "\r\n', None),
        (b"* QUOTA\r\n", None),
        (b"", None),
        (b'* QUOTA "" (X-OTHER 3 4)\r\n', None),
    ],
)
def test_odd_quotas_are_unknown_and_never_a_figure(
    scripted: Scripted, answer: bytes, expected: tuple[int | None, int | None] | None
) -> None:
    heard = look(scripted({**BASE, "GETQUOTAROOT": b'* QUOTAROOT INBOX ""\r\n' + answer + OK}))
    assert heard.codes == []
    found = heard.whole.quotas
    assert (None if found is None else found[0][1:3]) == expected


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"* STATUS INBOX (MESSAGES many SIZE -3)\r\n",
        b"* STATUS INBOX (MESSAGES)\r\n",
        b"* STATUS INBOX MESSAGES 3\r\n",
        b"* STATUS Other (MESSAGES 3 SIZE 4)\r\n",
        b'* STATUS "INBOX (MESSAGES 3\r\n',
        b"* STATUS\r\n",
        b"* STATUS INBOX (MESSAGES 99999999999999999999 SIZE 99999999999999999999)\r\n",
    ],
)
def test_odd_figures_of_a_folder_are_unknown(scripted: Scripted, answer: bytes) -> None:
    heard = look(scripted({**BASE, "STATUS": answer + OK, "EXAMINE": b"TAG NO\r\n"}))
    assert (heard.whole.inbox_messages, heard.whole.inbox_size) == (None, None)
    assert (heard.whole.total_messages, heard.whole.total_size) == (None, None)
    assert {one.size for one in heard.whole.folders} == {None}


def test_control_codes_are_data(scripted: Scripted) -> None:
    """They arrive as text; cleaning is for whoever shows them. One spoiled line takes nothing from the others."""
    lines = (
        b'* LIST () "/" "\x1b[2J\x1b]0;owned\x07"\r\n'
        b'* LIST () "/" {9}\r\n\x1b[31mred\x00\r\n'
        b'* LIST () "/" "caf\xc3\xa9"\r\n'
        b'* LIST () "/" "&AAAA"\r\n'
        b'* LIST () "/" "&2D0-"\r\n'
        b'* LIST (((( "/" broken\r\n'
        b"* LIST\r\n"
        b'* LIST () NIL ""\r\n'
        b'* LIST () "/" INBOX\r\n'
    )
    server = scripted({**BASE, "LIST": lines + OK}, greeting=b"* OK \x1b]0;owned\x07 [ALERT]\r\n")
    heard = look(server)
    names = [one.name for one in heard.whole.folders]
    assert names[:3] == ["\x1b[2J\x1b]0;owned\x07", "\x1b[31mred\x00", "café"]
    assert names[-1] == "INBOX"
    assert all("\x1b" not in line for line in server.lines)
    assert all("\x1b" not in said for said in heard.said)


def test_a_folder_name_cannot_hold_a_command(scripted: Scripted) -> None:
    lines = b'* LIST () "/" {21}\r\nx" (MESSAGES)\r\nA1 X\r\n\r\n* LIST () "/" INBOX\r\n'
    server = scripted({**BASE, "LIST": lines + OK})
    look(server)
    assert not any(line.startswith("A1") for line in server.lines)


def test_garbage_in_every_answer(scripted: Scripted) -> None:
    for command in BASE:
        for garbage in (b"\x00\xff\xfe\r\n", b"* \r\n", b"* 1 2 3 4\r\n", b"+ go on\r\n", b"* BYE\r\n", b"\r\n\r\n"):
            heard = look(scripted({**BASE, command: garbage + OK}), seconds=5)
            assert heard.box is not None or heard.end is not None


def test_a_spoiled_line_of_folders_leaves_the_sum_unknown(scripted: Scripted) -> None:
    answer = b'* LIST () "/" INBOX\r\n* LIST ((( broken\r\n' + OK
    box = look(scripted({**BASE, "LIST": answer})).whole
    assert (len(box.folders), box.folders_listed, box.total_messages) == (1, 2, None)


def test_sizes_of_some_messages_only_are_no_sum(scripted: Scripted) -> None:
    replies = {**BASE, "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + OK}
    some = {**replies, "FETCH": b"* 1 FETCH (RFC822.SIZE 100)\r\n" + OK}
    whole = {**replies, "FETCH": b"".join(b"* %d FETCH (RFC822.SIZE 100)\r\n" % n for n in range(1, 8)) + OK}
    for reply in (some, whole):
        reply["STATUS"] = b'* STATUS "INBOX" (MESSAGES 7)\r\n' + OK
    assert look(scripted(some)).whole.inbox_size is None
    assert look(scripted(whole)).whole.inbox_size == 700
