"""Signing in: with any letters, by every way; how servers refuse; and the password that appears nowhere."""

from __future__ import annotations

import io
import logging
import time
import traceback
from collections.abc import Callable

import pytest

from advisor.mailbox.imap_sign_in import password_possible, sign_in_methods
from tests.mailbox.conftest import Start
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.reading import Heard, assert_plain, look, meet, place_of
from tests.mailbox.scripted_imap import CAPABILITIES, OK, ScriptedImap

Scripted = Callable[..., ScriptedImap]
NO_LOGIN = b"* CAPABILITY IMAP4rev1 LOGINDISABLED"
UNUSUAL = 'Grüße "an\\ alle" {3} 日本'


def _refusing(text: bytes) -> dict[str, bytes]:
    return {"AUTHENTICATE": b"TAG " + text + b"\r\n"}


def _secrets_hidden(heard: Heard, password: str, caught: str) -> None:
    """The password stands in no text, exception or stream, in none of its usual writings."""
    assert heard.error is not None
    error: BaseException | None = heard.error
    shown = [caught, *heard.said, str(heard.end), str(heard.notes), "".join(traceback.format_exception(heard.error))]
    while error is not None:
        shown += [str(error), repr(error), repr(error.args), repr(vars(error))]
        error = error.__cause__ or error.__context__
    for text in shown:
        for form in (password, repr(password)[1:-1], ascii(password)[1:-1], str(password.encode())[2:-1]):
            assert form not in text


@pytest.mark.parametrize("password", ["wrong-Pumpkin-9", "falsches-Kürbis-9", UNUSUAL])
def test_a_wrong_password(
    dovecot: Dovecot, password: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    heard = look(dovecot, password=password)
    assert heard.codes == ["sign-in-refused"]
    assert heard.kept == []
    out, err = capfd.readouterr()
    _secrets_hidden(heard, password, out + err + caplog.text)
    assert_plain(heard.end)


@pytest.mark.parametrize("password", ["Zq7-plum-Harbour", UNUSUAL, "p'q%&=/ x"])
def test_a_right_password_of_any_letters_by_either_way(start_dovecot: Start, password: str) -> None:
    server = start_dovecot(password=password)
    assert look(server).whole.inbox_messages == 0
    login_only = start_dovecot(password=password, mechanisms="login")
    assert look(login_only).whole.inbox_messages == 0


def test_the_right_password_appears_nowhere(
    start_dovecot: Start, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for mechanisms in ("plain", "login"):
        server = start_dovecot(password=UNUSUAL, mechanisms=mechanisms)
        heard = look(server)
        out, err = capfd.readouterr()
        for text in (out, err, caplog.text, repr(heard)):
            assert UNUSUAL not in text
            assert "an\\" not in text


def test_an_unknown_user(dovecot: Dovecot) -> None:
    dovecot.user = "nobody@example.test"
    assert look(dovecot).codes == ["sign-in-refused"]


@pytest.mark.parametrize(
    ("password", "code"),
    [("", "password-empty"), ("a\r\nb", "bad-password-characters"), ("a\0b", "bad-password-characters")],
)
def test_a_password_that_cannot_be_sent(dovecot: Dovecot, password: str, code: str) -> None:
    assert look(dovecot, password=password).codes == [code]
    assert "auth" not in dovecot.log()


@pytest.mark.parametrize("user", ["", "mary\r\nA1 LOGOUT", "mary\0"])
def test_a_user_that_cannot_be_sent(dovecot: Dovecot, user: str) -> None:
    dovecot.user = user
    assert look(dovecot).codes == ["bad-user"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (b"NO [ALERT] Application-specific password required: https://example.test", "app-password"),
        (b"NO [AUTHENTICATIONFAILED] no", "sign-in-refused"),
        (b"BAD [CLIENTBUG] what", "sign-in-refused"),
        (b"NO [UNAVAILABLE] later", "server-busy"),
        (b"NO [LIMIT] Maximum number of connections", "too-many-connections"),
        (b"NO [EXPIRED] old", "password-expired"),
        (b"NO [AUTHORIZATIONFAILED] not you", "account-trouble"),
        (b"NO IMAP access is disabled for your account", "access-switched-off"),
        (b"NO wrong: Zq7-plum-Harbour", "sign-in-refused"),  # it repeats the password
    ],
)
def test_how_a_server_refuses(scripted: Scripted, answer: bytes, code: str) -> None:
    heard = look(scripted(_refusing(answer)))
    assert heard.codes == [code]
    _secrets_hidden(heard, ScriptedImap.password, "")
    assert_plain(heard.end)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (NO_LOGIN + b" AUTH=XOAUTH2 AUTH=OAUTHBEARER\r\n", "oauth-only"),
        (NO_LOGIN + b"\r\n", "password-not-sent"),
        (NO_LOGIN + b" AUTH=CRAM-MD5\r\n", "password-not-sent"),
    ],
)
def test_a_password_is_not_sent_where_the_server_takes_none(scripted: Scripted, line: bytes, code: str) -> None:
    server = scripted({"CAPABILITY": line + OK})
    assert look(server).codes == [code]
    assert not any("LOGIN" in one or "AUTHENTICATE" in one or "plum" in one for one in server.lines)


