"""Proof that reading over IMAP changes nothing: the files, their flags, the server's list of commands and counts."""

from __future__ import annotations

import pytest

from advisor.mailbox.imap_wire import Session
from tests.mailbox.conftest import Start
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.reading import look


def _fill(server: Dovecot) -> None:
    server.deliver(2)
    for flags in ("S", "ST", "F", "RS", "D"):  # among them one marked deleted, which CLOSE would remove
        server.deliver(2, flags=flags)
        server.deliver(1, "Old/Letters", flags=flags)
    server.deliver(3, "Junk")
    server.folder_named("Empty")
    server.subscribe("INBOX", "Junk")


@pytest.mark.parametrize(
    "capabilities",
    ["", "imap_capability = IMAP4rev1", "imap_capability = IMAP4rev1 STATUS=SIZE QUOTA"],
    ids=["all at once", "sizes one by one", "folder by folder"],
)
def test_nothing_is_changed(start_dovecot: Start, capabilities: str) -> None:
    server = start_dovecot(imap_extra=capabilities)
    _fill(server)
    before, new, subscribed = server.snapshot(), server.seen_by_nobody(), server.subscriptions()
    assert look(server).end is None
    server.sessions_ended()
    assert server.snapshot() == before
    assert server.seen_by_nobody() == new == 5
    assert server.subscriptions() == subscribed
    server.assert_only_read()


def test_nothing_is_changed_by_a_reading_that_is_cut_off(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each command in turn: a clock would cut where the machine is slow, and before the login mostly."""
    from advisor.mailbox.imap_wire import Wire

    _fill(dovecot)
    before, new = dovecot.snapshot(), dovecot.seen_by_nobody()
    send = Wire.send
    ended, cut_at, sent = True, 0, 0

    def counting(wire: Wire, data: bytes) -> None:
        nonlocal sent
        send(wire, data)
        sent += bytes(data) != b"\r\n"
        if sent == cut_at:
            wire.stream.deadline.cut()

    monkeypatch.setattr(Wire, "send", counting)
    learned = 0
    while ended:
        cut_at, sent = cut_at + 1, 0
        heard = look(dovecot)
        ended = heard.end is not None
        learned += ended and bool(heard.kept)
        if ended:
            assert heard.codes[-1] == "deadline"
    assert learned > 4  # of those that were cut, so many were signed in
    assert dovecot.commands()
    dovecot.assert_only_read()
    assert dovecot.snapshot() == before
    assert dovecot.seen_by_nobody() == new == 5


def test_every_command_is_among_the_expected(start_dovecot: Start) -> None:
    """Word by word: a new command is to be a decision, and not an accident."""
    server = start_dovecot(special_use=True)
    look(server)
    server.sessions_ended()
    assert server.commands() == [
        "GETQUOTAROOT INBOX",
        'STATUS "INBOX" (MESSAGES SIZE)',
        'EXAMINE "INBOX"',
        "NAMESPACE",
        'LIST "" "*" RETURN (SPECIAL-USE)',
        'LSUB "" "*"',
        'LIST "" "*" RETURN (STATUS (MESSAGES SIZE))',
        "LOGOUT",
    ]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("SELECT", ("INBOX",)),
        ("STORE", ("1", "+FLAGS", "\\Deleted")),
        ("EXPUNGE", ()),
        ("CLOSE", ()),
        ("FETCH", ("1:1", "(BODY[])")),
        ("FETCH", ("1:1", "(RFC822.SIZE BODY[])")),
        ("STATUS", ('"INBOX"', "(MESSAGES)\r\nA1 EXPUNGE")),
        ("EXAMINE", ('"x"\r\nAAAA9 DELETE "y"',)),
        ("LIST", ('""', '"*"', "RETURN (SPECIAL-USE)\r\nAAAA9 CREATE x")),
        ("DELETE", ("INBOX",)),
        ("CREATE", ("x",)),
        ("RENAME", ("a", "b")),
        ("SUBSCRIBE", ("INBOX",)),
        ("COPY", ("1", "x")),
        ("SETQUOTA", ('""', "(STORAGE 1)")),
        ("UID", ("EXPUNGE", "1")),
        ("APPEND", ("INBOX",)),
    ],
)
def test_a_command_that_is_not_on_the_list_does_not_leave(
    dovecot: Dovecot, command: str, arguments: tuple[str, ...]
) -> None:
    from advisor.mailbox.deadline import Deadline
    from advisor.mailbox.imap_sign_in import sign_in
    from advisor.mailbox.secret import Secret
    from advisor.mailbox.tls import connect, context
    from tests.mailbox.reading import place_of

    place = place_of(dovecot.ports.imaps)
    session = Session(connect(place, Deadline(10), context(str(dovecot.ca_file))).stream)
    sign_in(session, place, dovecot.user, Secret(dovecot.password))
    session.wire.state = "SELECTED"
    session.wire.stream.sock.settimeout(5)
    with pytest.raises(RuntimeError, match="only read"):
        session.wire._simple_command(command, *arguments)
    session.wire.signing_in = True  # nor by way of a login
    for data in (b"AAAA9 EXPUNGE\r\n", b"AAAA9 DELETE INBOX\r\n", b"anything", b"AAAA9 AUTHENTICATE XOAUTH2\r\n"):
        with pytest.raises(RuntimeError, match="only read"):
            session.wire.send(data)
    session.wire._asked = True
    with pytest.raises(RuntimeError, match="only read"):
        session.wire.send(b"AAAA9 EXPUNGE\r\nx")
    session.shutdown()
    dovecot.sessions_ended()
    assert dovecot.commands() == []
