"""The one exception of this room."""

from __future__ import annotations

from advisor.mailbox.found import Trouble


class Unavailable(Exception):
    """A step did not succeed. Its text is for people: never a library's own words, which may hold the password."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.message)
        self.trouble = trouble
