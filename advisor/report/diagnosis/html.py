"""A diagnosis as one HTML page, for screen, phone and paper, with the same facts as on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from advisor.report.diagnosis.apart import apart_sentences
from advisor.report.diagnosis.changes import Change, heading, said_only
from advisor.report.diagnosis.diagnosis import CLASH, Cause, Diagnosis, clash_sentences, in_full
from advisor.report.diagnosis.text import ONWARD
from advisor.report.page.citations import bibliography
from advisor.report.page.facts import Citation
from advisor.report.page.html_page import Marks, escaped, items, page, section
from advisor.report.page.phrases import listed, origin, versions


def diagnosis_html(found: Diagnosis, *, onward: str = "", sources: bool = False,
                   changes: Sequence[Change] = ()) -> str:
    """The whole page; `onward` is the command for the other interview, `sources` adds marks and their list."""
    marks = Marks(bibliography(_cited(found)) if sources else {})
    title = f"{found.rec.verdict.headline} - {found.rec.title}"
    return page(title, "\n".join(_parts(found, onward, marks, said_only(changes))))


def _cited(found: Diagnosis) -> Iterator[Citation]:
    for step in found.rec.steps:
        yield from step.sources
    for cause in found.causes:
        yield from cause.sources


def _parts(found: Diagnosis, onward: str, marks: Marks, changes: Sequence[Change]) -> Iterator[str]:
    rec = found.rec
    yield (f'<header>\n<p class="title">{escaped(rec.title)}</p>\n<h1>{escaped(rec.verdict.headline)}</h1>\n'
           f"<p>{escaped(rec.verdict.explain)}</p>\n</header>\n<main>")
    if clashing := clash_sentences(found):
        yield section("clashes", CLASH, items(map(escaped, clashing)))
    if rec.steps:
        yield section("steps", "Now, and while you look", _steps(found, marks))
    if found.next is not None:
        yield section("next", "The most telling test now",
                      f"<p><strong>{escaped(found.next.ask)}</strong></p>\n<p>{escaped(found.next.find_out)}</p>")
    yield from _causes(found, marks)
    apart = apart_sentences(found) if in_full(found) else []
    if apart:
        yield section("apart", "What tells them apart", items(map(escaped, apart)))
    if changes:
        yield section("changes", heading(found), "\n".join(
            f"<p>{escaped(change.text)}:</p>\n{_command(change.command)}" for change in changes))
    yield section("answers", "Your answers", _answers(found))
    if onward:
        yield section("onward", ONWARD, _command(onward))
    yield section("again", "The same again, or with one answer more", _command(rec.command))
    if marks.entries:
        yield section("sources", "Sources", marks.listed())
    yield f"</main>\n<footer><p>{escaped(rec.title)}. {escaped(versions(rec))}</p></footer>"


def _steps(found: Diagnosis, marks: Marks) -> str:
    return items(
        (f'<span class="box" aria-hidden="true"></span><span class="number" aria-hidden="true"></span>'
         f'<span class="level level-{escaped(step.level)}">{escaped(step.level)}</span>'
         f'<span class="what">{escaped(step.text)}{marks.of(step.sources)}</span>'
         for step in found.rec.steps), "ol", "steps")


def _causes(found: Diagnosis, marks: Marks) -> Iterator[str]:
    confirmed = [cause for cause in found.causes if cause.confirmed]
    rest = [cause for cause in found.causes if not cause.confirmed]
    if not found.causes:
        labels = {given.question: given.label for given in found.rec.answers}
        again = listed([labels[name] for name in found.contradicting]) or "all answers"
        yield section("causes", "No cause fits all of these answers", f"<p>Look again at: {escaped(again)}.</p>")
    if confirmed:
        yield section("proven", "This is it" if len(confirmed) == 1 else "These are proven",
                      _listed(confirmed, marks, "ul"))
    if rest:
        count = "1 cause is" if len(rest) == 1 else f"{len(rest)} causes are"
        heading = f"{count} {'also ' if confirmed else ''}possible, {len(found.excluded)} excluded"
        yield section("causes", heading, _listed(rest, marks, "ol"))


def _listed(causes: Iterable[Cause], marks: Marks, tag: str) -> str:
    return items((f"<strong>{escaped(cause.text)}</strong>{marks.of(cause.sources)}\n"
                  f"<p>What to do: {escaped(cause.confirmed or cause.fix)}</p>" for cause in causes), tag)


def _answers(found: Diagnosis) -> str:
    rows = [f'<tr><th scope="row">{escaped(given.label)}</th><td>{escaped(given.text)}</td>'
            f"<td>{escaped(origin(given.origin))}</td></tr>"
            for given in found.rec.answers if given.value is not None]
    if not rows:
        return "<p>None were given.</p>"
    return ('<table>\n<thead><tr><th scope="col">Test</th><th scope="col">Answer</th><th scope="col">From</th></tr>'
            "</thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody></table>")


def _command(command: str) -> str:
    return f'<pre tabindex="0"><code>{escaped(command)}</code></pre>'
