"""What the documents say is true: their examples run, their tables agree with the program."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.cli.line.rules_group import COMMANDS
from advisor.cli.status import Status
from advisor.report.procedure.procedure import procedures
from advisor.rulebase.files import FILES, builtin_folder
from advisor.rulebase.load import load

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    return re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)


# An inspection needs a mail server: tests/inspect runs it.
EXAMPLES = [line for block in blocks(README) for line in block.splitlines()
            if line.startswith("advisor ") and not line.startswith("advisor inspect ")]


def test_there_is_an_example_for_support_and_for_scripts() -> None:
    assert any("--format ticket" in line for line in EXAMPLES)
    assert any("--format json" in line for line in EXAMPLES)


def test_there_is_an_example_for_each_change() -> None:
    named = {line.split()[2] for line in EXAMPLES if line.startswith("advisor switch ")}
    assert named == {known.id for known in procedures(load(builtin_folder() / "switching"))}


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_of_the_readme_runs(line: str, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("devices: several\n")
    (tmp_path / "mailboxes.csv").write_text("id,devices\n1,several\n")
    words = shlex.split(line)
    done = subprocess.run([sys.executable, "-m", "advisor", *words[1:]], cwd=tmp_path, capture_output=True, text=True,
                          env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ("advisor: 1 rows = 1 verdicts + 0 rejected.\n" if words[1] == "batch" else "") \
        or "--summary" in words
    assert done.stdout or any(path.name == words[-1] for path in tmp_path.iterdir())


def test_the_two_commands_are_single_lines_that_set_everything_up() -> None:
    lines = [line for block in blocks(README) for line in block.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith("/advisor")
    assert lines[1].endswith("-m pytest")
    assert lines[1] in CONTRIBUTING


def test_the_table_of_exit_statuses_is_complete() -> None:
    assert set(map(int, re.findall(r"^\| (\d+) \|", README, flags=re.MULTILINE))) == {int(status) for status in Status}


def test_every_option_that_the_readme_names_exists() -> None:
    page = "".join(subprocess.run([sys.executable, "-m", "advisor", *command, "--help"], capture_output=True, text=True,
                                  env={"PYTHONPATH": str(ROOT), "ADVISOR_CACHE": ""}, check=True).stdout
                   for command in ([], ["recommend"], ["compare"], ["schema"], ["diagnose"], ["replay"], ["switch"],
                                   ["inspect"], ["batch"], *(["rules", name] for name in COMMANDS)))
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) - {"--quiet", "--no-install-recommends"}:
        assert re.search(rf"(?<![\w-]){option}(?![\w-])", page), option


def test_every_rule_file_is_described() -> None:
    described = set(re.findall(r"^\| `(\w+)\.yaml` \|", (ROOT / "docs/rule-files.md").read_text(), flags=re.MULTILINE))
    assert described == set(FILES)
    assert {path.stem for path in (ROOT / "rules").glob("*.yaml")} == set(FILES)


def words(picture: str) -> str:
    """What can be read in the picture; how it is drawn is rich's own business."""
    return "".join("".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture)).replace("&#160;", " ").split())


def test_the_picture_in_the_readme_is_what_the_program_shows_now() -> None:
    spec = importlib.util.spec_from_file_location("make_screen", ROOT / "docs" / "make_screen.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept = (ROOT / "docs" / "screen.svg").read_text(encoding="utf-8")
    assert words(module.screen()) == words(kept), "draw it anew: python docs/make_screen.py"
    assert "url(" not in kept.replace("url(#", "")  # nothing is fetched when it is looked at


@pytest.mark.parametrize("page", [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"],
                         ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    told = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)\)", told):
        assert "://" in target or (page.parent / target).exists(), target
