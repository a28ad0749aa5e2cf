"""What the tests of faults share."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import pytest

from advisor.cli.opening import rules
from tests.cli.rule_tests_folder import TESTS, with_tests
from tests.faults.steps import advisor, ended


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder in which the built-in rules are kept compiled."""
    folder = tmp_path_factory.mktemp("cache")
    for command in ("recommend", "diagnose", "switch"):
        words = (command, "pop-to-imap") if command == "switch" else (command, "--current", "pop")
        assert ended(advisor(*words, ADVISOR_CACHE=str(folder)), folder).status == 0
    return str(folder)


@pytest.fixture
def rules_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the cache holds stays in memory: hundreds of runs need not read it anew."""
    monkeypatch.setattr(rules, "_read_cache", lru_cache(rules._read_cache))


@pytest.fixture
def place(tmp_path: Path, cache: str) -> Path:
    """An empty folder, and what commands read beside it: `case.yaml`, `in.csv`, and rules with a test, `commute`."""
    with_tests(tmp_path, good=TESTS)
    folder = tmp_path / "place"
    folder.mkdir()
    (tmp_path / "in.csv").write_text("id,devices\n" + "".join(f"{number},several\n" for number in range(9)) + "bad,x\n")
    case = advisor("recommend", "--devices", "several", "--save", "case.yaml", ADVISOR_CACHE=cache)
    assert ended(case, tmp_path).status == 0
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Forks, signals and POSIX shells are not for Windows."""
    for item in items:
        if "faults" in item.path.parts and os.name != "posix":
            item.add_marker(pytest.mark.skip(reason="POSIX"))
