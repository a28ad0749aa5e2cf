"""The built-in rules' own tests hold, reach everything, and let no small fault through."""

from __future__ import annotations

import pytest

from advisor.cli.opening.rule_files import RuleFiles, read_rule_files
from advisor.engine.compiled import Compiled
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.model import UNSURE
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.rule_test_files import load_tests
from advisor.verify.rules import every_rule
from advisor.verify.testing.coverage import cover
from advisor.verify.testing.mutate import mutate
from advisor.verify.testing.run_tests import run_tests

FILES = read_rule_files(builtin_folder())
TESTS = load_tests(FILES.folder, FILES.base)


@pytest.fixture(scope="module")
def files() -> RuleFiles:
    return FILES


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
def test_it_holds(files: RuleFiles, compiled: Compiled, test: RuleTest) -> None:
    [result] = run_tests(files.base, [test], lambda: compiled)
    assert (result.status, result.differences) == ("passed", ())


def test_there_are_enough_and_none_is_put_off() -> None:
    assert len(TESTS) >= 120
    assert [test.name for test in TESTS if test.todo] == []


def test_every_question_is_left_not_sure_somewhere(files: RuleFiles) -> None:
    assert set(files.base.questions) == {name for test in TESTS for name, value in test.answers.items()
                                         if value == UNSURE}


def test_every_rule_is_named_by_a_test(files: RuleFiles) -> None:
    named = {rule for test in TESTS for entry in (*(test.expect.fires or ()), *(test.expect.set_up or ()))
             for rule in entry.rules}
    named |= {("warning", name) for test in TESTS for name in test.expect.warnings or ()}
    assert {(rule.kind, rule.id) for rule in every_rule(files.base)} - named == set()


def test_they_reach_every_truth_of_every_condition(files: RuleFiles) -> None:
    found = cover(files.base, files.trees, TESTS)
    missing = [(entry.rule.id, entry.part.path, entry.missing) for entry in found.parts if entry.missing]
    assert missing == []
    assert found.proven
    assert found.percent == 100


def test_no_small_fault_gets_through(files: RuleFiles) -> None:
    found = mutate(files.base, files.trees, TESTS)
    through = [(entry.mutant.rule.id, entry.mutant.path, entry.mutant.text, entry.witness) for entry in found.judged
               if entry.fate in ("survivor", "unknown")]
    assert through == []
    assert found.left_out == 0
    assert len(found.judged) > 1000
