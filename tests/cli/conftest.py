"""Runs the command line within the test's own process, with streams that stand in for the real ones."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from advisor.cli.edge.environment import Environment
from advisor.cli.main import run

TODAY = "2031-04-05"
"""The date in every run."""


class Outcome(NamedTuple):
    """What a run left behind."""

    status: int
    out: str
    err: str


Advisor = Callable[..., Outcome]


@pytest.fixture
def advisor(tmp_path: Path) -> Advisor:
    """A function that runs `advisor ARGUMENTS` without a terminal."""

    def call(*arguments: str, stdin: bytes = b"", **variables: str) -> Outcome:
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
        err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
        environment = Environment(io.TextIOWrapper(io.BytesIO(stdin)), out, err,
                                  {"ADVISOR_CACHE": str(tmp_path / "cache"), "ADVISOR_STATE": str(tmp_path / "state"),
                                   "ADVISOR_DEBUG": "1", **variables}, clock=lambda: TODAY)
        status = run(arguments, environment)
        return Outcome(int(status), *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]

    return call
