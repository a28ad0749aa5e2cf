"""A whole inspection: its order, what it refuses to do with a password, and that it ends."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.mailbox.choose import named_places
from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import Inspection, Place, Whereabouts
from advisor.mailbox.inspect import run
from advisor.mailbox.options import Options
from advisor.mailbox.secret import Secret
from tests.mailbox.conftest import Start
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.pop_reading import failed_logins
from tests.mailbox.scripted_server import POP as SASL_POP
from tests.mailbox.scripted_server import Authority, Peer, Scripted, answering, authority

Serve = Callable[..., Scripted]
PASSWORD = "Zq7-plüm-Harbour"
POP = {**SASL_POP, b"CAPA": b"+OK\r\nUSER\r\n.\r\n"}


class Remembered:
    """What is known of logins by POP3, as a test says it."""

    def __init__(self, ago: float | None, delay: int = 0, *, keeps: bool = True) -> None:
        self.ago, self.wanted, self.keeps = ago, delay, keeps
        self.noted: list[tuple[str, str]] = []

    def seconds_ago(self, _host: str, _user: str, /) -> float | None:
        return self.ago

    def delay(self, _host: str, _user: str, /) -> int:
        return self.wanted

    def note(self, host: str, user: str, /) -> bool:
        self.noted.append((host, user))
        return self.keeps


def places(dovecot: Dovecot) -> Whereabouts:
    return Whereabouts(
        (
            Place("imap", "localhost", dovecot.ports.imaps, "tls", "a test"),
            Place("pop", "localhost", dovecot.ports.pop3s, "tls", "a test"),
        )
    )


def options(dovecot: Dovecot, **more: Any) -> Options:
    return Options(password=Secret(dovecot.password), ca_file=str(dovecot.ca_file))._replace(**more)


def pop_only(*servers: Scripted, **more: Any) -> Whereabouts:
    return Whereabouts(tuple(Place("pop", "localhost", one.port, "tls", "a test", **more) for one in servers))


def codes(found: Inspection) -> list[str]:
    return [trouble.code for trouble in found.troubles]


def threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("advisor-")]


def test_both_protocols_of_a_real_mailbox(dovecot: Dovecot) -> None:
    size = dovecot.deliver(3)
    dovecot.deliver(2, name="Sent")
    before = dovecot.snapshot()
    said: list[str] = []
    found = run(dovecot.user, places(dovecot), options(dovecot, pop_login=True), said.append)
    assert found.imap is not None
    assert found.pop is not None
    assert (found.imap.inbox_messages, found.imap.inbox_size) == (3, size)
    assert (found.pop.messages, found.pop.size) == (3, size)
    assert (found.finished, found.signed_in, found.troubles, found.pop_in_use) == (True, True, (), False)
    assert [server.place.protocol for server in found.servers] == ["imap", "pop"]
    order = [
        said.index(next(line for line in said if start in line))
        for start in ("(IMAP)", "(POP3)", "Signing in at", "Signing in by POP3")
    ]
    assert order == sorted(order)
    assert threads() == []
    dovecot.sessions_ended(2)
    dovecot.assert_only_read()
    assert dovecot.snapshot() == before


def test_without_a_password_nobody_signs_in(dovecot: Dovecot) -> None:
    dovecot.deliver(1)
    found = run(dovecot.user, places(dovecot), options(dovecot, password=None, pop_login=True))
    assert (found.imap, found.pop, found.signed_in, found.finished) == (None, None, False, True)
    assert len(found.servers) == 2
    assert dovecot.commands() == []
    assert dovecot.seen_by_nobody() == 1


def test_pop_is_signed_in_to_only_when_asked(dovecot: Dovecot) -> None:
    dovecot.deliver(1)
    found = run(dovecot.user, places(dovecot), options(dovecot))
    assert found.imap is not None
    assert found.pop is None
    assert dovecot.seen_by_nobody() == 1


def test_a_refused_password_is_tried_nowhere_else(dovecot: Dovecot) -> None:
    found = run(dovecot.user, places(dovecot), options(dovecot, password=Secret("Wrong-plüm"), pop_login=True))
    assert codes(found) == ["sign-in-refused", "not-tried-again"]
    assert (found.signed_in, found.finished) == (False, True)
    assert len(found.servers) == 2
    assert failed_logins(dovecot) == ["1"]


def imap_of(*, login: bytes = b"OK in", reading: dict[bytes, bytes] | None = None, connections: int = 99) -> Any:
    """A server whose answers to some commands are a test's; `connections`: it serves so many, and closes the rest."""
    served: list[int] = []
    answers = {b"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", b"LOGOUT": b"* BYE\r\n",
               b"STATUS": b'* STATUS "INBOX" (MESSAGES 7)\r\n', b"EXAMINE": b"* 7 EXISTS\r\n",
               b"LIST": b'* LIST () "/" INBOX\r\n', **(reading or {})}

    def script(peer: Peer) -> None:
        served.append(1)
        if len(served) > connections:
            return
        peer.send(b"* OK hello\r\n")
        while line := peer.line():
            tag, command = line.split()[:2]
            if command == b"AUTHENTICATE":
                peer.send(b"+ \r\n")
                peer.line()
                peer.send(tag + b" " + login + b"\r\n")
                continue
            peer.send(answers.get(command, b""))
            if b"BYE" in answers.get(command, b""):
                return
            peer.send(tag + b" OK done\r\n")

    return script


