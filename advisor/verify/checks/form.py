"""form: what keeps the rule files and their tests from being read, and what nothing reads, as the loader says it."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.rulebase.problem import Problem
from advisor.verify.finding import Finding, Result, counted, result

CODE = "form"
MILD = "unknown-rule"
"""A test names a rule that is gone: that test fails, and nothing else is the worse for it."""


def check(problems: Sequence[Problem], files: int, tests: int = 0) -> Result:
    """The loader's problems as findings; each keeps the loader's own code. `tests` of the files hold tests."""
    scope = counted(files, "file") + (f", {tests:,} of them with tests" if tests else "")
    return result(CODE, scope, [
        Finding(problem.code, "warning" if problem.code == MILD else "error", problem.message, problem.at, problem.fix,
                where=problem.where)
        for problem in problems])
