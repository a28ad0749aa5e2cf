"""Every page is true: what it tells a reader to save and to type is saved and typed, and what it shows appears."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.package.pages import Desk, blocks, exchanges, expected, name, pages, work_through

WITH_COMMANDS = [page for page in pages() if "```console" in page.read_text(encoding="utf-8")]
NEEDS_A_SERVER = re.compile(r"(python3 -m )?advisor (inspect|--inspect) .*")
"""What stands in a block without what appears: tests/inspect runs it, on a mail server of its own."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name)
def test_what_a_page_shows_is_what_appears(page: Path, tmp_path: Path, cache: Path) -> None:
    text = page.read_text(encoding="utf-8")
    typed = work_through(text, Desk(tmp_path / "desk", cache))
    assert len(typed) == len(re.findall(r"^\$ ", text, flags=re.MULTILINE))


@pytest.mark.parametrize("page", pages(), ids=name)
def test_every_command_of_a_page_is_typed_by_a_test(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert all(exchanges(block.body) for block in blocks(text) if block.language == "console")
    rest = re.sub(r"^```console\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"^ *\$ .*", rest, flags=re.MULTILINE) == [], "a command outside of a console block"
    for line in re.findall(r"^ *((?:[\w./]+/)?advisor .*)$", "".join(block.body for block in blocks(rest)),
                           flags=re.MULTILINE):
        assert NEEDS_A_SERVER.fullmatch(line), f"{line}: show it in a console block, with what appears"


def test_a_page_that_is_not_so_is_found(tmp_path: Path, cache: Path) -> None:
    desk = Desk(tmp_path / "desk", cache)
    assert work_through("Save this as `a.txt`:\n\n```text\none\n```\n\n```console\n$ cat a.txt\none\n$ false\n"
                        "$ echo $?\n1\n```\n", desk) == ["cat a.txt", "false", "echo $?"]
    with pytest.raises(AssertionError, match="one"):
        work_through("```console\n$ cat a.txt\ntwo\n```\n", desk)
    with pytest.raises(AssertionError):
        work_through("```console\ntwo\n```\n", desk)
    assert expected("a\n...\nz [...].\n").fullmatch("a\nb\nc\nz 1.\n")
    assert not expected("a\n...\nz\n").fullmatch("a\nb\n")
    assert not expected("a\n").fullmatch("a\nb\n")
