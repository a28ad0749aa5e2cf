"""The sentences that the reports for people share: how firm the advice is, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from advisor.engine.analysis import Part
from advisor.report.recommendation import OpenQuestion, Reason, Recommendation, RuleBaseId

PARTS: dict[Part, str] = {"verdict": "the advice", "set_up": "the set-up", "warnings": "the warnings"}
ORIGINS = {"provider": "what is known of your provider", "file": "a file", "measured": "measured", "flag": "a flag",
           "asked": "asked"}


def standing(rec: Recommendation) -> tuple[str, str]:
    """Whether the advice is settled: in a word or two, and in a sentence."""
    deciding = [found for found in rec.open if "verdict" in found.can_change]
    if rec.verdict.settled == "unknown":
        return "Not known to be settled.", ("There are too many rules and open questions to look at every "
                                            "combination of their answers.")
    if rec.verdict.settled == "yes":
        if rec.verdict.provisos:
            return "Settled.", "Apart from the condition below, no open question can change this advice."
        return "Settled.", ("No open question can change this advice." if rec.open else "Every question is answered.")
    best = next((found for found in rec.open if found.question == rec.best_question), None)
    if best is None:
        return "Not settled.", f"Still open, and able to change it: {listed([found.label for found in deciding])}."
    return "Not settled.", f"The answer that would settle most: {best.ask}"


def balance(rec: Recommendation) -> str:
    """How the reasons stand, in a sentence or two."""
    verdict = rec.verdict
    out = {found.option for found in verdict.ruled_out}
    if not [option for option in verdict.evidence if option != verdict.option and option not in out]:
        left = (f"Everything but {verdict.name} is ruled out" if verdict.option in verdict.evidence
                else "Every option is ruled out")
        return f"{left}. {_points(rec)}."
    if verdict.by_default:
        return f"{_points(rec)}. {verdict.default_text}"
    says = {"clear": f"The reasons speak clearly for {verdict.name}",
            "lean": f"The reasons lean towards {verdict.name}",
            "tie": f"The reasons weigh almost the same, a little more for {verdict.name}"}
    return f"{says[verdict.balance]}. {_points(rec, 'They')}."


def _points(rec: Recommendation, subject: str = "The reasons") -> str:
    names = rec.verdict.names
    weighed = [(names[option], count) for option, count in rec.verdict.evidence.items() if count]
    if not weighed:
        return "No reason weighs for any option"
    if len(weighed) == 1:
        return f"All reasons ({points(weighed[0][1])}) are for {weighed[0][0]}"
    return f"{subject} weigh {listed([f'{points(count)} for {name}' for name, count in weighed])}"


def points(count: int) -> str:
    """`1 point`, `2 points`."""
    return f"{count} point{'' if count == 1 else 's'}"


def against(rec: Recommendation) -> str:
    """The heading over the reasons that are not for the option advised."""
    if rec.verdict.option in rec.verdict.evidence:
        return f"What speaks against {rec.verdict.name}"
    return "What the reasons would speak for"


def weighs(reason: Reason) -> str:
    """What a reason weighs: `decisive, 8 points`."""
    return f"{reason.strength}, {points(reason.points)}"


def because(rec: Recommendation, reason: Reason) -> list[tuple[str, str]]:
    """The answers that made a reason count, as pairs of label and answer."""
    return [(given.label, given.text) for given in rec.answers if given.question in reason.because]


def effect(rec: Recommendation, found: OpenQuestion) -> str:
    """What the answer to an open question can change, in a sentence."""
    subject = "You are not sure; the answer" if found.unsure else "The answer"
    if rec.verdict.settled == "unknown":
        return f"{subject} may change anything: there are too many combinations of answers to look at."
    if not found.can_change:
        return f"{subject} can change nothing."
    parts = [PARTS[part] for part in found.can_change]
    if "verdict" in found.can_change and rec.verdict.settled == "yes" and not _is_condition(rec, found):
        # Settled looks at the end, when all is answered; on the way there the option may change for a while.
        parts[found.can_change.index("verdict")] += " for a while"
    return f"{subject} can change {listed(parts)}."


def _is_condition(rec: Recommendation, found: OpenQuestion) -> bool:
    return any(proviso.question == found.question for proviso in rec.verdict.provisos)


def origin(name: str | None) -> str:
    """Where an answer came from, in words."""
    return ORIGINS.get(name or "", name or "")


def params(values: Mapping[str, str | int]) -> str:
    """The parameters of a set-up item: `removal: after-days, days: 14`."""
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in values.items())


class Versioned(Protocol):
    """A recommendation or a comparison: it knows what it was made with."""

    @property
    def program_version(self) -> str:
        """The version of the program."""

    @property
    def rule_base(self) -> RuleBaseId:
        """The rules."""


def versions(told: Versioned) -> str:
    """Which program and which rules gave a report."""
    rules = told.rule_base
    return f"advisor {told.program_version}, rules {rules.name} {rules.version}, SHA-256 {rules.sha256}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