def both(imap: Scripted, pop: Scripted) -> Whereabouts:
    return Whereabouts((Place("imap", "localhost", imap.port, "tls", ""), *pop_only(pop).places))


def test_a_connection_that_ends_after_the_login_is_not_the_end_of_the_mailbox(serve: Serve, trusted: Authority) -> None:
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
    pop = serve(answering(b"+OK\r\n", POP))
    found = run("m@e.test", both(serve(imap_of(reading={b"LIST": b"* BYE shutting down\r\n"})), pop), base)
    assert (codes(found), found.finished) == (["closed"], False)
    assert found.imap is not None
    assert found.pop is not None  # the other was read all the same

    def cut(peer: Peer) -> None:
        peer.send(b"+OK\r\n")
        while (line := peer.line()) not in (b"", b"LIST"):
            peer.send(POP[line.split()[0]])

    found = run("m@e.test", pop_only(serve(cut)), base)
    assert (codes(found), found.finished, found.pop is not None) == (["closed"], False, True)


def test_pop_that_refuses_what_imap_took_is_another_trouble_than_a_wrong_password(
    serve: Serve, trusted: Authority
) -> None:
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
    refusing = serve(answering(b"+OK\r\n", {**POP, b"PASS": b"-ERR [AUTH] no\r\n"}))
    found = run("m@e.test", both(serve(imap_of()), refusing), base)
    assert codes(found) == ["pop-refused"]
    assert codes(run("m@e.test", pop_only(refusing), base)) == ["sign-in-refused"]


def test_a_password_that_was_never_sent_was_not_refused(serve: Serve, trusted: Authority) -> None:
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
    imap = serve(imap_of(connections=1))  # greets, and closes when we come to sign in
    found = run("m@e.test", both(imap, serve(answering(b"+OK\r\n", POP))), base)
    assert codes(found) == ["closed"]
    assert found.pop is not None


def test_what_is_known_of_a_login_that_was_sent(serve: Serve, trusted: Authority) -> None:
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file, seconds=1.5)
    for answer, sent, unknown in ((b"", True, True), (b"-ERR [AUTH] no\r\n", False, False), (b"hello\r\n", True, True),
                                  (b"+OK\r\n", True, False)):
        pop = serve(answering(b"+OK\r\n", {**POP, b"PASS": answer}))
        alone = run("m@e.test", pop_only(pop), base)
        assert (alone.pop_login_sent, alone.login_unknown) == (sent, unknown)
        after = run("m@e.test", both(serve(imap_of()), pop), base)
        assert (after.signed_in, after.pop_login_sent) == (True, sent)
    imap = Whereabouts((Place("imap", "localhost", serve(imap_of(login=b"NO [UNAVAILABLE] no")).port, "tls", ""),))
    found = run("m@e.test", imap, base)
    assert (found.pop_login_sent, found.login_unknown) == (False, False)
    assert run("m@e.test", imap, base._replace(password=None)).login_unknown is False


