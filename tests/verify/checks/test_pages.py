"""Each check's page: the same headings, and examples that do what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.verify.run import CODES
from tests.verify.checks.tiny import Checked
from tests.verify.checks.tiny import check as check_tiny

PAGES = Path(__file__).parents[3] / "docs" / "checks"


def page(code: str) -> str:
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


def example(code: str, section: str) -> Checked:
    """The examples of one section, put into the tiny rule base."""
    text = page(code).split(f"\n## {section}\n")[1].split("\n## ")[0]
    files = re.findall(r"^```yaml\n# (\w+)\.yaml\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    assert files, "there is no example"
    assert text.count("```") == 2 * len(files), "every example names its file"
    assert len({file for file, _ in files}) == len(files)
    return check_tiny(**dict(files))


def codes(found: Checked) -> set[str]:
    """The codes found; a fault of form counts as `form`."""
    if found.base is None:
        return {"form"}
    return {finding.code for finding in found.report.findings}


@pytest.mark.parametrize("code", CODES)
def test_the_headings_are_always_the_same(code: str) -> None:
    text = page(code)
    assert text.startswith(f"# {code}: ")
    assert re.findall(r"^## (.*)$", text, flags=re.MULTILINE) == ["What", "Avoid", "Prefer", "Why"]
    assert all(part.strip() for part in text.split("\n## "))
    assert max(map(len, (line for line in text.split("\n") if not line.startswith("|")))) <= 120


@pytest.mark.parametrize("code", CODES)
def test_what_to_avoid_is_found_by_this_very_check(code: str) -> None:
    assert code in codes(example(code, "Avoid"))


@pytest.mark.parametrize("code", CODES)
def test_what_to_prefer_is_not_found_by_it(code: str) -> None:
    found = example(code, "Prefer")
    assert found.base is not None, found.screen()
    assert code not in codes(found)


def test_an_example_to_prefer_has_no_other_fault_of_weight() -> None:
    for code in CODES:
        found = example(code, "Prefer")
        assert [finding.message for finding in found.report.findings if finding.severity == "error"] == [], code


def test_the_readme_names_every_outcome_and_severity() -> None:
    text = page("README")
    for word in ("none, proven", "found", "UNKNOWN", "error", "warning", "note", "--strict", "# allow "):
        assert word in text
