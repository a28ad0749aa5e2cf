"""What a server says of a mailbox over IMAP. Nothing is changed: imap_wire.py lets through only commands that read."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.failures import Doing, attempt, where_of
from advisor.mailbox.found import ImapMailbox, Place, Server, Trouble
from advisor.mailbox.imap_sign_in import password_possible, sign_in, sign_in_methods
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret, checked_user
from advisor.mailbox.words import trouble

if TYPE_CHECKING:
    from advisor.mailbox.imap_wire import Session

T = TypeVar("T")
_READ_SECONDS = 20.0
"""For one answer: a server may first make its index of a large mailbox. The deadline for everything holds besides."""
NOTHING = ImapMailbox((), None, (), 0, None, None, None, None, None, None, None)
"""Signed in, and nothing learned yet."""
_GOES_ON = ("command-refused", "server-busy", "mailbox-in-use", "too-many-connections", "garbled", "failed")
"""After these one step is lost and the next is tried; after any other trouble the connection is of no more use."""


class Told(NamedTuple):
    """Who hears of what: all three may be called at any time from the thread that reads."""

    say: Callable[[str], None]
    """one line on what is being done"""
    keep: Callable[[ImapMailbox], None]
    """the mailbox as far as it is known; called after every step, so that a later failure takes nothing away"""
    note: Callable[[Trouble], None]
    """a step that failed while the rest goes on"""
    sending: Callable[[], None] = lambda: None
    """called right before the first word of the login goes out"""


def greet(place: Place, deadline: Deadline, tls: ssl.SSLContext) -> Server:
    """What the server offers without a password. Raises Unavailable."""
    session, version, until = _connected(place, deadline, tls)
    try:
        capabilities = tuple(sorted(session.wire.capabilities))
        server = Server(
            place, version, until, capabilities, sign_in_methods(capabilities), password_possible(capabilities)
        )
        _leave(session)
        return server
    finally:
        session.shutdown()


def read_imap(
    place: Place, user: str, secret: Secret, deadline: Deadline, tls: ssl.SSLContext, told: Told
) -> ImapMailbox:
    """Sign in and read. Raises Unavailable; what was learned until then went to told.keep."""
    checked_user(user)
    told.say(f"Signing in at {where_of(place)} (IMAP)")
    session, _, _ = _connected(place, deadline, tls)
    try:
        sign_in(session, place, user, secret, told.sending)
        told.keep(NOTHING)
        box = _Reader(session, place, secret, told).read()
        _leave(session)
        return box
    finally:
        session.shutdown()


def _connected(place: Place, deadline: Deadline, tls: ssl.SSLContext) -> tuple[Session, str, str]:
    from advisor.mailbox.imap_wire import Session
    from advisor.mailbox.tls import connect

    secured = connect(place, deadline, tls)
    secured.stream.seconds = _READ_SECONDS
    try:
        session = attempt(place, "greeting", lambda: Session(secured.stream))
    except BaseException:
        secured.stream.close()
        raise
    return session, secured.tls_version, secured.certificate_until


def _leave(session: Session) -> None:
    """Say good-bye. Everything is known already, so that whatever goes wrong now is of no interest."""
    try:
        session.wire.stream.seconds = 2.0
        session.wire.logout()
    except Exception:
        return


class _Reader:
    """The steps of reading, the most telling first. Each ends by keeping what it learned."""

    def __init__(self, session: Session, place: Place, secret: Secret, told: Told) -> None:
        self.session, self.place, self.secret, self.told = session, place, secret, told
        self.box = NOTHING
        self.noted: set[str] = set()

    def read(self) -> ImapMailbox:
        from advisor.mailbox.imap_folders import Folders
        from advisor.mailbox.imap_quota import quotas

        self.told.say("Reading what the server can do")
        self.learn(capabilities=self.step(self._capabilities) or ())
        if "QUOTA" in self.box.capabilities:
            self.told.say("Reading the quota")
            self.learn(quotas=self.step(lambda: quotas(self.session)))
        self.told.say("Looking at the Inbox")
        folders = Folders(self)
        folders.inbox()
        self.step(self.look_at_inbox)
        folders.read()
        return self.box

    def _capabilities(self) -> tuple[str, ...]:
        """Those after login: IMAPClient takes them from the answer to the login, or asks again."""
        return tuple(sorted({word.decode("ascii", "replace").upper() for word in self.session.capabilities()}))

    def learn(self, **found: object) -> None:
        """Keep what was found."""
        self.box = self.box._replace(**found)  # type: ignore[arg-type]
        self.told.keep(self.box)

    def step(self, action: Callable[[], T], doing: Doing = "reading") -> T | None:
        """The result; None, and a note, where the server did not give it. Raises Unavailable when no more will come."""
        try:
            return attempt(self.place, doing, action, (self.secret,))
        except Unavailable as refused:
            code = refused.trouble.code
            ended = "BYE" in self.session.wire.untagged_responses
            if not ended:
                if code not in _GOES_ON:
                    raise
                if code not in self.noted:  # one line, not one for each of 500 folders
                    self.noted.add(code)
                    self.told.note(refused.trouble)
        if ended:
            raise Unavailable(trouble("closed", where_of(self.place)))
        return None

    def look_at_inbox(self) -> None:
        """EXAMINE: the read-only way of opening a folder, which leaves even the mark Recent alone."""
        from advisor.mailbox.imap_lines import figure

        answer = self.session.select_folder("INBOX", readonly=True)
        found = {
            "inbox_messages": figure(answer.get(b"EXISTS")),
            "inbox_uid_next": figure(answer.get(b"UIDNEXT")),
            "inbox_uid_validity": figure(answer.get(b"UIDVALIDITY")),
        }  # what it leaves out takes nothing from what STATUS told
        self.learn(**{name: known for name, known in found.items() if known is not None})