def test_where_only_windows_are_named_but_login_is_not_off_a_password_may_be_tried(scripted: Scripted) -> None:
    server = scripted({"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=ATOKEN AUTH=XOAUTH2\r\n" + OK, "LOGIN": OK})
    assert look(server).kept
    assert [line.split(" ")[1] for line in server.lines if "LOGIN" in line] == ["LOGIN"]


def test_the_command_login_where_no_mechanism_is_named(scripted: Scripted) -> None:
    server = scripted({"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n" + OK, "LOGIN": OK})
    server.user, server.password = 'm"a\\ry', UNUSUAL
    look(server)
    sent = [line for line in server.lines if "LOGIN" in line or "Gr" in line]
    assert [sent[0].split(" ", 1)[1], sent[1]] == [f'LOGIN "m\\"a\\\\ry" {{{len(UNUSUAL.encode())}}}', UNUSUAL]


def test_a_server_that_asks_again_and_again_gets_the_password_once(scripted: Scripted) -> None:
    server = scripted(
        {
            "CAPABILITY": b"* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=LOGIN\r\n" + OK,
            "AUTHENTICATE": b"+ \r\n" * 9 + b"TAG NO\r\n",
        }
    )
    assert look(server).kept == []
    end = time.monotonic() + 5
    while "*" not in server.lines and time.monotonic() < end:  # its answer was sent before it read ours
        time.sleep(0.01)
    assert sum("WnE3" in line for line in server.lines) == 1  # the beginning of the password in base64


@pytest.mark.parametrize(
    ("named", "methods", "password"),
    [
        ((), (), None),
        (("IMAP4REV1",), ("LOGIN",), True),
        (("AUTH=PLAIN", "AUTH=XOAUTH2", "LOGINDISABLED"), ("PLAIN", "XOAUTH2"), True),
        (("AUTH=OAUTHBEARER", "LOGINDISABLED"), ("OAUTHBEARER",), False),
        (("AUTH=XOAUTH2",), ("LOGIN", "XOAUTH2"), None),
        (("AUTH=SCRAM-SHA-256", "LOGINDISABLED"), ("SCRAM-SHA-256",), True),
        (("AUTH=GSSAPI", "LOGINDISABLED"), ("GSSAPI",), None),  # no password, but no window either
        (("LOGINDISABLED",), (), None),
        (("AUTH=ATOKEN", "AUTH=XOAUTH2"), ("ATOKEN", "LOGIN", "XOAUTH2"), None),
    ],
)
def test_ways_to_sign_in(named: tuple[str, ...], methods: tuple[str, ...], password: bool | None) -> None:
    assert sign_in_methods(named) == methods
    assert password_possible(named) is password


def test_too_many_connections(start_dovecot: Start) -> None:
    import imaplib
    import ssl

    server = start_dovecot(connections=1)
    context = ssl.create_default_context(cafile=str(server.ca_file))
    first = imaplib.IMAP4_SSL("localhost", server.ports.imaps, ssl_context=context)
    first.login(server.user, server.password)
    assert look(server).codes == ["too-many-connections"]
    first.logout()


def test_greeting_a_server_needs_no_password_and_sends_none(scripted: Scripted) -> None:
    server = scripted({"CAPABILITY": CAPABILITIES})
    assert meet(place_of(server.port), server.ca_file).sign_in == ("LOGIN", "PLAIN")
    assert [line.split(" ", 1)[1] for line in server.lines] == ["CAPABILITY", "LOGOUT"]


def test_nothing_is_printed(dovecot: Dovecot, capfd: pytest.CaptureFixture[str]) -> None:
    """The libraries print or log at debug; neither happens here."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    logging.getLogger("imapclient").setLevel(logging.DEBUG)
    try:
        look(dovecot)
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger("imapclient").setLevel(logging.NOTSET)
    assert capfd.readouterr() == ("", "")
    assert dovecot.password not in stream.getvalue()
    assert "EXAMINE" not in stream.getvalue()  # nor any other command
