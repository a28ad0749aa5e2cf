"""A diagnosis as a support ticket: a note for colleagues, and a reply that can be sent as it is.

Names and addresses never get in by themselves: the reply greets nobody by name, and is signed only if asked to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.report.diagnosis import Cause, Diagnosis
from advisor.report.phrases import listed, versions
from advisor.report.recommendation import Citation
from advisor.report.ticket_words import CAREFUL, claims_of, clean_lines, closing, differing, explained, given

FEW = 4
"""So many causes can be named in a reply; with more, the reply asks for the next test only."""


def diagnosis_ticket(found: Diagnosis, *, signature: str = "") -> str:
    """The note, then the reply."""
    reply = list(_reply(found))
    return clean_lines([*_note(found), "", *reply, *explained(reply, found.rec.terms), "", CAREFUL, "",
                        *closing(signature)])


def _note(found: Diagnosis) -> Iterator[str]:
    rec = found.rec
    confirmed = [cause.id for cause in found.causes if cause.confirmed]
    possible = [cause.id for cause in found.causes if not cause.confirmed]
    yield from ("NOTE FOR COLLEAGUES (not for the customer)", f"Verdict: {rec.verdict.headline}",
                f"Answers: {given(rec.answers)}")
    if rec.disagreements:
        yield f"Differing answers: {differing(rec.disagreements)}"
    for name, ids in (("Proven", confirmed), ("Possible", possible), ("Excluded", found.excluded)):
        yield f"{name} ({len(ids)}): {', '.join(ids) or 'none'}"
    if found.contradicting:
        yield f"The answers contradict each other; look again at: {', '.join(found.contradicting)}"
    if found.next is not None:
        yield f"Next test: {found.next.question}"
    yield f"Claims behind it: {claims_of(_cited(found))}"
    yield f"The same again: {rec.command}"
    yield versions(rec)


def _cited(found: Diagnosis) -> Iterable[Citation]:
    for part in (found.rec.steps, found.causes):
        for statement in part:
            yield from statement.sources


def _reply(found: Diagnosis) -> Iterator[str]:
    rec = found.rec
    confirmed = [cause for cause in found.causes if cause.confirmed]
    yield from ("REPLY TO THE CUSTOMER", "Hello,", "",
                "thank you for telling us what you see. Please change and delete nothing yet, apart from what we ask "
                "you to do below.", "", rec.verdict.headline, rec.verdict.explain)
    for level, lead in (("must", "Please, until this is cleared up:"), ("should", "This helps as well:")):
        texts = [step.text for step in rec.steps if (step.level == "must") == (level == "must")]
        if texts:
            yield from ("", lead, *(f"- {text}" for text in texts))
    if not found.causes:
        yield from ("", _again(found))
    if confirmed:
        yield from ("", "What has happened, and what to do:", *_causes(confirmed))
        if len(confirmed) < len(found.causes):
            yield from ("", "If mail is still missing after that, please write to us: it may have a second cause.")
        return
    if found.next is not None:
        yield from ("", "What would help us most to know. Please look, and tell us what you find; \"I cannot test "
                    "that now\" is an answer too:", found.next.ask, found.next.find_out)
    if found.causes and len(found.causes) <= FEW:
        yield from ("", "What may have happened, and what to do in that case:" if len(found.causes) > 1 else
                    "Of all causes that we know, only this one fits what you see:", *_causes(found.causes))
    if found.next is None and len(found.causes) > 1:
        yield from ("", "We know of no further test that you could make to tell these causes apart.")


def _causes(causes: Iterable[Cause]) -> Iterator[str]:
    for cause in causes:
        yield from (f"- {cause.text}", f"  {cause.confirmed or cause.fix}")


def _again(found: Diagnosis) -> str:
    labels = {answer.question: answer.label for answer in found.rec.answers}
    again = listed([labels[name] for name in found.contradicting])
    return f"Some of the answers do not fit together. Could you look once more{f' at this: {again}' if again else ''}?"
