"""The sentences of the terminal report and of the ticket: how firm the advice is, and what could change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from advisor.engine.analysis import Part
from advisor.report.clean import clean
from advisor.report.fold import columns
from advisor.report.phrases import listed, origin
from advisor.report.recommendation import Disagreed, Given, OpenQuestion, Proviso, Reason, Recommendation
from advisor.rulebase.model import NEITHER

LINE = 80
"""The columns that the first line of a report fits into, where the rule base's own headline leaves room."""


def headline(rec: Recommendation) -> str:
    """The verdict and whether it is settled; ends in a colon where a condition has to follow at once."""
    verdict = rec.verdict
    words = {
        "yes": ("Settled: no open answer can change this.", "Settled.") if rec.open else ("Settled.",),
        "no": ("Not settled yet: an open answer could change this.", "Not settled yet."),
        "unknown": ("Whether open answers could change this is not known.", "Not known if settled."),
    }[verdict.settled]
    if verdict.provisos:
        condition = "on one condition:" if len(verdict.provisos) == 1 else f"on {len(verdict.provisos)} conditions:"
        words = {"yes": (f"Settled, {condition}", "Settled, if:"),
                 "no": (f"Not settled yet, and {condition}", "Not settled; if:"),
                 "unknown": (f"Not known if settled, and {condition}", "Not known if settled.")}[verdict.settled]
    text = clean(verdict.headline)
    return next((f"{text} {word}" for word in words if columns(text) + 1 + len(word) <= LINE), f"{text} {words[-1]}")


def proviso(found: Proviso) -> str:
    """What was assumed, and what is left if it does not hold."""
    if found.otherwise_name in found.text:
        return found.text
    if found.otherwise == NEITHER:
        return f"{found.text} Otherwise no option is left."
    return f"{found.text} Otherwise it is {found.otherwise_name}."


def tie(rec: Recommendation) -> str:
    """Why the default decided; empty where it did not."""
    if not rec.verdict.by_default:
        return ""
    level = "It is a tie, and the default decides." if rec.reasons else "Nothing tips the scales: the default decides."
    return f"{level} {rec.verdict.default_text}"


def standing(rec: Recommendation) -> str:
    """How the points stand, against the best rival: `8 points to 0, a clear lead`; empty where no rival is left."""
    verdict = rec.verdict
    out = {found.option for found in rec.verdict.ruled_out}
    rivals = [points for option, points in verdict.evidence.items() if option != verdict.option and option not in out]
    if not rivals or not rec.reasons:
        return ""
    own = verdict.evidence[verdict.option]
    lead = {"clear": "a clear lead", "lean": "a small lead",
            "tie": "level" if own == max(rivals) else "almost level"}[verdict.balance]
    return f"{own} point{'' if own == 1 else 's'} to {max(rivals)}, {lead}"


def weight(rec: Recommendation, reason: Reason, *, name_option: bool = False) -> str:
    """What a reason weighs and on which answers it rests: `(decisive; answer: devices)`."""
    labels = {given.question: given for given in rec.answers}
    met = [labels[name] for name in reason.because if name in labels]
    answered = [given.label for given in met if not given.is_open]
    still_open = [given.label for given in met if given.is_open]
    parts = [f"{reason.strength}, for {reason.option_name}" if name_option else reason.strength]
    if answered:
        parts.append(f"answer{'' if len(answered) == 1 else 's'}: {', '.join(answered)}")
    if still_open:
        parts.append(f"not known: {', '.join(still_open)}")
    return f"({'; '.join(parts)})"


def flip_lead(rec: Recommendation) -> str:
    """How far another verdict is, in a sentence; it ends in a colon where the changes themselves are to follow."""
    verdict = rec.verdict
    if not verdict.exact:
        return ("This could not be worked out exactly for this rule base: there are too many combinations of answers "
                "to look at.")
    if not rec.known():
        return "Nothing is answered yet, so there is no answer to change."
    if not rec.flips:
        if verdict.settled == "no":
            return "None of the answers you gave; the open ones below could."
        return "Nothing that you could answer differently."
    if verdict.flip_distance == 1:
        return "One different answer would be enough:"
    return f"No single answer; it takes {verdict.flip_distance} different ones together:"


