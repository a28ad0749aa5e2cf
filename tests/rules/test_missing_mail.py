"""The rules about missing mail: checked, tested, every cause reachable, every pair told apart or listed."""

from __future__ import annotations

from itertools import combinations

import pytest

from advisor.cli.rules_source import read_rule_files
from advisor.engine.compiled import Compiled, compile_rules
from advisor.rulebase.condition import OPEN, All, AnswerIs
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.rule_test_files import load_tests
from advisor.verify.bench import Bench
from advisor.verify.run import Report, run_checks
from advisor.verify.testing.run_tests import run_tests

FILES = read_rule_files(builtin_folder() / "missing-mail")
TESTS = load_tests(FILES.folder, FILES.base)
MAIN = load(builtin_folder())


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return FILES.base


@pytest.fixture(scope="module")
def compiled(base: RuleBase) -> Compiled:
    return compile_rules(base)


@pytest.fixture(scope="module")
def report(base: RuleBase) -> Report:
    return run_checks(Bench(base, FILES.trees), {})


def test_every_check_comes_to_an_end_and_finds_nothing_of_weight(report: Report) -> None:
    assert report.unknown() == []
    assert {finding.code for finding in report.findings} <= {"gap"}


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
def test_it_holds(base: RuleBase, compiled: Compiled, test: RuleTest) -> None:
    [result] = run_tests(base, [test], lambda: compiled)
    assert (result.status, result.differences) == ("passed", ())


def fits(base: RuleBase, cause: str) -> dict[str, frozenset[str]]:
    when = base.warnings[cause].when
    parts = when.parts if isinstance(when, All) else (when,)
    return {part.question: part.values for part in parts if isinstance(part, AnswerIs)}


def test_a_cause_is_a_plain_list_of_the_answers_that_fit_it(base: RuleBase) -> None:
    """So that an answer that is not known never excludes one, and every exclusion can be named."""
    for cause, entry in base.warnings.items():
        parts = entry.when.parts if isinstance(entry.when, All) else (entry.when,)
        assert all(isinstance(part, AnswerIs) for part in parts), cause
        assert all(OPEN in values for values in fits(base, cause).values()), cause
        assert all(values - {OPEN} for values in fits(base, cause).values()), cause  # and no test excludes it alone


def test_no_two_causes_are_the_same_and_some_test_tells_every_pair_apart(base: RuleBase) -> None:
    for first, second in combinations(base.warnings, 2):
        one, other = fits(base, first), fits(base, second)
        apart = [name for name, question in base.questions.items()
                 if one.get(name, frozenset(question.value_ids)) - {OPEN}
                 != other.get(name, frozenset(question.value_ids)) - {OPEN}]
        assert apart, (first, second)


def test_what_is_confirmed_is_a_cause(base: RuleBase) -> None:
    assert {form.id.partition("/")[2] for form in base.forms.values()} <= set(base.warnings)
    assert len({form.item for form in base.forms.values()}) == 1


def test_the_claims_about_missing_mail_are_all_used(base: RuleBase) -> None:
    cited = {source.text for entries in (base.constraints, base.evidence, base.forms, base.warnings, base.steps)
             for entry in entries.values() for source in entry.sources if source.kind == "claim"}
    diagnosis = {name for name, claim in MAIN.claims.items() if claim.kind == "diagnosis"}
    assert diagnosis == set(MAIN.elsewhere)
    assert diagnosis <= cited
    assert base.claims.keys() == MAIN.claims.keys()  # one list of claims for both


def test_answers_that_both_rule_bases_know_mean_the_same(base: RuleBase) -> None:
    shared = base.questions.keys() & MAIN.questions.keys()
    assert {"current", "people", "quota"} <= shared
    for name in shared:
        assert base.questions[name].value_ids == MAIN.questions[name].value_ids


def test_nobody_is_told_to_remove_an_account_before_a_copy_is_safe(base: RuleBase) -> None:
    always = [step for step in base.steps.values() if "remove and re-add" in step.text]
    assert always
    assert any(step.when == All(()) and step.level == "must" for step in always)
