"""A rules folder as a whole: missing statements, files that nothing reads, and the tests beside the rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from advisor.rulebase.files import builtin_folder
from tests.cli.conftest import Advisor
from tests.cli.rule_tests_folder import TESTS, WRONG, with_tests

LOST = TESTS + """\
lost:
  story: It names a rule that was deleted.
  answers: {distance: far}
  expect: {fires: [too-far, storm]}
  because: [W1.1]
"""


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The commute rules with two tests, named as a person would name them."""
    with_tests(tmp_path, right=TESTS)
    monkeypatch.chdir(tmp_path)
    return Path("commute")


def findings(advisor: Advisor, rules: Path) -> list[tuple[str, str, str, str]]:
    """Code, severity, place and fix of each fault of form; the other checks are run all the same."""
    document = json.loads(advisor("rules", "check", "--rules", str(rules), "--format", "json").out)
    assert document["rule_base"]["sha256"]
    assert [entry["check"] for entry in document["checks"] if entry["outcome"] == "unknown"] in ([], ["invariant"])
    count = document["checks"][0]["findings"]
    of_form = [entry for entry in document["findings"] if entry["code"] in FORM]
    assert len(of_form) == count
    return [(entry["code"], entry["severity"], entry["where"], entry["fix"]) for entry in of_form]


FORM = {"stray-file", "no-statements", "unknown-rule", "duplicate-test", "unknown-question", "syntax", "wrong-ending"}


@pytest.mark.parametrize(("content", "where"), [
    (None, "commute/invariants.yaml"), ("", "commute/invariants.yaml:1:1"), ("# none\n", "commute/invariants.yaml:1:1"),
    ("{}\n", "commute/invariants.yaml:1:1")])
def test_without_statements_nothing_is_proven(advisor: Advisor, rules: Path, content: str | None, where: str) -> None:
    (rules / "invariants.yaml").unlink()
    if content is not None:
        (rules / "invariants.yaml").write_text(content)
    [(code, severity, place, fix)] = findings(advisor, rules)
    assert (code, severity, place) == ("no-statements", "error", where)
    assert "from the built-in rules" in fix
    found = advisor("rules", "check", "--rules", str(rules), COLUMNS="200")
    assert found.status == 1
    assert "Without statements nothing about safety is proven." in found.out
    assert "invariant           UNKNOWN: there is no statement to prove" in found.out
    assert advisor("recommend", "--rules", str(rules), "--distance", "near").status == 0


STRAYS = {
    "wrong ending": ("invariants.yml", ["stray-file", "commute/invariants.yml",
                                        "invariants.yaml is there already: move into it what belongs there, and "
                                        "remove this file."]),
    "misspelt": ("glosary.yaml", ["stray-file", "commute/glosary.yaml", "Rename glosary.yaml to glossary.yaml."]),
    "capitals": ("Glossary.YAML", ["stray-file", "commute/Glossary.YAML", "Rename Glossary.YAML to glossary.yaml."]),
    "short": ("warning.yaml", ["stray-file", "commute/warning.yaml", "warnings.yaml is there already: move into it "
                               "what belongs there, and remove this file."]),
    "unknown": ("holidays.yaml", ["stray-file", "commute/holidays.yaml",
                                  "Move it away, or give it the name of a rule file: rulebase, claims, questions, "
                                  "constraints, evidence, set_up, warnings, steps, comparison, glossary, diagnosis, "
                                  "invariants, clients, providers, measurements."]),
    "not for us": ("notes.txt", []), "hidden": (".warnings.yaml", []), "about it": ("README.md", []),
    "kept order": ("best_order.json", []), "editor": (".vscode/a.yaml", []), "schemas": ("schemas/a.yaml", []),
    "other rules": ("old/rulebase.yaml", []), "a test": ("tests/deep/notes.txt", []),
    "misspelt folder": ("test/a.yaml", ["stray-file", "commute/test", "Move its files to tests."]),
}


