"""A diagnosis as a support ticket: a note for colleagues, and a reply that can be sent as it is."""

from __future__ import annotations

from advisor.report.clean import clean
from advisor.report.diagnosis import Diagnosis
from advisor.report.phrases import listed, versions

FEW = 4
"""So many causes can be named in a reply; with more, the reply asks for the next test first."""


def diagnosis_ticket(found: Diagnosis, *, signature: str = "") -> str:
    """The note, then the reply; names and addresses never get in by themselves."""
    return clean_lines([*_note(found), "", *_reply(found, signature)])


def _note(found: Diagnosis) -> list[str]:
    rec = found.rec
    answers = ", ".join(f"{given.question}={given.value} ({given.origin})" for given in rec.answers
                        if given.value is not None)
    confirmed = [cause.id for cause in found.causes if cause.confirmed]
    possible = [cause.id for cause in found.causes if not cause.confirmed]
    lines = ["NOTE FOR COLLEAGUES (not for the customer)", f"Verdict: {rec.verdict.headline}",
             f"Answers: {answers or 'none yet'}", f"Proven: {', '.join(confirmed) or 'none'}",
             f"Possible ({len(possible)}): {', '.join(possible) or 'none'}", f"Excluded: {len(found.excluded)}"]
    if found.contradicting:
        lines.append(f"The answers contradict each other; look again at: {', '.join(found.contradicting)}")
    if found.next is not None:
        lines.append(f"Next test: {found.next.question}")
    return [*lines, f"The same again: {rec.command}", versions(rec)]


def _reply(found: Diagnosis, signature: str) -> list[str]:
    rec = found.rec
    lines = ["REPLY TO THE CUSTOMER", "Hello,", "", "thank you for telling us what you see.", "",
             rec.verdict.headline, rec.verdict.explain]
    musts = [step.text for step in rec.steps if step.level == "must"]
    if musts:
        lines += ["", "Please, until this is cleared up:", *(f"- {text}" for text in musts)]
    named = [cause for cause in found.causes if cause.confirmed] or (
        list(found.causes) if len(found.causes) <= FEW else [])
    if named:
        lines += ["", "What has happened:" if named[0].confirmed else "What may have happened:"]
        for cause in named:
            lines += [f"- {cause.text}", f"  {cause.confirmed or cause.fix}"]
    elif not found.causes:
        labels = {given.question: given.label for given in rec.answers}
        again = listed([labels[name] for name in found.contradicting])
        lines += ["", "Some of the answers do not fit together. Could you look once more"
                  + (f" at this: {again}?" if again else "?")]
    if found.next is not None and not (named and named[0].confirmed):
        lines += ["", "What would help us most to know:", found.next.ask, found.next.find_out]
    return [*lines, "", "Kind regards" + (f"\n{signature}" if signature else "")]


def clean_lines(lines: list[str]) -> str:
    """The lines as text in which nothing steers anything."""
    return "".join(f"{clean(part)}\n" for line in lines for part in line.split("\n"))
