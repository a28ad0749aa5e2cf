"""A diagnosis as lines of text: what to stop, which causes are left, what to do, and the test to make next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.report.diagnosis.apart import apart_sentences
from advisor.report.diagnosis.changes import Change, heading, said_only
from advisor.report.diagnosis.diagnosis import CLASH, FIRST, MANY, Cause, Diagnosis, clash_sentences, in_full
from advisor.report.page.clean import clean
from advisor.report.page.fold import fold
from advisor.report.page.line import Line
from advisor.report.page.phrases import listed, versions

_BELOW = 8
"""Lines of a screen that the closing menu, or the next command line, takes below the report."""
ONWARD = "How to set it all up, with what is known now"


def diagnosis_lines(found: Diagnosis, width: int, *, onward: str = "", sources: bool = False,
                    changes: Sequence[Change] = (), rows: int = 0) -> list[Line]:
    """The report; `onward` is the command that goes on with the answers that both interviews ask for.

    On a screen of `rows` lines (0: no screen) that it does not fit on, only the first of many causes are named, and
    what must be done, or not be done, stands at the end once more, where it is seen.
    """
    lines = _whole(found, width, onward, changes, sources=sources)
    if not rows or len(lines) < rows:
        return lines
    if not in_full(found):
        lines = _whole(found, width, onward, changes, sources=sources, most=MANY)
    return lines if len(lines) < rows else [*lines, Line(""), *_once_more(found, width, rows - _BELOW)]


def _once_more(found: Diagnosis, width: int, room: int) -> list[Line]:
    """The first steps that must be taken, as many as fit into `room` lines, at least one; then the verdict."""
    verdict = _folded(found.rec.verdict.headline, width, "headline")
    steps = [_folded(step.text, width, "must", "- ") for step in found.rec.steps if step.level == "must"]
    fit = max((count for count in range(2, len(steps) + 1)
               if 1 + sum(map(len, steps[:count])) + (count < len(steps)) + len(verdict) <= room), default=1)
    more = len(steps) - fit
    return [Line("Once more, what counts", "heading"), *(line for step in steps[:fit] for line in step),
            *(_folded(f"- and {more} more, above", width) if more > 0 else []), *verdict]


def _whole(found: Diagnosis, width: int, onward: str, changes: Sequence[Change], *, sources: bool,
           most: int | None = None) -> list[Line]:
    """The report with at most so many causes by name."""
    lines = list(_clashes(found, width))
    verdict = found.rec.verdict
    lines += _folded(verdict.headline, width, "headline")
    lines += _folded(verdict.explain, width)
    lines += _steps(found, width)
    if found.next is not None:
        lines += [Line("The most telling test now", "heading"), *_folded(found.next.ask, width, "must", "- "),
                  *_folded(found.next.find_out, width, "", "  ")]
    lines += _causes(found, width, sources=sources, most=most)
    lines += _apart(found, width)
    lines += _changes(found, changes, width)
    lines += [*_folded("The same again, or with one answer more:", width, "heading"),
              Line(clean(found.rec.command), "command")]
    if onward:
        lines += [*_folded(f"{ONWARD}:", width, "heading"), Line(clean(onward), "command")]
    return _spaced([*lines, *_folded(versions(found.rec, 12), width, "dim")])


def _spaced(lines: list[Line]) -> list[Line]:
    """The lines with an empty one before each heading."""
    spaced: list[Line] = []
    for before, line in zip([Line("", "heading"), *lines], lines, strict=False):
        if line.style == "heading" and before.style != "heading":
            spaced.append(Line(""))
        spaced.append(line)
    return spaced


def _folded(text: str, width: int, style: str = "", first: str = "") -> list[Line]:
    return [Line(line, style) for line in fold(text, width, first)]


def _clashes(found: Diagnosis, width: int) -> Iterator[Line]:
    sentences = clash_sentences(found)
    if sentences:
        yield from _folded(CLASH, width, "headline")
    for text in sentences[:-1]:
        yield from _folded(text, width, "", "- ")
    if sentences:
        yield from _folded(sentences[-1], width, "must")
        yield Line("")


def _steps(found: Diagnosis, width: int) -> Iterator[Line]:
    if found.rec.steps:
        yield Line("Now, and while you look", "heading")
    for number, step in enumerate(found.rec.steps, 1):
        yield from _folded(f"[{step.level}] {step.text}", width, step.level, f"{number}. ")


def _causes(found: Diagnosis, width: int, *, sources: bool, most: int | None = None) -> Iterator[Line]:
    if not found.causes:
        yield Line("No cause fits all of these answers", "heading")
        labels = {given.question: given.label for given in found.rec.answers}
        again = listed([labels[name] for name in found.contradicting])
        yield from _folded(f"Look again at: {again}." if again else
                           "Several answers contradict each other: go through them once more.", width)
        return
    confirmed = [cause for cause in found.causes if cause.confirmed]
    if confirmed:
        yield Line("This is it" if len(confirmed) == 1 else "These are proven", "heading")
        for cause in confirmed:
            yield from _cause(cause, cause.confirmed, width, "- ", sources=sources)
    rest = [cause for cause in found.causes if not cause.confirmed]
    if rest:
        count = "1 cause is" if len(rest) == 1 else f"{len(rest)} causes are"
        only = len(rest) == 1 and not confirmed
        yield from _folded("Only this fits what you see" if only else
                           f"{count} {'also ' if confirmed else ''}possible, {len(found.excluded)} excluded", width,
                           "heading")
        few = in_full(found)  # among many, what to do about each would hide which there are
        for number, cause in enumerate(rest[:most], 1):
            said = few or number <= FIRST
            yield from _cause(cause, cause.fix if said else "", width, f"{number}. ", sources=sources)
        if most is not None and most < len(rest):
            yield from _folded(f"{len(rest) - most} more, which fit no better: --output FILE lists them all.", width,
                               "dim")
        if not few:
            yield from _folded(f"What to do about the others is said once {MANY} or fewer are left, and by "
                               "--format json or html.", width, "dim")


def _cause(cause: Cause, todo: str, width: int, lead: str, *, sources: bool) -> Iterator[Line]:
    indent = " " * len(lead)
    yield from _folded(cause.text, width, "must", lead)
    if todo:
        yield from _folded(f"What to do: {todo}", width, "", indent)
    if sources:
        marks = ", ".join(citation.mark for citation in cause.sources)
        yield from _folded(f"From: {marks}", width, "dim", indent)


def _apart(found: Diagnosis, width: int) -> Iterator[Line]:
    sentences = apart_sentences(found) if in_full(found) else []
    if sentences:
        yield Line("What tells them apart", "heading")
    for sentence in sentences:
        yield from _folded(sentence, width, "", "- ")


def _changes(found: Diagnosis, changes: Sequence[Change], width: int) -> Iterator[Line]:
    named = said_only(changes)
    if named:
        yield from _folded(heading(found), width, "heading")
    for change in named:
        yield from _folded(f"{change.text}:", width, "", "- ")
        yield Line(clean(change.command), "command")
