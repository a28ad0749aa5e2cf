"""The test server itself: real, on loopback, and its proof of "nothing changed" notices a change."""

from __future__ import annotations

import imaplib
import poplib
import ssl

import pytest

from tests.mailbox.conftest import Start
from tests.mailbox.dovecot import Dovecot


def _imap(server: Dovecot) -> imaplib.IMAP4_SSL:
    context = ssl.create_default_context(cafile=str(server.ca_file))
    client = imaplib.IMAP4_SSL(server.host, server.ports.imaps, ssl_context=context, timeout=10)
    client.login(server.user, server.password)
    return client


def test_it_serves_both_protocols(dovecot: Dovecot) -> None:
    octets = dovecot.deliver(3)
    client = _imap(dovecot)
    assert client.select("INBOX", readonly=True)[1] == [b"3"]
    client.logout()
    context = ssl.create_default_context(cafile=str(dovecot.ca_file))
    pop = poplib.POP3_SSL(dovecot.host, dovecot.ports.pop3s, context=context, timeout=10)
    pop.user(dovecot.user)
    pop.pass_(dovecot.password)
    assert pop.stat() == (3, octets)
    pop.quit()
    dovecot.sessions_ended(2)
    dovecot.assert_only_read()


def test_reading_leaves_the_snapshot_as_it_was(dovecot: Dovecot) -> None:
    dovecot.deliver(2)
    before = dovecot.snapshot()
    client = _imap(dovecot)
    client.select("INBOX", readonly=True)
    client.logout()
    dovecot.sessions_ended()
    assert dovecot.snapshot() == before
    assert dovecot.seen_by_nobody() == 2
    assert dovecot.commands() == ["EXAMINE INBOX", "LOGOUT"]


def test_a_change_is_noticed(dovecot: Dovecot) -> None:
    dovecot.deliver(2)
    before = dovecot.snapshot()
    client = _imap(dovecot)
    client.select("INBOX")
    client.store("1", "+FLAGS", "\\Flagged")
    client.logout()
    dovecot.sessions_ended()
    assert dovecot.snapshot() != before
    with pytest.raises(AssertionError, match="SELECT INBOX"):
        dovecot.assert_only_read()


def test_the_password_is_not_among_the_commands(dovecot: Dovecot) -> None:
    _imap(dovecot).logout()
    dovecot.sessions_ended()
    assert dovecot.commands() == ["LOGOUT"]


def test_plain_ports_offer_starttls_and_refuse_a_password_before_it(start_dovecot: Start) -> None:
    server = start_dovecot(plain_ports=True)
    client = imaplib.IMAP4("127.0.0.2", server.ports.imap, timeout=10)
    assert {"STARTTLS", "LOGINDISABLED"} <= set(client.capabilities)
    client.logout()


def test_one_protocol_alone(start_dovecot: Start) -> None:
    server = start_dovecot(protocols=("pop3",))
    assert server.open_ports() == [server.ports.pop3s]
    with pytest.raises(ConnectionRefusedError):
        imaplib.IMAP4("127.0.0.1", server.ports.imaps, timeout=5)
