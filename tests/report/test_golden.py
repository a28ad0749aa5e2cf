"""Whole screens, kept as files. Each was read line by line; read the difference before you keep a new one.

After a change of rules or words: `ADVISOR_GOLDEN=write pytest tests/report/test_golden.py`, then `git diff`.
Versions and hash are masked, so that only what a person reads makes a difference.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from advisor.report.advice.recommendation import Recommendation
from advisor.report.advice.text import report_lines
from advisor.report.page.facts import RuleBaseId
from advisor.report.page.terminal import plain

FOLDER = Path(__file__).parent / "golden"

SITUATIONS: Mapping[str, Mapping[str, str]] = {
    "several-devices": {
        "devices": "several", "places": "several", "people": "one", "sync": "yes", "offline": "sometimes",
        "quota": "tight", "local_backup": "regular", "current": "pop", "offered": "both"},
    "office-computer-small-quota": {  # one office computer, a mailbox of 100 MB, copies every week
        "devices": "one", "places": "one", "people": "one", "quota": "full", "local_backup": "regular",
        "archive": "yes", "current": "pop", "offered": "both"},
    "only-pop-several-devices": {
        "devices": "several", "people": "one", "quota": "ample", "local_backup": "regular", "current": "pop",
        "offered": "pop"},
    "nothing-known": {},
    "none-offered": {"devices": "several", "local_backup": "regular", "current": "none", "offered": "none"},
    "mixed-today": {
        "devices": "several", "people": "one", "quota": "ample", "local_backup": "unreliable", "server_backup": "no",
        "current": "mixed", "offered": "both"},
}


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("name", SITUATIONS)
def test_screen(advise: Callable[..., Recommendation], name: str, width: int) -> None:
    rec = advise(SITUATIONS[name])
    rec = rec._replace(program_version="0.0.0",
                              rule_base=RuleBaseId(rec.rule_base.name, "0.0.0", "0" * 64))
    screen = plain(report_lines(rec, width=width))
    path = FOLDER / f"{name}-{width}.txt"
    if os.environ.get("ADVISOR_GOLDEN") == "write":
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")


def test_every_screen_belongs_to_a_situation() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}-{width}.txt" for name in SITUATIONS
                                                        for width in (80, 40)}
