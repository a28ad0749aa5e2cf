"""A server may send the password back as the name of a folder or as something it can do: it must not get into a report.

Only texts of free choice are looked at: figures, and what a folder is for, are ours.
"""

from __future__ import annotations

from typing import NamedTuple

from advisor.mailbox.found import ImapMailbox, PopMailbox, Server
from advisor.mailbox.secret import Secret


class Hiding(NamedTuple):
    """What must not come out, and the login name that it is sent with."""

    secret: Secret | None
    user: str = ""

    def server(self, server: Server) -> Server:
        """Without the password; it may be known to the server from an earlier run."""
        return server._replace(capabilities=self._all(server.capabilities), sign_in=self._all(server.sign_in))

    def imap(self, box: ImapMailbox) -> ImapMailbox:
        """The same."""
        quotas = box.quotas and tuple(quota._replace(root=self._text(quota.root)) for quota in box.quotas)
        folders = tuple(folder._replace(name=self._text(folder.name)) for folder in box.folders)
        return box._replace(capabilities=self._all(box.capabilities), quotas=quotas, folders=folders)

    def pop(self, box: PopMailbox) -> PopMailbox:
        """The same."""
        return box._replace(capabilities=self._all(box.capabilities))

    def _all(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(self._text, texts))

    def _text(self, text: str) -> str:
        return text if self.secret is None else self.secret.redact(text, self.user)
