"""CONTRIBUTING.md is true: each first change is made in a copy of the project, and answers as the page shows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("advisor", "rules", "docs", "tests", "benchmarks", "pyproject.toml", "README.md", "CHANGELOG.md",
          "CONTRIBUTING.md")


class Change(NamedTuple):
    """One of the changes on the page."""

    title: str
    patch: str
    commands: tuple[tuple[str, str], ...]
    """each with what it is said to print"""


def changes() -> list[Change]:
    part = PAGE.split("\n## First changes\n")[1].split("\n## ")[0]
    found = []
    for section in part.split("\n### ")[1:]:
        [patch] = re.findall(r"^```diff\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
        [session] = re.findall(r"^```console\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)
        commands = tuple(re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", session, flags=re.MULTILINE))
        found.append(Change(section.split("\n")[0], patch, commands))
    return found


CHANGES = {change.title: change for change in changes()}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as it stands here, without what is made on the way."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def run(copy: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(copy), "HOME": str(copy), "PATH": "/usr/bin:/bin",
                   "ADVISOR_CACHE": str(copy / "cache"), "ADVISOR_STATE": str(copy / "state")}
    return subprocess.run(words, cwd=copy, env=environment, capture_output=True, text=True, check=False,
                          stdin=subprocess.DEVNULL)


def apply(copy: Path, patch: str) -> None:
    (copy / "change.patch").write_text(patch, encoding="utf-8")
    done = run(copy, "git", "apply", "change.patch")
    assert done.returncode == 0, f"{done.stderr}\nRenew this block of CONTRIBUTING.md from `git diff -U1`."


def expected(text: str) -> re.Pattern[str]:
    """The output as written; a line of three dots is any lines, three dots in a line are any words of it."""
    return re.compile("".join(r"(?:.*\n)*?" if line == "...\n" else re.escape(line).replace(r"\.\.\.", ".*")
                              for line in text.splitlines(keepends=True)))


@pytest.mark.parametrize("title", CHANGES)
def test_a_first_change_does_what_the_page_shows(title: str, copy: Path) -> None:
    change = CHANGES[title]
    apply(copy, change.patch)
    assert change.commands
    for line, shown in change.commands:
        words = shlex.split(line)
        done = run(copy, sys.executable, *(["-m", "advisor", *words[1:]] if words[0] == "advisor" else words[1:]))
        assert expected(shown).fullmatch(done.stdout + done.stderr), f"$ {line}\n{done.stdout}{done.stderr}"
        refused = shown.startswith("advisor: ")
        assert done.returncode == (2 if refused else 0), f"$ {line}\n{done.stdout}{done.stderr}"


def test_there_is_one_for_each_thing_that_is_added_most() -> None:
    assert list(CHANGES) == ["Add a question", "Add a rule", "Add a check", "Add a report format", "Add a mail program"]


ASKED = """
from advisor.engine.compiled import compile_rules
from advisor.interview.interview import Answers, replay
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
base = load(builtin_folder())
answers, compiled = Answers(), compile_rules(base)
while (here := replay(base, compiled, answers, details=True)).question is not None:
    print(here.question)
    answers = answers.with_answer(here.question, base.questions[here.question].value_ids[0])
"""


def test_the_new_question_is_asked(copy: Path) -> None:
    before = run(copy, sys.executable, "-c", ASKED).stdout.split()
    apply(copy, CHANGES["Add a question"].patch)
    [new] = re.findall(r"^\+(\w+):$", CHANGES["Add a question"].patch, flags=re.MULTILINE)
    assert before
    assert new not in before
    assert new in run(copy, sys.executable, "-c", ASKED).stdout.split()


@pytest.mark.parametrize("title", ["Add a question", "Add a rule"])
def test_the_rule_tests_of_a_change_fail_without_its_rule(title: str, copy: Path) -> None:
    apply(copy, CHANGES[title].patch)
    shutil.copy(ROOT / "rules" / "warnings.yaml", copy / "rules" / "warnings.yaml")
    assert run(copy, sys.executable, "-m", "advisor", "rules", "test").returncode in (1, 2)
