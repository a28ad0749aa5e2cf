"""The documents as a reader works through them: files are saved, commands typed, and what appears is compared.

In a page, a ```console block holds commands, typed in a shell, behind `$ `, and below each what appears on the screen,
of both streams. A line of three dots stands for any lines, `[...]` within a line for any text. A block with answers to
numbered questions is typed in a real terminal. A block right after a sentence that ends with "Save this as `FILE`:" or
"to the end of `FILE`:" goes into that file, and "In `FILE` replace `A` with `B`" is done.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
TYPED = re.compile(r"^(Type a number [^\n]*: )(\S+)$", flags=re.MULTILINE)
COMMAND = re.compile(r"^\$ (.*)$", flags=re.MULTILINE)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
STEPS = "...\n"


def pages() -> list[Path]:
    """The README and every page in docs/; decisions are records of their day."""
    found = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [page for page in found if "decisions" not in page.parts]


def name(page: Path) -> str:
    """The page's place in the project, for people."""
    return page.relative_to(ROOT).as_posix()


class Block(NamedTuple):
    """A fenced block, and the text between it and the block before."""

    before: str
    language: str
    body: str


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    end = 0
    for found in FENCE.finditer(text):
        yield Block(text[end:found.start()], found[1], found[2])
        end = found.end()


class Exchange(NamedTuple):
    """A command, and the screen it leaves behind."""

    command: str
    screen: str


def exchanges(body: str) -> list[Exchange]:
    """What is typed in a console block, and what appears; a block that begins with anything else is refused."""
    parts = COMMAND.split(body)
    assert parts[0] == "", f"a console block begins with a command: {parts[0]!r}"
    return [Exchange(command, screen.removeprefix("\n"))
            for command, screen in zip(parts[1::2], parts[2::2], strict=True)]


def expected(screen: str) -> re.Pattern[str]:
    """The screen as written, with what is left out."""
    lines = [r"(?:.*\n)*?" if line == STEPS else re.escape(line).replace(re.escape("[...]"), ".*")
             for line in screen.splitlines(keepends=True)]
    return re.compile("".join(lines))


def edit(block: Block, folder: Path) -> None:
    """Makes the edits that the text before a block asks for, and saves the block where it is to be saved."""
    text = " ".join(block.before.split())
    for file, swaps in re.findall(r"In `([^`]+)` replace ((?:`[^`]+` with `[^`]+`(?: and )?)+)", text):
        content = (folder / file).read_text(encoding="utf-8")
        for old, new in re.findall(r"`([^`]+)` with `([^`]+)`", swaps):
            assert old in content
            content = content.replace(old, new)
        (folder / file).write_text(content, encoding="utf-8")
    target = re.search(r"(?:(to the end of)|Save this as) `([^`]+)`:$", text)
    if target is not None:
        path = folder / target[2]
        old = path.read_text(encoding="utf-8") + "\n" if target[1] else ""
        path.write_text(old + block.body, encoding="utf-8")


class Desk:
    """A folder in which somebody works through a page, with `advisor` at hand."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        tools = folder.parent / f"{folder.name}-tools"
        tools.mkdir()
        folder.mkdir(exist_ok=True)
        advisor = tools / "advisor"
        advisor.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m advisor "$@"\n', encoding="utf-8")
        advisor.chmod(0o755)
        self.variables = {"PATH": f"{tools}:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(tools),
                          "ADVISOR_CACHE": str(cache), "NO_COLOR": "1", "COLUMNS": "80", "LANG": "C.UTF-8",
                          "TERM": "xterm"}
        self.status = 0

    def type(self, exchange: Exchange) -> str:
        """What appears after the command; the status of the one before is in `$?`."""
        if TYPED.search(exchange.screen):
            return self._answer(exchange)
        done = subprocess.run(["bash", "-c", f"(exit {self.status}); {exchange.command}"], cwd=self.folder,
                              env=self.variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=300, check=False)
        self.status = done.returncode
        return done.stdout.decode("utf-8")

    def _answer(self, exchange: Exchange) -> str:
        import pexpect

        child = pexpect.spawn("bash", ["-c", exchange.command], cwd=str(self.folder), env={**self.variables},
                              dimensions=(200, 80), timeout=120, encoding="utf-8")
        seen = ""
        for prompt, typed in TYPED.findall(exchange.screen):
            child.expect_exact(prompt)
            seen += child.before + child.after
            child.sendline(typed)
        child.expect(pexpect.EOF)
        child.close()
        self.status = child.exitstatus
        return str(seen + child.before).replace("\r\n", "\n").rstrip("\n") + "\n"


def work_through(text: str, desk: Desk) -> list[str]:
    """Does what a page says; gives back the commands that were typed. Raises AssertionError where it is not so."""
    typed = []
    for block in blocks(text):
        edit(block, desk.folder)
        if block.language == "console":
            for exchange in exchanges(block.body):
                seen = desk.type(exchange)
                assert expected(exchange.screen).fullmatch(seen), f"$ {exchange.command}\n{seen[:6000]}"
                typed.append(exchange.command)
    return typed