def test_a_login_by_pop_without_any_pop_server(serve: Serve, trusted: Authority) -> None:
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
    imap = Whereabouts((Place("imap", "localhost", serve(imap_of()).port, "tls", ""),))
    assert codes(run("m@e.test", imap, base)) == ["no-pop-server"]
    assert codes(run("m@e.test", imap, base._replace(pop_login=False))) == []


@pytest.mark.parametrize("writing", ["plain", "base64"])
def test_a_password_that_comes_back_as_a_name_is_hidden(serve: Serve, trusted: Authority, writing: str) -> None:
    import base64

    secret = "Zq7-plum-Harbour"
    echo = {"plain": secret, "base64": base64.b64encode(f"\0m@e.test\0{secret}".encode()).decode()}[writing].encode()
    capability = b"* CAPABILITY IMAP4rev1 QUOTA AUTH=PLAIN AUTH=" + echo + b" X" + echo + b"\r\n"
    imap = serve(imap_of(reading={
        b"CAPABILITY": capability, b"LIST": b'* LIST () "/" INBOX\r\n* LIST () "/" "' + echo + b'"\r\n',
        b"GETQUOTAROOT": b"* QUOTAROOT INBOX " + echo + b"\r\n* QUOTA " + echo + b" (STORAGE 1 2)\r\n"}))
    capa = b"+OK\r\nUSER\r\nSASL " + echo + b"\r\nX " + echo + b"\r\n.\r\n"
    pop = serve(answering(b"+OK\r\n", {**POP, b"CAPA": capa}))
    base = Options(password=Secret(secret), pop_login=True, ca_file=trusted.ca_file)
    found = run("m@e.test", both(imap, pop), base)
    assert found.imap is not None
    assert found.pop is not None
    assert [folder.name for folder in found.imap.folders] == ["INBOX", "[hidden]"]
    assert [quota.root for quota in found.imap.quotas or ()] == ["[hidden]"]
    assert "X [hidden]" in found.pop.capabilities
    assert echo.decode().lower() not in repr(found).lower()


def test_a_login_that_breaks_off_counts_as_refused(serve: Serve, trusted: Authority) -> None:
    def imap(peer: Peer) -> None:
        peer.send(b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n")
        while line := peer.line():
            tag, command = line.split()[:2]
            if command == b"AUTHENTICATE":
                return
            peer.send(b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + tag + b" OK done\r\n")

    first, second = serve(imap), serve(answering(b"+OK\r\n", POP))
    where = Whereabouts((Place("imap", "localhost", first.port, "tls", ""), *pop_only(second).places))
    found = run("m@e.test", where, Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file))
    assert "not-tried-again" in codes(found)
    assert b"PASS" not in second.heard
    assert b"USER" not in second.heard


def windows_only(serve: Serve, offer: bytes) -> tuple[Scripted, Whereabouts]:
    def imap(peer: Peer) -> None:
        peer.send(b"* OK hello\r\n")
        while line := peer.line():
            tag, command = line.split()[:2]
            if command == b"LOGIN":
                peer.send(b"+ go on\r\n")
                peer.line()
                peer.send(tag + b" NO [AUTHENTICATIONFAILED] no\r\n")
            else:
                peer.send(b"* CAPABILITY IMAP4rev1 " + offer + b"\r\n" + tag + b" OK done\r\n")

    server = serve(imap)
    return server, Whereabouts((Place("imap", "localhost", server.port, "tls", ""),))


