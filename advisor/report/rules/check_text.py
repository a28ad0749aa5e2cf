"""The findings of `rules check` as lines of text: place, excerpt, captions, an example to replay, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from advisor.report.page.clean import clean
from advisor.report.page.fold import columns, fold
from advisor.report.page.line import Line
from advisor.report.rules.check_page import COMMAND
from advisor.rulebase.position import lines_of
from advisor.verify.finding import counted

if TYPE_CHECKING:
    from advisor.rulebase.position import Position
    from advisor.verify.finding import Finding, Result
    from advisor.verify.run import Report

_STYLE = {"error": "warning", "warning": "check", "note": "dim"}
Replay = Callable[[Mapping[str, str]], str]
"""Gives the command line that replays a case."""


def check_lines(report: Report, texts: Mapping[str, str], replay: Replay, width: int) -> list[Line]:
    """Everything the checks found, then a line for each check, then the sum; `texts` are the files, by name."""
    lines: list[Line] = []
    for finding in report.findings:
        lines += [*_finding(finding, texts, replay, width), Line("")]
    for entry in report.silenced:
        lines += [Line(text, "dim") for text in fold(
            f"{entry.silence.at}: silenced {entry.finding.code}: {entry.silence.reason}", width, "", "  ")]
    for caption in report.kept:
        lines += [Line(text, "dim") for text in fold(f"{caption.at}: kept for its reason: {caption.text}", width, "",
                                                     "  ")]
    if report.silenced or report.kept:
        lines.append(Line(""))
    lines += _overview(report, width)
    return [*lines, Line(""), *_sum(report, width)]


def _finding(finding: Finding, texts: Mapping[str, str], replay: Replay, width: int) -> Iterator[Line]:
    place = str(finding.at) if finding.at else finding.where
    for text in fold(f"{place}: {finding.severity}: {finding.message} [{finding.code}]", width, "", "  "):
        yield Line(text, _STYLE[finding.severity])
    if finding.at is not None:
        yield from _excerpt(finding.at, texts, width)
    for caption in finding.also:
        yield from _lines(f"{caption.at}: {caption.text}", width, "  see ")
        yield from _excerpt(caption.at, texts, width)
    for number, witness in enumerate(finding.witnesses):
        yield from _lines(f"{witness.text}:", width, "  for example, " if not number else "  and, ")
        yield Line(f"    {clean(replay(witness.case))}", "command")  # never broken: it is there to be copied
    if finding.fix:
        yield from _lines(finding.fix, width, "  -> ")


def _lines(text: str, width: int, first: str) -> Iterator[Line]:
    for line in fold(text, width, first):
        yield Line(line)


def _excerpt(at: Position, texts: Mapping[str, str], width: int) -> Iterator[Line]:
    """The line of the file with a mark under the column; of a long line, what is around it."""
    lines = lines_of(texts.get(at.file, ""))
    if not 1 <= at.line <= len(lines):
        return
    gutter = f"  {at.line} | "
    room = max(8, width - len(gutter))
    raw = lines[at.line - 1]
    column = min(at.column - 1, len(raw))
    start = 0
    if columns(clean(raw)) > room:  # what is wide or shown by an escape must not push the mark out of sight
        start = max(0, column - room // 2)
        while columns(clean(raw[start:column])) > room // 2:
            start += 1
    before = clean(raw[start:column])
    shown = clean(raw[start:start + 4 * room])  # some characters take no column
    while columns(shown) > room:
        shown = shown[:-1]
    yield Line(gutter + shown, "dim")
    yield Line(" " * (len(gutter) - 2) + "| " + " " * columns(before) + "^", "dim")


def _overview(report: Report, width: int) -> Iterator[Line]:
    over = f", over {report.cases:,} cases" if report.cases else ""
    yield from (Line(text, "heading") for text in fold(f"What was checked{over}", width))
    results = report.results if report.cases else [result for result in report.results if result.outcome != "unknown"]
    widest = max(len(result.check) for result in results)
    beside = widest + 4 < width  # on the narrowest screens nothing stands in columns
    for result in results:
        said = f"{_outcome(result)}{result.scope}"
        for text in fold(said, width, f"  {result.check.ljust(widest)}  ", " " * min(widest + 4, width // 2)) \
                if beside else [f"  {result.check}", *fold(said, width, "    ")]:
            yield Line(text, "warning" if result.outcome == "unknown" else "")


def _outcome(result: Result) -> str:
    if result.outcome == "unknown":
        return "UNKNOWN: "
    if result.outcome == "proven":
        return "none, proven: "
    parts = [f"{count} {what}" for count, what in ((len(result.findings), "found"), (result.silenced, "silenced"),
                                                   (len(result.kept), "kept for a reason")) if count]
    return f"{', '.join(parts)}: "


def _sum(report: Report, width: int) -> Iterator[Line]:
    severities = [finding.severity for finding in report.findings]
    parts = [counted(severities.count(severity), severity) for severity in ("error", "warning", "note")]
    unknown = report.unknown()
    text = f"{', '.join(parts)}."
    if unknown:
        looks = "it looks" if len(unknown) == 1 else "they look"
        why = "" if report.cases else ": the files must be readable first"
        text += f" {counted(len(unknown), 'check')} without a result: nothing is known of what {looks} for{why}."
    yield from (Line(line, "heading") for line in fold(text, width))
    if report.findings:  # never broken: it is there to be copied
        yield Line(f"What a code means: {COMMAND} {report.findings[0].code}", "command")
