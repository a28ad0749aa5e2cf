"""What a check says: findings with place, witness and fix, and how far its word goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from advisor.rulebase.position import Position

Severity = Literal["error", "warning", "note"]
Outcome = Literal["proven", "refuted", "unknown"]


class Caption(NamedTuple):
    """Another place that has to do with a finding, and what it has to do with it."""

    at: Position
    text: str


class Witness(NamedTuple):
    """A case that shows the finding: known answers only, every other question is open."""

    case: Mapping[str, str]
    text: str
    """what there is to see in it; a clause that goes on after the case"""


class Finding(NamedTuple):
    """One thing a check found."""

    code: str
    severity: Severity
    message: str
    at: Position | None
    fix: str = ""
    also: tuple[Caption, ...] = ()
    witnesses: tuple[Witness, ...] = ()
    where: str = ""
    """the file, where there is no position in it"""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of reading: by file, line, column, then by what is said."""
        if self.at:
            return (self.at.file, self.at.line, self.at.column, self.code, self.message)
        return (self.where, 0, 0, self.code, self.message)


class Result(NamedTuple):
    """What one check came to."""

    check: str
    outcome: Outcome
    """proven: nothing to find, kept or silenced, over every case; unknown: a bound was met before all was looked at"""
    scope: str
    """what was looked at, in a few words and figures"""
    findings: tuple[Finding, ...] = ()
    kept: tuple[Caption, ...] = ()
    """what would be a finding, but the rule base says why it is meant"""
    silenced: int = 0
    """how many findings a comment silenced; they are in `findings` no more"""


def counted(count: int, one: str, many: str = "") -> str:
    """`1 rule`, `2 rules`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def result(check: str, scope: str, findings: list[Finding], kept: list[Caption] | None = None) -> Result:
    """The result of a check that came to its end."""
    return Result(check, "refuted" if findings or kept else "proven", scope, tuple(findings), tuple(kept or ()))