def test_a_server_that_only_has_windows_gets_no_password(serve: Serve, trusted: Authority) -> None:
    server, where = windows_only(serve, b"AUTH=XOAUTH2 LOGINDISABLED")
    found = run("m@e.test", where, Options(password=Secret(PASSWORD), ca_file=trusted.ca_file))
    assert codes(found) == ["oauth-only"]
    assert len(found.servers) == 1
    assert b"LOGIN " not in server.heard
    assert b"AUTHENTICATE" not in server.heard


def test_a_server_that_names_windows_and_does_not_switch_login_off_gets_one_try(
    serve: Serve, trusted: Authority
) -> None:
    server, where = windows_only(serve, b"AUTH=XOAUTH2 AUTH=OAUTHBEARER")
    found = run("m@e.test", where, Options(password=Secret(PASSWORD), ca_file=trusted.ca_file))
    assert [one.password for one in found.servers] == [None]
    assert codes(found) == ["oauth-likely"]  # not an authentication failure without a word on windows
    assert server.heard.count(b"LOGIN ") == 1


def test_a_server_of_which_the_rules_know_that_it_takes_no_password(serve: Serve, trusted: Authority) -> None:
    server, where = windows_only(serve, b"AUTH=PLAIN AUTH=XOAUTH2")
    options = Options(password=Secret(PASSWORD), ca_file=trusted.ca_file, window_hosts=frozenset({"localhost"}))
    assert codes(run("m@e.test", where, options)) == ["oauth-only"]
    assert b"LOGIN" not in server.heard
    assert b"AUTHENTICATE" not in server.heard


def test_only_pop_and_no_wish_to_sign_in_by_it(serve: Serve, trusted: Authority) -> None:
    server = serve(answering(b"+OK\r\n", POP))
    found = run("m@e.test", pop_only(server), Options(password=Secret(PASSWORD), ca_file=trusted.ca_file))
    assert codes(found) == ["pop-login-not-asked"]
    assert b"USER" not in server.heard


def test_a_time_between_logins_that_was_told_after_an_earlier_login_is_kept(serve: Serve, trusted: Authority) -> None:
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
    for ago, delay, code in ((299.0, 300, ["login-delay"]), (300.0, 300, []), (None, 300, []), (1.0, 0, [])):
        server = serve(answering(b"+OK\r\n", POP))
        known = Remembered(ago, delay)
        found = run("m@e.test", pop_only(server), base._replace(pop_logins=known))
        assert codes(found) == code
        assert (b"USER" in server.heard) is not bool(code)
        assert known.noted == ([] if code else [("localhost", "m@e.test")])


def test_where_the_time_of_a_login_cannot_be_kept_a_delay_forbids_it(serve: Serve, trusted: Authority) -> None:
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
    for delay, code in ((300, ["login-not-kept"]), (0, [])):
        server = serve(answering(b"+OK\r\n", POP))
        found = run("m@e.test", pop_only(server), base._replace(pop_logins=Remembered(None, delay, keeps=False)))
        assert codes(found) == code
        assert (b"USER" in server.heard) is not bool(code)


def test_what_else_keeps_a_password_here(serve: Serve, trusted: Authority) -> None:
    delay = {**POP, b"CAPA": b"+OK\r\nUSER\r\nLOGIN-DELAY 300\r\n.\r\n"}
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
    for answers, more, place, code in (
        (POP, {"oauth_only": True}, {}, "oauth-only"),
        (POP, {}, {"outside": True}, "host-not-confirmed"),
        (POP, {"user": "a\nb"}, {}, "bad-user"),
        (POP, {}, {"guessed": True}, "host-not-confirmed"),
        (delay, {"pop_logins": Remembered(299.0)}, {}, "login-delay"),
    ):
        server = serve(answering(b"+OK\r\n", answers))
        found = run("m@e.test", pop_only(server, **place), base._replace(**more))
        assert codes(found) == [code]
        assert len(found.servers) == 1
        assert b"USER" not in server.heard
        assert server.connections == 1
    server = serve(answering(b"+OK\r\n", delay))
    assert run("m@e.test", pop_only(server), base._replace(pop_logins=Remembered(301.0))).pop is not None
    for place in ({"outside": True}, {"guessed": True}):
        server = serve(answering(b"+OK\r\n", POP))
        agreed = base._replace(agreed=frozenset({"localhost"}))
        assert run("m@e.test", pop_only(server, **place), agreed).pop is not None


