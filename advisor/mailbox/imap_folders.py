"""The folders, what they hold and who sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from advisor.mailbox.found import Folder, ImapMailbox
from advisor.mailbox.imap_lines import Listed, figure, folded, listed, quoted, sizes, statuses

if TYPE_CHECKING:
    from advisor.mailbox.imap_wire import Session

T = TypeVar("T")
FETCHED_MOST = 20_000
"""Messages whose sizes are asked for one by one, where the server does not sum them up: some 3 seconds."""
_BATCH = 1000
"""Messages in one FETCH, so that the deadline and Ctrl-C are seen in between."""
_ASKED_MOST = 2000
"""Folders up to which sizes are asked for; of more than so many only the names are read."""
_NAME_MOST = 1000
"""Letters of a folder's name that are kept."""


class Reader(Protocol):
    """Who drives the steps."""

    session: Session
    box: ImapMailbox
    told: Any

    def step(self, action: Callable[[], T]) -> T | None:
        """The result, or None where the server did not give it."""

    def learn(self, **found: object) -> None:
        """Keep what was found."""


class Folders:
    """LIST, LSUB, then the figures: in one round trip where the server can, else folder by folder."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.wire = reader.session.wire
        can = set(reader.box.capabilities)
        self.sums = "STATUS=SIZE" in can or ("IMAP4REV2" in can and "IMAP4REV1" not in can)
        """whether STATUS tells a folder's size (RFC 8438, RFC 9051); without, asking would be answered BAD"""
        self.at_once = "LIST-STATUS" in can
        self.by_use = "SPECIAL-USE" in can and bool({"LIST-EXTENDED", "IMAP4REV2"} & can)
        self.items = "(MESSAGES SIZE)" if self.sums else "(MESSAGES)"
        self.listed: list[Listed] = []
        self.shown: set[bytes] | None = None
        self.figures: dict[bytes, dict[str, int]] = {}

    def inbox(self) -> None:
        """The figures of the Inbox, first and alone, so that they are known whatever else takes long."""
        self._status(b"INBOX")
        if self.sums and b"INBOX" not in self.figures:  # it says that it can, and cannot
            self.sums, self.items = False, "(MESSAGES)"
            self._status(b"INBOX")
        self.reader.learn(inbox_messages=self._of("MESSAGES", b"INBOX"), inbox_size=self._of("SIZE", b"INBOX"))

    def read(self) -> None:
        """All of it. Raises Unavailable when the connection is of no more use."""
        self.reader.told.say("Reading the list of folders")
        strangers = self.reader.step(self._strangers) or ()
        answered = self.reader.step(self._list)
        if answered is None:
            return
        found, number = answered
        self.listed = [one for one in found if not one.raw.startswith(strangers)]
        number -= len(found) - len(self.listed)
        uses_told = any(one.special not in {"", "inbox"} for one in self.listed)
        self.reader.learn(folders_listed=number, uses_told=uses_told)
        self._keep()
        if number > _ASKED_MOST:  # figures of a part would say nothing, and asking for all takes minutes
            return
        self.shown = self.reader.step(self._shown)
        self._keep()
        self._figures(number)
        if number == len(self.listed):
            self._total()

    def _ask(self, name: str, *arguments: str) -> tuple[list[Any], int]:
        """The answers to a command that are kept, and how many there were. Raises on NO and BAD."""
        kind, data = self.wire._simple_command(name, *arguments)
        if kind != "OK":
            raise self.wire.error(data[-1])
        self.wire.untagged_responses, answers = {}, self.wire.untagged_responses
        return answers.get(name, []), self.wire.counted[name]

    def _strangers(self) -> tuple[bytes, ...]:
        """Beginnings of the names of folders that belong to other people: they are no part of this mailbox."""
        if "NAMESPACE" not in self.reader.box.capabilities:
            return ()
        spaces = self.reader.session.namespace()
        found = [prefix for group in (spaces.other, spaces.shared) for prefix, _ in group or ()]
        return tuple(prefix for prefix in found if isinstance(prefix, bytes) and prefix)

    def _list(self) -> tuple[list[Listed], int]:
        answers, number = self._ask("LIST", '""', '"*"', *(["RETURN (SPECIAL-USE)"] if self.by_use else []))
        return list({folded(one.raw): one for one in listed(answers)}.values()), number

    def _shown(self) -> set[bytes] | None:
        """The folders that are subscribed to; None where none is, or not all are known."""
        answers, number = self._ask("LSUB", '""', '"*"')
        if number > len(answers):
            return None
        return {folded(one.raw) for one in listed(answers)} or None

    def _figures(self, number: int) -> None:
        """Messages and, where the server sums them up, sizes."""
        if self.at_once:
            self.reader.told.say("Reading the sizes of the folders")
            self.reader.step(self._all_at_once)
            self._keep()
        for at, one in enumerate(self.listed, 1):
            if one.selectable and folded(one.raw) not in self.figures:
                if at % 50 == 1:
                    self.reader.told.say(f"Reading the sizes of the folders ({at} of {number})")
                self._status(one.raw)
                if at % 50 == 0:
                    self._keep()
        self._keep()
        if not self.sums:
            self._one_by_one()
            self._keep()

    def _all_at_once(self) -> None:
        self.wire.untagged_responses = {}
        kind, data = self.wire._simple_command("LIST", '""', '"*"', f"RETURN (STATUS {self.items})")
        if kind != "OK":
            raise self.wire.error(data[-1])
        known = statuses(self.wire.untagged_responses.get("STATUS", []))
        self.wire.untagged_responses = {}
        self.figures = known | self.figures

    def _status(self, raw: bytes) -> None:
        name = quoted(raw)
        if name is None:
            return
        answered = self.reader.step(lambda: self._ask("STATUS", name, self.items))
        found = statuses(answered[0]) if answered else {}
        if folded(raw) in found:
            self.figures[folded(raw)] = found[folded(raw)]

    def _one_by_one(self) -> None:
        """The sizes of single messages, the Inbox first, as long as they are not too many together."""
        left = FETCHED_MOST
        for one in sorted(self.listed, key=lambda one: one.special != "inbox"):
            name, number = quoted(one.raw), self._of("MESSAGES", one.raw)
            if not one.selectable or name is None or number is None or number > left:
                continue
            left -= number
            self.reader.told.say(f"Reading the sizes of {number} messages")
            found = self.reader.step(lambda name=name: self._sizes(name))  # type: ignore[misc]
            if found is not None:
                self.figures[folded(one.raw)]["SIZE"] = sum(found)
                if one.special == "inbox":
                    self.reader.learn(inbox_size=sum(found), largest=max(found, default=None))

    def _sizes(self, name: str) -> list[int] | None:
        kind, data = self.wire.select(name, readonly=True)
        number = figure(data[-1]) if kind == "OK" else None
        if number is None or number > FETCHED_MOST:
            return None
        found: dict[int, int] = {}
        for first in range(1, number + 1, _BATCH):
            answers, _ = self._ask("FETCH", f"{first}:{min(first + _BATCH - 1, number)}", "(RFC822.SIZE)")
            found |= sizes(answers)
        complete = found.keys() == set(range(1, number + 1))
        return list(found.values()) if complete else None

    def _of(self, item: str, raw: bytes) -> int | None:
        return self.figures.get(folded(raw), {}).get(item)

    def _keep(self) -> None:
        folders = []
        for one in self.listed:
            hidden = None if self.shown is None else one.selectable and folded(one.raw) not in self.shown
            special = one.special or one.usual()
            folders.append(
                Folder(
                    one.name[:_NAME_MOST],
                    self._of("MESSAGES", one.raw),
                    self._of("SIZE", one.raw),
                    special,
                    hidden and special != "inbox",  # every program shows the Inbox
                    one.selectable,
                )
            )
        self.reader.learn(folders=tuple(folders))

    def _total(self) -> None:
        """All messages together, where every folder told its figures and none shows the messages of others again."""
        own = [one for one in self.reader.box.folders if one.selectable and one.special != "flagged"]
        if any(one.special in ("all", "important") for one in own):
            return
        messages = [one.messages for one in own if one.messages is not None]
        octets = [one.size for one in own if one.size is not None]
        self.reader.learn(
            total_messages=sum(messages) if own and len(messages) == len(own) else None,
            total_size=sum(octets) if own and len(octets) == len(own) else None,
        )
