"""A diagnosis as Markdown."""

from __future__ import annotations

from advisor.report.diagnosis import Cause, Diagnosis
from advisor.report.markdown_text import code_block, escaped
from advisor.report.phrases import listed, versions


def diagnosis_markdown(found: Diagnosis, *, sources: bool = False) -> str:
    """The report; a cause is a list entry with what to do below it."""
    rec = found.rec
    lines = [f"# {escaped(rec.title)}: {escaped(rec.verdict.headline)}", "", escaped(rec.verdict.explain), ""]
    if rec.steps:
        lines += ["## Now, and while you look", ""]
        lines += [f"{number}. **{step.level}**: {escaped(step.text)}" for number, step in enumerate(rec.steps, 1)]
        lines.append("")
    if found.next is not None:
        lines += ["## The most telling test now", "",
                  f"**{escaped(found.next.ask)}** {escaped(found.next.find_out)}", ""]
    lines += ["## Causes left", ""]
    lines += [line for cause in found.causes for line in _cause(cause, sources=sources)]
    if not found.causes:
        labels = {given.question: given.label for given in rec.answers}
        again = listed([labels[name] for name in found.contradicting]) or "all answers"
        lines.append(f"No cause fits all of these answers. Look again at: {escaped(again)}.")
    lines += ["", "## The same again", "", code_block(rec.command), "", escaped(versions(rec))]
    return "\n".join(lines) + "\n"


def _cause(cause: Cause, *, sources: bool) -> list[str]:
    state = "proven" if cause.confirmed else "possible"
    lines = [f"- **{escaped(cause.text)}** ({state})", f"  {escaped(cause.confirmed or cause.fix)}"]
    if sources:
        lines.append(f"  From: {escaped(', '.join(citation.mark for citation in cause.sources))}")
    return lines
