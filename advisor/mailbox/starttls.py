"""From a plain connection to an encrypted one: the few lines that go in the clear. No password is ever among them."""

from __future__ import annotations

from advisor.mailbox.failures import refusal_code
from advisor.mailbox.found import Protocol
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.stream import Stream
from advisor.mailbox.words import trouble

_LONGEST = 8 * 1024
_MOST_LINES = 100
"""Lines before an answer is complete; a greeting and a list of capabilities need a dozen."""


def upgrade(stream: Stream, protocol: Protocol) -> None:
    """Ask for encryption. Returns when the handshake is next; raises Unavailable otherwise."""
    if protocol == "imap":
        _upgrade_imap(stream)
    else:
        _upgrade_pop(stream)
    if stream.pending():  # an answer that was sent before encryption would be taken for one from within (CVE-2011-0411)
        raise Unavailable(trouble("injected", stream.where))


def _upgrade_imap(stream: Stream) -> None:
    greeting = _line(stream)
    if greeting.upper().startswith("* PREAUTH"):  # signed in without a login: then there is no encryption any more
        raise Unavailable(trouble("no-tls", stream.where))
    if not greeting.upper().startswith("* OK"):
        _refused(stream, greeting, greeting.upper().startswith("* BYE"))
    offered = ""
    for line in _ask_imap(stream, "a1", "CAPABILITY"):
        offered += f" {line.upper()}"
    if "STARTTLS" not in offered.split():
        raise Unavailable(trouble("no-tls", stream.where))
    last = _ask_imap(stream, "a2", "STARTTLS")[-1].upper().split()
    if last[1:2] != ["OK"]:
        raise Unavailable(trouble("starttls-refused", stream.where))


def _ask_imap(stream: Stream, tag: str, command: str) -> list[str]:
    stream.sendall(f"{tag} {command}\r\n".encode("ascii"))
    lines: list[str] = []
    while len(lines) < _MOST_LINES:
        lines.append(_line(stream))
        if lines[-1].startswith(f"{tag} "):
            return lines
        if not lines[-1].startswith("* "):
            break
    raise Unavailable(trouble("garbled", stream.where))


def _upgrade_pop(stream: Stream) -> None:
    greeting = _line(stream)
    if not greeting.upper().startswith("+OK"):
        _refused(stream, greeting, greeting.upper().startswith("-ERR"))
    stream.sendall(b"CAPA\r\n")
    offered: list[str] = []
    if _line(stream).upper().startswith("+OK"):
        while len(offered) < _MOST_LINES and offered[-1:] != ["."]:
            offered.append(_line(stream).upper().strip())
    if "STLS" not in offered:
        raise Unavailable(trouble("no-tls", stream.where))
    stream.sendall(b"STLS\r\n")
    if not _line(stream).upper().startswith("+OK"):
        raise Unavailable(trouble("starttls-refused", stream.where))


def _line(stream: Stream) -> str:
    return stream.readline(_LONGEST).decode("ascii", "replace").rstrip("\r\n")


def _refused(stream: Stream, greeting: str, understood: bool) -> None:
    raise Unavailable(trouble(refusal_code(greeting, "greeting") if understood else "garbled", stream.where))
