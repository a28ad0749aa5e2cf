"""What has been learned so far, written by the thread that works and read by the one that waits."""

from __future__ import annotations

import threading

from advisor.mailbox.found import ImapMailbox, Inspection, PopMailbox, Protocol, Server, Trouble, Whereabouts


class Notes:
    """An inspection in the making."""

    def __init__(self, address: str) -> None:
        self._found = Inspection(address, Whereabouts())
        self._lock = threading.Lock()

    @property
    def found(self) -> Inspection:
        """As of now."""
        return self._found

    def _change(self, **fields: object) -> None:
        with self._lock:
            self._found = self._found._replace(**fields)  # type: ignore[arg-type]

    def where(self, whereabouts: Whereabouts) -> None:
        """Where the servers may be."""
        self._change(whereabouts=whereabouts)

    def server(self, server: Server) -> None:
        """One that answered."""
        self._change(servers=(*self._found.servers, server))

    def imap(self, box: ImapMailbox) -> None:
        """The state of knowledge; the first call means that the login succeeded."""
        self._change(imap=box, signed_in=True, login_unknown=False)

    def pop(self, box: PopMailbox) -> None:
        """The same."""
        self._change(pop=box, signed_in=True, login_unknown=False)

    def sending(self, protocol: Protocol) -> None:
        """A login goes out now: from here on it may have succeeded, whatever is heard of it."""
        self._change(login_unknown=True, pop_login_sent=self._found.pop_login_sent or protocol == "pop")

    def login_refused(self, protocol: Protocol) -> None:
        """The server said no to it."""
        self._change(login_unknown=False, pop_login_sent=self._found.pop_login_sent and protocol != "pop")

    def pop_in_use(self) -> None:
        """Another session holds the mailbox."""
        self._change(pop_in_use=True)

    def trouble(self, trouble: Trouble) -> None:
        """Something that could not be learned; twice the same is said once."""
        if trouble not in self._found.troubles:
            self._change(troubles=(*self._found.troubles, trouble))

    def stopped(self, trouble: Trouble) -> None:
        """It ends here, before its end."""
        self.trouble(trouble)
        self._change(finished=False)

    def close(self, trouble: Trouble | None) -> Inspection:
        """The result; what is noted later is not in it. With a trouble: it was not finished."""
        if trouble is not None and trouble.code not in {known.code for known in self._found.troubles}:
            self.stopped(trouble)  # both threads may see the deadline
        return self._found
