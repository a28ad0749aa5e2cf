"""File, code, registry, test and page of a check share one name; severities and exits are as the pages say."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from advisor.verify import checks
from advisor.verify.run import CHECKS, CODES
from tests.verify.checks.tiny import BAD, bad, same_text
from tests.verify.checks.tiny import check as check_tiny

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "docs" / "checks"
ROW = re.compile(r"^\| \[`([a-z-]+)`\]\(([a-z-]+)\.md\) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def table() -> dict[str, tuple[str, ...]]:
    """The rows of the table in README.md, by code."""
    return {row[0]: row[1:] for row in ROW.findall((PAGES / "README.md").read_text(encoding="utf-8"))}


def test_one_name_for_everything() -> None:
    modules = {path.stem for path in Path(checks.__file__).parent.glob("*.py")} - {"__init__"}
    assert modules == {code.replace("-", "_") for code in CODES}
    assert len(CODES) == len(set(CODES))
    for code in CODES:
        module = importlib.import_module(f"advisor.verify.checks.{code.replace('-', '_')}")
        assert code == module.CODE
        assert module.__doc__.startswith(f"{code}: ")
        if code in CHECKS:
            assert CHECKS[code] is module.check
        assert (Path(__file__).parent / f"test_{code.replace('-', '_')}.py").is_file()
        assert (BAD / code / "expected.txt").is_file()
    assert {path.name for path in BAD.iterdir()} == {*CODES, "base"}
    assert {path.stem for path in PAGES.glob("*.md")} == {*CODES, "README"}


def test_the_tiny_rule_base_is_faultless() -> None:
    found = check_tiny()
    assert found.report.findings == []
    assert {result.outcome for result in found.report.results} == {"proven"}
    assert [result.check for result in found.report.results] == list(CODES)
    same_text(found.screen(), BAD / "base" / "expected.txt")  # the one screen with a line for every check


def test_the_table_names_every_check_once_with_its_own_page() -> None:
    rows = table()
    assert list(rows) == list(CODES)
    assert all(row[0] == code for code, row in rows.items())


@pytest.mark.parametrize("code", CODES)
def test_the_severity_is_the_one_in_the_table(code: str) -> None:
    severities = {finding.severity for finding in bad(code).report.findings}
    told = table()[code][2]
    assert severities <= set(re.findall("error|warning|note", told))
    if "," not in told:
        assert severities == {told}


@pytest.mark.parametrize("code", CODES)
def test_the_table_says_what_can_be_silenced(code: str) -> None:
    from advisor.verify.checks.silence import NEVER_SILENT

    assert table()[code][3].startswith("no" if code in NEVER_SILENT else "yes")


@pytest.mark.parametrize("code", CODES)
def test_every_finding_has_a_place_and_says_what_to_do(code: str) -> None:
    for finding in bad(code).report.findings:
        assert finding.at is not None
        assert finding.fix
        assert finding.message.endswith(".")
