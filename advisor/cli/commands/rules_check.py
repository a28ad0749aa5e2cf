"""`advisor rules check`: whether everything is in order, over every possible case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.opening.interviews import SWITCHING
from advisor.cli.opening.rule_files import RuleFiles, read_rule_files, rules_folder
from advisor.cli.showing.lines import show_lines
from advisor.cli.showing.rules_output import check_request, write_report
from advisor.report.rules.check_json import check_document
from advisor.report.rules.check_page import fault_codes, fault_lines, page_lines
from advisor.report.rules.check_text import check_lines
from advisor.rulebase.files import FILES, display_path, read_files
from advisor.rulebase.folder_faults import folder_faults
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.procedure_faults import procedure_faults
from advisor.rulebase.rule_test_files import check_tests
from advisor.verify.checks import form, invariant
from advisor.verify.finding import Result, Severity
from advisor.verify.run import CODES, Report, refused, run_checks

_SAFETY = {"invariant", "unmet-need"}
"""What must be proven before anybody is advised: unknown is not good enough."""


def run_check(environment: Environment, rules: str | None, report_format: str, output: Path | None, *,
              strict: bool) -> int:
    """Checks the rules and shows what was found; raises Failure where there are no rules to check."""
    check_request(report_format, output)
    folder, named = _folder(environment, rules)
    files, report, texts = _checked(folder, named)
    write_report(environment, report_format, output,
                 document=lambda: check_document(report, files.base if files else None, _replay(files)),
                 lines=lambda width: check_lines(report, texts, _replay(files), width))
    return status_of(report, strict=strict)


def explain_code(environment: Environment, code: str, output: Path | None) -> int:
    """Shows the page about a check, or about the check that gives this code; raises Failure for an unknown one."""
    pages = {path.stem: path for path in _pages_folder().glob("*.md") if path.stem in CODES}
    width = environment.width(environment.stdout if output is None else None)
    of_form = pages[form.CODE].read_text(encoding="utf-8")
    lines = (page_lines(pages[code].read_text(encoding="utf-8"), width, pages) if code in pages
             else fault_lines(of_form, code, width))
    if not lines:
        raise bad_input("unknown-code", f"There is no check {code[:60]!r}.",
                        suggestion(code, [*CODES, *fault_codes(of_form)], show_all_up_to=0)
                        or suggestion("", CODES, show_all_up_to=len(CODES)), "--explain")
    show_lines(environment, lines, output)
    return Status.DONE


def _pages_folder() -> Path:
    """The pages about the checks: in the wheel inside the package, in a checkout among the documents."""
    package = Path(__file__).parent.parent.parent
    inside = package / "check_pages"
    return inside if inside.is_dir() else package.parent / "docs" / "checks"


def status_of(report: Report, *, strict: bool) -> Status:
    """Findings where there are errors (or warnings, if strict), and where safety was not proven."""
    counts: tuple[Severity, ...] = ("error", "warning") if strict else ("error",)
    found = any(finding.severity in counts for finding in report.findings)
    unknown = [result.check for result in report.unknown()]
    return Status.FINDINGS if found or _SAFETY & set(unknown) or (strict and unknown) else Status.DONE


def _folder(environment: Environment, rules: str | None) -> tuple[Path, str | None]:
    try:
        return rules_folder(environment, rules)
    except InputRefused as error:
        raise Failure(Status.BAD_INPUT, *error.problems) from None


def _checked(folder: Path, named: str | None) -> tuple[RuleFiles | None, Report, dict[str, str]]:
    """The rules, what the checks say of them and of the tests beside them, and the text of every file by name."""
    files: RuleFiles | None = None
    contents: Mapping[str, bytes] | None = None
    problems: list[Problem] = []
    try:
        contents = read_files(folder)
        files = read_rule_files(folder, named, contents)
    except InputRefused as error:
        if any(problem.code == "no-rules" for problem in error.problems):
            raise Failure(Status.BAD_INPUT, *error.problems) from None
        problems += error.problems
    problems += folder_faults(folder, contents)
    if files is not None:
        problems += procedure_faults(files.base, folder, SWITCHING)
    tests, faults = check_tests(folder, files.base if files is not None else None)
    texts = _texts(folder, contents or {})
    formal = form.check([*problems, *faults], len(texts or FILES) + len(tests), len(tests))
    return files, _with_form(_report(files, texts), formal), {**texts, **_texts(folder, tests)}


def _texts(folder: Path, contents: Mapping[str, bytes]) -> dict[str, str]:
    return {display_path(folder, name): content.decode("utf-8-sig", errors="replace")
            for name, content in contents.items()}


def _report(files: RuleFiles | None, texts: Mapping[str, str]) -> Report:
    if files is None:
        return refused((), 0)
    from advisor.verify.bench import Bench

    report = run_checks(Bench(files.base, files.trees), texts)
    if files.base.invariants or files.base.monotones:
        return report
    nothing = Result(invariant.CODE, "unknown", "there is no statement to prove")  # never a good result
    return report._replace(results=tuple(nothing if result.check == invariant.CODE else result
                                         for result in report.results))


def _with_form(report: Report, formal: Result) -> Report:
    return report._replace(results=tuple(formal if result.check == form.CODE else result for result in report.results))


def _replay(files: RuleFiles | None) -> Any:
    from advisor.engine.case import case_of
    from advisor.report.advice.build import command_for

    def replay(case: Mapping[str, str]) -> str:
        return command_for(files.base, case_of(case), files.named) if files is not None else ""

    return replay
