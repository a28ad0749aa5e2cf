"""How old the measured answers of a file are: said whenever they are used. Every run is of 2031-04-05."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Advisor

AGAIN = " It may be otherwise by now: 'advisor inspect' measures again.\n"


def kept(folder: Path, *questions: str, **more: object) -> str:
    """An answers file as `advisor inspect --save` writes it."""
    values = {"quota": "full", "offered": "both"}
    path = folder / "measured.json"
    path.write_text(json.dumps({"schema": "advisor.inspection/1", **more, "answers": {
        name: {"value": values[name], "origin": "measured"} for name in questions}}), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("when", "note"), [
    ("2031-04-05T00:00:00Z", "quota and offered were measured on 2031-04-05.\n"),
    ("2031-03-06T23:59:59Z", "quota and offered were measured on 2031-03-06.\n"),
    ("2031-03-05T23:59:59Z", "quota and offered were measured on 2031-03-05, 31 days ago." + AGAIN),
    ("2029-04-05T00:00:00Z", "quota and offered were measured on 2029-04-05, 730 days ago." + AGAIN),
    ("2031-04-06T01:00:00Z", "quota and offered were measured on 2031-04-06.\n"),  # a day ahead, by the time zone
    ("yesterday", "quota and offered were measured; the file does not say when." + AGAIN),
    (None, "quota and offered were measured; the file does not say when." + AGAIN),
])
def test_recommend_says_when(advisor: Advisor, tmp_path: Path, when: str | None, note: str) -> None:
    run = advisor("recommend", "--answers", kept(tmp_path, "quota", "offered", measured_at=when), "--devices", "one")
    assert (run.status, run.err) == (0, "Note: " + note)


def test_a_file_of_before_does_not_say_when(advisor: Advisor, tmp_path: Path) -> None:
    run = advisor("recommend", "--answers", kept(tmp_path, "offered"))
    assert (run.status, run.err) == (0, "Note: offered was measured; the file does not say when." + AGAIN)


def test_diagnose_speaks_of_what_it_uses_only(advisor: Advisor, tmp_path: Path) -> None:
    file = kept(tmp_path, "quota", "offered", measured_at="2031-01-01T00:00:00Z")
    run = advisor("diagnose", "--answers", file)
    assert run.status == 0
    assert "Note: quota was measured on 2031-01-01, 94 days ago." + AGAIN in run.err


def test_where_nothing_was_measured_nothing_is_said(advisor: Advisor, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("devices: one\n")
    assert advisor("recommend", "--answers", str(file)).err == ""
    assert advisor("recommend", "--answers", kept(tmp_path, measured_at="2020-01-01T00:00:00Z")).err == ""
