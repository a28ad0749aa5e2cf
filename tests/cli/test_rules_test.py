"""`advisor rules test`: exact screens, three formats, names that select, and every way to fail."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from advisor.report.schemas.schema import schema
from advisor.rulebase.load import load
from tests.cli.conftest import Advisor
from tests.cli.rule_tests_folder import TESTS, WRONG, with_tests


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two files of tests beside the commute rules, named as a person would name them."""
    with_tests(tmp_path, right=TESTS, wrong=WRONG)
    monkeypatch.chdir(tmp_path)
    return "commute"


SCREEN = """\
FAIL: wrong (commute/tests/wrong.yaml:1:1)
  A cello on an icy street, at night.
  answers: luggage: heavy, street: icy, line: stands
  verdict (commute/tests/wrong.yaml:6:5)
    expected: bus
    found:    car
  warnings (commute/tests/wrong.yaml:7:5)
    expected: heavy-load
    found:    ice-ahead
  fires (commute/tests/wrong.yaml:8:5)
    did not fire, and must: tie-down
  silent (commute/tests/wrong.yaml:9:5)
    fired, and must not: leave
  fired, wall: no-bus, ice
  fired, evidence: much-to-carry
  fired, warning: ice-ahead
  fired, step: leave
  because: W1.2; wall 1
  decided: The program is right.
  advisor recommend --rules commute --luggage heavy --line stands --street icy

todo: later (commute/tests/wrong.yaml:12:1)
  Some day.
  todo: no car yet
  answers: none
  verdict (commute/tests/wrong.yaml:15:12)
    expected: car
    found:    bus
  fired, step: leave
  because: W1.2
  advisor recommend --rules commute

todo passes: held (commute/tests/wrong.yaml:18:1)
  Already so.
  It holds now: remove 'todo'.
  todo: was not so

5 tests: 2 passed, 1 failed, 2 todo.
"""


def test_a_failure_is_told_in_full(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "test", "--rules", rules)
    assert (found.out, found.err, found.status) == (SCREEN, "", 1)


def test_the_line_shown_replays_the_case(advisor: Advisor, rules: str) -> None:
    line = next(line for line in SCREEN.splitlines() if "--luggage" in line)
    assert rules in line
    found = advisor(*line.split()[1:], "--format", "json")
    assert json.loads(found.out)["verdict"]["protocol"] == "car"


def test_all_well(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "test", "--rules", rules, "near", "nothing*")
    assert (found.out, found.err, found.status) == ("2 of 5 tests: 2 passed.\n", "", 0)
    assert advisor("rules", "test", "--rules", rules, "later").status == 0  # a todo never fails


def test_forty_columns_are_enough(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "test", "--rules", rules, COLUMNS="40")
    assert [line for line in found.out.splitlines() if len(line) > 40 and not line.startswith("  advisor ")] == []
    assert found.out.isascii()


@pytest.mark.parametrize(("names", "message"), [
    (["wrogn"], "No test is called 'wrogn' or like it. Did you mean 'wrong'?"),
    (["near", "zzz*"], "No test is called 'zzz*' or like it. Valid: near, nothing known, wrong, later, held.")])
def test_a_name_that_means_nothing_is_refused(advisor: Advisor, rules: str, names: list[str], message: str) -> None:
    found = advisor("rules", "test", "--rules", rules, *names)
    assert (found.out, found.err, found.status) == ("", f"advisor: {message}\n", 2)


def test_without_tests_it_says_how_to_begin(advisor: Advisor, tmp_path: Path) -> None:
    folder = with_tests(tmp_path)
    found = advisor("rules", "test", "--rules", str(folder))
    assert found.status == 2
    assert "These rules have no tests. Begin with a file tests/first.yaml beside them" in found.err
    example = found.err[found.err.index("'first:") + 1:found.err.rindex("'")]
    (folder / "tests" / "first.yaml").write_text(example)
    again = advisor("rules", "test", "--rules", str(folder))
    assert again.err == ""
    assert again.out.endswith("1 test: 0 passed, 1 failed.\n")  # what it expects was never meant to be right


