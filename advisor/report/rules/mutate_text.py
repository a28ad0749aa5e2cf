"""What `advisor rules mutate` shows on a terminal: each survivor with a case that tells it apart, then the figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from advisor.engine.case import case_of
from advisor.report.advice.build import command_for
from advisor.report.page.clean import clean
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.rulebase.model import RuleBase
from advisor.verify.rules import KIND_NAMES
from advisor.verify.testing.mutate import FATES, Fate, Judged, Mutation

_INDENT = "  "
_TOLD: dict[Fate, str] = {
    "killed-by-test": "found by a test", "killed-by-invariant": "found by an invariant alone",
    "equivalent": "proven to change no case", "survivor": "found by nothing", "unknown": "not known"}


class MutationReport(NamedTuple):
    """What became of the faults planted in a rule base."""

    base: RuleBase
    mutation: Mutation
    rules: str | None
    """the folder as --rules or ADVISOR_RULES names it; None for the built-in rules"""

    @property
    def clear(self) -> bool:
        """Whether every mutant was killed or is proven equivalent."""
        return not self.mutation.count("survivor") and not self.mutation.count("unknown")


def mutate_lines(report: MutationReport, width: int) -> list[Line]:
    """Survivors and what is not known, then the figures."""
    lines: list[Line] = []
    for entry in report.mutation.judged:
        if entry.fate in ("survivor", "unknown"):
            lines += _entry(report, entry, width)
    return [*lines, *([Line("")] if lines else []), *_figures(report, width)]


def stopped_text(report: MutationReport) -> str:
    """How far it came before somebody stopped it."""
    found = report.mutation
    return (f"Stopped after {len(found.judged):,} of {found.planted:,} faults; {found.count('survivor'):,} found by "
            "nothing so far.")


def stopped_lines(report: MutationReport, width: int) -> list[Line]:
    """The survivors so far, and no figures: they would be taken for those of the whole."""
    return [line for entry in report.mutation.judged if entry.fate == "survivor"
            for line in _entry(report, entry, width)]


def _entry(report: MutationReport, entry: Judged, width: int) -> Iterator[Line]:
    mutant = entry.mutant
    where = f" at {mutant.path}" if mutant.path else ""
    what = "survives" if entry.fate == "survivor" else "not known"
    yield from flow(f"{what}: {mutant.rule} {mutant.change}{where}: {mutant.text} ({mutant.at})", width,
                    "warning" if entry.fate == "survivor" else "check", rest=_INDENT)
    if entry.witness is not None:
        yield from flow(f"{entry.effect} in this case, and no test would notice:", width, "", _INDENT)
        yield Line(_INDENT + clean(telling(report, entry)), "command")
    elif entry.fate == "survivor":
        yield from flow("It changes some case; which one is too large to work out.", width, "", _INDENT)


def telling(report: MutationReport, entry: Judged) -> str:
    """The `advisor recommend` line with the smallest case that a survivor decides otherwise; empty without one."""
    return "" if entry.witness is None else command_for(report.base, case_of(entry.witness), report.rules)


def _figures(report: MutationReport, width: int) -> Iterator[Line]:
    found = report.mutation
    for kind, name in KIND_NAMES.items():
        own = [entry.fate for entry in found.judged if entry.mutant.rule.kind == kind]
        if own:
            parts = [f"{own.count(fate)} {_TOLD[fate]}" for fate in FATES if fate in own]
            yield from flow(f"{name}: {len(own)} faults: {', '.join(parts)}", width, "", _INDENT, _INDENT * 2)
    yield from flow(f"Asked: {found.tests} tests that pass, {found.invariants} invariants that are proven.", width,
                    "", _INDENT)
    if found.left_out:
        yield from flow(f"{found.left_out} tests that fail or are marked todo were not asked.", width, "check", _INDENT)
    killed = found.count("killed-by-test") + found.count("killed-by-invariant")
    unknown = found.count("unknown")
    yield from flow(
        f"{len(found.judged)} faults planted: {killed} found, {found.count('equivalent')} proven to change no case, "
        f"{found.count('survivor')} found by nothing{f', {unknown} not known' if unknown else ''}.",
        width, "headline" if report.clear else "must")
