"""A whole conversation with a POP3 server, from the greeting to good-bye."""

from __future__ import annotations

from zlib import crc32

from advisor.mailbox import pop, tls
from advisor.mailbox.deadline import Deadline
from advisor.mailbox.found import Place, PopMailbox, Trouble
from advisor.mailbox.hiding import Hiding
from advisor.mailbox.pop import greet, login_delay_before, read_pop
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.secret import Secret
from advisor.mailbox.stream import Stream
from advisor.mailbox.tls import Secured
from tests.fuzz.checks import trouble_said_well
from tests.fuzz.target import Fault, Outcome, Target
from tests.fuzz.wire import PASSWORD, USER, Scripted, connecting, told

HONEST = {
    b"GREETING": b"+OK hello\n", b"CAPA": b"+OK\nUSER\nUIDL\nSASL PLAIN LOGIN\nEXPIRE 30\nLOGIN-DELAY 900\n.\n",
    b"USER": b"+OK\n", b"PASS": b"+OK\n", b"AUTH": b"+ \n", b"OTHER": b"+OK\n", b"STAT": b"+OK 2 300\n",
    b"LIST": b"+OK\n1 100\n2 200\n.\n", b"UIDL": b"+OK\n1 a\n2 b\n.\n", b"QUIT": b"+OK bye\n"}
PLACE = Place("pop", "pop.example.test", 995, "tls", "the test")


class Pop(Target):
    """The input says what is answered to which command (see wire.py)."""

    name = "pop"
    weight = 2.0
    longest = 4_096
    modules = ("advisor.mailbox.pop", "advisor.mailbox.pop_wire", "advisor.mailbox.failures",
               "advisor.mailbox.stream", "advisor.mailbox.sign_in")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        self.context = tls.context()
        connecting()

    def seeds(self) -> list[bytes]:
        whole = b"".join(b"=%s\n%s" % part for part in HONEST.items() if part[0] != b"OTHER")
        refused = [b"=%s\n-ERR [%s] it is not so\n" % (name, code) for name, code in (
            (b"PASS", b"AUTH"), (b"PASS", b"IN-USE"), (b"USER", b"SYS/PERM"), (b"UIDL", b"SYS/TEMP"), (b"STAT", b"x"))]
        return [b"", whole, *(b"=%s\n%s" % part for part in HONEST.items()), *refused, b"=CAPA\n-ERR what\n",
                b"=CAPA\n+OK\nSASL PLAIN\n.\n", b"=GREETING\n-ERR busy\n", b"=LIST\nCLOSED\n",
                b"=PASS\n-ERR " + PASSWORD.encode() + b"\n", b"=CAPA\n+OK\n" + PASSWORD.encode() + b"\nUSER\n.\n"]

    def words(self) -> list[bytes]:
        labels = [b"\n=%s\n" % name for name in HONEST]
        return [*labels, *(b"+OK -ERR + . .. [IN-USE] [AUTH] [SYS/PERM] [SYS/TEMP] [LOGIN-DELAY] EXPIRE NEVER "
                           b"LOGIN-DELAY SASL PLAIN XOAUTH2 USER UIDL STLS 9999999999999999 "
                           b"1000000000000001 -1 CLOSED POP3 is "
                           b"disabled application-specific password").split(), b"\n.\n", b"\r\n", PASSWORD.encode()]

    def try_one(self, data: bytes) -> Outcome:
        def connect(*_: object) -> Secured:
            return Secured(Stream(Scripted(data, HONEST), deadline, "pop.example.test:995"),  # type: ignore[arg-type]
                           "TLSv1.3", "2099-01-01")

        pop.connect = connect  # type: ignore[attr-defined]
        notes: list[Trouble] = []
        kept: list[PopMailbox] = []
        secret, deadline = Secret(PASSWORD), Deadline(30)
        try:
            server = greet(PLACE, deadline, self.context)
            delay = login_delay_before(server)
            box = read_pop(server, USER, secret, deadline, self.context, len, kept.append, notes.append)
        except Unavailable as unavailable:
            if PASSWORD in f"{unavailable.trouble} {notes}":
                raise Fault("the password is told", str(unavailable.trouble)) from None
            return Outcome(False, (trouble_said_well(unavailable.trouble), len(kept)))
        codes = tuple(sorted({trouble_said_well(trouble) for trouble in notes}))
        figures = [box.messages, box.size, box.largest, box.login_delay, delay]
        if any(figure is not None and not 0 <= figure <= 10 ** 15 for figure in figures):
            raise Fault("a figure that is none", repr(figures))
        if crc32(data) % 4 == 0:
            hiding = Hiding(secret, USER)
            told(hiding.server(server), pop=hiding.pop(box))
        return Outcome(True, (codes, box.ids, box.expire is None, box.messages is None))


TARGET = Pop
