"""What the documents say is true: their two commands, their examples, their picture."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from advisor.report.procedure.procedure import procedures
from advisor.rulebase.files import FILES, builtin_folder
from advisor.rulebase.load import load

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_there_is_an_example_for_support_and_for_scripts() -> None:
    assert re.search(r"^\$ advisor .*--format ticket", README, flags=re.MULTILINE)
    assert re.search(r"^\$ advisor .*--format json", README, flags=re.MULTILINE)


def test_there_is_an_example_for_each_change() -> None:
    page = (ROOT / "docs" / "how-to" / "switch.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\$ advisor switch ([a-z-]+)", page, flags=re.MULTILINE)) == {
        known.id for known in procedures(load(builtin_folder() / "switching"))}


def test_the_two_commands_are_single_lines_that_set_everything_up() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv")]
    assert len(lines) == 2
    assert lines[0].endswith("/advisor")
    assert lines[1].endswith("-m pytest")
    assert lines[1] in CONTRIBUTING


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
