"""The servers of the mailbox room and the command line, for tests of `advisor inspect`."""

from __future__ import annotations

from tests.cli.conftest import advisor
from tests.mailbox.conftest import dovecot, scripted, serve, start_dovecot, trusted

__all__ = ["advisor", "dovecot", "scripted", "serve", "start_dovecot", "trusted"]
