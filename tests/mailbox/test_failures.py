"""From exceptions to codes: the right one, in words of ours, and never the password."""

from __future__ import annotations

import errno
import imaplib
import logging
import pickle
import poplib
import re
import socket
import ssl
import sys
import traceback
from pathlib import Path

import pytest

from advisor.mailbox.failures import Doing, attempt, trouble_of
from advisor.mailbox.found import Place
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret, checked_user
from advisor.mailbox.words import WORDS, trouble

PLACE = Place("pop", "mail.example.org", 995, "tls", "a test")


def certificate(number: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError("no")
    error.verify_code = number
    return error


def tls(reason: str) -> ssl.SSLError:
    error = ssl.SSLError("no")
    error.reason = reason
    return error


CASES: list[tuple[BaseException, Doing, str]] = [
    (certificate(20), "encrypting", "certificate-untrusted"),
    (certificate(18), "encrypting", "certificate-untrusted"),
    (certificate(9), "encrypting", "certificate-not-yet"),
    (certificate(10), "encrypting", "certificate-expired"),
    (certificate(62), "encrypting", "certificate-name"),
    (certificate(64), "encrypting", "certificate-name"),
    (tls("WRONG_VERSION_NUMBER"), "encrypting", "not-tls"),
    (tls("UNSUPPORTED_PROTOCOL"), "encrypting", "tls-too-old"),
    (tls("TLSV1_ALERT_PROTOCOL_VERSION"), "encrypting", "tls-too-old"),
    (tls("SSLV3_ALERT_HANDSHAKE_FAILURE"), "encrypting", "tls-failed"),
    (ssl.SSLEOFError("EOF"), "encrypting", "closed"),
    (TimeoutError("timed out"), "connecting", "silent"),
    (ConnectionRefusedError(errno.ECONNREFUSED, "no"), "connecting", "refused"),
    (ConnectionResetError(errno.ECONNRESET, "no"), "reading", "closed"),
    (OSError(errno.EHOSTUNREACH, "no"), "connecting", "unreachable"),
    (OSError(errno.ENETUNREACH, "no"), "connecting", "unreachable"),
    (OSError(errno.EBADF, "no"), "reading", "connection-failed"),
    (socket.gaierror(socket.EAI_NONAME, "no"), "looking up the name", "unknown-host"),
    (socket.gaierror(socket.EAI_AGAIN, "no"), "looking up the name", "dns-failed"),
    (UnicodeError("label too long"), "looking up the name", "bad-host"),
    (poplib.error_proto("-ERR EOF"), "reading", "closed"),
    (poplib.error_proto("line too long"), "reading", "too-long"),
    (poplib.error_proto(b"220 smtp.example.org ESMTP"), "greeting", "garbled"),
    (poplib.error_proto(b"-ERR too busy"), "greeting", "turned-away"),
    (poplib.error_proto(b"-ERR [SYS/TEMP] later"), "greeting", "server-busy"),
    (poplib.error_proto(b"-ERR [AUTH] Authentication failed."), "signing in", "sign-in-refused"),
    (poplib.error_proto(b"-ERR no"), "signing in", "sign-in-refused"),
    (poplib.error_proto(b"-ERR [IN-USE] Mailbox is locked by another session"), "signing in", "in-use"),
    (poplib.error_proto(b"-ERR [IN-USE] Maximum number of connections"), "signing in", "too-many-connections"),
    (poplib.error_proto(b"-ERR [LOGIN-DELAY] wait"), "signing in", "login-delay"),
    (poplib.error_proto(b"-ERR [SYS/TEMP] later"), "signing in", "server-busy"),
    (poplib.error_proto(b"-ERR [SYS/PERM] call us"), "signing in", "account-trouble"),
    (poplib.error_proto(b"-ERR [AUTH] Application-specific password required"), "signing in", "app-password"),
    (poplib.error_proto(b"-ERR Your account is not enabled for POP access"), "signing in", "access-switched-off"),
    (poplib.error_proto(b"-ERR [SYS/PERM] Your account is not enabled for POP access. Please visit your settings."),
     "signing in", "access-switched-off"),
    (poplib.error_proto(b"-ERR [SYS/PERM] Your account is not enabled for POP access."), "reading",
     "access-switched-off"),
    (poplib.error_proto(b"-ERR [AUTH] POP3 has been disabled for this mailbox"), "signing in", "access-switched-off"),
    (imaplib.IMAP4.error("[ALERT] Your account is not enabled for IMAP use."), "signing in", "access-switched-off"),
    (imaplib.IMAP4.error("[ALERT] Too many failed logins, account disabled"), "signing in", "account-trouble"),
    (imaplib.IMAP4.error("[ALERT] Too many failed IMAP logins, account disabled"), "signing in", "account-trouble"),
    (imaplib.IMAP4.error("this is not permitted, your IMAP password is wrong"), "signing in", "sign-in-refused"),
    (imaplib.IMAP4.error("[INUSE] locked"), "signing in", "mailbox-in-use"),
    (imaplib.IMAP4.error("[INUSE] locked"), "reading", "mailbox-in-use"),
    (poplib.error_proto(b"-ERR [IN-USE] locked"), "greeting", "mailbox-in-use"),
    (poplib.error_proto(b"-ERR [IN-USE] locked"), "reading", "mailbox-in-use"),
    (poplib.error_proto(b"-ERR what?"), "reading", "command-refused"),
    (imaplib.IMAP4.error("b'[AUTHENTICATIONFAILED] Authentication failed.'"), "signing in", "sign-in-refused"),
    (imaplib.IMAP4.error("LOGIN command error: BAD [b'what']"), "signing in", "sign-in-refused"),
    (imaplib.IMAP4.error("[ALERT] Application-specific password required"), "signing in", "app-password"),
    (imaplib.IMAP4.error("[LIMIT] Maximum number of connections"), "signing in", "too-many-connections"),
    (imaplib.IMAP4.error("[EXPIRED] set a new one"), "signing in", "password-expired"),
    (imaplib.IMAP4.error("[CONTACTADMIN] call us"), "signing in", "account-trouble"),
    (imaplib.IMAP4.error("[UNAVAILABLE] later"), "signing in", "server-busy"),
    (imaplib.IMAP4.error("b'* BYE overloaded'"), "greeting", "turned-away"),
    (imaplib.IMAP4.abort("unexpected response: b'HTTP/1.1 400'"), "greeting", "garbled"),
    (imaplib.IMAP4.abort("command: STATUS => socket error: EOF"), "reading", "closed"),
    (imaplib.IMAP4.error("got more than 1000000 bytes"), "reading", "too-long"),
    (imaplib.IMAP4.error("GETQUOTAROOT failed: no"), "reading", "command-refused"),
    (ValueError("invalid literal for int()"), "reading", "garbled"),
    (IndexError("no"), "reading", "garbled"),
    (UnicodeEncodeError("ascii", "Zq7-plüm", 5, 6, "no"), "signing in", "garbled"),
    (ZeroDivisionError(), "reading", "failed"),
]


@pytest.mark.parametrize(("error", "doing", "code"), CASES)
def test_every_exception_has_its_code(error: BaseException, doing: Doing, code: str) -> None:
    found = trouble_of(error, PLACE, doing)
    assert found.code == code
    assert found.message == WORDS[code][0]
    assert found.where == f"mail.example.org:995, {doing}"


def test_each_code_is_said_in_its_own_words_and_stands_in_the_documentation() -> None:
    assert len({message for message, _ in WORDS.values()}) == len(WORDS)
    for code, (message, fix) in WORDS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert message.endswith(".")
        assert not fix or fix.endswith(".")
    page = (Path(__file__).parents[2] / "docs" / "inspect.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `([a-z-]+)` \|", page, re.MULTILINE))
    assert set(WORDS) <= table
    advisor = Path(__file__).parents[2] / "advisor"
    rooms = [*(advisor / "mailbox").glob("*.py"), *(advisor / "cli" / "inspect").glob("*.py")]
    named = {code for room in rooms for code in re.findall(
        r"(?:Trouble|bad_input|surroundings)\(\s*\"([a-z-]+)\"", room.read_text(encoding="utf-8"))}
    assert {"no-settings-file", "two-passwords", "no-keyring"} <= named
    assert named <= table


