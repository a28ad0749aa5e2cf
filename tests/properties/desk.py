"""Runs commands within the test's own process, many in one folder: properties try hundreds of them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from advisor.cli.edge.environment import Environment
from advisor.cli.main import run

TODAY = "2031-04-05"
"""The date in every run."""


class Outcome(NamedTuple):
    """What a run left behind."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What was written, if that is JSON."""
        return json.loads(self.out)


class Desk:
    """A folder to work in. What one run keeps between runs, the next one finds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __repr__(self) -> str:
        return "Desk()"

    def environment(self, stdin: TextIO | None, out: TextIO, err: TextIO, variables: dict[str, str]) -> Environment:
        """The surroundings of a run."""
        return Environment(stdin, out, err, {
            "ADVISOR_CACHE": str(self.folder / "cache"), "ADVISOR_STATE": str(self.folder / "state"),
            "ADVISOR_DEBUG": "1", **variables}, clock=lambda: TODAY)

    def run(self, *arguments: str, stdin: bytes = b"", **variables: str) -> Outcome:
        """Runs `advisor ARGUMENTS` without a terminal."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
        status = run(arguments, self.environment(io.TextIOWrapper(io.BytesIO(stdin)), out, err, variables))
        texts = []
        for stream in (out, err):
            stream.flush()
            texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
        return Outcome(int(status), *texts)

    def done(self, *arguments: str, stdin: bytes = b"", **variables: str) -> Outcome:
        """As `run`, for what must succeed."""
        outcome = self.run(*arguments, stdin=stdin, **variables)
        assert outcome.status == 0, (arguments, outcome.err)
        return outcome

    def path(self, name: str) -> Path:
        """A place in the folder where nothing stands."""
        path = self.folder / name
        path.unlink(missing_ok=True)
        return path

    def file(self, name: str, text: str | bytes) -> Path:
        """A file of that name with this in it."""
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path
