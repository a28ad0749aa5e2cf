"""The lock for development: every package in one version with hashes, no address, on every system and Python."""

from __future__ import annotations

import os
from importlib.metadata import version

import pytest
from packaging.utils import canonicalize_name

from tests.package.requirement_files import DECLARED, ENVIRONMENTS, LOCK, ROOT, entries

TEXT = LOCK.read_text(encoding="utf-8")
LOCKED = entries(TEXT)
COMMAND = next(line.removeprefix("#").strip() for line in TEXT.splitlines() if "uv pip compile" in line)


def test_it_holds_no_address_and_no_place() -> None:
    assert not [word for word in ("/", "@", "-i ", "--index", "--find-links", "--trusted") if word in TEXT]


@pytest.mark.parametrize("line", [
    "typer==0.28.0\n", "typer>=0.28 --hash=sha256:" + "0" * 64 + "\n", "-i somewhere\n", "typer @ file:///x\n",
    "typer==0.28.0 --hash=md5:" + "0" * 32 + "\n"])
def test_a_line_that_pins_nothing_is_noticed(line: str) -> None:
    with pytest.raises(AssertionError, match="not a pinned package"):
        entries(line)


@pytest.mark.parametrize("environment", ENVIRONMENTS,
                         ids=lambda found: f"{found['sys_platform']}-{found['python_version']}")
def test_it_gives_what_pyproject_asks_for(environment: dict[str, str]) -> None:
    held = [entry for entry in LOCKED if entry.holds(environment)]
    pinned = {entry.name: entry.version for entry in held}
    assert len(pinned) == len(held), "one version of each"
    for wanted in DECLARED:
        if wanted.marker is None or wanted.marker.evaluate(environment):
            assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), wanted


def test_the_command_that_made_it_is_documented() -> None:
    assert COMMAND in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert "--generate-hashes" in COMMAND
    assert "--universal" in COMMAND


@pytest.mark.skipif("CI" not in os.environ, reason="elsewhere one may try other versions")
def test_these_tests_run_with_what_is_locked() -> None:
    here = {entry.name: entry.version for entry in LOCKED if entry.holds()}
    assert {name: version(name) for name in here} == here