def test_a_mailbox_that_another_session_holds(serve: Serve, trusted: Authority) -> None:
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
    for answer, code, in_use in (
        (b"-ERR [IN-USE] locked by another session\r\n", "in-use", True),
        (b"-ERR [IN-USE] Maximum number of connections\r\n", "too-many-connections", False),
    ):
        found = run("m@e.test", pop_only(serve(answering(b"+OK\r\n", {**POP, b"PASS": answer}))), base)
        assert (codes(found), found.pop_in_use, found.finished) == ([code], in_use, True)


def test_the_name_to_sign_in_with(serve: Serve, trusted: Authority) -> None:
    base = Options(password=Secret("p"), pop_login=True, ca_file=trusted.ca_file)
    for given, told, expected in (("", "", b"m@e.test"), ("", "m.e", b"m.e"), ("me", "m.e", b"me")):
        server = serve(answering(b"+OK\r\n", POP))
        run("m@e.test", pop_only(server, user=told), base._replace(user=given))
        assert b"USER " + expected + b"\r\n" in server.heard


def test_a_bad_certificate_gets_no_password_and_the_next_server_is_asked(
    serve: Serve, trusted: Authority, tmp_path: Path
) -> None:
    bad = serve(answering(b"+OK\r\n", POP), authority(tmp_path).server)
    good = serve(answering(b"+OK\r\n", POP))
    base = Options(password=Secret("Zq7-plum"), pop_login=True, ca_file=trusted.ca_file)
    found = run("m@e.test", pop_only(bad, good), base)
    assert codes(found) == ["certificate-untrusted"]
    assert [server.place.port for server in found.servers] == [good.port]
    assert not bad.heard
    found = run("m@e.test", pop_only(bad), base)
    assert (found.servers, found.signed_in) == ((), False)


def test_starttls_is_tried_only_where_there_is_no_tls_port(
    start_dovecot: Start, serve: Serve, trusted: Authority, tmp_path: Path
) -> None:
    dovecot = start_dovecot(plain_ports=True, tls_ports=False)
    where = Whereabouts(
        (
            Place("pop", "localhost", dovecot.ports.pop3, "starttls", ""),
            Place("pop", "localhost", dovecot.ports.pop3s, "tls", ""),  # closed
        )
    )
    found = run(dovecot.user, where, options(dovecot, pop_login=True))
    assert codes(found) == ["refused"]
    assert found.pop is not None
    plain = serve(Peer.wait, tls=None)
    bad = serve(Peer.wait, authority(tmp_path).server)
    where = Whereabouts((*pop_only(bad).places, Place("pop", "localhost", plain.port, "starttls", "")))
    assert codes(run("m@e.test", where, Options(ca_file=trusted.ca_file))) == ["certificate-untrusted"]
    assert plain.connections == 0


def test_servers_that_a_person_names() -> None:
    def short(host: str, port: int | None) -> list[tuple[int, str]]:
        return [(place.port, place.security) for place in named_places("imap", host, port, "--imap")]

    assert short("h", None) == [(993, "tls"), (143, "starttls")]
    assert short("h", 993) == [(993, "tls")]
    assert short("h", 143) == [(143, "starttls")]
    assert short("h", 1993) == [(1993, "tls"), (1993, "starttls")]
    assert [place.port for place in named_places("pop", "h", None, "--pop")] == [995, 110]


