"""The recommendation as one HTML page, for screen, phone and paper, with the same facts as on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.report import phrases, wording
from advisor.report.citations import bibliography, cited_in
from advisor.report.html_page import Marks, escaped, items, page, section
from advisor.report.html_scales import scales
from advisor.report.recommendation import Reason, Recommendation


def render_html(rec: Recommendation, *, sources: bool = False) -> str:
    """The whole page; with `sources`, each statement carries its marks and the list of sources stands at the end."""
    report = _Report(rec, Marks(bibliography(cited_in(rec)) if sources else {}))
    return page(f"{rec.verdict.headline} - {rec.title}", "\n".join(report.parts()))


class _Report:
    """One page being written."""

    def __init__(self, rec: Recommendation, marks: Marks) -> None:
        self.rec = rec
        self.marks = marks

    def parts(self) -> Iterator[str]:
        yield self.verdict()
        yield "<main>"
        yield section("why", "Why", self.reasons())
        if self.rec.set_up:
            yield section("set-up", "Set-up", self.set_up())
        if self.rec.steps:
            yield section("steps", "What to do now", self.steps())
        if self.rec.warnings:
            yield section("risks", "Risks, and what averts them", items(
                (f"<strong>{escaped(warning.text)}</strong> {escaped(warning.avert)}{self.marks.of(warning.sources)}"
                 for warning in self.rec.warnings), name="risks"))
        yield section("change", "What would change this advice", self.flips())
        if self.rec.open:
            yield section("open", "Open questions", self.open())
        yield section("answers", "Your answers", self.answers())
        yield section("again", "To get this advice again",
                      f'<pre tabindex="0"><code>{escaped(self.rec.command)}</code></pre>')
        if self.marks.entries:
            yield section("sources", "Sources", self.marks.listed())
        yield "</main>"
        yield f"<footer><p>{escaped(self.rec.title)}. {escaped(phrases.versions(self.rec))}</p></footer>"

    def verdict(self) -> str:
        verdict = self.rec.verdict
        word, sentence = phrases.standing(self.rec)
        conditions = "".join(
            f'<p class="condition"><strong>Condition:</strong> {escaped(wording.proviso(proviso))}</p>\n'
            for proviso in verdict.provisos)
        return (f'<header>\n<p class="title">{escaped(self.rec.title)}</p>\n<h1>{escaped(verdict.headline)}</h1>\n'
                f'<p class="standing"><strong>{escaped(word)}</strong> {escaped(sentence)}</p>\n{conditions}'
                f"<p>{escaped(verdict.explain)}</p>\n</header>")

    def reasons(self) -> str:
        verdict = self.rec.verdict
        parts = [f"<p>{escaped(phrases.balance(self.rec))}{self.marks.of(verdict.default_sources)}</p>"]
        if self.rec.reasons_for():
            parts += [f"<h3>What speaks for {escaped(verdict.name)}</h3>", self.reason_list(self.rec.reasons_for())]
        if self.rec.reasons_against():
            parts += [f"<h3>{escaped(phrases.against(self.rec))}</h3>", self.reason_list(self.rec.reasons_against())]
        if verdict.ruled_out:
            parts += ["<h3>Ruled out</h3>", items(
                f"<strong>{escaped(found.name)}</strong>: {escaped(found.text)}{self.marks.of(found.sources)}"
                for found in verdict.ruled_out)]
        return "\n".join([*parts, scales(self.rec)])

    def reason_list(self, reasons: Iterable[Reason]) -> str:
        entries = []
        for reason in reasons:
            other = "" if reason.option == self.rec.verdict.option else f"for {escaped(reason.option_name)}: "
            entries.append(f'{escaped(reason.text)} <span class="weight">({other}{escaped(phrases.weighs(reason))})'
                           f"</span>{self.marks.of(reason.sources)}")
        return items(entries)

    def set_up(self) -> str:
        parts = ['<dl class="items">']
        for item in self.rec.set_up:
            parts.append(f"<dt>{escaped(item.name)}</dt>\n<dd>{escaped(item.text)}{self.marks.of(item.sources)}</dd>")
            if item.params:
                parts.append(f'<dd class="quiet">{escaped(phrases.params(item.params))}</dd>')
        return "\n".join([*parts, "</dl>"])

    def steps(self) -> str:
        return items(
            (f'<span class="box" aria-hidden="true"></span><span class="number" aria-hidden="true"></span>'
             f'<span class="level level-{escaped(step.level)}">{escaped(step.level)}</span>'
             f'<span class="what">{escaped(step.text)}{self.marks.of(step.sources)}</span>'
             for step in self.rec.steps), "ol", "steps")

    def flips(self) -> str:
        text = f"<p>{escaped(wording.flip_lead(self.rec))}</p>"
        return text + items(map(escaped, wording.flip_texts(self.rec, None))) if self.rec.flips else text

    def open(self) -> str:
        return items(f"<strong>{escaped(found.label)}</strong>: {escaped(found.ask)} "
                     f"{escaped(phrases.effect(self.rec, found))}" for found in self.rec.open)

    def answers(self) -> str:
        rows = [f'<tr><th scope="row">{escaped(given.label)}</th><td>{escaped(given.text)}</td>'
                f"<td>{escaped(phrases.origin(given.origin))}</td></tr>"
                for given in self.rec.answers if given.value is not None]
        text = "<p>None were given.</p>" if not rows else (
            '<table>\n<thead><tr><th scope="col">Question</th><th scope="col">Answer</th><th scope="col">From</th></tr>'
            "</thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody></table>")
        if self.rec.disagreements:
            text += "\n<h3>Where answers disagreed</h3>\n" + items(
                escaped(wording.disagreement(found)) for found in self.rec.disagreements)
        return text
