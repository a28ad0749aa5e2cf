"""What the terminal report shows on request: what every rule did."""

from __future__ import annotations

from advisor.engine.evaluate import RuleTrace
from advisor.engine.logic import Truth
from advisor.report.advice.recommendation import Recommendation
from advisor.report.page.clean import clean
from advisor.report.page.fold import fold
from advisor.report.page.line import Line

_INDENT = "  "


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
