"""The mailbox as POP3 shows it: with a real server, with one whose answers are changed, and with odd ones."""

from __future__ import annotations

import base64
import poplib
import ssl
import time
from collections.abc import Callable
from typing import Any

import pytest

from advisor.mailbox.found import PopMailbox
from advisor.mailbox.pop_wire import NotReading, Pop
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from tests.mailbox.conftest import Start
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.pop_reading import PASSWORD, USER, Read, failed_logins, read
from tests.mailbox.scripted_server import POP, Authority, Scripted, answering, rewriting

Serve = Callable[..., Scripted]


def of(dovecot: Dovecot, **more: Any) -> Read:
    return read(dovecot.ports.pop3s, str(dovecot.ca_file), dovecot.user, dovecot.password, **more)


def test_what_a_real_server_tells_and_that_nothing_changes(dovecot: Dovecot) -> None:
    size = dovecot.deliver(3) + dovecot.deliver(1, size=5000) + dovecot.deliver(1, flags="S", size=700)
    dovecot.deliver(2, name="Sent")
    before = dovecot.snapshot()
    found = of(dovecot)
    assert found.box is not None
    assert (found.box.messages, found.box.size, found.box.largest, found.box.ids) == (5, size, 5000, True)
    assert (found.box.expire, found.box.login_delay) == (None, None)
    assert "UIDL" in found.box.capabilities
    assert not any(line.startswith("SASL") for line in found.box.capabilities)  # asked again after login
    assert found.server.sign_in == ("LOGIN", "PLAIN", "USER")
    assert found.server.password is True
    assert "mark of new arrival" in found.said[0]
    assert found.notes == []
    dovecot.sessions_ended()
    dovecot.assert_only_read()
    assert dovecot.commands() == ["CAPA", "STAT", "LIST", "UIDL", "QUIT"]
    assert dovecot.snapshot() == before
    assert dovecot.seen_by_nobody() == 2  # those in Sent: the one effect that cannot be avoided, and is said before


def test_an_empty_mailbox(dovecot: Dovecot) -> None:
    box = of(dovecot).box
    assert box is not None
    assert (box.messages, box.size, box.largest, box.ids) == (0, 0, None, True)


def test_knowledge_grows_step_by_step(dovecot: Dovecot) -> None:
    dovecot.deliver(1)
    kept = of(dovecot).kept
    assert kept[0] == PopMailbox((), None, None, None, None, None, None)
    assert [box.messages for box in kept] == [None, None, 1, 1, 1]
    assert [box.ids for box in kept] == [None, None, None, None, True]


def test_over_stls_where_only_a_plain_port_is_open(start_dovecot: Start) -> None:
    dovecot = start_dovecot(plain_ports=True, tls_ports=False)
    found = read(dovecot.ports.pop3, str(dovecot.ca_file), dovecot.user, dovecot.password, security="starttls")
    assert found.box is not None
    assert found.server.tls_version.startswith("TLSv1.")
    assert "STLS" not in found.server.capabilities  # asked again within the encryption


@pytest.mark.parametrize("password", ["Zq7 plüm Hárbour", "Zq7-plum-日本語", 'Zq7"plum\\Harbour'])
def test_passwords_of_any_letters(start_dovecot: Start, password: str) -> None:
    assert of(start_dovecot(password=password)).box is not None


def test_a_wrong_password_is_sent_once_and_kept_nowhere(dovecot: Dovecot) -> None:
    found = read(dovecot.ports.pop3s, str(dovecot.ca_file), dovecot.user, "Wrong-plüm-Harbour")
    assert found.trouble is not None
    assert found.trouble.code == "sign-in-refused"
    assert found.kept == []
    assert "Wrong-pl" not in repr(found)
    assert failed_logins(dovecot) == ["1"]


def test_an_expired_certificate_gets_no_password(start_dovecot: Start) -> None:
    with pytest.raises(Unavailable) as caught:
        of(start_dovecot(expired=True))
    assert caught.value.trouble.code == "certificate-expired"


def test_another_session_holds_the_mailbox(start_dovecot: Start) -> None:
    dovecot = start_dovecot(pop_lock=True)
    other = poplib.POP3_SSL(
        "localhost", dovecot.ports.pop3s, context=ssl.create_default_context(cafile=str(dovecot.ca_file))
    )
    other.user(dovecot.user)
    other.pass_(dovecot.password)
    start = time.monotonic()
    found = of(dovecot, seconds=30)
    assert found.trouble is not None
    assert found.trouble.code == "in-use"
    assert time.monotonic() - start > 3  # the reason why a login is waited for so long
    other.close()


