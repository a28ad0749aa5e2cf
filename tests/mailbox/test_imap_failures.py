"""Every way in which reading over IMAP can fail before or after signing in: its own code, and words for people."""

from __future__ import annotations

import io
import logging
import socket
from collections.abc import Callable, Iterable

import pytest

from tests.mailbox.conftest import Start
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.reading import assert_plain, look, place_of
from tests.mailbox.scripted_imap import OK, ScriptedImap

Scripted = Callable[..., ScriptedImap]


def test_certificates(start_dovecot: Start) -> None:
    good, other = start_dovecot(), start_dovecot()
    strange, expired = start_dovecot(certificate_for=("mail.example.test",)), start_dovecot(expired=True)
    good.ca_file, own = other.ca_file, good.ca_file
    assert look(good).codes == ["certificate-untrusted"]
    good.ca_file = own
    assert look(good).end is None
    assert look(strange).codes == ["certificate-name"]
    assert look(strange, place=place_of(strange.ports.imaps, host="127.0.0.1")).codes == ["certificate-name"]
    assert look(expired).codes == ["certificate-expired"]
    for server in (strange, expired, other):
        assert "Login" not in server.log()


def test_an_untrusted_certificate_after_starttls(start_dovecot: Start) -> None:
    server, other = start_dovecot(plain_ports=True), start_dovecot()
    server.ca_file = other.ca_file
    assert look(server, place=place_of(server.ports.imap, "starttls")).codes == ["certificate-untrusted"]


def test_nobody_there(start_dovecot: Start) -> None:
    server = start_dovecot(protocols=("pop3",))
    assert look(server).codes == ["refused"]


@pytest.mark.parametrize(
    ("host", "code"),
    [("no-such-host.invalid", "unknown-host"), ("", "bad-host"), ("a..b", "bad-host"), ("x" * 70, "bad-host")],
)
def test_host_names(dovecot: Dovecot, host: str, code: str) -> None:
    found = look(dovecot, place=place_of(dovecot.ports.imaps, host=host)).codes
    assert found == [code] or (host.endswith(".invalid") and found == ["dns-failed"])  # without any network


def test_the_wrong_kind_of_port(start_dovecot: Start) -> None:
    server = start_dovecot(plain_ports=True)
    assert look(server, place=place_of(server.ports.imap)).codes == ["not-tls"]
    assert look(server, place=place_of(server.ports.imaps, "starttls"), seconds=1).codes == ["deadline"]


def test_a_server_that_says_nothing(dovecot: Dovecot) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    try:
        place = place_of(listener.getsockname()[1])
        assert look(dovecot, place=place, seconds=0.5).codes == ["deadline"]
    finally:
        listener.close()


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        (b"* BYE not now\r\n", "turned-away"),
        (b"* BYE [UNAVAILABLE] not now\r\n", "server-busy"),
        (b"HTTP/1.1 400 Bad Request\r\n", "garbled"),
        (b"220 mail.example.test ESMTP\r\n", "garbled"),
        (b"+OK POP3 ready\r\n", "garbled"),
        (b"\xff\xfe\x00garbage\r\n", "garbled"),
        (b"\r\n", "garbled"),
        (b"* PREAUTH welcome\r\n", "garbled"),
        (b"x" * 2_000_000, "too-long"),
    ],
)
def test_greetings(scripted: Scripted, greeting: bytes, code: str) -> None:
    heard = look(scripted({}, greeting=greeting))
    assert heard.codes == [code]
    assert_plain(heard.end)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"TAG BAD no such command\r\n", "no-capabilities"),
        (OK, "no-capabilities"),
        (b"* CAPABILITY SMTP\r\n" + OK, "garbled"),
    ],
)
def test_a_server_that_does_not_say_what_it_can_do(scripted: Scripted, answer: bytes, code: str) -> None:
    assert look(scripted({"CAPABILITY": answer})).codes == [code]


def test_encryption_that_is_stripped_refused_or_preceded(scripted: Scripted) -> None:
    """A downgrade: somebody on the way removes the offer. Nothing but the question for it was sent."""
    for replies, code in (
        ({}, "no-tls"),
        ({"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + OK, "STARTTLS": b"TAG NO\r\n"}, "starttls-refused"),
        (
            {"CAPABILITY": b"* CAPABILITY IMAP4rev1 STARTTLS\r\n" + OK, "STARTTLS": OK + b"* CAPABILITY EVIL\r\n"},
            "injected",
        ),
    ):
        server = scripted(replies, tls=False)
        assert look(server, place=place_of(server.port, "starttls")).codes == [code]
        assert not any("plum" in line or "LOGIN" in line or "AUTH" in line for line in server.lines)


def test_a_connection_that_ends_keeps_what_was_learned(scripted: Scripted) -> None:
    replies: dict[str, bytes | Iterable[bytes]] = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN QUOTA\r\n" + OK,
        "GETQUOTAROOT": b'* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE 5 100)\r\n' + OK,
        "STATUS": b'* STATUS "INBOX" (MESSAGES 7)\r\n' + OK,
        "EXAMINE": b"* BYE shutting down\r\n",
    }
    heard = look(scripted(replies))
    assert heard.box is None
    assert heard.kept[-1].inbox_messages == 7
    assert (heard.kept[-1].quotas or ())[0][1:3] == (5 * 1024, 100 * 1024)
    assert heard.codes == ["closed"]


def test_no_word_of_the_server_is_logged(scripted: Scripted) -> None:
    """Found by fuzzing: the library logs a refusal that is not ASCII, and Python prints what nobody listens for."""
    server = scripted({"GETQUOTAROOT": "TAG NO für Zq7-plum-Harbour nicht\r\n".encode(),
                       "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN QUOTA\r\n" + OK})
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)  # of our own: that of pytest listens where nothing is handed on, too
    logging.getLogger().addHandler(handler)
    try:
        heard = look(server)
    finally:
        logging.getLogger().removeHandler(handler)
    assert "command-refused" in heard.codes
    assert stream.getvalue() == ""


def test_a_step_that_is_refused_takes_nothing_from_the_others(scripted: Scripted) -> None:
    replies = {
        "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN QUOTA NAMESPACE\r\n" + OK,
        "GETQUOTAROOT": b"TAG NO not for you\r\n",
        "STATUS": b'* STATUS "INBOX" (MESSAGES 7)\r\n' + OK,
        "EXAMINE": b"* 7 EXISTS\r\n* OK [UIDNEXT 9] x\r\n" + OK,
        "NAMESPACE": b"TAG NO not for you\r\n",
        "LIST": b'* LIST () "/" INBOX\r\n' + OK,
        "LSUB": b"TAG BAD what\r\n",
    }
    heard = look(scripted(replies))
    assert (heard.whole.quotas, heard.whole.inbox_messages, heard.whole.inbox_uid_next) == (None, 7, 9)
    assert heard.whole.folders[0].hidden is None
    assert heard.codes == ["command-refused"]  # said once
