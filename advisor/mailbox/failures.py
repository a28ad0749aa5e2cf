"""From what a library raises to a trouble for people: one function, one order, no word of the library."""

from __future__ import annotations

import errno
import re
import socket
import ssl
from collections.abc import Callable
from typing import Literal, TypeVar

from advisor.mailbox.found import Place, Trouble
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.words import trouble

Doing = Literal["looking up the name", "connecting", "encrypting", "greeting", "signing in", "reading"]
T = TypeVar("T")

CERTIFICATE = {9: "certificate-not-yet", 10: "certificate-expired", 62: "certificate-name", 64: "certificate-name"}
"""By the verify_code of OpenSSL; every other one is "certificate-untrusted"."""
_NO_TLS_AT_ALL = ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH")
_TLS_TOO_OLD = ("UNSUPPORTED_PROTOCOL", "PROTOCOL_VERSION", "NO_PROTOCOLS_AVAILABLE", "DH_KEY_TOO_SMALL")
_OS = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "closed",
    errno.ECONNABORTED: "closed",
    errno.EPIPE: "closed",
    errno.ENETUNREACH: "unreachable",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETDOWN: "unreachable",
    errno.EADDRNOTAVAIL: "unreachable",
    errno.ETIMEDOUT: "silent",
}
_CODES = {  # response codes of RFC 2449 section 8, RFC 3206 and RFC 5530
    "AUTHENTICATIONFAILED": "sign-in-refused",
    "AUTH": "sign-in-refused",
    "AUTHORIZATIONFAILED": "account-trouble",
    "EXPIRED": "password-expired",
    "CONTACTADMIN": "account-trouble",
    "SYS/PERM": "account-trouble",
    "NOPERM": "account-trouble",
    "PRIVACYREQUIRED": "account-trouble",
    "UNAVAILABLE": "server-busy",
    "SERVERBUG": "server-busy",
    "SYS/TEMP": "server-busy",
    "LIMIT": "too-many-connections",
    "IN-USE": "in-use",
    "INUSE": "mailbox-in-use",
    "LOGIN-DELAY": "login-delay",
}
_APP_PASSWORD = re.compile(r"app(lication)?[- ]?(specific)?[- ]passwor[dt]|authori[sz]ation code", re.IGNORECASE)
_OFF = r"(?:not enabled|not activated|not allowed to use|disabled|deactivated|(?:switched|turned) off)"
_WAY = r"\b(?:pop3?|imap4?)\b"
_SWITCHED_OFF = re.compile(rf"{_OFF}.{{0,40}}{_WAY}|{_WAY}.{{0,40}}{_OFF}", re.IGNORECASE | re.DOTALL)
"""Only where the way is named: an account that is disabled is another matter."""
_ACCOUNT = re.compile(
    r"account (?:is |has been |was )?(?:temporarily )?(?:disabled|locked|suspended|blocked)(?! (?:for|to use) )",
    re.IGNORECASE,
)
_CROWDED = re.compile(r"\b(maximum|too many|limit)\b", re.IGNORECASE)


def trouble_of(error: BaseException, place: Place | None, doing: Doing, secrets: tuple[Secret, ...] = ()) -> Trouble:
    """What to tell a person about an exception. Total: whatever it is, there is an answer, without the password."""
    if isinstance(error, Unavailable):
        found = error.trouble
    else:
        where = "" if place is None else where_of(place)
        found = trouble(_code_of(error, doing), where, doing)
    for secret in secrets:
        found = Trouble(found.code, *(secret.redact(text) for text in found[1:]))
    return found


def attempt(place: Place | None, doing: Doing, action: Callable[[], T], secrets: tuple[Secret, ...] = ()) -> T:
    """The result of action. Whatever it raises becomes Unavailable, and nothing of the first exception is kept.

    Libraries put passwords into .args, and __context__ would keep that: hence a raise outside of the handling.
    """
    try:
        return action()
    except Exception as error:
        found = trouble_of(error, place, doing, secrets)
    raise Unavailable(found)


def where_of(place: Place) -> str:
    """Host and port as people write them."""
    return f"[{place.host}]:{place.port}" if ":" in place.host else f"{place.host}:{place.port}"


def _code_of(error: BaseException, doing: Doing) -> str:
    """The stable code. The order matters: a certificate error is an OSError and a ValueError as well."""
    import imaplib
    import poplib

    if isinstance(error, ssl.SSLCertVerificationError):
        return CERTIFICATE.get(error.verify_code, "certificate-untrusted")
    if isinstance(error, ssl.SSLError):
        return _code_of_tls(error)
    if isinstance(error, TimeoutError):
        return "silent"
    if isinstance(error, socket.gaierror):
        lost = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        return "unknown-host" if error.errno in lost else "dns-failed"
    if isinstance(error, UnicodeError):
        return "bad-host" if doing == "looking up the name" else "garbled"
    if isinstance(error, OSError):
        return _OS.get(error.errno or 0, "connection-failed")
    if isinstance(error, imaplib.IMAP4.error | poplib.error_proto):
        return _code_of_answer(error, doing)
    if isinstance(error, ValueError | IndexError | KeyError | TypeError):
        return "garbled"  # the libraries do not check what they take apart
    return "failed"


def refusal_code(text: str, doing: Doing) -> str:
    """The code for an answer of refusal, by its response code in brackets, else by words that are known."""
    found = re.search(r"\[([A-Za-z][A-Za-z/-]*)", text)
    bracket = found[1].upper() if found else ""
    if doing in ("signing in", "greeting"):
        if _APP_PASSWORD.search(text):
            return "app-password"
        if doing == "signing in" and _is_switched_off(text):
            return "access-switched-off"  # before the response code: Gmail writes [SYS/PERM] or [ALERT] there
        code = _CODES.get(bracket, "")
        if code == "in-use" and _CROWDED.search(text):
            return "too-many-connections"  # Dovecot uses one response code for both
        if code == "in-use" and doing == "greeting":
            return "mailbox-in-use"  # RFC 2449 gives it after a right password, and none was sent
        if code:
            return code
        if doing == "signing in":
            return "account-trouble" if _ACCOUNT.search(text) else "sign-in-refused"
        return "turned-away"
    if _is_switched_off(text):
        return "access-switched-off"
    code = "mailbox-in-use" if bracket == "IN-USE" else _CODES.get(bracket, "")
    return code if code in ("server-busy", "too-many-connections", "mailbox-in-use") else "command-refused"


def _is_switched_off(text: str) -> bool:
    """Whether it says that this way of reading mail is switched off, and not that the account is."""
    return bool(_SWITCHED_OFF.search(text)) and not _ACCOUNT.search(text)


def _code_of_tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return "closed"
    reason = (error.reason or "").upper()
    if any(part in reason for part in _NO_TLS_AT_ALL):
        return "not-tls"
    return "tls-too-old" if any(part in reason for part in _TLS_TOO_OLD) else "tls-failed"


def _code_of_answer(error: Exception, doing: Doing) -> str:
    import imaplib

    text = " ".join(part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in error.args)
    if text == "-ERR EOF" or text.endswith("socket error: EOF"):
        return "closed"
    if text == "line too long" or text.startswith("got more than"):
        return "too-long"
    if isinstance(error, imaplib.IMAP4.abort):
        return "garbled" if "* BYE" not in text and "b'BYE" not in text else refusal_code(text, doing)
    if isinstance(error, imaplib.IMAP4.error) or text.startswith("-ERR"):
        return refusal_code(text, doing)
    return "garbled"
