"""form: the screen, and a page that describes every refusal there is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor import rulebase
from advisor.rulebase.problem import Problem
from advisor.verify.checks.form import CODE, check
from advisor.verify.run import CODES
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import checked as checked_files
from tests.verify.checks.tiny import same_screen, tiny

PAGE = Path(__file__).parents[3] / "docs" / "checks" / "form.md"


def codes() -> Iterator[tuple[str, str]]:
    """Every code that a rule file, or a file of tests, can be refused with, and where."""
    for path in sorted(Path(rulebase.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in ("Problem", "refuse"):
                continue
            words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
            if words:
                yield str(words[0]), f"{path.name}:{node.lineno}"


def described() -> list[str]:
    return re.findall(r"^\| `([a-z0-9-]+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_the_screen_and_the_exit() -> None:
    found = same_screen(CODE)
    assert [finding.code for finding in found.report.findings] == [
        "unknown-question", "unknown-word", "no-source", "missing-key", "unknown-value"]
    assert all(finding.severity == "error" for finding in found.report.findings)
    assert {result.check for result in found.report.unknown()} == set(CODES) - {CODE}
    assert found.report.cases == 0


def test_the_search_finds_the_codes() -> None:
    found = {code for code, _ in codes()}
    assert {"syntax", "unknown-question", "missing-file", "circle", "too-deep", "doubt-unmarked"} <= found
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", code) for code in found), sorted(found)
    assert len(found) > 35


def test_every_refusal_is_described_and_nothing_else() -> None:
    listed = described()
    assert len(listed) == len(set(listed))
    assert set(listed) == {code for code, _ in codes()} - {"no-rules"}


def test_no_refusal_has_the_code_of_a_check() -> None:
    assert not {code for code, _ in codes()} & set(CODES)


def test_files_that_can_be_read_are_no_finding() -> None:
    assert check((), 10).outcome == "proven"
    assert check((Problem("x", "X."),), 10).outcome == "refuted"
    assert check((), 10, 3).scope == "10 files, 3 of them with tests"


def test_a_rule_that_only_tests_miss_is_a_warning() -> None:
    found = check((Problem("unknown-rule", "X."), Problem("stray-file", "X.")), 10)
    assert [finding.severity for finding in found.findings] == ["warning", "error"]


YAML_FAULTS = {
    "tab": ("wet:\n\twhen: always\n", "2:1", "There is a tab here; use spaces."),
    "tab after blanks": ("wet:\n  when: always\n  \ttext: T.\n", "3:3", "There is a tab here; use spaces."),
    "colon in a text": ("wet:\n  text: Remember: take the bus.\n", "2:17",
                        "This text holds a colon and a blank: put it in quotes."),
    "colon in an entry": ("wet:\n  sources: T.1\n    text: T.\n", "3:9",
                          "This line is read as the rest of the text above it, which cannot hold a colon."),
    "another": ("wet: [\n", "2:1", "This is not YAML the advisor can read: "),
}


@pytest.mark.parametrize("name", YAML_FAULTS)
def test_faults_of_yaml_in_plain_words(name: str) -> None:
    text, place, message = YAML_FAULTS[name]
    [finding] = checked_files({**tiny(), "evidence": text}).report.findings
    assert (str(finding.at), finding.message[:len(message)]) == (f"to-town/evidence.yaml:{place}", message)
    assert finding.fix


@pytest.mark.parametrize(("file", "key", "where"), [
    ("constraints", "verdict: walk", "set_up, warnings, steps and invariants"),
    ("evidence", "set_up: umbrella", "set_up, warnings, steps and invariants"),
    ("evidence", "set_up_tag: x", "set_up, warnings, steps and invariants"),
    ("evidence", "warning: sky", "steps and invariants"), ("warnings", "warning: sky", "steps and invariants")])
def test_what_cannot_be_known_yet_is_no_unknown_question(file: str, key: str, where: str) -> None:
    found = check_tiny(**{file: f"late: {{when: {{{key}}}}}\n"}).found("out-of-place")
    assert [finding.message for finding in found] == [f"{key.partition(':')[0]!r} can stand only in {where}."]


def test_a_tag_where_there_is_none() -> None:
    found = check_tiny(steps="late: {when: {set_up_tag: x}}\n").found("unknown-value")
    assert [finding.message for finding in found] == ["No set-up form has a tag."]


def test_all_faults_of_all_files_at_once_with_the_nearest_word() -> None:
    found = check_tiny(evidence="wet: {when: {rain: yess}, speaks_for: bus, strength: strongg, text: T., "
                                "sources: [T.11]}\n",
                       steps="door: {when: {verdict: buss}, order: x, level: must, text: T., sources: [T.1]}\n")
    assert [(finding.code, finding.fix) for finding in found.report.findings] == [
        ("unknown-value", "Did you mean 'yes'?"), ("unknown-word", "Did you mean 'strong'?"),
        ("unknown-claim", "Did you mean 'T.1'? T.1 says: In rain the bus is better."),
            ("unknown-value", "Did you mean 'bus'?"), ("not-a-number", "")]


def test_files_that_are_no_yaml_at_all() -> None:
    texts = {**tiny(), "evidence": "wet: [\n", "steps": "a: \x1b[31mred\n"}
    found = checked_files(texts)
    assert [finding.code for finding in found.report.findings] == ["syntax", "character"]
    assert "\x1b" not in found.screen()
    assert "\\x1b[31mred" in found.screen()