def test_after_login_counts_not_what_was_said_before(start_dovecot: Start, serve: Serve, trusted: Authority) -> None:
    """RFC 2449 section 6.7, recorded of Zimbra: EXPIRE 31 USER before the login, EXPIRE NEVER after it."""
    dovecot = start_dovecot(plain_ports=True)
    dovecot.deliver(2)
    before = {b"SASL PLAIN LOGIN\r\n": b"SASL PLAIN LOGIN\r\nEXPIRE 31 USER\r\nLOGIN-DELAY 60 USER\r\n"}
    first = serve(rewriting(dovecot.ports.pop3, before, {}))
    found = read(first.port, trusted.ca_file, dovecot.user, dovecot.password)
    assert "EXPIRE 31 USER" in found.server.capabilities
    assert found.box is not None
    assert found.box.expire is None
    both = {b"RESP-CODES\r\n": b"EXPIRE NEVER\r\nLOGIN-DELAY 900\r\n"}
    second = serve(rewriting(dovecot.ports.pop3, both, {}))
    box = read(second.port, trusted.ca_file, dovecot.user, dovecot.password).box
    assert box is not None
    assert (box.expire, box.login_delay, box.messages) == ("never", 900, 2)


def test_a_real_server_without_lasting_ids(start_dovecot: Start, serve: Serve, trusted: Authority) -> None:
    dovecot = start_dovecot(plain_ports=True)
    dovecot.deliver(2)
    server = serve(rewriting(dovecot.ports.pop3, {b"UIDL\r\n": b""}, {b"UIDL": b"-ERR unknown command\r\n"}))
    found = read(server.port, trusted.ca_file, dovecot.user, dovecot.password)
    assert found.box is not None
    assert (found.box.ids, found.box.messages) == (False, 2)
    assert found.notes == []
    dovecot.assert_only_read()


@pytest.mark.parametrize(
    ("line", "expire", "delay"),
    [
        (b"EXPIRE 0", "0", None),
        (b"EXPIRE 30", "30", None),
        (b"EXPIRE never", "never", None),
        (b"EXPIRE", None, None),
        (b"EXPIRE -1", None, None),
        (b"EXPIRE soon", None, None),
        (b"EXPIRE 30\r\nEXPIRE 60", None, None),  # two answers are none
        (b"LOGIN-DELAY 300", None, 300),
        (b"LOGIN-DELAY x", None, None),
        (b"LOGIN-DELAY 99999999999999999999", None, None),
        (b"XEXPIRE 30", None, None),
    ],
)
def test_capabilities_that_have_an_argument(
    serve: Serve, trusted: Authority, line: bytes, expire: str | None, delay: int | None
) -> None:
    capa = b"+OK\r\nUSER\r\n" + line + b"\r\n.\r\n"
    box = read(serve(answering(b"+OK\r\n", {**POP, b"CAPA": capa})).port, trusted.ca_file).box
    assert box is not None
    assert (box.expire, box.login_delay) == (expire, delay)


@pytest.mark.parametrize(
    ("command", "answer", "expected", "notes"),
    [
        (b"STAT", b"+OK many\r\n", (2, 300, 200, True), ["garbled"]),
        (b"STAT", b"+OK -1 -5\r\n", (2, 300, 200, True), ["garbled"]),
        (b"STAT", b"+OK 2 99999999999999999999\r\n", (2, 300, 200, True), ["garbled"]),
        (b"STAT", b"+OK 2 " + b"9" * 16 + b"\r\n", (2, 300, 200, True), ["garbled"]),
        (b"STAT", b"-ERR not now\r\n", (2, 300, 200, True), ["command-refused"]),
        (b"STAT", b"+OK 2 300 octets\r\n", (2, 300, 200, True), []),
        (b"LIST", b"+OK\r\n1 x\r\n2 200\r\n.\r\n", (2, 300, None, True), ["garbled"]),
        (b"LIST", b"-ERR\r\n", (2, 300, None, True), ["command-refused"]),
        (b"LIST", b"+OK\r\n1 " + b"9" * 4000 + b"\r\n.\r\n", (2, 300, None, None), ["too-long"]),
        (b"UIDL", b"-ERR\r\n", (2, 300, 200, None), ["command-refused"]),  # CAPA names it
        (b"UIDL", b"+OK\r\n1 " + b"u" * 71 + b"\r\n.\r\n", (2, 300, 200, None), ["garbled"]),
        (b"UIDL", b"+OK\r\n1 \x1b[2J\r\n.\r\n", (2, 300, 200, None), ["garbled"]),
    ],
)
def test_one_spoiled_answer_costs_no_other(
    serve: Serve, trusted: Authority, command: bytes, answer: bytes, expected: tuple[object, ...], notes: list[str]
) -> None:
    found = read(serve(answering(b"+OK\r\n", {**POP, command: answer})).port, trusted.ca_file)
    assert found.box is not None
    assert (found.box.messages, found.box.size, found.box.largest, found.box.ids) == expected
    assert found.notes == notes


