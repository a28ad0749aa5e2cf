"""The sentences that every report for people shares: how firm the advice is, why, and what could change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from advisor.engine.analysis import Part
from advisor.report.advice.recommendation import (
    OpenQuestion,
    ProgramPart,
    ProviderPart,
    Proviso,
    Reason,
    Recommendation,
    Told,
)
from advisor.report.page.clean import clean
from advisor.report.page.facts import Item
from advisor.report.page.fold import columns
from advisor.report.page.phrases import listed, points, sentence
from advisor.rulebase.model import NEITHER

LINE = 80
"""The columns that the first line of a report fits into, where the rule base's own headline leaves room."""


SET_UP = "How to set it up"
NO_SET_UP = "nothing special is needed."
STEPS = "What to do now, in this order"
WARNINGS = "Warnings, gravest first, and what averts each"
CHANGES = "What would change this"
AGAIN = "The same again"


def headline(rec: Recommendation) -> str:
    """The verdict and whether it is settled; ends in a colon where a condition has to follow at once."""
    text, words = clean(rec.verdict.headline), _standings(rec)
    return next((f"{text} {word}" for word in words if columns(text) + 1 + len(word) <= LINE), f"{text} {words[-1]}")


def standing(rec: Recommendation) -> str:
    """Whether the advice is settled; ends in a colon where a condition has to follow at once."""
    return _standings(rec)[0]


def _standings(rec: Recommendation) -> tuple[str, ...]:
    """`standing`, in as many words as there is room for; the longest comes first."""
    verdict = rec.verdict
    if verdict.provisos:
        condition = "on one condition:" if len(verdict.provisos) == 1 else f"on {len(verdict.provisos)} conditions:"
        return {"yes": (f"Settled, {condition}", "Settled, if:"),
                "no": (f"Not settled yet, and {condition}", "Not settled; if:"),
                "unknown": (f"Not known if settled, and {condition}", "Not known if settled.")}[verdict.settled]
    return {
        "yes": ("Settled: no open answer can change this.", "Settled.") if rec.open else ("Settled.",),
        "no": ("Not settled yet: an open answer could change this.", "Not settled yet."),
        "unknown": ("Whether open answers could change this is not known.", "Not known if settled."),
    }[verdict.settled]


def proviso(found: Proviso) -> str:
    """What was assumed, and what is left if it does not hold."""
    if found.otherwise_name in found.text:
        return found.text
    if found.otherwise == NEITHER:
        return f"{found.text} Otherwise no option is left."
    return f"{found.text} Otherwise it is {found.otherwise_name}."


def limit(rec: Recommendation) -> str:
    """What the program named has to do with the advice, in a line; empty where it changes nothing."""
    part = rec.client
    if part is None or not part.otherwise:
        return ""
    if part.offered == "no":
        return sentence(f"Not in {part.name}, which does not have {rec.verdict.name}: use another program.")
    if part.otherwise.option != rec.verdict.option:
        return sentence(f"This is for {part.name}, which does not have {part.otherwise.name}; in another program the "
                        f"advice would be {part.otherwise.name}.")
    return ""


def tie(rec: Recommendation) -> str:
    """Why the default decided; empty where it did not."""
    if not rec.verdict.by_default or rec.verdict.option == NEITHER:
        return ""
    level = "It is a tie, and the default decides." if rec.reasons else "Nothing tips the scales: the default decides."
    return f"{level} {rec.verdict.default_text}"


def score(rec: Recommendation) -> str:
    """How the points stand, against the best rival: `8 points to 0, a clear lead`; empty where no rival is left."""
    verdict = rec.verdict
    out = {found.option for found in rec.verdict.ruled_out}
    rivals = [count for option, count in verdict.evidence.items() if option != verdict.option and option not in out]
    if not rivals or not rec.reasons:
        return ""
    own = verdict.evidence[verdict.option]
    lead = {"clear": "a clear lead", "lean": "a small lead",
            "tie": "level" if own == max(rivals) else "almost level"}[verdict.balance]
    return f"{points(own)} to {max(rivals)}, {lead}"


def why(rec: Recommendation) -> str:
    """The heading over the reasons: `Why this (8 points to 0, a clear lead)`; empty where no option is left."""
    if rec.verdict.option == NEITHER:
        return ""
    found = score(rec)
    return f"Why {rec.verdict.name}" + (f" ({found})" if found else "")


def without_reasons(rec: Recommendation) -> str:
    """What decided where no reason spoke for the option and no default had to decide; empty elsewhere."""
    if rec.verdict.option == NEITHER or rec.verdict.by_default or rec.reasons_for():
        return ""
    return "It is the only option left." if rec.verdict.ruled_out else "It has most reasons for it."


def against(rec: Recommendation) -> str:
    """The heading over the reasons that are not for the option advised."""
    return "What would count, if you had the choice" if rec.verdict.option == NEITHER else "What speaks against it"


def nothing_against(rec: Recommendation) -> str:
    """What to say after `against` where no reason does; a warning is no reason, but it is not nothing."""
    return "no reason counted; see the warnings." if rec.warnings else "nothing that is known."


