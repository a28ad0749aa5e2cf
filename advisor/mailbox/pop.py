"""The mailbox as POP3 shows it (RFC 1939, RFC 2449). One login at most, and nothing that changes a message."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.failures import attempt, trouble_of, where_of
from advisor.mailbox.found import Place, PopMailbox, Server, Trouble
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret, checked_user
from advisor.mailbox.sign_in import PASSWORD_PLAIN, password_possible, refuse_without_password
from advisor.mailbox.tls import Secured, connect
from advisor.mailbox.words import trouble

if TYPE_CHECKING:  # poplib is loaded when it is needed
    from advisor.mailbox.pop_wire import Pop

_LAST_FIGURE = 10**15
"""Bytes or messages. A larger figure is a mistake of the server, or an attempt."""
_MOST_CAPABILITIES = 200
_ENDED = frozenset({"deadline", "interrupted", "silent", "closed", "too-long", "connection-failed"})
"""After these the conversation is over; after others the next question may still be answered."""
_NOT_FOR_US = "access-switched-off"
"""Some servers (Gmail) let one in and say it at the first question; then there is nothing to ask for."""
_EMPTY = PopMailbox((), None, None, None, None, None, None)


class Listed(NamedTuple):
    """What LIST adds up to."""

    messages: int
    size: int
    largest: int


def greet(place: Place, deadline: Deadline, tls: ssl.SSLContext) -> Server:
    """What the server says before login. Raises Unavailable."""
    with _conversation(place, deadline, tls) as (pop, secured):
        try:
            capabilities = _capabilities(pop, place)
        except Unavailable as unavailable:
            if unavailable.trouble.code != "no-capabilities":
                raise
            return Server(place, secured.tls_version, secured.certificate_until, (), (), None)
        mechanisms = _mechanisms(capabilities)
        user = ("USER",) if "USER" in capabilities else ()
        ways = tuple(sorted({*mechanisms, *user}))
        possible = password_possible(ways)
        return Server(place, secured.tls_version, secured.certificate_until, capabilities, ways, possible)


def read_pop(
    server: Server,
    user: str,
    secret: Secret,
    deadline: Deadline,
    tls: ssl.SSLContext,
    say: Callable[[str], None],
    keep: Callable[[PopMailbox], None],
    note: Callable[[Trouble], None],
    sending: Callable[[], None] = lambda: None,
) -> PopMailbox:
    """Sign in once and read. Raises Unavailable where the login did not succeed, or the connection ended later.

    `keep` gets every state of knowledge, the first right after the login; `note` what went wrong with one question.
    `sending` is called right before the first word of the login goes out.
    """
    place = server.place
    checked_user(user)
    refuse_without_password(server)
    plain = PASSWORD_PLAIN in server.sign_in and ("USER" not in server.sign_in or not secret.reveal().isascii())
    with _conversation(place, deadline, tls) as (pop, _):
        say(f"Signing in by POP3 at {where_of(place)}; this takes the mark of new arrival off messages, no more")
        sending()
        try:
            attempt(place, "signing in", lambda: pop.sign_in(user, secret, plain), (secret,))
        except Unavailable as unavailable:
            if unavailable.trouble.code != "in-use" or pop.password_sent:
                raise
            early = True  # an answer to the name alone: that the password is right, nobody said
        else:
            early = False
        if early:
            raise Unavailable(trouble("mailbox-in-use", where_of(place), "signing in"))
        box = _EMPTY
        keep(box)
        for said, step in _STEPS:
            say(said)
            try:
                box = step(pop, place, box)
            except Unavailable as unavailable:
                if unavailable.trouble.code in _ENDED:
                    raise
                note(unavailable.trouble)
                if unavailable.trouble.code == _NOT_FOR_US:
                    break
            keep(box)
        return box


@contextmanager
def _conversation(place: Place, deadline: Deadline, tls: ssl.SSLContext) -> Iterator[tuple[Pop, Secured]]:
    """From the greeting to QUIT; closed whatever happens."""
    from advisor.mailbox.pop_wire import Pop

    secured = connect(place, deadline, tls)
    try:
        pop = attempt(place, "greeting", lambda: Pop(secured.stream))
    except Unavailable:
        secured.stream.close()
        raise
    try:
        yield pop, secured
    except Unavailable as unavailable:
        if unavailable.trouble.code in _ENDED:
            secured.stream.close()  # nobody is there to say goodbye to
        raise
    finally:
        pop.end()


def _with_capabilities(pop: Pop, place: Place, box: PopMailbox) -> PopMailbox:
    found = _capabilities(pop, place)
    expire = _argument(found, "EXPIRE", r"NEVER|\d{1,6}")
    delay = _argument(found, "LOGIN-DELAY", r"\d{1,7}")
    return box._replace(
        capabilities=found,
        expire=None if expire is None else expire.lower(),
        login_delay=None if delay is None else int(delay),
    )


def _with_count(pop: Pop, place: Place, box: PopMailbox) -> PopMailbox:
    answer = attempt(place, "reading", lambda: pop.short("STAT"))
    found = re.match(rb"\+OK +(\d{1,16}) +(\d{1,16})(?: |$)", answer)
    if found is None or int(found[1]) > _LAST_FIGURE or int(found[2]) > _LAST_FIGURE:
        raise Unavailable(trouble("garbled", where_of(place), "reading"))
    return box._replace(messages=int(found[1]), size=int(found[2]))


def _with_sizes(pop: Pop, place: Place, box: PopMailbox) -> PopMailbox:
    listed = attempt(place, "reading", lambda: _added_up(pop.each("LIST")))
    if listed is None:
        raise Unavailable(trouble("garbled", where_of(place), "reading"))
    if box.messages is None:
        box = box._replace(messages=listed.messages, size=listed.size)
    return box._replace(largest=listed.largest if listed.messages else None)


def _with_ids(pop: Pop, place: Place, box: PopMailbox) -> PopMailbox:
    """Whether it answers at all is what matters; the command is optional (RFC 1939 section 7).

    A refusal alone may have any reason. That there are no ids is known where the server also told what it can do
    without naming them, and answered other questions.
    """
    whole = True
    try:
        for line in _guarded(pop.each("UIDL"), place):
            whole = whole and re.fullmatch(rb"\d{1,16} +[\x21-\x7e]{1,70} *", line) is not None
    except Unavailable as unavailable:
        lacking = bool(box.capabilities) and "UIDL" not in box.capabilities and box.messages is not None
        if unavailable.trouble.code == "command-refused" and lacking:
            return box._replace(ids=False)
        raise
    if not whole:
        raise Unavailable(trouble("garbled", where_of(place), "reading"))
    return box._replace(ids=True)


_STEPS: tuple[tuple[str, Callable[[Pop, Place, PopMailbox], PopMailbox]], ...] = (
    ("Asking what POP3 can do after the login", _with_capabilities),
    ("Counting the messages that POP3 shows", _with_count),
    ("Asking for their sizes", _with_sizes),
    ("Asking for their lasting ids", _with_ids),
)


def _added_up(lines: Iterable[bytes]) -> Listed | None:
    """None where a line is not "number size"; the answer is read to its end all the same, for the next question."""
    messages = size = largest = 0
    whole = True
    for line in lines:
        found = re.match(rb"\d{1,16} +(\d{1,16})(?: |$)", line)
        if found is None or int(found[1]) > _LAST_FIGURE:
            whole = False
            continue
        messages, size, largest = messages + 1, size + int(found[1]), max(largest, int(found[1]))
    return Listed(messages, size, largest) if whole else None


def _guarded(lines: Iterator[bytes], place: Place) -> Iterator[bytes]:
    """What `attempt` does, for a long answer: raised outside of the handling, so that nothing of the first is kept."""
    try:
        yield from lines
        return
    except Exception as error:
        found = trouble_of(error, place, "reading")
    raise Unavailable(found)


def _capabilities(pop: Pop, place: Place) -> tuple[str, ...]:
    """Upper case and sorted, with their arguments; spoiled ones are left out.

    Raises Unavailable ("no-capabilities") for a server without CAPA.
    """
    found: set[str] = set()
    refused = False
    try:
        for line in _guarded(pop.each("CAPA"), place):
            text = " ".join(line.decode("ascii", "replace").upper().split())
            if text.isprintable() and text and len(found) < _MOST_CAPABILITIES:
                found.add(text)
    except Unavailable as unavailable:
        refused = unavailable.trouble.code == "command-refused"
        if not refused:
            raise
    if refused:
        raise Unavailable(trouble("no-capabilities", where_of(place)))
    return tuple(sorted(found))


def _mechanisms(capabilities: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for line in capabilities if line.split()[0] == "SASL" for word in line.split()[1:])


def _argument(capabilities: tuple[str, ...], name: str, pattern: str) -> str | None:
    """The first argument of a capability; None where it is absent, spoiled, or said twice with different values."""
    found = {line.split()[1] for line in capabilities if line.split()[0] == name and len(line.split()) > 1}
    value = found.pop() if len(found) == 1 else ""
    return value if re.fullmatch(pattern, value) else None


def login_delay_before(server: Server) -> int | None:
    """Seconds between logins as told before the login (RFC 2449 section 6.5); None where it is not told."""
    delay = _argument(server.capabilities, "LOGIN-DELAY", r"\d{1,7}")
    return None if delay is None else int(delay)