@pytest.mark.parametrize(("name", "expected"), STRAYS.values(), ids=STRAYS)
def test_what_nothing_reads_is_said(advisor: Advisor, rules: Path, name: str, expected: list[str]) -> None:
    (rules / name).parent.mkdir(parents=True, exist_ok=True)
    (rules / name).write_text("")
    found = findings(advisor, rules)
    assert [[code, where, fix] for code, _, where, fix in found] == ([expected] if expected else [])
    assert advisor("rules", "check", "--rules", str(rules)).status == int(bool(expected))
    assert advisor("recommend", "--rules", str(rules)).status == 0


@pytest.mark.parametrize(("file", "twin"), [("steps", "steps.yml"), ("warnings", "warning.yaml")])
def test_a_missing_file_with_a_twin_is_to_be_renamed(advisor: Advisor, rules: Path, file: str, twin: str) -> None:
    (rules / f"{file}.yaml").rename(rules / twin)
    for command in (["recommend"], ["rules", "check"]):
        found = advisor(*command, "--rules", str(rules), COLUMNS="200")
        said = found.out + found.err
        assert said.count(f"Rename {twin} to {file}.yaml.") == 1
        assert "No rule file has this name" not in said
        assert "Copy it" not in said


def test_statements_with_another_ending_are_to_be_renamed(advisor: Advisor, rules: Path) -> None:
    (rules / "invariants.yaml").rename(rules / "invariants.yml")
    assert findings(advisor, rules) == [
        ("no-statements", "error", "commute/invariants.yaml", "Rename invariants.yml to invariants.yaml.")]


def test_tests_in_subfolders_are_run(advisor: Advisor, rules: Path) -> None:
    deep = rules / "tests" / "b" / "c"
    deep.mkdir(parents=True)
    (deep / "a.yaml").write_text(WRONG)
    (rules / "tests" / "b" / "again.yaml").write_text(TESTS.replace("near:", "close:").replace("nothing k", "unk"))
    (deep / "loop").symlink_to(rules.absolute() / "tests", target_is_directory=True)
    found = json.loads(advisor("rules", "test", "--rules", str(rules), "--format", "json").out)
    assert [(entry["name"], entry["file"]) for entry in found["tests"]] == [
        ("close", "commute/tests/b/again.yaml"), ("unknown", "commute/tests/b/again.yaml"),
        *((name, "commute/tests/b/c/a.yaml") for name in ("wrong", "later", "held")),
        *((name, "commute/tests/right.yaml") for name in ("near", "nothing known"))]
    assert "form                none, proven: 12 files, 3 of them with tests" in advisor(
        "rules", "check", "--rules", str(rules), COLUMNS="200").out


def test_a_name_stands_once_in_all_folders(advisor: Advisor, rules: Path) -> None:
    (rules / "tests" / "sub").mkdir()
    (rules / "tests" / "sub" / "a.yaml").write_text(TESTS)
    found = advisor("rules", "test", "--rules", str(rules))
    assert found.status == 2
    assert "There is already a test 'near'. It stands at commute/tests/right.yaml:1:1" in found.err


@pytest.mark.parametrize(("name", "content", "code", "where"), [
    ("bad.yaml", "near: [", "syntax", "commute/tests/bad.yaml:2:1"),
    ("bad.yaml", TESTS, "duplicate-test", ""),
    ("bad.yml", "", "wrong-ending", "commute/tests/bad.yml")])
def test_the_check_reads_the_tests_too(advisor: Advisor, rules: Path, name: str, content: str, code: str,
                                       where: str) -> None:
    (rules / "tests" / name).write_text(content)
    found = findings(advisor, rules)
    assert {entry[0] for entry in found} == {code}
    assert where in ("", found[0][2])
    outcome = advisor("rules", "check", "--rules", str(rules), COLUMNS="100")
    assert outcome.status == 1
    if name == "bad.yaml" and content != TESTS:
        (rules / "tests" / name).write_text(
            "x: {story: S., answers: {far: near}, expect: {verdict: bus}, because: [a]}")
        shown = advisor("rules", "check", "--rules", str(rules), COLUMNS="100").out
        assert "  1 | x: {story: S., answers: {far: near}" in shown


