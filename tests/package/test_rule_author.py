"""docs/rule-author.md names every command for the author; that what it shows is so, test_pages.py says."""

from __future__ import annotations

from pathlib import Path

PAGE = (Path(__file__).parent.parent.parent / "docs" / "rule-author.md").read_text(encoding="utf-8")


def test_every_command_for_the_author_is_on_the_page() -> None:
    from advisor.cli.line.rules_group import COMMANDS

    assert {name for name in COMMANDS if f"advisor rules {name}" not in PAGE} == set()
