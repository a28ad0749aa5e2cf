"""A diagnosis as a support ticket: a note for colleagues, and a reply that can be sent as it is.

Names and addresses never get in by themselves: the reply greets nobody by name, and is signed only if asked to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from advisor.report.diagnosis.changes import Change, said_only
from advisor.report.diagnosis.diagnosis import FIRST, Cause, Diagnosis
from advisor.report.page.facts import Citation
from advisor.report.page.phrases import listed, versions
from advisor.report.page.ticket_words import CAREFUL, claims_of, clean_lines, closing, differing, explained, given

_FEW = 4
"""So many causes are all named in a reply; of more, the first ones."""


def diagnosis_ticket(found: Diagnosis, *, signature: str = "", changes: Sequence[Change] = ()) -> str:
    """The note, then the reply."""
    reply = list(_reply(found, said_only(changes)))
    return clean_lines([*_note(found, changes), "", *reply, *explained(reply, found.rec.terms), "", CAREFUL, "",
                        *closing(signature)])


def _note(found: Diagnosis, changes: Sequence[Change]) -> Iterator[str]:
    rec = found.rec
    confirmed = [cause.id for cause in found.causes if cause.confirmed]
    possible = [cause.id for cause in found.causes if not cause.confirmed]
    yield from ("NOTE FOR COLLEAGUES (not for the customer)", f"Verdict: {rec.verdict.headline}",
                f"Answers: {given(rec.answers)}")
    if rec.disagreements:
        yield f"Differing answers: {differing(rec.disagreements)}"
    for name, ids in (("Proven", confirmed), ("Possible", possible), ("Excluded", found.excluded)):
        yield f"{name} ({len(ids)}): {', '.join(ids) or 'none'}"
    if found.clashes:
        pairs = "; ".join(" and ".join(together) for together in found.clashes)
        yield f"Answers that do not fit together, so that they exclude and prove nothing: {pairs}"
    elif found.contradicting:
        yield f"The answers contradict each other; look again at: {', '.join(found.contradicting)}"
    if found.next is not None:
        yield f"Next test: {found.next.question}"
    for change in changes:
        yield f"Steps{f' for {listed(change.causes)}' if change.causes else ''}: {change.command}"
    yield f"Claims behind it: {claims_of(_cited(found))}"
    yield f"The same again: {rec.command}"
    yield versions(rec)


def _cited(found: Diagnosis) -> Iterable[Citation]:
    for part in (found.rec.steps, found.causes):
        for statement in part:
            yield from statement.sources


def _reply(found: Diagnosis, changes: Sequence[Change]) -> Iterator[str]:
    rec = found.rec
    confirmed = [cause for cause in found.causes if cause.confirmed]
    yield from ("REPLY TO THE CUSTOMER", "Hello,", "",
                "thank you for telling us what you see. Please change and delete nothing yet, apart from what we ask "
                "you to do below.", "", rec.verdict.headline, rec.verdict.explain)
    for level, lead in (("must", "Please, until this is cleared up:"), ("should", "This helps as well:")):
        texts = [step.text for step in rec.steps if (step.level == "must") == (level == "must")]
        if texts:
            yield from ("", lead, *(f"- {text}" for text in texts))
    if found.contradicting or not found.causes:
        yield from ("", _again(found))
    if confirmed:
        yield from ("", "What has happened, and what to do:", *_causes(confirmed), *_offer(changes))
        if len(confirmed) < len(found.causes):
            yield from ("", "If mail is still missing after that, please write to us: it may have a second cause.")
        return
    if found.next is not None:
        yield from ("", "What would help us most to know. Please look, and tell us what you find; \"I cannot test "
                    "that now\" is an answer too:", found.next.ask, found.next.find_out)
    if found.causes and (found.excluded or len(found.causes) <= _FEW):  # else no cause fits better than another
        yield from ("", _lead(len(found.causes)), *_causes(_named(found)), *_offer(changes))
    if found.next is None and len(found.causes) > 1:
        yield from ("", "We know of no further test that you could make to tell these causes apart.")


def _named(found: Diagnosis) -> Sequence[Cause]:
    return found.causes if len(found.causes) <= _FEW else found.causes[:FIRST]


def _lead(count: int) -> str:
    if count == 1:
        return "Of all causes that we know, only this one fits what you see:"
    if count <= _FEW:
        return "What may have happened, and what to do in that case:"
    return (f"What may have happened: {count} causes are still possible, and these {FIRST} fit best. What to do is for "
            "the case that it is this one, so please make sure first:")


def _offer(changes: Sequence[Change]) -> Iterator[str]:
    """What a customer without the program has of the steps."""
    for change in changes:
        yield from ("", f"We have steps in a safe order for this: {change.text}. If it comes to that, please ask us "
                    "for them before you begin.")


def _causes(causes: Iterable[Cause]) -> Iterator[str]:
    for cause in causes:
        yield from (f"- {cause.text}", f"  {cause.confirmed or cause.fix}")


def _again(found: Diagnosis) -> str:
    labels = {answer.question: answer.label for answer in found.rec.answers}
    again = listed([labels[name] for name in found.contradicting])
    return f"Some of the answers do not fit together. Could you look once more{f' at this: {again}' if again else ''}?"
