"""Single answers of an IMAP server, as they are taken apart: hundreds of times faster than whole conversations."""

from __future__ import annotations

import imapclient.imap_utf7  # noqa: F401 - loaded late by what is tested

from advisor.mailbox.imap_lines import Answer, folded, listed, quoted, sizes, statuses
from tests.fuzz.target import Fault, Outcome, Target

LITERAL = b"{}\n"
"""A line that ends so goes on with the next one, as with a literal."""


class ImapLines(Target):
    """Each line of the input is an answer."""

    name = "imap-lines"
    weight = 9.0
    longest = 600
    modules = ("advisor.mailbox.imap_lines", "imapclient.imap_utf7", "advisor.mailbox.folder_names")

    def seeds(self) -> list[bytes]:
        return [b'(\\HasNoChildren \\Sent) "/" "Sent"\n', b'() NIL INBOX\n(\\Noselect) "\\\\" "a\\"b\\\\c"\n',
                b'() "/" {}\nKunden/M&APw-ller\n\n', "() \"/\" \"Entwürfe\"\n".encode(), b'() "." "&2D3cqQ-.&-"\n',
                b'INBOX (MESSAGES 3 SIZE 4096)\n"a b" (MESSAGES -1 SIZE x)\n', b"{}\nname\n (MESSAGES 1)\n",
                b"1 (RFC822.SIZE 10)\n2 (FLAGS (x) RFC822.SIZE 20 UID 3)\n", b'() "/" "&AGE"\n() "/" "&!!!-"\n']

    def words(self) -> list[bytes]:
        return b'( ) "/" NIL "\\\\" " \\ & &- &AGE- &2D3cqQ- {} {3} {3+} MESSAGES SIZE RFC822.SIZE INBOX \\Sent ' \
               b"\\All 99999999999999999999 9223372036854775808 -1 0".split()

    def try_one(self, data: bytes) -> Outcome:
        answers: list[Answer | None] = []
        lines = iter(data.split(b"\n"))
        for line in lines:
            answers.append((line, next(lines, b"")) if line.endswith(b"{}") else line)
        folders, figures, found = listed(answers), statuses(answers), sizes(answers)
        for folder in folders:
            if not folder.raw or not isinstance(folder.name, str) or not isinstance(folder.separator, str):
                raise Fault("a folder that is none", repr(folder))
            name = quoted(folder.raw)
            if name is not None and not (name.isascii() and name.isprintable()):
                raise Fault("a name that cannot be sent", repr(name))
            folder.usual(), folder.special, folded(folder.raw)
        numbers = [figure for told in figures.values() for figure in told.values()] + list(found.values())
        if any(not 0 <= number < 10 ** 19 for number in numbers):
            raise Fault("a figure that is none", repr(numbers))
        taken = len(folders) + len(figures) + len(found)
        return Outcome(taken > 0, (min(3, len(folders)), min(3, len(figures)), min(3, len(found))))


TARGET = ImapLines