def test_nothing_found_and_no_usable_file_of_certificates(tmp_path: Path) -> None:
    assert codes(run("m@e.test", Whereabouts())) == ["not-found"]
    found = run("m@e.test", Whereabouts(), Options(ca_file=str(tmp_path / "none")))
    assert (codes(found), found.finished) == (["ca-file"], False)


def test_a_mistake_of_our_own_shows_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    def find(_: Deadline, __: Callable[[str], None]) -> Whereabouts:
        raise ZeroDivisionError(PASSWORD)

    found = run("m@e.test", find, Options(password=Secret(PASSWORD)))
    assert (codes(found), found.finished) == (["failed"], False)
    assert capfd.readouterr() == ("", "")


def test_a_firewall_before_one_protocol_does_not_cost_the_other(dovecot: Dovecot, serve: Serve) -> None:
    silent = [serve(Peer.wait, tls=None) for _ in range(6)]
    where = Whereabouts((*pop_only(*silent).places, places(dovecot).places[0]))
    start = time.monotonic()
    found = run(dovecot.user, where, options(dovecot, seconds=4, pop_login=True))
    assert found.imap is not None
    assert found.finished
    assert set(codes(found)) == {"silent"}
    assert time.monotonic() - start < 3


HOLD_UP: list[tuple[str, Callable[[Peer], None], bool]] = [
    ("silent before TLS", Peer.wait, False),
    ("dripping in the handshake", lambda peer: peer.drip(b"\x16\x03\x03\x20\x00\x02"), False),
    ("silent after TLS", Peer.wait, True),
    ("dripping a greeting", lambda peer: peer.drip(b"+"), True),
    ("silent in the login", answering(b"+OK\r\n", {**POP, b"PASS": b""}), True),
    ("silent after the login", answering(b"+OK\r\n", {**POP, b"LIST": b"+OK\r\n"}), True),
]


@pytest.mark.parametrize("name", [name for name, _, __ in HOLD_UP])
def test_the_deadline_holds_and_sockets_close(serve: Serve, trusted: Authority, name: str) -> None:
    script, tls = next((script, tls) for known, script, tls in HOLD_UP if known == name)
    server = serve(script, trusted.server if tls else None)
    base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file, seconds=1)
    start = time.monotonic()
    found = run("m@e.test", pop_only(server), base)
    assert time.monotonic() - start < 1.8
    assert set(codes(found)) & {"deadline", "silent"}
    assert len(codes(found)) == 1
    assert (found.pop is not None) is (name == "silent after the login")
    assert threads() == []


def test_a_name_server_that_never_answers(monkeypatch: pytest.MonkeyPatch, trusted: Authority) -> None:
    import socket

    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(20))
    said: list[str] = []
    start = time.monotonic()
    where = Whereabouts((Place("pop", "localhost", 995, "tls", ""),))
    found = run("m@e.test", where, Options(ca_file=trusted.ca_file, seconds=0.6), said.append)
    assert time.monotonic() - start < 1.5
    assert not found.finished or codes(found) == ["silent"]
    count = len(said)
    over.set()
    time.sleep(0.2)
    assert len(said) == count


def test_a_search_that_does_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def find(_: Deadline, say: Callable[[str], None]) -> Whereabouts:
        over.wait(20)
        say("too late")
        return Whereabouts()

    monkeypatch.setattr("advisor.mailbox.inspect.LAST_SECONDS", 0.2)
    said: list[str] = []
    start = time.monotonic()
    found = run("m@e.test", find, Options(seconds=0.5), said.append)
    assert time.monotonic() - start < 1.2
    assert (codes(found), found.finished) == (["deadline"], False)
    over.set()
    time.sleep(0.1)
    assert said == []


