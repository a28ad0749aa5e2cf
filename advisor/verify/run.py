"""Runs every check on a rule base."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from advisor.engine.diagram import TooLarge
from advisor.rulebase.problem import Problem
from advisor.verify.bench import Bench
from advisor.verify.checks import (
    constant_condition,
    dead_rule,
    form,
    gap,
    idle_question,
    invariant,
    long_wording,
    masked_rule,
    mergeable_rules,
    needless_part,
    overlapping_forms,
    redundant_rule,
    silence,
    unexplained_term,
    unmet_need,
    unseen_advice,
    untagged_form,
    unused_claim,
    vacuous_invariant,
)
from advisor.verify.checks.silence import Silenced
from advisor.verify.finding import Caption, Finding, Result

CHECKS: Mapping[str, Callable[[Bench], Result]] = {module.CODE: module.check for module in (
    dead_rule, redundant_rule, masked_rule, constant_condition, needless_part, mergeable_rules, idle_question,
    unseen_advice, overlapping_forms, untagged_form, gap, unmet_need,
    invariant, vacuous_invariant, unused_claim, long_wording,
    unexplained_term)}
"""The checks of a rule base that can be read, in the order in which their results are listed."""
CODES = (form.CODE, *CHECKS, silence.CODE)


class Report(NamedTuple):
    """What all checks came to."""

    results: tuple[Result, ...]
    """one per check; their findings are those that are left after silencing"""
    silenced: tuple[Silenced, ...]
    cases: int
    """how many cases there are, open questions included; 0 where the rules cannot be read"""

    @property
    def findings(self) -> list[Finding]:
        """All findings in order of reading."""
        return sorted((finding for result in self.results for finding in result.findings),
                      key=lambda finding: finding.sort_key)

    @property
    def kept(self) -> list[Caption]:
        """What would be findings, but the rule base says why they are meant."""
        return [caption for result in self.results for caption in result.kept]

    def unknown(self) -> list[Result]:
        """The checks that met a bound, or were not run."""
        return [result for result in self.results if result.outcome == "unknown"]


def run_checks(bench: Bench, texts: Mapping[str, str]) -> Report:
    """Every check; `texts` are the rule files by the name that positions use, for the comments in them."""
    silences = silence.read_silences(texts)
    results, silenced = [form.check((), len(texts))], list[Silenced]()
    for code, check in CHECKS.items():
        try:
            found = check(bench)
        except TooLarge:
            found = Result(code, "unknown", f"given up beyond {bench.limit:,} nodes")
        heard, quiet = silence.silence_findings(found.findings, silences)
        silenced += quiet
        # What was silenced, or is kept for a reason, is there all the same: the check is not proven clean.
        results.append(found._replace(findings=tuple(heard), silenced=len(quiet)))
    unknown = [found.check for found in results if found.outcome == "unknown"]
    results.append(silence.check(silences, [entry.silence for entry in silenced], CODES, unknown))
    return Report(tuple(results), tuple(silenced), bench.cases)


def refused(problems: Sequence[Problem], files: int) -> Report:
    """What there is to say of rule files that cannot be read: their problems, and that nothing else was checked."""
    not_run = [Result(code, "unknown", "not checked: the files must be readable first") for code in CODES[1:]]
    return Report((form.check(problems, files), *not_run), (), 0)
