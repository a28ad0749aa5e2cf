"""The recommendation as one HTML page, for screen, phone and paper, with the same facts as on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.report.advice import wording
from advisor.report.advice.contents import cited_in
from advisor.report.advice.html_scales import scales
from advisor.report.advice.recommendation import OpenQuestion, Reason, Recommendation, Told
from advisor.report.page.citations import bibliography
from advisor.report.page.html_page import Marks, escaped, items, page, section
from advisor.report.page.phrases import disagreement, origin, sentence, versions
from advisor.rulebase.model import NEITHER


def render_html(rec: Recommendation, *, sources: bool = False) -> str:
    """The whole page; with `sources`, each statement carries its marks and the list of sources stands at the end."""
    report = _Report(rec, Marks(bibliography(cited_in(rec, terms=True)) if sources else {}))
    return page(f"{rec.verdict.headline} - {rec.title}", "\n".join(report.parts()))


class _Report:
    """One page being written."""

    def __init__(self, rec: Recommendation, marks: Marks) -> None:
        self.rec = rec
        self.marks = marks

    def parts(self) -> Iterator[str]:
        yield self.verdict()
        yield "<main>"
        yield section("why", wording.why(self.rec) or "Why", self.reasons())
        yield section("set-up", wording.SET_UP, self.set_up())
        yield from self.programs()
        if self.rec.steps:
            yield section("steps", wording.STEPS, self.steps())
        yield self.warnings()
        yield section("change", wording.CHANGES, self.flips())
        yield section("open", "Open questions", self.open())
        yield section("answers", "Your answers", self.answers())
        yield section("again", wording.AGAIN,
                      f'<pre tabindex="0"><code>{escaped(self.rec.command)}</code></pre>')
        if self.rec.terms:
            yield section("words", "Words", self.marks.terms(self.rec.terms))
        if self.marks.entries:
            yield section("sources", "Sources", self.marks.listed())
        yield "</main>"
        yield f"<footer><p>{escaped(self.rec.title)}. {escaped(versions(self.rec))}</p></footer>"

    def verdict(self) -> str:
        verdict = self.rec.verdict
        conditions = "".join(
            f'<p class="condition"><strong>Condition:</strong> {escaped(wording.proviso(proviso))}</p>\n'
            for proviso in verdict.provisos)
        if wording.limit(self.rec):
            conditions += f'<p class="condition"><strong>Program:</strong> {escaped(wording.limit(self.rec))}</p>\n'
        for told in wording.first_of(self.rec):
            conditions += (f'<p class="condition"><strong>Beware:</strong> {escaped(wording.labelled(told))}'
                           f"{self.marks.of(told.sources)}</p>\n")
        return (f'<header>\n<p class="title">{escaped(self.rec.title)}</p>\n<h1>{escaped(verdict.headline)}</h1>\n'
                f'<p class="standing"><strong>{escaped(wording.standing(self.rec))}</strong></p>\n{conditions}'
                f"<p>{escaped(verdict.explain)}</p>\n</header>")

    def reasons(self) -> str:
        verdict = self.rec.verdict
        parts = []
        if wording.tie(self.rec):
            parts.append(f"<p>{escaped(wording.tie(self.rec))}{self.marks.of(verdict.default_sources)}</p>")
        elif wording.without_reasons(self.rec):
            parts.append(f"<p>{escaped(wording.without_reasons(self.rec))}</p>")
        if self.rec.reasons_for():
            parts.append(self.reason_list(self.rec.reasons_for()))
        if self.rec.reasons_against():
            parts += [f"<h3>{escaped(wording.against(self.rec))}</h3>", self.reason_list(self.rec.reasons_against())]
        elif verdict.option != NEITHER:
            parts.append(f"<p>{escaped(wording.against(self.rec))}: {escaped(wording.nothing_against(self.rec))}</p>")
        if verdict.ruled_out:
            parts += ["<h3>Ruled out</h3>", items(
                f"<strong>{escaped(found.name)}</strong>: {escaped(found.text)}{self.marks.of(found.sources)}"
                for found in verdict.ruled_out)]
        return "\n".join([*parts, scales(self.rec)])

    def reason_list(self, reasons: Iterable[Reason]) -> str:
        advised = self.rec.verdict.option
        return items(
            f'{escaped(reason.text)} <span class="weight">'
            f"{escaped(wording.weight(self.rec, reason, name_option=reason.option != advised, figure=True))}</span>"
            f"{self.marks.of(reason.sources)}" for reason in reasons)

    def set_up(self) -> str:
        if not self.rec.set_up:
            return f"<p>{escaped(sentence(wording.NO_SET_UP))}</p>"
        return '<dl class="items">\n' + "\n".join(
            f"<dt>{escaped(item.name)}</dt>\n<dd>{escaped(wording.item_text(item))}{self.marks.of(item.sources)}</dd>"
            for item in self.rec.set_up) + "\n</dl>"

    def programs(self) -> Iterator[str]:
        client, provider = self.rec.client, self.rec.provider
        if client is not None:
            yield section("client", wording.in_client(client), "\n".join(
                [*(f"<p>{escaped(text)}{'' if number else self.marks.of(client.sources)}</p>"
                   for number, text in enumerate(client.statements)),
                 *self.facts(client.items), *self.facts(client.traps)]))
        if provider is not None:
            parts = [f"<p>{escaped(text)}</p>" for text in provider.statements]
            parts += [f'<pre tabindex="0"><code>{escaped(wording.to_copy(fact))}</code></pre>' if fact.verified
                      else f"<p>{escaped(wording.to_copy(fact))}</p>" for fact in provider.settings]
            sources = (source for fact in provider.settings for source in fact.sources)
            marks = self.marks.of(sources)
            parts += [f"<p>{marks}</p>"] if marks else []
            parts += self.facts(provider.notes)
            if provider.ask:
                parts += [f"<p>{escaped(wording.ASK)}:</p>", items(map(escaped, provider.ask))]
            yield section("provider", wording.settings_of(provider), "\n".join(parts))

    def facts(self, facts: Iterable[Told]) -> list[str]:
        lines = [f"{escaped(wording.labelled(fact))}{self.marks.of(fact.sources)}" for fact in facts]
        return [items(lines)] if lines else []

    def warnings(self) -> str:
        if not self.rec.warnings:
            return section("risks", "Warnings", f"<p>{escaped(sentence(wording.no_warnings(self.rec)))}</p>")
        return section("risks", wording.WARNINGS, items(
            (f"<strong>{escaped(warning.text)}</strong> {escaped(warning.avert)}{self.marks.of(warning.sources)}"
             for warning in self.rec.warnings), name="risks"))

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
        parts = [f"<p>{escaped(text)}</p>" for text in (wording.open_lead(self.rec),) if text]
        if wording.conditions(self.rec):
            parts.append(_questions(wording.conditions(self.rec)))
        for group in wording.open_groups(self.rec):
            parts += [f"<p>{escaped(group.lead)}</p>", _questions(group.questions)]
        best = wording.best_question(self.rec)
        return "\n".join([*parts, f"<p>{escaped(best)}</p>"] if best else parts)

    def answers(self) -> str:
        rows = [f'<tr><th scope="row">{escaped(given.label)}</th><td>{escaped(given.text)}</td>'
                f"<td>{escaped(origin(given.origin))}</td></tr>"
                for given in self.rec.answers if given.value is not None]
        text = "<p>None were given.</p>" if not rows else (
            '<table>\n<thead><tr><th scope="col">Question</th><th scope="col">Answer</th><th scope="col">From</th></tr>'
            "</thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody></table>")
        if self.rec.disagreements:
            text += "\n<h3>Where answers disagreed</h3>\n" + items(
                escaped(disagreement(found)) for found in self.rec.disagreements)
        return text


def _questions(questions: Iterable[OpenQuestion]) -> str:
    return items(f"<strong>{escaped(wording.label(found))}</strong>: {escaped(found.ask)}" for found in questions)