@pytest.mark.parametrize("line", range(9))
def test_an_interruption_at_every_step_keeps_what_was_learned(dovecot: Dovecot, line: int) -> None:
    dovecot.deliver(2)
    lines = iter(range(99))

    def say(_: str) -> None:
        if next(lines) == line:
            raise KeyboardInterrupt

    found = run(dovecot.user, places(dovecot), options(dovecot, pop_login=True), say)
    assert found.finished is False
    assert codes(found) == ["interrupted"]
    if line > 3:
        assert found.servers
    deadline = time.monotonic() + 2
    while threads() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threads() == []


def test_an_interruption_shuts_what_is_open(serve: Serve, trusted: Authority) -> None:
    def say(_: str) -> None:
        time.sleep(0.2)  # until the thread waits for the greeting
        raise KeyboardInterrupt

    start = time.monotonic()
    found = run("m@e.test", pop_only(serve(Peer.wait)), Options(ca_file=trusted.ca_file), say)
    assert codes(found) == ["interrupted"]
    assert threads() == []
    assert time.monotonic() - start < 1


INTERRUPTED = """
import sys, threading, time, signal, os
from advisor.mailbox.found import Place, Whereabouts
from advisor.mailbox.inspect import run
from advisor.mailbox.options import Options
from advisor.mailbox.secret import Secret
wait = float(sys.argv[3])
threading.Timer(wait, lambda: [os.kill(os.getpid(), signal.SIGINT), time.sleep(0.02),
                               os.kill(os.getpid(), signal.SIGINT)][:0]).start()
where = Whereabouts((Place("pop", "localhost", int(sys.argv[1]), "tls", ""),))
try:
    found = run("m@e.test", where, Options(password=Secret(sys.argv[4]), pop_login=True, ca_file=sys.argv[2]), print)
    print("RESULT", found.finished, [one.code for one in found.troubles], len(found.servers), flush=True)
    time.sleep(0.5)
except KeyboardInterrupt:
    print("SECOND")
"""


@pytest.mark.parametrize("wait", [0.25, 0.6])
def test_control_c_of_a_real_program(serve: Serve, trusted: Authority, wait: float) -> None:
    server = serve(answering(b"+OK\r\n", {**POP, b"STAT": b""}))
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(server.port), trusted.ca_file, str(wait), PASSWORD],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert "RESULT False ['interrupted']" in ran.stdout, ran
    assert "Traceback" not in ran.stderr
    assert PASSWORD not in ran.stdout + ran.stderr
    assert ran.stdout.split("RESULT")[1].count("\n") <= 2


def test_the_password_is_nowhere(
    serve: Serve,
    trusted: Authority,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    """In every stream, log, file and exception: a server that sends it back in many writings, and ours on the way."""
    import logging

    caplog.set_level(logging.DEBUG)
    echo = f"-ERR your password {PASSWORD} is {PASSWORD!r} {PASSWORD.encode()!r}\r\n".encode()
    said: list[str] = []
    raised: list[str] = []
    before = {path: path.stat().st_mtime for path in tmp_path.rglob("*")}
    hook, threading.excepthook = (
        threading.excepthook,
        lambda args: raised.append("".join(traceback.format_exception(args.exc_value))),
    )  # type: ignore[arg-type]
    try:
        for answers in (
            {**POP, b"PASS": echo},
            {**SASL_POP, b"AUTH PLAIN": echo},
            {**POP, b"STAT": echo, b"LIST": echo},
            POP,
        ):
            server = serve(answering(b"+OK\r\n", answers))
            base = Options(password=Secret(PASSWORD), pop_login=True, ca_file=trusted.ca_file)
            found = run("m@e.test", pop_only(server), base, said.append)
            said += [repr(found), repr(base)]
    finally:
        threading.excepthook = hook
    shown = capfd.readouterr()
    everything = "\n".join([*said, *raised, shown.out, shown.err, caplog.text])
    assert raised == []
    for form in (PASSWORD, ascii(PASSWORD)[1:-1], repr(PASSWORD.encode())[2:-1]):
        assert form not in everything
    changed = {path for path in tmp_path.rglob("*") if path not in before}
    assert not changed