def test_no_lasting_ids_only_where_the_server_also_does_not_name_them(serve: Serve, trusted: Authority) -> None:
    refused = {**POP, b"UIDL": b"-ERR\r\n", b"CAPA": b"+OK\r\nUSER\r\n.\r\n"}
    no = b"-ERR\r\n"
    for more, ids in (({}, False), ({b"STAT": no, b"LIST": no}, None), ({b"CAPA": no}, None)):
        found = read(serve(answering(b"+OK\r\n", {**refused, **more})).port, trusted.ca_file)
        assert found.box is not None
        assert found.box.ids is ids


def test_a_server_that_lets_in_and_then_says_that_pop_is_switched_off(serve: Serve, trusted: Authority) -> None:
    off = b"-ERR [SYS/PERM] Your account is not enabled for POP access.\r\n"
    server = serve(answering(b"+OK\r\n", {**POP, b"STAT": off, b"LIST": off, b"UIDL": off}))
    found = read(server.port, trusted.ca_file)
    assert found.box is not None
    assert (found.box.messages, found.box.ids, found.notes) == (None, None, ["access-switched-off"])
    assert b"LIST" not in server.heard
    assert b"UIDL" not in server.heard


def test_in_use_says_that_the_password_is_right_only_where_it_was_sent(serve: Serve, trusted: Authority) -> None:
    found = read(serve(answering(b"+OK\r\n", {**POP, b"USER": b"-ERR [IN-USE] locked\r\n"})).port, trusted.ca_file)
    assert found.trouble is not None
    assert found.trouble.code == "mailbox-in-use"


@pytest.mark.parametrize("line", [b"RSET", b"QUJD", b"RETR1234"])
def test_a_login_lets_no_word_out_that_was_not_asked_for(line: bytes) -> None:
    stream: Any = Recorder()
    pop = Pop(stream)
    pop._signing_in = True
    with pytest.raises(NotReading):
        pop._putline(line)
    pop._asked = True
    pop._putline(b"QUJD")
    with pytest.raises(NotReading):
        pop._putline(b"QUJD")  # once
    assert stream.sent == [b"QUJD\r\n"]


def test_a_connection_cut_in_the_middle_keeps_what_was_learned(serve: Serve, trusted: Authority) -> None:
    def script(peer: Any) -> None:
        peer.send(b"+OK\r\n")
        while line := peer.line():
            if line == b"LIST":
                peer.send(b"+OK\r\n1 100\r\n")
                return
            peer.send(POP[line.split()[0]])

    found = read(serve(script).port, trusted.ca_file)
    assert found.box is not None
    assert (found.box.messages, found.box.largest, found.notes) == (2, None, ["closed"])


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"-ERR [AUTH] Authentication failed.\r\n", "sign-in-refused"),
        (b"-ERR [IN-USE] locked\r\n", "in-use"),
        (b"-ERR [IN-USE] Maximum number of connections\r\n", "too-many-connections"),
        (b"-ERR [LOGIN-DELAY] too soon\r\n", "login-delay"),
        (b"-ERR [SYS/TEMP] later\r\n", "server-busy"),
        (b"-ERR [SYS/PERM] no\r\n", "account-trouble"),
        (b"-ERR [AUTH] Application-specific password required\r\n", "app-password"),
        (b"-ERR your account is not enabled for POP\r\n", "access-switched-off"),
        (b"-ERR your password is Zq7-plum-Harbour \x1b[31m\r\n", "sign-in-refused"),
        (b"hello\r\n", "garbled"),
    ],
)
def test_refusals_of_a_login(serve: Serve, trusted: Authority, answer: bytes, code: str) -> None:
    server = serve(answering(b"+OK\r\n", {**POP, b"PASS": answer}))
    found = read(server.port, trusted.ca_file)
    assert found.trouble is not None
    assert found.trouble.code == code
    assert PASSWORD not in repr(found)
    assert "\x1b" not in repr(found)
    assert server.heard.count(b"PASS ") == 1
    assert server.connections == 2  # one to greet, one to sign in


