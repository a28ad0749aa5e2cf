"""Inspections made up by hand, for tests of their reports."""

from __future__ import annotations

from advisor.mailbox.found import Denied, Folder, ImapMailbox, Inspection, Place, PopMailbox, Quota, Server, Whereabouts
from advisor.mailbox.words import trouble

IMAP_PLACE = Place("imap", "imap.example.org", 993, "tls", "the SRV record of example.org in DNS")
POP_PLACE = Place("pop", "pop.example.org", 110, "starttls", "--pop")
IMAP = Server(IMAP_PLACE, "TLSv1.3", "2031-04-05", ("IMAP4REV1",), ("LOGIN", "PLAIN"), True)
POP = Server(POP_PLACE, "TLSv1.2", "", ("UIDL",), ("USER",), True)
BOX = ImapMailbox(
    ("QUOTA",), (Quota("User", 95 * 1024 ** 2, 100 * 1024 ** 2, 45, 1000),),
    (Folder("INBOX", 5, 4 * 1024 ** 2, "inbox", False, True),
     Folder("Kunden/Müller", 40, 90 * 1024 ** 2, "", True, True),
     Folder("Sent", 1, 1024, "sent", False, True), Folder("Kunden", None, None, "", False, False)),
    4, 5, 4 * 1024 ** 2, 506, 1, 46, 94 * 1024 ** 2 + 1024, None, uses_told=True)
POP_BOX = PopMailbox(("UIDL",), 5, 4 * 1024 ** 2, 2 * 1024 ** 2, True, "30", 900)
WHERE = Whereabouts((IMAP_PLACE, POP_PLACE))
INSPECTIONS = {
    "all-that-can-be": Inspection("mary@example.org", WHERE, (IMAP, POP), BOX, POP_BOX, False, (), True),
    "without-a-login": Inspection(
        "mary@example.org", Whereabouts((IMAP_PLACE,), (Denied("pop", "DNS of example.org"),)),
        (IMAP._replace(sign_in=("LOGIN", "XOAUTH2"), password=None),)),
    "only-windows": Inspection(
        "mary@example.org", WHERE, (IMAP._replace(sign_in=("XOAUTH2",), password=False),),
        troubles=(trouble("oauth-only", "imap.example.org:993"),)),
    "cut-short": Inspection("mary@example.org", WHERE, (IMAP,), BOX._replace(folders=(), folders_listed=0,
                            total_messages=None, total_size=None, quotas=None), None, True,
                            (trouble("in-use", "pop.example.org:110", "signing in"), trouble("interrupted")), True,
                            False),
    "nothing": Inspection("mary@example.org", Whereabouts(troubles=(trouble("dns-failed", "example.org"),)),
                          troubles=(trouble("not-found"),)),
}
