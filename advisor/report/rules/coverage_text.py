"""What `advisor rules coverage` shows on a terminal: what the tests miss, each with a case that would reach it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from advisor.engine.case import case_of
from advisor.engine.logic import Truth
from advisor.report.advice.build import command_for
from advisor.report.page.clean import clean
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.rulebase.model import RuleBase
from advisor.verify.rules import KIND_NAMES
from advisor.verify.testing.coverage import EVERY, Coverage, PartCoverage

_INDENT = "  "
TRUTHS = {Truth.TRUE: "true", Truth.FALSE: "false", Truth.UNKNOWN: "unknown"}


class CoverageReport(NamedTuple):
    """What the tests of a rule base reach."""

    base: RuleBase
    coverage: Coverage
    rules: str | None
    """the folder as --rules or ADVISOR_RULES names it; None for the built-in rules"""
    threshold: float | None
    """the percentage asked for"""

    @property
    def enough(self) -> bool:
        """Whether the threshold is met; without one, always."""
        found = self.coverage
        return self.threshold is None or found.reached * 100 >= self.threshold * found.possible


def coverage_lines(report: CoverageReport, width: int) -> list[Line]:
    """What is missing, rule by rule; then the figures."""
    lines: list[Line] = []
    for parts in report.coverage.by_rule():
        if any(part.missing for part in parts):
            lines += [*_rule(report, parts, width), Line("")]
    return [*lines, *_figures(report, width)]


def _rule(report: CoverageReport, parts: Sequence[PartCoverage], width: int) -> Iterator[Line]:
    rule = parts[0].rule
    yield from flow(f"{rule} ({rule.at})", width, "must", rest=_INDENT)
    for entry in parts:
        for truth in entry.missing:
            hint = "" if entry.proven else ", and whether it can be is not known"
            yield from flow(f"{entry.part.path} is never {TRUTHS[truth]} in a test{hint} ({entry.part.at})", width, "",
                            _INDENT, _INDENT * 2)
            if truth in entry.witnesses:
                yield Line(_INDENT * 2 + clean(reaching(report, entry, truth)), "command")


def reaching(report: CoverageReport, entry: PartCoverage, truth: Truth) -> str:
    """The `advisor recommend` line with the smallest case in which the part takes that truth."""
    return command_for(report.base, case_of(entry.witnesses[truth]), report.rules)


def _figures(report: CoverageReport, width: int) -> Iterator[Line]:
    found = report.coverage
    rules = found.by_rule()
    for kind, name in KIND_NAMES.items():
        own = [parts for parts in rules if parts[0].rule.kind == kind]
        full = sum(not any(part.missing for part in parts) for parts in own)
        truths = [part for parts in own for part in parts]
        possible = sum(len(part.possible) for part in truths)
        reached = possible - sum(len(part.missing) for part in truths)
        if own:
            yield from flow(f"{name}: {full} of {len(own)} rules in full, {reached} of {possible} truths", width, "",
                            _INDENT, _INDENT * 2)
    impossible = len(found.parts) * len(EVERY) - found.possible
    if impossible:
        yield from flow(f"{impossible} truths are left out: they are proven to occur in no case.", width, "", _INDENT)
    unproven = sum(not part.proven for part in found.parts)
    if unproven:
        yield from flow(f"Of {unproven} conditions it is not known which truths can occur: that is too large to work "
                        "out. All three are counted.", width, "check", _INDENT)
    if found.left_out:
        yield from flow(f"{found.left_out} tests that fail or are marked todo do not count.", width, "check", _INDENT)
    if found.unjudged:
        count, names = len(found.unjudged), ", ".join(rule.id for rule in found.unjudged)
        is_reached = "rule is reached" if count == 1 else "rules are reached"
        yield from flow(f"{count} {is_reached} but named by no test; rules mutate tells whether a test would notice: "
                        f"{names}", width, "check", _INDENT)
    asked = "" if report.threshold is None else f" Asked for: {report.threshold:g} %."
    complete = not any(part.missing for part in found.parts)
    yield from flow(f"{found.percent:g} % of the truths of {len(found.parts)} conditions are reached by "
                    f"{found.tests} tests.{asked}", width,
                    "headline" if complete and report.enough else "must" if report.enough else "warning")
