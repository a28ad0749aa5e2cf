"""What the terminal report shows on request: where each statement comes from, and what every rule did."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.engine.evaluate import RuleTrace
from advisor.engine.logic import Truth
from advisor.report.citations import bibliography, key_of
from advisor.report.clean import clean
from advisor.report.fold import fold
from advisor.report.line import Line
from advisor.report.recommendation import Citation, Recommendation


class Marks:
    """The short marks of everything a report cites; each piece of field knowledge gets a number."""

    def __init__(self, rec: Recommendation) -> None:
        verdict = rec.verdict
        cited = list(verdict.default_sources)
        for group in (verdict.ruled_out, rec.reasons, rec.set_up, rec.steps, rec.warnings):
            cited += [citation for entry in group for citation in entry.sources]
        self.entries = bibliography(cited)
        of_field = {key_of(citation) for citation in cited if citation.kind == "field"}
        numbers = {key: number for number, key in enumerate((key for key in self.entries if key in of_field), 1)}
        self.names = {key: f"{entry.mark} {numbers[key]}" if key in numbers else entry.mark
                      for key, entry in self.entries.items()}

    def of(self, sources: Iterable[Citation]) -> str:
        """The marks of `sources`: `[D4.11, RFC 1939 section 8]`."""
        return f"[{', '.join(self.names[key_of(citation)] for citation in sources)}]"


def source_lines(marks: Marks, width: int) -> list[Line]:
    """The list of everything cited: what it says, in which document, and how its doubt is respected."""
    found = _flow("Sources", width, "heading")
    for key, entry in marks.entries.items():
        name = marks.names[key]
        found += _flow(f"{name}: {entry.text}" if entry.text else name, width)
        if entry.document:
            found += _flow(f"in: {entry.document}", width, "dim", "  ")
        for doubt in entry.doubts:
            found += _flow(f"open to doubt; how that is respected: {doubt}", width, "check", "  ")
    return found


def trace_lines(rec: Recommendation, width: int) -> list[Line]:
    """Every rule by its id: whether it counted, on which answers, or which answers it waits for."""
    found = _flow("Every rule, and what it did", width, "heading")
    for entry in rec.trace:
        found += _flow(f"{entry.kind} {entry.rule}: {_outcome(entry, rec.verdict.option)}", width,
                       "" if entry.fired else "dim", "- ")
    return found


def _outcome(entry: RuleTrace, option: str) -> str:
    met = [f"{name}={value or 'open'}" for name, value in entry.answers.items()]
    if entry.kind not in ("constraint", "evidence"):  # those alone know nothing of the advice
        met.append(f"advice: {option}")
    did = "fired" if entry.fired else "not fired"
    if entry.truth is Truth.UNKNOWN:
        did = f"waits for {', '.join(entry.waits_for)}"
    return f"{did} ({', '.join(met)})" if met else did


def _flow(text: str, width: int, style: str = "", lead: str = "") -> list[Line]:
    return [Line(line, style) for line in fold(clean(text), width, lead)]