def test_every_code_that_the_program_uses_exists() -> None:
    used: set[str] = set()
    for path in (Path(__file__).parents[2] / "advisor" / "mailbox").glob("*.py"):
        used |= set(re.findall(r"trouble\(\s*\"([a-z-]+)\"", path.read_text(encoding="utf-8")))
    assert len(used) > 15
    assert used <= set(WORDS)
    with pytest.raises(KeyError):
        trouble("nothing")


PASSWORDS = ["Zq7-plum-Harbour", 'Zq7 plüm"Hárbour\\', "Zq7-plum-日本語"]


@pytest.mark.parametrize("password", PASSWORDS)
def test_nothing_of_the_first_exception_is_kept(password: str, capfd: pytest.CaptureFixture[str]) -> None:
    secret = Secret(password)

    def leak() -> None:
        local = secret.reveal()
        logging.getLogger("x").debug(local)
        raise UnicodeEncodeError("ascii", local, 0, 1, local)

    with pytest.raises(Unavailable) as caught:
        attempt(PLACE, "signing in", leak, (secret,))
    error = caught.value
    assert error.__context__ is None
    assert error.__cause__ is None
    assert error.__traceback__ is not None
    error.__traceback__ = error.__traceback__.tb_next  # this test itself knows the password
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    sys.stderr.write("".join(shown.format()))
    captured = capfd.readouterr()
    everything = [
        captured.out,
        captured.err,
        repr(error),
        str(error.args),
        repr(error.trouble),
        repr(secret),
        str(secret),
        f"{secret!s:>30}",
        repr([secret]),
        repr(pickle.dumps(error.trouble)),
    ]
    for text in everything:
        assert password not in text
        assert ascii(password)[1:-1] not in text
    with pytest.raises(TypeError):
        pickle.dumps(secret)


