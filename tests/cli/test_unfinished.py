"""Where an unfinished interview is kept, when the folder is not what it should be."""

from __future__ import annotations

import os
from errno import EIO
from pathlib import Path

import pytest

from advisor.cli.edge.environment import Environment
from advisor.cli.files import unfinished
from advisor.cli.files.unfinished import StateFile
from advisor.engine.case import Answer
from advisor.rulebase.model import RuleBase

ANSWERS = {"devices": Answer("several", "asked")}


def state(folder: Path) -> StateFile:
    return StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(folder), "HOME": str(folder)}))


@pytest.mark.parametrize("error", [OSError(EIO, "Input/output error"), PermissionError(13, "Permission denied")])
def test_where_nothing_can_be_read_saving_ends_with_a_reason(error: OSError, tmp_path: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> bytes:
        raise error

    monkeypatch.setattr(unfinished, "_content", refuse)
    monkeypatch.setattr(Path, "exists", refuse)
    assert state(tmp_path).save(ANSWERS) == f"{error.strerror}."


def test_a_folder_full_of_unfinished_runs_is_said_so(tmp_path: Path) -> None:
    for name in ("unfinished.json", *(f"unfinished.{number}.json" for number in range(2, 101))):
        (tmp_path / name).write_text("{}")
    fault = state(tmp_path).save(ANSWERS)
    assert fault is not None
    assert "unfinished runs are kept there already" in fault


def test_the_file_that_is_damaged_is_named(tmp_path: Path, base: RuleBase) -> None:
    (tmp_path / "unfinished.2.json").write_text("{")
    kept = state(tmp_path)
    assert kept.load(base) is None
    assert kept.damaged == tmp_path / "unfinished.2.json"


def test_what_a_killed_run_left_of_a_long_name_goes_too(tmp_path: Path, base: RuleBase) -> None:
    kept = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path)}), "diagnose", "x" * 40)
    left, notes = tmp_path / f".{kept.path.name[:40]}.abcd_123", tmp_path / ".unfinished-notes.markdown"
    for path in (left, notes):
        path.write_text("")
        os.utime(path, (0, 0))
    assert kept.load(base) is None
    assert [left.exists(), notes.exists()] == [False, True]


def test_one_file_that_vanishes_hides_no_other(tmp_path: Path, base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    assert state(tmp_path).save(ANSWERS) is None
    second = state(tmp_path)
    assert second.save(ANSWERS) is None
    assert second.path.name == "unfinished.2.json"
    stat = Path.stat

    def gone(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.name == "unfinished.json":
            raise FileNotFoundError
        return stat(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", gone)
    found = state(tmp_path).load(base)
    assert found is not None
    assert found.answers == ANSWERS
