"""Beyond the bound a check says "unknown", whatever it would have found; never that all is well."""

from __future__ import annotations

import pytest

from advisor.cli.commands.rules_check import status_of
from advisor.cli.edge.status import Status
from advisor.engine.diagram import WORK_PER_NODE
from advisor.rulebase.model import RuleBase
from advisor.verify.bench import Bench
from advisor.verify.checks import form, silence
from advisor.verify.finding import Result
from advisor.verify.run import CHECKS, CODES, Report, run_checks
from tests.engine.test_bounds import dense
from tests.verify.checks.population import everybody
from tests.verify.checks.tiny import BAD, WITHOUT_DIAGRAMS, Checked, checked, tiny

WITH_DIAGRAMS = [code for code in CODES if code not in WITHOUT_DIAGRAMS]


def faulty(code: str, limit: int) -> Checked:
    edits = {path.stem: path.read_text(encoding="utf-8") for path in sorted((BAD / code).glob("*.yaml"))}
    return checked(tiny(**edits), limit)


@pytest.mark.parametrize("limit", [0, 1, 2])
@pytest.mark.parametrize("code", WITH_DIAGRAMS)
def test_a_faulty_rule_base_is_unknown_and_never_proven(code: str, limit: int) -> None:
    found = faulty(code, limit)
    outcomes = {result.check: result.outcome for result in found.report.results}
    assert {outcomes[code] for code in WITH_DIAGRAMS} == {"unknown"}
    assert {outcomes[code] for code in WITHOUT_DIAGRAMS} == {"proven"}
    assert found.report.findings == []
    screen = found.screen()
    assert screen.count("UNKNOWN") == len(WITH_DIAGRAMS)
    assert f"{len(WITH_DIAGRAMS)} checks without a result" in screen.replace("\n", " ")


@pytest.mark.parametrize("code", ["unused-claim", "long-wording", "unexplained-term", "silence"])
def test_what_needs_no_diagrams_is_found_all_the_same(code: str) -> None:
    assert {finding.code for finding in faulty(code, 0).report.findings} == {code}


def test_whatever_the_bound_the_result_is_the_true_one_or_unknown() -> None:
    unknown = agreeing = 0
    for member in list(everybody())[:60]:
        full = {code: check(member.bench) for code, check in CHECKS.items()}
        for limit in (3, 6, 12, 25, 50, 100):
            bench = Bench(member.base, member.bench.trees, limit)
            for result in run_checks(bench, {}).results:
                if result.check in (form.CODE, silence.CODE):
                    continue
                if result.outcome == "unknown":
                    unknown += 1
                    assert {finding[:4] for finding in result.findings} <= {
                        finding[:4] for finding in full[result.check].findings}
                else:
                    agreeing += 1
                    true = full[result.check]
                    assert (result.outcome, result.scope) == (true.outcome, true.scope)
                    assert [finding[:4] for finding in result.findings] == [finding[:4] for finding in true.findings]
    assert unknown > 500
    assert agreeing > 500


def test_a_statement_that_alone_meets_the_bound_leaves_both_checks_of_statements_unknown() -> None:
    seen = 0
    for member in everybody():
        for limit in range(5, 80, 5):
            outcomes = {result.check: result for result in run_checks(
                Bench(member.base, member.bench.trees, limit), {}).results}
            one, two = outcomes["invariant"], outcomes["vacuous-invariant"]
            assert (one.outcome == "unknown") is (two.outcome == "unknown")
            seen += "could not be worked out" in one.scope
        if seen > 20:
            return
    pytest.fail("no statement met the bound on its own")


@pytest.mark.parametrize(("questions", "rules"), [(20, 100), (40, 300), (60, 1000)])
def test_a_dense_rule_base_ends_in_unknown_within_its_bound(questions: int, rules: int) -> None:
    bench = Bench(dense(questions, rules), {}, limit=2_000)
    report = run_checks(bench, {})
    assert {result.check for result in report.unknown()} == set(WITH_DIAGRAMS)
    assert bench._too_large is not None
    assert status_of(report, strict=False) == Status.FINDINGS


def test_the_bound_counts_nodes_and_combinations(base: RuleBase) -> None:
    for limit in (500, 4_000):
        bench = Bench(base, {}, limit)
        run_checks(bench, {})
        if bench._compiler is not None:
            assert len(bench.diagrams) <= limit
            assert bench.diagrams.work <= WORK_PER_NODE * limit + 1


def report(*outcomes: tuple[str, str]) -> Report:
    return Report(tuple(Result(check, outcome, "") for check, outcome in outcomes), (), 1)  # type: ignore[arg-type]


def test_the_exit_status_follows() -> None:
    fine, bad = Status.DONE, Status.FINDINGS
    assert status_of(report(("dead-rule", "unknown")), strict=False) == fine
    assert status_of(report(("dead-rule", "unknown")), strict=True) == bad
    assert status_of(report(("invariant", "unknown")), strict=False) == bad
    assert status_of(report(("invariant", "proven"), ("gap", "proven")), strict=True) == fine


@pytest.mark.parametrize(("code", "normal", "strict"), [
    ("dead-rule", 0, 1), ("gap", 0, 0), ("needless-part", 0, 0), ("overlapping-forms", 1, 1), ("invariant", 1, 1),
    ("form", 1, 1), ("silence", 0, 1)])
def test_severities_make_the_exit_status(code: str, normal: int, strict: int) -> None:
    found = faulty(code, 40_000).report
    assert (status_of(found, strict=False), status_of(found, strict=True)) == (normal, strict)
