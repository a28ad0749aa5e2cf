"""docs/rule-author.md is true: every edit is made, every command is run, every line of output is compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cli.conftest import Advisor, advisor  # noqa: F401 - a fixture

PAGE = (Path(__file__).parent.parent.parent / "docs" / "rule-author.md").read_text(encoding="utf-8")


class Block(NamedTuple):
    """A fenced block, and the text between it and the block before."""

    before: str
    language: str
    body: str


def blocks() -> Iterator[Block]:
    parts = re.split(r"^```(\w*)\n(.*?)^```\n", PAGE, flags=re.MULTILINE | re.DOTALL)
    for number in range(1, len(parts), 3):
        yield Block(parts[number - 1], parts[number], parts[number + 1])


def edit(block: Block) -> None:
    """Makes the edits that the text asks for."""
    text = " ".join(block.before.split())
    for file, swaps in re.findall(r"In `([^`]+)` replace ((?:`[^`]+` with `[^`]+`(?: and )?)+)", text):
        content = Path(file).read_text(encoding="utf-8")
        for old, new in re.findall(r"`([^`]+)` with `([^`]+)`", swaps):
            assert old in content
            content = content.replace(old, new)
        Path(file).write_text(content, encoding="utf-8")
    if block.language == "yaml":
        target = re.search(r"(?:to the end of|Save this as) `([^`]+)`:$", text)
        assert target is not None, text[-80:]
        path = Path(target[1])
        old = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
        path.write_text(old + block.body, encoding="utf-8")


def expected(body: str) -> re.Pattern[str]:
    """The output as written; a line of three dots stands for any lines."""
    return re.compile("".join(r"(?:.*\n)*?" if line == "...\n" else re.escape(line)
                              for line in body.splitlines(keepends=True)))


def test_everything_on_the_page_is_so(advisor: Advisor, tmp_path: Path,  # noqa: F811
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = []
    for block in blocks():
        edit(block)
        if block.language == "console":
            command, _, output = block.body.partition("\n")
            assert command.startswith("$ advisor ")
            found = advisor(*shlex.split(command)[2:], COLUMNS="80")
            assert found.err == "", command
            assert expected(output).fullmatch(found.out), f"{command}\n{found.out[:3000]}"
            ran.append(command)
    assert len(ran) >= 8


def test_every_command_for_the_author_is_on_the_page() -> None:
    from advisor.cli.line.rules_group import COMMANDS

    assert {name for name in COMMANDS if f"advisor rules {name}" not in PAGE} == set()


def test_a_page_that_is_not_so_would_be_found() -> None:
    assert expected("a\n...\nz\n").fullmatch("a\nb\nc\nz\n")
    assert not expected("a\n...\nz\n").fullmatch("a\nb\n")
    assert not expected("a\n").fullmatch("a\nb\n")
