"""The file of mail settings that a domain publishes (XML)."""

from __future__ import annotations

from advisor.mailbox.addresses import is_host, read_address
from advisor.mailbox.autoconfig import read_settings
from advisor.mailbox.refused import Unavailable
from tests.fuzz.checks import harmless, trouble_said_well
from tests.fuzz.target import Fault, Outcome, Target

ADDRESS = read_address("mary.secretname@example.test")
WHERE = "https://autoconfig.example.test/mail/config-v1.1.xml"
SERVER = (b'<incomingServer type="%s"><hostname>%s</hostname><port>%s</port><socketType>%s</socketType>'
          b"<username>%s</username></incomingServer>\n")


class Autoconfig(Target):
    """The whole input is the file."""

    name = "autoconfig"
    weight = 6.0
    longest = 3_000
    modules = ("advisor.mailbox.autoconfig", "advisor.mailbox.addresses")

    def seeds(self) -> list[bytes]:
        servers = [SERVER % parts for parts in (
            (b"imap", b"imap.example.test", b"993", b"SSL", b"%EMAILADDRESS%"),
            (b"pop3", b"pop.%EMAILDOMAIN%.", b"110", b"STARTTLS", b"%EMAILLOCALPART%"),
            (b"imap", b"IMAP.other.test", b"143", b"plain", b"x@%EMAILDOMAIN%"), (b"jmap", b"a", b"0", b"", b""))]
        whole = (b'<?xml version="1.0" encoding="UTF-8"?>\n<clientConfig version="1.1">\n<emailProvider id="e">\n'
                 b"<domain>example.test</domain>\n" + b"".join(servers) + b"</emailProvider>\n</clientConfig>\n")
        bomb = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>\n<clientConfig>&c;</clientConfig>'
        return [whole, bomb, b"<html><body>404</body></html>", b"", whole.replace(b"UTF-8", b"UTF-16"),
                whole.decode().replace("UTF-8", "UTF-16").encode("utf-16"), whole.replace(b"993", b"<b>993</b>"),
                b"<a>" * 30, whole.replace(b"UTF-8", b"iso-8859-1")]

    def words(self) -> list[bytes]:
        return (b"<clientConfig> </clientConfig> <emailProvider> </emailProvider> <incomingServer </incomingServer> "
                b"type= imap pop3 <hostname> </hostname> <port> </port> <socketType> </socketType> <username> "
                b"</username> SSL STARTTLS %EMAILADDRESS% %EMAILLOCALPART% %EMAILDOMAIN% &lt; &#0; &#x202e; &amp; "
                b"<![CDATA[ ]]> <!-- --> <?x ?> <!DOCTYPE <!ENTITY xmlns= encoding= utf-16 utf-7 "
                b"idna rot13 hex cp037 65535 65536 00993 "
                b"\xd9\xa3 xn--a [::1] 127.0.0.1 -a.test a..b").split()

    def try_one(self, data: bytes) -> Outcome:
        try:
            found = read_settings(data, ADDRESS, WHERE)
        except Unavailable as unavailable:
            return Outcome(False, trouble_said_well(unavailable.trouble))
        for place in found.places:
            if not is_host(place.host) or not 0 < place.port < 65536 or "secret" in place.host:
                raise Fault("a server that is none", repr(place))
            if place.security not in ("tls", "starttls") or not place.user.isprintable():
                raise Fault("a server that is none", repr(place))
            harmless(place.said_by)
        codes = tuple(sorted({trouble_said_well(trouble) for trouble in found.troubles}))
        return Outcome(bool(found.places) or not codes, (min(3, len(found.places)), codes))


TARGET = Autoconfig
