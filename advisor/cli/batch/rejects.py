"""Rejects beside an output that is a stream: in a file, or in a document."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from advisor.batch.rejects import rejects_text
from advisor.batch.rows import Row
from advisor.cli.batch.names import is_packed, pack
from advisor.cli.batch.output import PARTIAL
from advisor.cli.edge.lock import lock
from advisor.cli.edge.status import Failure, surroundings


def documents(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """A document for each fault, as in a file of rejects; bytes that are no text are question marks."""
    return [{name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
             for name, value in json.loads(line).items()} for line in rejects_text(rows, as_json=True).splitlines()]


class RejectsFile:
    """In its place once all is done. Raises Failure where another run is writing there."""

    def __init__(self, path: Path) -> None:
        self.path, self.part = path, Path(f"{path}{PARTIAL}")
        self.placed = False
        try:
            self.stream = self.part.open("ab")
        except OSError as error:
            raise self._refused(error) from None
        try:
            lock(self.stream.fileno(), self.part)
            self.stream.seek(0)
            self.stream.truncate()  # what a killed run left
        except Failure:
            self.stream.close()
            raise
        except OSError as error:
            self.close()
            raise self._refused(error) from None

    def write(self, data: bytes) -> None:
        """Adds lines. Raises Failure."""
        if is_packed(self.path) and (data or not self.stream.tell()):
            data = pack(data)
        try:
            self.stream.write(data)
        except OSError as error:
            raise self._refused(error) from None

    def finish(self) -> None:
        """Puts it in its place. Raises Failure."""
        try:
            self.stream.flush()
            if sys.platform == "win32":  # where an open file cannot be renamed
                self.stream.close()
            os.replace(self.part, self.path)  # noqa: PTH105
            self.placed = True
        except OSError as error:
            raise self._refused(error) from None

    def close(self) -> None:
        """Leaves nothing behind that is not in its place."""
        if sys.platform == "win32":  # where an open file cannot be removed
            self._shut()
        with suppress(OSError):
            if not self.placed:
                self.part.unlink(missing_ok=True)
        self._shut()

    def _shut(self) -> None:
        with suppress(OSError):  # a full disk has been told of
            self.stream.close()

    def _refused(self, error: OSError) -> Failure:
        return surroundings("cannot-write", f"The rejected rows cannot be written: {error.strerror}.",
                            "Check the folder, its permissions and free room.", str(self.path))