def flip_texts(rec: Recommendation, most: int | None) -> list[str]:
    """The smallest changes, each in words, at most `most` of them; and how many more there are."""
    shown = rec.flips if most is None else rec.flips[:most]
    found = [f"{flip.name}, if {listed(flip.phrases)}" for flip in shown]
    more = len(rec.flips) - len(shown)
    return [*found, f"and {more} more"] if more and shown else found


def changes(rec: Recommendation, most: int | None) -> str:
    """What would change the verdict, as a sentence; with `most` 0 only how much it takes."""
    lead, texts = flip_lead(rec), flip_texts(rec, most)
    return f"{lead} {'; '.join(texts)}." if texts else f"{lead.removesuffix(':').removesuffix('.')}."


class OpenGroup(NamedTuple):
    """Open questions whose answers can change the same things."""

    changes: str
    questions: tuple[OpenQuestion, ...]

    @property
    def labels(self) -> str:
        """Their labels; a question that the person was not sure of says so."""
        return ", ".join(found.label + (" (not sure)" if found.unsure else "") for found in self.questions)


ADVICE, NOTHING = "the advice", "nothing"
_GROUPS: tuple[tuple[str, Callable[[tuple[Part, ...]], bool]], ...] = (
    (ADVICE, lambda parts: "verdict" in parts),
    ("the set-up and the warnings", lambda parts: parts == ("set_up", "warnings")),
    ("the set-up", lambda parts: parts == ("set_up",)),
    ("the warnings", lambda parts: parts == ("warnings",)),
    (NOTHING, lambda parts: not parts),
)


def open_groups(rec: Recommendation) -> list[OpenGroup]:
    """The open questions by what their answers can still change; those that a proviso is about are left out."""
    told = {found.question for found in rec.verdict.provisos}
    left = [found for found in rec.open if found.question not in told]
    groups = [OpenGroup(changes, tuple(found for found in left if test(found.can_change))) for changes, test in _GROUPS]
    return [group for group in groups if group.questions]


def open_sentences(rec: Recommendation) -> list[str]:
    """What is not known, and what the answers can change."""
    verdict, groups = rec.verdict, open_groups(rec)
    told = {found.question for found in verdict.provisos}
    conditions = ", ".join(found.label for found in rec.open if found.question in told)
    if not rec.open:
        return ["Not known: nothing; every question is answered."]
    found = []
    if verdict.settled == "unknown":
        labels = ", ".join(group.labels for group in groups)
        found.append("Not known, and for this rule base it could not be worked out exactly what the answers can "
                     f"change: {labels}.")
    else:
        if verdict.settled == "yes" and conditions:  # without a condition the headline says it
            found.append("No answer but that one can change the advice.")
        if groups:
            # Settled looks at the end, when all is answered; on the way there the option may change for a while.
            while_open = " for a while" if verdict.settled == "yes" else ""
            parts = [f"{group.changes}{while_open if group.changes == ADVICE else ''}: {group.labels}"
                     for group in groups if group.changes != NOTHING]
            if parts:
                found.append(f"Not known, and able to change {'; '.join(parts)}.")
            found += [f"Not known, and without effect: {group.labels}." for group in groups if group.changes == NOTHING]
    return found


def best_question(rec: Recommendation) -> str:
    """The one question whose answer would settle most; empty where none can."""
    if rec.verdict.settled == "yes":
        return ""
    best = next((found for found in rec.open if found.question == rec.best_question), None)
    return f"Most would be settled by: {best.ask}" if best else ""


def disagreement(found: Disagreed) -> str:
    """Two origins, which of them was believed, and what the other said."""
    return (f"On {found.label}, two sources differ: \"{found.kept}\" ({origin(found.kept_origin)}) was used, "
            f"\"{found.dropped}\" ({origin(found.dropped_origin)}) was not.")


def answer_line(given: Given) -> str:
    """An answer by its ids, and where it came from: `devices: several (flag)`."""
    return f"{given.question}: {given.value} ({given.origin})"


def versions(rec: Recommendation, digits: int = 64) -> str:
    """Which rules and which program gave this; `digits` of the rules' SHA-256."""
    rules = rec.rule_base
    return f"Rules {rules.name} {rules.version} ({rules.sha256[:digits]}), program {rec.program_version}"
