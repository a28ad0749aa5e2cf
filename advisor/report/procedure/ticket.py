"""A change of set-up as a support ticket: a note for colleagues, and a reply that can be sent as it is.

Names and addresses never get in by themselves: the reply greets nobody by name, and is signed only if asked to.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.report.page.phrases import versions
from advisor.report.page.ticket_words import CAREFUL, claims_of, clean_lines, closing, differing, explained, given
from advisor.report.procedure import words
from advisor.report.procedure.procedure import Procedure, Stage
from advisor.report.procedure.text import cited_by

MOST_QUESTIONS = 4
"""So many things are asked of a customer at once."""


def procedure_ticket(told: Procedure, *, signature: str = "") -> str:
    """The note, then the reply."""
    reply = list(_reply(told))
    return clean_lines([*_note(told), "", *reply, *explained(reply, told.terms), "", CAREFUL, "", *closing(signature)])


def _note(told: Procedure) -> Iterator[str]:
    yield "NOTE FOR COLLEAGUES (not for the customer)"
    yield f"Change: {told.procedure.id}: {told.headline}"
    yield f"Answers: {given(told.answers)}"
    if told.disagreements:
        yield f"Differing answers: {differing(told.disagreements)}"
    if told.reasons:
        yield f"Why it has to wait: {', '.join(reason.rule for reason in told.reasons)}"
    yield f"Steps: {', '.join(stage.id for stage in told.steps) or 'none'}"
    removing = [str(stage.number) for stage in told.steps if stage.destroys]
    yield f"Steps that can remove mail: {', '.join(removing) or 'none'}"
    yield f"Warnings: {', '.join(warning.id for warning in told.warnings) or 'none'}"
    yield f"Claims behind it: {claims_of(cited_by(told))}"
    yield f"Open, and able to change this: {', '.join(point.question for point in told.open) or 'nothing'}"
    yield f"The same again: {told.command}"
    yield versions(told)


def _reply(told: Procedure) -> Iterator[str]:
    yield from ("REPLY TO THE CUSTOMER", "Hello,", "", "thank you for telling us what you would like to change:",
                told.procedure.text, "", told.headline, told.explain)
    if told.reasons:
        yield ""
        yield from (f"- {reason.text}" for reason in told.reasons)
    if told.warnings:
        yield from ("", "Before you begin, please note:")
        yield from (f"- {warning.text} What helps: {warning.avert}" for warning in told.warnings)
    if told.steps:
        yield from ("", 'Please take these steps in this order, and leave out none of those marked "must". Go on to '
                    "the next step only when its check is right." if told.ready else
                    "This is what you can safely do in the meantime, in this order:")
    for stage in told.steps:
        yield from ("", *_stage(stage))
    if told.settings:
        yield from ("", "At the end, these settings should be in place:")
        yield from (f"- {item.name}: {item.text}" for item in told.settings)
    if told.open:
        yield from ("", "If you can tell us more, we can make the steps fit you better:")
        yield from (f"- {point.ask}" for point in told.open[:MOST_QUESTIONS])


def _stage(stage: Stage) -> Iterator[str]:
    yield f"{stage.number}. {'(must) ' if stage.level == 'must' else ''}{stage.text}"
    yield from (f"   {word}: {text}" for word, text in (
        ("Important", words.REMOVES if stage.destroys else ""), ("This avoids", stage.danger),
        ("Only after", words.needed(stage)), ("Check", stage.check), ("If you want to go back", stage.undo)) if text)
