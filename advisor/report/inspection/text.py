"""An inspection as lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.report.inspection.inspection import MailboxReport
from advisor.report.inspection.words import (
    GOOD_TO_KNOW,
    MAIL_IS_MISSING,
    both_ways,
    denied_by,
    folder_words,
    folders,
    harm,
    headline,
    pop_facts,
    room,
    server_facts,
    side_by_side,
    troubles,
)
from advisor.report.page.clean import clean
from advisor.report.page.facts import Citation
from advisor.report.page.fold import columns, flow, pad
from advisor.report.page.line import Line
from advisor.report.page.phrases import sentence, versions


def inspection_lines(report: MailboxReport, width: int, *, onward: str, diagnose: str = "",
                     sources: bool = False) -> list[Line]:
    """The report; `onward` is the command that goes on with what was measured, `diagnose` one for missing mail."""
    lines = [*flow(headline(report), width, "headline"), *flow(harm(report), width)]
    parts = (_answers(report, width, sources=sources), _signs(report, width, sources=sources),
             _notes(report, width, sources=sources), _servers(report, width),
             _mailbox(report, width), _troubles(report, width))
    for part in parts:
        found = list(part)
        lines += [Line(""), *found] if found else []
    lines += [Line(""), *flow("To go on with this:", width, "heading"), Line(clean(onward), "command")]
    lines += [*flow(MAIL_IS_MISSING, width, "heading"), Line(clean(diagnose), "command")] if diagnose else []
    return [*lines, *flow(versions(report, 12), width, "dim")]


def brief_lines(report: MailboxReport, width: int) -> list[Line]:
    """What was measured and what was not, for somebody who goes on to the questions."""
    return [*flow(headline(report), width, "headline"), *flow(harm(report), width),
            *_answers(report, width, sources=False), *_signs(report, width, sources=False),
            *_notes(report, width, sources=False), *_troubles(report, width, brief=True)]


def _answers(report: MailboxReport, width: int, *, sources: bool) -> Iterator[Line]:
    if not report.answers:
        return
    yield Line("Measured", "heading")
    for answer in report.answers:
        yield from flow(f"{answer.label}: {answer.text}", width, "must", "- ")
        yield from flow(answer.evidence + _marks(answer.sources, sources=sources), width, "", "  ")


def _signs(report: MailboxReport, width: int, *, sources: bool) -> Iterator[Line]:
    if not report.signs:
        return
    yield Line("Signs of trouble", "heading")
    for sign in report.signs:
        yield from flow(sign.text + _marks(sign.sources, sources=sources), width, "", "- ")
        yield from flow(f"How sure: {sign.sure} ({sign.sure_text}).", width, "", "  ")
        yield from flow(f"But: {sign.otherwise}", width, "", "  ")


def _notes(report: MailboxReport, width: int, *, sources: bool) -> Iterator[Line]:
    if not report.notes:
        return
    yield from flow(GOOD_TO_KNOW, width, "heading")
    for note in report.notes:
        yield from flow(f"{note.label}: {note.text}{_marks(note.sources, sources=sources)}", width, "", "- ")
        yield from flow(f"But: {note.otherwise}", width, "", "  ")


def _servers(report: MailboxReport, width: int) -> Iterator[Line]:
    for server in report.inspection.servers:
        yield from flow(f"{_name(report, server.place.protocol)}: settings, to copy", width, "heading")
        for label, text in server_facts(server):
            yield from flow(f"{label}: {text}", width, "", "  ")
    for denied in report.inspection.whereabouts.denied:
        yield from flow(f"{_name(report, denied.protocol)} is not offered, says {denied_by(denied)}.", width)


def _mailbox(report: MailboxReport, width: int) -> Iterator[Line]:
    rows = side_by_side(report)
    if not rows:
        return
    yield from flow(both_ways(report), width, "heading")
    table = [("", _name(report, "imap"), _name(report, "pop")), *rows]
    wide = [max(columns(row[place]) for row in table) for place in range(3)]
    for row in table:
        line = "  ".join(pad(cell, room_) for cell, room_ in zip(row, wide, strict=True)).rstrip()
        if columns(line) <= width:
            yield Line(line)
        elif row[0]:
            yield from flow(f"{row[0]}: {table[0][1]} {row[1]}; {table[0][2]} {row[2]}", width, "", "- ")
    yield from flow(room(report), width) if room(report) else ()
    if report.inspection.pop is not None:
        for label, text in pop_facts(report.inspection.pop):
            yield from flow(f"{_name(report, 'pop')}, {label[0].lower()}{label[1:]}: {text}", width)
    shown, more = folders(report)
    if shown:
        yield Line("Folders", "heading")
    for folder in shown:
        yield from flow(f"{folder.name}: {folder_words(folder)}", width, "", "- ")
    if more:
        yield from flow(f"and {more:,} more", width, "dim", "- ")


def _troubles(report: MailboxReport, width: int, *, brief: bool = False) -> Iterator[Line]:
    found = troubles(report, brief=brief)
    if not found:
        return
    yield from flow("What could not be learned", width, "heading")
    for trouble in found:
        where = f"{trouble.where}: " if trouble.where else ""
        yield from flow(f"{where}{sentence(trouble.message)} {trouble.fix}".rstrip() + f" [{trouble.code}]", width, "",
                        "- ")


def _marks(cited: Iterable[Citation], *, sources: bool) -> str:
    return f" [{', '.join(citation.mark for citation in cited)}]" if sources else ""


def _name(report: MailboxReport, protocol: str) -> str:
    return report.names.get(protocol, protocol)