def test_tests_are_parsed_even_where_the_rules_cannot_be_read(advisor: Advisor, rules: Path) -> None:
    (rules / "tests" / "bad.yaml").write_text("near: [")
    (rules / "steps.yaml").unlink()
    document: dict[str, Any] = json.loads(advisor("rules", "check", "--rules", str(rules), "--format", "json").out)
    assert [entry["code"] for entry in document["findings"]] == ["missing-file", "syntax"]
    assert document["rule_base"] == "unknown"


def test_a_test_of_a_deleted_rule_fails_alone(advisor: Advisor, rules: Path) -> None:
    (rules / "tests" / "right.yaml").write_text(LOST)
    found = advisor("rules", "test", "--rules", str(rules))
    assert (found.err, found.status) == ("", 1)
    assert found.out == """\
FAIL: lost (commute/tests/right.yaml:11:1)
  It names a rule that was deleted.
  answers: distance: far
  There is no rule 'storm' any more. (commute/tests/right.yaml:14:29)
    Bring it back, or take it out of this test.
  fired, wall: too-far
  fired, step: leave
  because: W1.1
  advisor recommend --rules commute --distance far

3 tests: 2 passed, 1 failed.
"""
    assert findings(advisor, rules) == [("unknown-rule", "warning", "commute/tests/right.yaml:14:29",
                                         "Bring it back, or take it out of this test.")]
    assert advisor("rules", "check", "--rules", str(rules)).status == 0
    document = json.loads(advisor("rules", "test", "--rules", str(rules), "--format", "json").out)
    assert [entry["gone"] for entry in document["tests"]] == [[], [], [{
        "what": "fires", "word": "storm", "message": "There is no rule 'storm' any more.",
        "fix": "Bring it back, or take it out of this test.", "file": "commute/tests/right.yaml", "line": 14,
        "column": 29}]]
    assert "message=\"There is no rule 'storm' any more.\"" in advisor(
        "rules", "test", "--rules", str(rules), "--format", "junit").out


def test_the_other_commands_do_without_such_tests(advisor: Advisor, rules: Path) -> None:
    (rules / "tests" / "right.yaml").write_text(LOST)
    assert "1 tests that fail or are marked todo" in advisor("rules", "coverage", "--rules", str(rules)).out.replace(
        "1 test that fails or is", "1 tests that fail or are")
    ordered = advisor("rules", "order", "--rules", str(rules))
    assert (ordered.err, ordered.status) == ("", 0)
    (rules / "tests" / "right.yaml").write_text(TESTS)
    assert advisor("rules", "order", "--rules", str(rules)).out == ordered.out


def test_a_deleted_built_in_rule(advisor: Advisor, tmp_path: Path) -> None:
    """A rule with its three lines and all: the tests that name it fail, all others run."""
    shutil.copytree(builtin_folder(), tmp_path / "mine")
    evidence = tmp_path / "mine" / "evidence.yaml"
    before, _, after = evidence.read_text().partition("\none-device:\n")
    assert after
    evidence.write_text(before + "\n" + after[after.index("\n\n"):])
    found = advisor("rules", "test", "--rules", str(tmp_path / "mine"), "--format", "json")
    document = json.loads(found.out)
    assert found.status == 1
    lost = [entry for entry in document["tests"] if entry["gone"]]
    assert lost
    assert {entry["status"] for entry in lost} <= {"failed", "todo"}
    assert document["summary"]["passed"] > 100


def test_a_claim_that_is_gone_is_not_mixed_up_with_its_neighbour(advisor: Advisor, rules: Path) -> None:
    claims = rules / "claims.yaml"
    claims.write_text(claims.read_text().replace("  W1.2:", "  W1.22:"))
    err = advisor("recommend", "--rules", str(rules)).err
    assert "There is no claim 'W1.2'. Did you mean 'W1.22'? W1.22 says: " in err
