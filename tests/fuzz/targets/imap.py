"""A whole conversation with an IMAP server, from the greeting to good-bye."""

from __future__ import annotations

from zlib import crc32

import imapclient.imapclient  # noqa: F401 - named in `modules`, and loaded late by what is tested

from advisor.mailbox import tls
from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import ImapMailbox, Place, Server, Trouble
from advisor.mailbox.hiding import Hiding
from advisor.mailbox.imap import Told, greet, read_imap
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.stream import Stream
from advisor.mailbox.tls import Secured
from tests.fuzz.checks import trouble_said_well
from tests.fuzz.target import Fault, Outcome, Target
from tests.fuzz.wire import PASSWORD, USER, Scripted, connecting, told

OK = b"TAG OK done\n"
CAN = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN QUOTA NAMESPACE SPECIAL-USE LIST-EXTENDED LIST-STATUS STATUS=SIZE\n"
STATUS = b'* STATUS INBOX (MESSAGES 3 SIZE 4096)\n* STATUS "Sent" (MESSAGES 2 SIZE 100)\n'
LIST = (b'* LIST (\\HasNoChildren) "/" INBOX\n* LIST (\\Sent) "/" "Sent"\n* LIST (\\Noselect) "/" "Kunden"\n'
        b'* LIST () "/" "Kunden/M&APw-ller"\n')
HONEST = {
    b"GREETING": b"* OK hello\n", b"CAPABILITY": CAN + OK, b"AUTHENTICATE": b"+ \n", b"OTHER": OK,
    b"LOGIN": b"+ go on\n",
    b"GETQUOTAROOT": b'* QUOTAROOT INBOX "User"\n* QUOTA "User" (STORAGE 90 100 MESSAGE 5 10)\n' + OK,
    b"NAMESPACE": b'* NAMESPACE (("" "/")) (("~" "/")) NIL\n' + OK, b"STATUS": STATUS + OK,
    b"EXAMINE": b"* 3 EXISTS\n* OK [UIDVALIDITY 1] x\n* OK [UIDNEXT 9] x\nTAG OK [READ-ONLY] in\n",
    b"LIST": LIST + STATUS + OK, b"LSUB": LIST.replace(b"LIST", b"LSUB") + OK,
    b"FETCH": b"* 1 FETCH (RFC822.SIZE 10)\n* 2 FETCH (RFC822.SIZE 20)\n* 3 FETCH (RFC822.SIZE 30)\n" + OK,
    b"LOGOUT": b"* BYE\n" + OK}
PLACE = Place("imap", "imap.example.test", 993, "tls", "the test")
EVERY = 4
"""Of so many mailboxes that were read, one is reported."""


class Imap(Target):
    """The input says what is answered to which command (see wire.py)."""

    name = "imap"
    weight = 2.5
    longest = 8_192
    modules = ("advisor.mailbox.imap", "advisor.mailbox.imap_wire", "advisor.mailbox.imap_folders",
               "advisor.mailbox.imap_quota", "advisor.mailbox.imap_sign_in", "advisor.mailbox.imap_lines",
               "advisor.mailbox.failures", "advisor.mailbox.stream", "advisor.mailbox.sign_in")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        self.context = tls.context()
        connecting()

    def seeds(self) -> list[bytes]:
        poor = b"=CAPABILITY\n* CAPABILITY IMAP4rev1\n" + OK
        whole = b"".join(b"=%s\n%s" % part for part in HONEST.items() if part[0] != b"OTHER")
        one = [b"=%s\n%s" % part for part in HONEST.items()]
        refused = [b"=%s\nTAG NO [%s] it is not so\n" % (name, code) for name, code in (
            (b"AUTHENTICATE", b"AUTHENTICATIONFAILED"), (b"GETQUOTAROOT", b"SERVERBUG"), (b"LIST", b"NOPERM"),
            (b"STATUS", b"INUSE"), (b"EXAMINE", b"LIMIT"))]
        return [b"", whole, poor, whole + poor, *one, *refused, b"=GREETING\n* BYE too busy\n", b"=LIST\nCLOSED\n",
                b"=LIST\n* LIST () \"/\" {5}\nSent\n\n" + OK, b"=AUTHENTICATE\n* BYE " + PASSWORD.encode() + b"\n",
                b'=LIST\n* LIST () "/" "' + PASSWORD.encode() + b'"\n' + OK, b"=GREETING\n* PREAUTH hello\n",
                b"=CAPABILITY\n* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2\n" + OK]

    def words(self) -> list[bytes]:
        labels = [b"\n=%s\n" % name for name in HONEST]
        return [*labels, *(b"* ) ( NIL {3} {99999999} {-1} \" \\ TAG OK NO BAD BYE + [ALERT] [SERVERBUG] [IN-USE] "
                           b"[AUTHENTICATIONFAILED] MESSAGES SIZE EXISTS RECENT \\Noselect \\Sent \\All & &- &AGE- "
                           b"&2D3cqQ- INBOX STORAGE 18446744073709551616 -1 LOGINDISABLED AUTH=LOGIN AUTH=PLAIN "
                           b"LITERAL+ IMAP4rev2 STATUS=SIZE NAMESPACE CLOSED").split(), b"\r\n", b"* ",
                PASSWORD.encode()]

    def try_one(self, data: bytes) -> Outcome:
        number = crc32(data)

        def connect(*_: object) -> Secured:
            return Secured(Stream(Scripted(data, HONEST), deadline, "imap.example.test:993"),  # type: ignore[arg-type]
                           "TLSv1.3", "2099-01-01")

        tls.connect = connect
        notes: list[Trouble] = []
        kept: list[ImapMailbox] = []
        secret, deadline = Secret(PASSWORD), Deadline(30)
        server = Server(PLACE, "TLSv1.3", "2099-01-01", (), (), None)
        try:
            if number % 16 == 0:
                server = greet(PLACE, deadline, self.context)
            box = read_imap(PLACE, USER, secret, deadline, self.context, Told(len, kept.append, notes.append))
        except Unavailable as unavailable:
            if PASSWORD in f"{unavailable.trouble} {notes}":
                raise Fault("the password is told", str(unavailable.trouble)) from None
            return Outcome(False, (trouble_said_well(unavailable.trouble), len(kept)))
        codes = tuple(sorted({trouble_said_well(trouble) for trouble in notes}))
        self.valid(box)
        if number % EVERY == 0:
            hiding = Hiding(secret, USER)
            told(hiding.server(server), imap=hiding.imap(box))
        return Outcome(True, (codes, len(kept), min(4, len(box.folders)), box.quotas is None))

    def valid(self, box: ImapMailbox) -> None:
        """Figures are whole numbers, not below nought."""
        figures = [box.inbox_messages, box.inbox_size, box.total_messages, box.total_size, box.largest,
                   *(folder.messages for folder in box.folders), *(folder.size for folder in box.folders),
                   *(quota.used for quota in box.quotas or ()), *(quota.limit for quota in box.quotas or ())]
        if any(figure is not None and (not isinstance(figure, int) or figure < 0) for figure in figures):
            raise Fault("a figure that is none", repr(figures)[:500])
        if any(not isinstance(folder.name, str) or len(folder.name) > 1000 for folder in box.folders):
            raise Fault("a name that is none", repr(box.folders)[:500])


TARGET = Imap