def weight(rec: Recommendation, reason: Reason, *, name_option: bool = False, figure: bool = False) -> str:
    """What a reason weighs (as a `figure` too) and on which answers it rests: `(decisive, 8 points; answer: x)`."""
    labels = {given.question: given for given in rec.answers}
    met = [labels[name] for name in reason.because if name in labels]
    answered = [given.label for given in met if not given.is_open]
    still_open = [given.label for given in met if given.is_open]
    weighs = f"{reason.strength}, {points(reason.points)}" if figure else reason.strength
    parts = [f"{weighs}, for {reason.option_name}" if name_option else weighs]
    if answered:
        parts.append(f"answer{'' if len(answered) == 1 else 's'}: {', '.join(answered)}")
    if still_open:
        parts.append(f"not known: {', '.join(still_open)}")
    return f"({'; '.join(parts)})"


def item_text(item: Item) -> str:
    """How an item is set up; a figure that the text does not say in words is added."""
    figures = [f"{name.replace('_', ' ')}: {value}" for name, value in item.params.items()
               if str(value).isdecimal() and str(value) not in item.text]
    return f"{item.text} ({', '.join(figures)})" if figures else item.text


def in_client(part: ProgramPart) -> str:
    """The heading over what is said of a program."""
    return f"In {part.name}"


def settings_of(part: ProviderPart) -> str:
    """The heading over what is said of a provider."""
    return f"Server settings: {part.name}"


def first_of(rec: Recommendation) -> tuple[Told, ...]:
    """What must be read before anything is set in the program that was named."""
    return rec.client.first if rec.client else ()


def told(fact: Told) -> str:
    """A fact as a sentence, with its date; or that it is not verified, and what to look for."""
    if not fact.verified:
        return f"not verified: {fact.text}{'' if fact.text.endswith('.') else '.'}"
    text = fact.text if fact.text.endswith((".", "?", "!")) else f"{fact.text}."
    return f"{text} (As of {fact.as_of}.)" if fact.as_of else text


def labelled(fact: Told) -> str:
    """A fact behind what it is about."""
    return f"{fact.label}: {told(fact)}" if fact.label else sentence(told(fact))


def to_copy(fact: Told) -> str:
    """A setting as it is to be typed, with nothing behind it; or what to look for."""
    return f"{fact.label}: {fact.text}" if fact.verified else labelled(fact)


ASK = "Ask your provider, word for word"


def no_warnings(rec: Recommendation) -> str:
    """What to say where there is no warning."""
    could = any("warnings" in found.can_change for found in rec.open)
    return "none so far; answers that are still open could bring some." if could else "none."


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
    """what they can change; empty where that is not known"""
    questions: tuple[OpenQuestion, ...]

    @property
    def labels(self) -> str:
        """Their labels; a question that the person was not sure of says so."""
        return ", ".join(map(label, self.questions))

    @property
    def lead(self) -> str:
        """What they have in common; the questions themselves are to follow."""
        if not self.changes:
            return "Not known, and for this rule base it could not be worked out exactly what the answers can change:"
        if self.changes == _NOTHING:
            return "Not known, and without effect:"
        return f"Not known, and able to change {self.changes}:"


_ADVICE, _NOTHING = "the advice", "nothing"
_GROUPS: tuple[tuple[str, Callable[[tuple[Part, ...]], bool]], ...] = (
    (_ADVICE, lambda parts: "verdict" in parts),
    ("the set-up and the warnings", lambda parts: parts == ("set_up", "warnings")),
    ("the set-up", lambda parts: parts == ("set_up",)),
    ("the warnings", lambda parts: parts == ("warnings",)),
    (_NOTHING, lambda parts: not parts),
)


def label(found: OpenQuestion) -> str:
    """The label of an open question, and whether the person was not sure of it."""
    return found.label + (" (not sure)" if found.unsure else "")


def conditions(rec: Recommendation) -> tuple[OpenQuestion, ...]:
    """The open questions that a proviso is about."""
    told = {found.question for found in rec.verdict.provisos}
    return tuple(found for found in rec.open if found.question in told)


def open_groups(rec: Recommendation) -> list[OpenGroup]:
    """The open questions by what their answers can still change; those that a proviso is about are left out."""
    told = conditions(rec)
    left = tuple(found for found in rec.open if found not in told)
    if rec.verdict.settled == "unknown":
        return [OpenGroup("", left)] if left else []
    # Settled looks at the end, when all is answered; on the way there the option may change for a while.
    for_a_while = " for a while" if rec.verdict.settled == "yes" else ""
    groups = [OpenGroup(changes + (for_a_while if changes == _ADVICE else ""),
                        tuple(found for found in left if test(found.can_change))) for changes, test in _GROUPS]
    return [group for group in groups if group.questions]


def open_lead(rec: Recommendation) -> str:
    """What holds of all open questions together; empty where each has to be looked at."""
    if not rec.open:
        return "Not known: nothing; every question is answered."
    # Without a condition the headline says it.
    if rec.verdict.settled == "yes" and conditions(rec):
        return "Apart from the condition at the top, no open answer can change the advice."
    return ""


def open_sentences(rec: Recommendation) -> list[str]:
    """What is not known, and what the answers can change."""
    groups = open_groups(rec)
    able = [f"{group.changes}: {group.labels}" for group in groups if group.changes not in ("", _NOTHING)]
    found = [open_lead(rec), f"Not known, and able to change {'; '.join(able)}." if able else ""]
    found += [f"{group.lead} {group.labels}." for group in groups if group.changes in ("", _NOTHING)]
    return [text for text in found if text]


def best_question(rec: Recommendation) -> str:
    """The one question whose answer would settle most; empty where none can."""
    if rec.verdict.settled == "yes":
        return ""
    best = next((found for found in rec.open if found.question == rec.best_question), None)
    return f"Most would be settled by: {best.ask}" if best else ""
