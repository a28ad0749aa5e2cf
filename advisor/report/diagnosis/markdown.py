"""A diagnosis as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.report.diagnosis.apart import apart_sentences
from advisor.report.diagnosis.changes import Change, heading, said_only
from advisor.report.diagnosis.diagnosis import CLASH, Cause, Diagnosis, clash_sentences, in_full
from advisor.report.diagnosis.text import ONWARD
from advisor.report.page.markdown_text import code_block, escaped
from advisor.report.page.phrases import listed, versions


def diagnosis_markdown(found: Diagnosis, *, onward: str = "", sources: bool = False,
                       changes: Sequence[Change] = ()) -> str:
    """The report; a cause is a list entry with what to do below it. `onward` leads to the other interview."""
    rec = found.rec
    lines = [f"# {escaped(rec.title)}: {escaped(rec.verdict.headline)}", "", escaped(rec.verdict.explain), ""]
    if clashing := clash_sentences(found):
        lines += [f"## {CLASH}", "", *(f"- {escaped(text)}" for text in clashing), ""]
    if rec.steps:
        lines += ["## Now, and while you look", ""]
        lines += [f"{number}. **{step.level}**: {escaped(step.text)}" for number, step in enumerate(rec.steps, 1)]
        lines.append("")
    if found.next is not None:
        lines += ["## The most telling test now", "",
                  f"**{escaped(found.next.ask)}** {escaped(found.next.find_out)}", ""]
    lines += ["## Causes left", ""]
    number = 0
    for cause in found.causes:
        number += not cause.confirmed
        lines += _cause(cause, "-" if cause.confirmed else f"{number}.", sources=sources)
    if not found.causes:
        labels = {given.question: given.label for given in rec.answers}
        again = listed([labels[name] for name in found.contradicting]) or "all answers"
        lines.append(f"No cause fits all of these answers. Look again at: {escaped(again)}.")
    apart = apart_sentences(found) if in_full(found) else []
    if apart:
        lines += ["", "## What tells them apart", "", *(f"- {escaped(sentence)}" for sentence in apart)]
    if named := said_only(changes):
        lines += ["", f"## {heading(found)}"]
    for change in named:
        lines += ["", f"{escaped(change.text)}:", "", code_block(change.command)]
    if onward:
        lines += ["", f"## {ONWARD}", "", code_block(onward)]
    lines += ["", "## The same again", "", code_block(rec.command), "", escaped(versions(rec))]
    return "\n".join(lines) + "\n"


def _cause(cause: Cause, lead: str, *, sources: bool) -> list[str]:
    state = "proven" if cause.confirmed else "possible"
    indent = " " * (len(lead) + 1)
    lines = [f"{lead} **{escaped(cause.text)}** ({state})  ", f"{indent}{escaped(cause.confirmed or cause.fix)}"]
    if sources:
        lines[-1] += "  "
        lines.append(f"{indent}From: {escaped(', '.join(citation.mark for citation in cause.sources))}")
    return lines