@pytest.mark.parametrize("password", PASSWORDS)
def test_no_usual_writing_of_a_password_is_left_in_a_text(password: str) -> None:
    import base64
    import urllib.parse

    raw = password.encode()
    forms = [
        password,
        repr(password)[1:-1],
        repr(raw)[2:-1],
        ascii(password)[1:-1],
        urllib.parse.quote(password),
        base64.b64encode(raw).decode(),
        raw.hex(),
        password.replace("\\", "\\\\").replace('"', '\\"'),
    ]
    secret = Secret(password)
    for form in forms:
        assert form not in secret.redact(f"server says: {form}!")
        assert secret.redact(f"<{form}>") == "<[hidden]>"
    place = PLACE._replace(host=password)
    found = trouble_of(TimeoutError(), place, "connecting", (secret,))
    assert password not in found.where


@pytest.mark.parametrize("text", ["a\nQUIT", "a\r", "a\x00b", "\x1b[2J", "a\x7f", "a\x85"])
def test_control_characters_are_refused_before_anything_is_sent(text: str) -> None:
    with pytest.raises(Unavailable) as caught:
        Secret(text)
    assert caught.value.trouble.code == "bad-password-characters"
    assert text not in repr(caught.value.trouble)
    with pytest.raises(Unavailable) as caught:
        checked_user(text)
    assert caught.value.trouble.code == "bad-user"


def test_empty_and_endless() -> None:
    for make, code in (
        (lambda: Secret(""), "password-empty"),
        (lambda: checked_user(""), "bad-user"),
        (lambda: checked_user("x" * 999), "bad-user"),
    ):
        with pytest.raises(Unavailable) as caught:
            make()
        assert caught.value.trouble.code == code
    assert checked_user("märy@example.test") == "märy@example.test"
