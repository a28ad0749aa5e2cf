"""Mail addresses, names of hosts, what name servers answer, and where websites send us."""

from __future__ import annotations

import dns.message
import dns.query
import dns.rdatatype

from advisor.mailbox import web
from advisor.mailbox.addresses import is_host, read_address, read_domain, within
from advisor.mailbox.deadline import Deadline
from advisor.mailbox.names import Names
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.srv import ask_srv
from advisor.mailbox.tls import checked_host
from advisor.mailbox.web import Web, fetch
from tests.fuzz.checks import harmless, trouble_said_well
from tests.fuzz.target import Fault, Outcome, Target

DOMAIN = "example.test"
SRV = b"\xc0\x0c\0\x21\0\1\0\0\0\1\0%c\0\1\0\2\3\xe1%s"
"""One record of an answer: a name by reference, kind, class, time, length, priority 1, weight 2, port 993, target."""


class NamesOfHosts(Target):
    """The first byte says what the rest is: an address, a host, an answer of a name server, places to be sent to."""

    name = "names"
    weight = 2.0
    longest = 1_024
    modules = ("advisor.mailbox.addresses", "advisor.mailbox.srv", "advisor.mailbox.names", "advisor.mailbox.web",
               "advisor.mailbox.tls")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        dns.query.udp = dns.query.tcp = self.answered
        web._get = self.page
        self.kinds = (self.address, self.address, self.host, self.records, self.exchangers, self.sent_on)

    def seeds(self) -> list[bytes]:
        addresses = ["mary@example.test", "m.secret+x@münchen.test", "a@b@c.test", '"x y"@example.test', "x@[::1]",
                     "x@xn--mnchen-3ya.test", "x@example.test.", "x@faß.test", "x@\uff11\uff12.test", "@", "x@a..b",
                     "x@" + "a" * 70]
        target = b"\4imap\7example\4test\0"
        one = SRV % (6 + len(target), target)
        wires = [b"\1" + one, b"\2" + one + SRV % (8, b"\xc0\x0c"), b"\1" + SRV % (7, b"\0"), b"\0",
                 b"\3" + one * 3, b"\1" + one[:-9], b"\1" + SRV % (13, b"\5a.b\0c\0"), b"\7" + one]
        exchange = b"\1\xc0\x0c\0\x0f\0\1\0\0\0\1\0\x09\0\5\2mx\xc0\x0c\0"
        pages = [b"302 https://www.example.test/x\n200 \n", b"301 /there\n404 \n", b"302 http://example.test/\n",
                 b"302 //example.test\n", b"302 https://example.test:443/a?b\n", b"302 https://u:p@example.test/\n",
                 b"302 https://[::1/\n", b"302 \n302 \n302 \n302 \n", b"500 \n"]
        return [*(bytes([kind]) + text.encode() for text in addresses for kind in (0, 2)),
                *(b"\3" + wire for wire in wires), b"\4" + exchange, *(b"\5" + text for text in pages)]

    def words(self) -> list[bytes]:
        return (b"@ . .. [ ] xn-- xn--a \xc3\x9f \xe2\x80\x8d \xef\xbc\x8e 127.0.0.1 example.test imap \xc0\x0c \0 "
                b"\x3f https:// http:// // /../ : :443 :99999 ? # %2e ; 302 301 200 404 \xe3\x80\x82 \xd9\xa0").split()

    def try_one(self, data: bytes) -> Outcome:
        kind = (data[0] if data else 0) % len(self.kinds)
        self.rest = data[1:]
        try:
            return self.kinds[kind]()
        except Unavailable as unavailable:
            return Outcome(False, (kind, trouble_said_well(unavailable.trouble)))

    def address(self) -> Outcome:
        """As typed by a person."""
        found = read_address(self.rest.decode("utf-8", "surrogateescape"))
        if not is_host(found.domain) or "." not in found.domain or found.text != f"{found.local}@{found.domain}":
            raise Fault("an address that is none", repr(found))
        if read_address(found.text) != found:
            raise Fault("an address that is read in two ways", repr(found))
        harmless(found.text)
        return Outcome(True, "address")

    def host(self) -> Outcome:
        """As typed by a person."""
        text = self.rest.decode("utf-8", "surrogateescape")
        host = checked_host(text)
        if not host.isascii() or not host.isprintable() or " " in host:
            raise Fault("a host that is none", repr(host))
        read_domain(text)
        return Outcome(True, within(host, DOMAIN))

    def records(self) -> Outcome:
        """What name servers say of mail servers."""
        found = ask_srv(DOMAIN, Names(Deadline(30), ["192.0.2.1"]), lambda least, _: least)
        for place in found.places:
            inside = within(place.host, DOMAIN)
            if not is_host(place.host) or not 0 < place.port < 65536 or place.outside is inside:
                raise Fault("a server that is none", repr(place))
            harmless(place.said_by)
        codes = tuple(sorted({trouble_said_well(trouble) for trouble in found.troubles}))
        return Outcome(bool(found.places or found.denied), (min(3, len(found.places)), len(found.denied), codes))

    def exchangers(self) -> Outcome:
        """What name servers say of where mail arrives, and of addresses."""
        names = Names(Deadline(30), ["192.0.2.1"])
        found = names.mail_exchangers(DOMAIN)
        return Outcome(bool(found), ("mx", min(3, len(found)), len(names.addresses("imap.example.test")) > 1))

    def sent_on(self) -> Outcome:
        """Answers of a website, one on each line."""
        self.pages = iter(self.rest.split(b"\n"))
        fetch(Web(None, None), DOMAIN, "/mail/config-v1.1.xml", DOMAIN)  # type: ignore[arg-type]
        return Outcome(True, "page")

    def page(self, _: Web, host: str, path: str) -> tuple[int, str, bytes]:
        """The next answer; nobody may be asked but the domain itself."""
        if not is_host(host) or not within(host, DOMAIN) or not path.startswith("/") or not path.isascii():
            raise Fault("a website of somebody else", f"{host} {path}")
        status, _, target = next(self.pages, b"404").decode("latin-1").partition(" ")
        return int(status) if status.isdecimal() and status.isascii() and len(status) < 4 else 200, target, b""

    def answered(self, query: dns.message.Message, *_: object, **__: object) -> dns.message.Message:
        """An answer to this very question, with the records of the input."""
        asked = query.to_wire()
        count = self.rest[0] % 8 if self.rest else 0
        head = asked[:2] + b"\x81\x80\0\1" + bytes([0, count]) + b"\0\0\0\0"
        question = asked[12:asked.index(b"\0", 12) + 5]
        return dns.message.from_wire(head + question + self.rest[1:])


TARGET = NamesOfHosts
