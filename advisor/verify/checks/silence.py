"""silence: a comment that silences a check at one place, and silences nothing, gives no reason or names no check.

A finding is silenced by a comment in its own line, or in the lines of comment right above it:

    # allow needless-part: says plainly what is meant
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from advisor.rulebase.comments import comments_of
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.position import Position, lines_of
from advisor.verify.finding import Finding, Result, counted, result

CODE = "silence"
NEVER_SILENT = ("form", "invariant", "unmet-need", "silence")
"""What no comment silences: rules that cannot be read, safety, and the comments themselves."""

_COMMENT = re.compile(r"#\s*allow\s+(?P<code>[A-Za-z][\w-]*)\s*(?::\s*(?P<reason>.*?))?\s*$")


class Silence(NamedTuple):
    """A comment that silences one check at one place."""

    code: str
    reason: str
    at: Position
    lines: range
    """the lines whose findings it silences"""


class Silenced(NamedTuple):
    """A finding, and the comment that silenced it."""

    finding: Finding
    silence: Silence


def read_silences(texts: Mapping[str, str]) -> list[Silence]:
    """The silencing comments in files, given as text by the name that positions use."""
    found = []
    for file, text in texts.items():
        if "allow" not in text:
            continue  # reading the comments of a file takes longer than this
        lines = lines_of(text)
        for number, column, comment in comments_of(text):
            match = _COMMENT.match(comment)
            if match is None:
                continue
            last = number
            if not lines[number - 1][:column - 1].strip():  # alone: it speaks of the first line that is no comment
                while last < len(lines) and lines[last].lstrip().startswith("#"):
                    last += 1
                last += 1
            found.append(Silence(match["code"], match["reason"] or "", Position(file, number, column),
                                 range(number, last + 1)))
    return found


def silence_findings(findings: Iterable[Finding], silences: Iterable[Silence]
                     ) -> tuple[list[Finding], list[Silenced]]:
    """What is left, and what was silenced. A comment without a reason silences nothing."""
    usable = [silence for silence in silences if silence.reason and silence.code not in NEVER_SILENT]
    heard, silenced = [], []
    for finding in findings:
        by = next((silence for silence in usable if finding.at is not None and silence.code == finding.code
                   and silence.at.file == finding.at.file and finding.at.line in silence.lines), None)
        if by is None:
            heard.append(finding)
        else:
            silenced.append(Silenced(finding, by))
    return heard, silenced


def check(silences: Collection[Silence], used: Collection[Silence], codes: Collection[str],
          unknown: Collection[str] = ()) -> Result:
    """Whether every silencing comment names a check, gives a reason, and silences something.

    Of a check in `unknown` nobody knows what it would have found, so neither whether a comment silences anything.
    """
    findings, undecided = [], 0
    for silence in silences:
        if silence.code not in codes:
            message, fix = f"There is no check {silence.code!r}.", suggestion(silence.code, codes, show_all_up_to=0)
        elif silence.code in NEVER_SILENT:
            message, fix = f"{silence.code!r} cannot be silenced.", "Mend what it finds, and remove this comment."
        elif not silence.reason:
            message, fix = f"This comment silences {silence.code!r} without a reason.", \
                f"Write '# allow {silence.code}: why'. Until then it has no effect."
        elif silence not in used and silence.code in unknown:
            undecided += 1
            continue
        elif silence not in used:
            message, fix = f"This comment silences {silence.code!r}, but there is nothing to silence.", "Remove it."
        else:
            continue
        findings.append(Finding(CODE, "warning", message, silence.at, fix))
    if undecided:
        scope = f"{counted(len(silences), 'comment')}; {undecided} of them name a check without a result"
        return Result(CODE, "unknown", scope, tuple(findings))
    return result(CODE, counted(len(silences), "comment"), findings)
