"""An inspection as Markdown."""

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
from advisor.report.page.facts import Citation
from advisor.report.page.markdown_text import code_block, escaped, table
from advisor.report.page.phrases import sentence, versions


def inspection_markdown(report: MailboxReport, *, onward: str, diagnose: str = "", sources: bool = False) -> str:
    """The report; `onward` is the command that goes on with what was measured, `diagnose` one for missing mail."""
    parts = [f"# {escaped(headline(report))}", escaped(harm(report)), *_parts(report, sources=sources),
             "## To go on with this", code_block(onward),
             *([MAIL_IS_MISSING, code_block(diagnose)] if diagnose else []), escaped(versions(report))]
    return "\n\n".join(part for part in parts if part) + "\n"


def _parts(report: MailboxReport, *, sources: bool) -> Iterator[str]:
    found, names = report.inspection, report.names
    if report.answers:
        yield "## Measured"
        yield _list(f"**{escaped(answer.label)}**: {escaped(answer.text)}. {escaped(answer.evidence)}"
                    + _marks(answer.sources, sources=sources) for answer in report.answers)
    if report.signs:
        yield "## Signs of trouble"
        yield _list(f"{escaped(sign.text)}{_marks(sign.sources, sources=sources)} How sure: **{escaped(sign.sure)}** "
                    f"({escaped(sign.sure_text)}). But: {escaped(sign.otherwise)}" for sign in report.signs)
    if report.notes:
        yield f"## {GOOD_TO_KNOW}"
        yield _list(f"**{escaped(note.label)}**: {escaped(note.text)}{_marks(note.sources, sources=sources)} "
                    f"But: {escaped(note.otherwise)}" for note in report.notes)
    for server in found.servers:
        name = names.get(server.place.protocol, server.place.protocol)
        yield f"## {escaped(name)}: settings, to copy"
        yield table(("Setting", "Value"), server_facts(server))
    for denied in found.whereabouts.denied:
        name = names.get(denied.protocol, denied.protocol)
        yield escaped(f"{name} is not offered, says {denied_by(denied)}.")
    rows = side_by_side(report)
    if rows:
        yield f"## {both_ways(report)}"
        yield table(("What", names.get("imap", "imap"), names.get("pop", "pop")), rows)
        yield escaped(room(report))
        if found.pop is not None:
            yield _list(f"{escaped(label)}: {escaped(text)}" for label, text in pop_facts(found.pop))
    shown, more = folders(report)
    if shown:
        yield "## Folders"
        rest = [f"and {more:,} more"] if more else []
        yield _list([*(f"**{escaped(folder.name)}**: {escaped(folder_words(folder))}" for folder in shown), *rest])
    unknown = troubles(report)
    if unknown:
        yield "## What could not be learned"
        yield _list(escaped(f"{trouble.where + ': ' if trouble.where else ''}{sentence(trouble.message)} "
                            f"{trouble.fix}".rstrip() + f" ({trouble.code})") for trouble in unknown)


def _marks(cited: Iterable[Citation], *, sources: bool) -> str:
    return f" ({escaped(', '.join(citation.mark for citation in cited))})" if sources else ""


def _list(entries: Iterable[str]) -> str:
    return "\n".join(f"- {entry}" for entry in entries)