def test_a_refused_name_keeps_the_password_here(serve: Serve, trusted: Authority) -> None:
    server = serve(answering(b"+OK\r\n", {**POP, b"USER": b"-ERR [AUTH] plaintext disallowed\r\n"}))
    found = read(server.port, trusted.ca_file)
    assert found.trouble is not None
    assert b"PASS" not in server.heard


def test_sasl_plain_where_there_is_no_user_or_the_password_is_not_ascii(serve: Serve, trusted: Authority) -> None:
    answers = {
        **POP,
        b"AUTH PLAIN": b"+ \r\n",
        base64.b64encode(b"\0" + USER.encode() + b"\0p\xc3\xbc").upper(): b"+OK\r\n",
    }
    server = serve(answering(b"+OK\r\n", answers))
    assert read(server.port, trusted.ca_file, password="pü").box is not None
    assert b"PASS" not in server.heard
    capa = b"+OK\r\nSASL PLAIN\r\n.\r\n"
    answers = {**POP, b"CAPA": capa, b"AUTH PLAIN": b"+ \r\n"}
    answers[base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).upper()] = b"+OK\r\n"
    assert read(serve(answering(b"+OK\r\n", answers)).port, trusted.ca_file).box is not None
    eager = serve(answering(b"+OK\r\n", {**answers, b"AUTH PLAIN": b"+OK welcome\r\n"}))
    found = read(eager.port, trusted.ca_file)
    assert found.trouble is not None
    assert found.trouble.code == "garbled"
    assert base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()) not in eager.heard


@pytest.mark.parametrize(
    ("capa", "password", "code"),
    [
        (b"+OK\r\nSASL XOAUTH2 OAUTHBEARER\r\nUIDL\r\n.\r\n", False, "oauth-only"),
        (b"+OK\r\nSASL GSSAPI\r\n.\r\n", None, "password-not-sent"),
        (b"+OK\r\nSASL CRAM-MD5\r\n.\r\n", True, "password-not-sent"),
        (b"+OK\r\nUIDL\r\n.\r\n", None, None),
        (b"-ERR what?\r\n", None, None),  # RFC 1939 alone: USER and PASS
    ],
)
def test_what_can_be_done_with_a_password(
    serve: Serve, trusted: Authority, capa: bytes, password: bool | None, code: str | None
) -> None:
    server = serve(answering(b"+OK\r\n", {**POP, b"CAPA": capa}))
    found = read(server.port, trusted.ca_file)
    assert found.server.password is password
    assert (found.trouble.code if found.trouble else None) == code
    assert (b"PASS" in server.heard) is (code is None)
    assert server.connections == (2 if code is None else 1)


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        (b"-ERR too busy\r\n", "turned-away"),
        (b"-ERR [SYS/TEMP] later\r\n", "server-busy"),
        (b"220 smtp.example.org ESMTP\r\n", "garbled"),
        (b"HTTP/1.1 400 Bad Request\r\n", "garbled"),
        (b"\x00\xff\x1b[2J\r\n", "garbled"),
        (b"", "closed"),
        (b"+OK " + b"x" * 3_000_000, "too-long"),
    ],
)
def test_greetings(serve: Serve, trusted: Authority, greeting: bytes, code: str) -> None:
    with pytest.raises(Unavailable) as caught:
        read(serve(lambda peer: peer.send(greeting)).port, trusted.ca_file)
    assert caught.value.trouble.code == code
    assert "\x1b" not in repr(caught.value.trouble)


class Recorder:
    """A stream without a server."""

    where = "x"
    seconds = 1.0

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def makefile(self, *_: object) -> Recorder:
        return self

    def readline(self, _: int) -> bytes:
        return b"+OK\r\n"

    def sendall(self, data: bytes) -> None:
        self.sent.append(data)


@pytest.mark.parametrize(
    "act",
    [
        lambda pop: pop.retr(1),
        lambda pop: pop.top(1, 0),
        lambda pop: pop.dele(1),
        lambda pop: pop.rset(),
        lambda pop: pop.noop(),
        lambda pop: pop.user("u"),
        lambda pop: pop.pass_("p"),
        lambda pop: pop.short("LIST 1\r\nDELE 1"),
        lambda pop: pop.short("LAST"),
    ],
)
def test_nothing_but_reading_commands_can_be_said(act: Callable[[Pop], object]) -> None:
    stream: Any = Recorder()
    pop = Pop(stream)
    with pytest.raises(NotReading):
        act(pop)
    pop.sign_in("u", Secret("p"), plain=False)
    with pytest.raises(NotReading):
        act(pop)
    assert stream.sent == [b"USER u\r\n", b"PASS p\r\n"]