@pytest.mark.parametrize(("name", "content", "message"), [
    ("bad.yaml", b"near: [", "commute/tests/bad.yaml:2:1: This is not YAML"),
    ("bad.yaml", b"n\xff: {}", "commute/tests/bad.yaml:1:2: This is not UTF-8 text."),
    ("bad.yaml", b"near: {}", "commute/tests/bad.yaml:1:1: test 'near' lacks 'story', 'answers', 'expect', 'because'."),
    ("bad.yaml", b"x: {answers: {far: near}}", "commute/tests/bad.yaml:1:15: There is no question 'far'."),
    ("bad.yml", b"", "A file with tests ends in '.yaml'. Rename it to bad.yaml, or move it away.")])
def test_a_faulty_file_is_refused(advisor: Advisor, rules: str, name: str, content: bytes, message: str) -> None:
    Path(rules, "tests", name).write_bytes(content)
    found = advisor("rules", "test", "--rules", rules)
    assert (found.out, found.status) == ("", 2)
    assert message in found.err


def test_faults_can_be_had_as_json(advisor: Advisor, rules: str) -> None:
    Path(rules, "tests", "bad.yaml").write_text("x: {answers: {far: near}, story: ''}")
    found = advisor("rules", "test", "--rules", rules, "--format", "json")
    assert {error["code"] for error in json.loads(found.err)["errors"]} == {
        "unknown-question", "missing-key", "empty-text"}


def test_json(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "test", "--rules", rules, "--format", "json")
    document = json.loads(found.out)
    Draft202012Validator(schema("rules-test", load(Path(rules)))).validate(document)
    assert found.status == 1
    assert document["summary"] == {"tests": 5, "of": 5, "passed": 2, "failed": 1, "todo": 1, "todo_passes": 1}
    wrong = next(test for test in document["tests"] if test["name"] == "wrong")
    assert [entry["what"] for entry in wrong["differences"]] == ["verdict", "warnings", "fires", "silent"]
    assert wrong["differences"][1] == {
        "what": "warnings", "expected": ["heavy-load"], "found": ["ice-ahead"], "missing": ["heavy-load"],
        "surplus": ["ice-ahead"], "file": "commute/tests/wrong.yaml", "line": 7, "column": 5}
    assert (wrong["because"], wrong["decided"], wrong["todo"]) == (["W1.2", "wall 1"], "The program is right.", None)


def test_junit(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "test", "--rules", rules, "--format", "junit")
    root = ElementTree.fromstring(found.out)
    assert (root.tag, root.get("tests"), root.get("failures"), root.get("skipped")) == ("testsuites", "5", "1", "2")
    assert [suite.get("name") for suite in root] == ["commute/tests/right.yaml", "commute/tests/wrong.yaml"]
    cases = {case.get("name"): [child.tag for child in case] for case in root.iter("testcase")}
    assert cases == {"near": [], "nothing known": [], "wrong": ["failure"], "later": ["skipped"], "held": ["skipped"]}
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("message") == "not as expected: verdict, warnings, fires, silent"
    assert "commute/tests/wrong.yaml:6:5: verdict: expected bus; found car" in str(failure.text)
    assert found.status == 1


def test_junit_holds_nothing_that_xml_cannot(advisor: Advisor, tmp_path: Path) -> None:
    quoted = TESTS.replace("nothing known:", '"<&\\"\'>":').replace("by_default: yes", "by_default: no")
    folder = with_tests(tmp_path, right=quoted.replace("Nothing", "N\u00f6thing"))
    found = advisor("rules", "test", "--rules", str(folder), "--format", "junit")
    assert [case.get("name") for case in ElementTree.fromstring(found.out).iter("testcase")] == ["near", "<&\"'>"]
    (folder / "tests" / "right.yaml").write_text(quoted.replace("<&", "<&\u202e"), encoding="utf-8")
    assert "cannot be the name of a test" in advisor("rules", "test", "--rules", str(folder)).err


def test_an_unknown_format_is_refused(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "test", "--rules", rules, "--format", "junti")
    assert found.status == 2
    assert "Did you mean 'junit'? Valid: text, json, junit." in found.err


def test_it_can_go_to_a_file(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "test", "--rules", rules, "--output", "out.txt")
    assert (found.out, found.status) == ("", 1)
    assert Path("out.txt").read_text() == SCREEN
