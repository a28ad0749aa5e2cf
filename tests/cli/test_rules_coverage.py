"""`advisor rules coverage`: what is missing, with a case that would reach it; the threshold; JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from advisor.report.schemas.schema import schema
from advisor.rulebase.load import load
from advisor.verify.testing import coverage as coverage_module
from tests.cli.conftest import Advisor
from tests.cli.rule_tests_folder import TESTS, WRONG, with_tests


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The commute rules with two tests, one of which knows nothing."""
    with_tests(tmp_path, right=TESTS)
    monkeypatch.chdir(tmp_path)
    return "commute"


def block(text: str, name: str) -> list[str]:
    """The lines about one rule."""
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(name))
    return lines[start:lines.index("", start)]


def test_what_is_missing_is_shown_with_a_case_that_reaches_it(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "coverage", "--rules", rules)
    assert (found.err, found.status) == ("", 0)
    # Near is no far, and unknown was met: true is missing. An open line is assumed to run, so it is never unknown.
    assert block(found.out, "wall 'too-far'") == [
        "wall 'too-far' (commute/constraints.yaml:3:1)",
        "  when/distance is never true in a test (commute/constraints.yaml:3:18)",
        "    advisor recommend --rules commute --distance far"]
    assert block(found.out, "wall 'no-bus'") == [
        "wall 'no-bus' (commute/constraints.yaml:1:1)",
        "  when/line is never true in a test (commute/constraints.yaml:1:17)",
        "    advisor recommend --rules commute --line stands"]
    # Light was met, and darkness that is not known; `open` counts as yes for lights.
    assert [line for line in block(found.out, "set-up form 'lights/both'") if "dark" in line] == []
    assert "evidence 'short-way'" in found.out
    assert "warnings marked" not in found.out


def test_figures_add_up(advisor: Advisor, rules: str) -> None:
    document = json.loads(advisor("rules", "coverage", "--rules", rules, "--format", "json").out)
    Draft202012Validator(schema("rules-coverage", load(Path(rules)))).validate(document)
    summary, parts = document["summary"], [part for rule in document["rules"] for part in rule["conditions"]]
    assert summary["possible"] == sum(len(part["possible"]) for part in parts)
    assert summary["reached"] == sum(len(set(part["reached"]) & set(part["possible"])) for part in parts)
    assert summary["percent"] == summary["reached"] * 1000 // summary["possible"] / 10
    assert (summary["tests"], summary["left_out"], summary["proven"]) == (2, 0, True)
    text = advisor("rules", "coverage", "--rules", rules).out
    assert text.splitlines()[-1] == (f"{summary['percent']:g} % of the truths of {len(parts)} conditions are reached "
                                     "by 2 tests.")
    assert text.count("is never ") == sum(len(part["missing"]) for part in parts) > 0
    assert text.count("  advisor recommend ") == text.count("is never ")
    far = next(rule for rule in document["rules"] if rule["rule"] == "too-far")
    assert far["conditions"] == [{
        "path": "when/distance", "file": "commute/constraints.yaml", "line": 3, "column": 18, "proven": True,
        "possible": ["true", "false", "unknown"], "reached": ["false", "unknown"],
        "missing": [{"truth": "true", "witness": {
            "case": {"distance": "far"}, "command": "advisor recommend --rules commute --distance far"}}]}]


@pytest.mark.parametrize(("threshold", "status"), [("0", 0), ("10", 0), ("99", 1), ("100", 1)])
def test_below_the_threshold_is_a_finding(advisor: Advisor, rules: str, threshold: str, status: int) -> None:
    found = advisor("rules", "coverage", "--rules", rules, "--threshold", threshold)
    assert found.status == status
    assert found.out.endswith(f"Asked for: {threshold} %.\n")


def test_tests_that_fail_or_are_marked_todo_do_not_count(advisor: Advisor, tmp_path: Path) -> None:
    folder = with_tests(tmp_path, right=TESTS, wrong=WRONG)
    found = advisor("rules", "coverage", "--rules", str(folder), COLUMNS="200")
    assert "  3 tests that fail or are marked todo do not count.\n" in found.out
    assert "reached by 2 tests." in found.out


def test_rules_that_fire_and_that_nobody_looks_at_are_listed(advisor: Advisor, rules: str) -> None:
    # `near` names pump and the set-up, and judges the verdict; both tests make the step `leave` fire and name it not.
    # `hands-free` moves the verdict, which `near` judges.
    line = "1 rule is reached but named by no test; rules mutate tells whether a test would notice: leave"
    assert f"  {line}\n" in advisor("rules", "coverage", "--rules", rules, COLUMNS="200").out
    document = json.loads(advisor("rules", "coverage", "--rules", rules, "--format", "json").out)
    assert document["summary"]["unjudged"] == [{"kind": "step", "rule": "leave"}]
    path = Path(rules, "tests", "right.yaml")
    path.write_text(TESTS.replace("fires: [short-way, pump]", "fires: [short-way]"))
    found = advisor("rules", "coverage", "--rules", rules, COLUMNS="200").out
    assert "  2 rules are reached but named by no test; " in found
    path.write_text(TESTS.replace("fires: [short-way, pump]", "fires: [pump, leave]"))
    assert "named by no test" not in advisor("rules", "coverage", "--rules", rules, COLUMNS="200").out


def test_beyond_the_bound_it_says_so(advisor: Advisor, rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    limited = coverage_module.cover
    monkeypatch.setattr("advisor.cli.commands.rules_coverage.cover", lambda *given: limited(*given, limit=3))
    found = advisor("rules", "coverage", "--rules", rules, COLUMNS="200")
    assert "it is not known which truths can occur: that is too large to work out. All three are counted." in found.out
    assert "is never true in a test, and whether it can be is not known" in found.out
    document = json.loads(advisor("rules", "coverage", "--rules", rules, "--format", "json").out)
    Draft202012Validator(schema("rules-coverage", load(Path(rules)))).validate(document)
    assert document["summary"]["proven"] is False


def test_forty_columns_are_enough(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "coverage", "--rules", rules, COLUMNS="40")
    assert [line for line in found.out.splitlines() if len(line) > 40 and "  advisor recommend " not in line] == []
    assert found.out.isascii()


def test_without_tests_it_says_how_to_begin(advisor: Advisor, tmp_path: Path) -> None:
    found = advisor("rules", "coverage", "--rules", str(with_tests(tmp_path)))
    assert found.status == 2
    assert "These rules have no tests." in found.err


def test_an_unknown_format_is_refused(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "coverage", "--rules", rules, "--format", "junit")
    assert (found.out, found.status) == ("", 2)
    assert "There is no format 'junit'. Valid: text, json." in found.err
