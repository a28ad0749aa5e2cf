"""Turns a case into a recommendation: evaluation and analysis become words."""

from __future__ import annotations

from collections.abc import Sequence

from advisor import __version__
from advisor.engine.analysis import Analysis, Flip, analyse
from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import Evaluation, evaluate
from advisor.engine.limits import lacking, limited
from advisor.engine.programs import answered_by
from advisor.interview.policy import best_next
from advisor.report.advice.contents import words_in
from advisor.report.advice.programs import client_part, provider_part, without_limits
from advisor.report.advice.recommendation import (
    Change,
    OpenQuestion,
    Proviso,
    Reason,
    Recommendation,
    RuledOut,
    Verdict,
)
from advisor.report.page.citations import citations_of
from advisor.report.page.command_line import RECOMMEND, command_with
from advisor.report.page.facts import Action, Caution, Citation, Disagreed, Given, Item, RuleBaseId
from advisor.report.page.glossary import words_of
from advisor.report.page.phrases import fill
from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import Client, Provider
from advisor.rulebase.sources import Source


def recommend(base: RuleBase, case: Case, compiled: Compiled | None, *, rules: str | None = None,
              client: Client | None = None, provider: Provider | None = None,
              command: str = RECOMMEND) -> Recommendation:
    """The recommendation for `case`, with what `client` and `provider` add to it (but not what a provider answers).

    `compiled` are the diagrams of `base`; None where the rule base is too large for them, and then what can be
    known exactly is worked out for this case alone, or said to be unknown. What `client` lacks is a wall here.
    """
    whole, all_compiled = base, compiled
    base, compiled = limited(whole, all_compiled, client)
    evaluation = evaluate(base, case)
    analysis = analyse(base, case, compiled)
    words = _Words(base)
    answers = tuple(words.given(question, case) for question in base.questions)
    best = best_next(base, case, compiled, unsure_too=True) if compiled is not None else None
    rec = Recommendation(
        base.title, RuleBaseId(base.name, base.version, base.sha256), __version__, answers,
        tuple(Disagreed(found.question, base.questions[found.question].label,
                        words.answer(found.question, found.kept.value), found.kept.origin,
                        words.answer(found.question, found.dropped.value), found.dropped.origin)
              for found in case.disagreements),
        _verdict(base, case, evaluation, analysis, words, client), _reasons(base, evaluation, words),
        tuple(words.item(form) for form in evaluation.set_up),
        tuple(Action(step.id, step.level, step.text, words.sources(step.sources))
              for step in (base.steps[name] for name in evaluation.steps)),
        tuple(Caution(warning.id, warning.text, warning.avert, words.sources(warning.sources))
              for warning in (base.warnings[name] for name in evaluation.warnings)),
        tuple(OpenQuestion(name, base.questions[name].label, base.questions[name].ask, parts,
                           name in case.answers)
              for name, parts in analysis.can_change.items()),
        best, tuple(words.change(flip) for flip in analysis.flips), evaluation.trace,
        command_for(base, case, rules, client, provider, command), (),
        client_part(base, case, evaluation, client, without_limits(whole, case, all_compiled),
                    provider) if client else None,
        provider_part(base, case, evaluation, provider) if provider else None)
    return rec._replace(terms=words_in(rec, words_of(base)))


def command_for(base: RuleBase, case: Case, rules: str | None = None, client: Client | None = None,
                provider: Provider | None = None, command: str = RECOMMEND) -> str:
    """The line of `command` that gives the same result; questions in the rule base's order.

    `rules` is the folder of the rule base, where it is not the built-in one.
    """
    said = {name: case.answers[name].value for name in base.questions
            if name in case.answers and not (provider and answered_by(provider, name, case))}
    programs = [*(["--client", client.id] if client else []), *(["--provider", provider.id] if provider else [])]
    return " ".join([command_with(command, said, rules), *programs])


def _verdict(base: RuleBase, case: Case, evaluation: Evaluation, analysis: Analysis, words: _Words,
             client: Client | None = None) -> Verdict:
    option = base.option(evaluation.option)
    by_default = evaluation.by_default and evaluation.option == base.default.option
    ruled_out = tuple(RuledOut(name, base.option(name).name, rule, base.constraints[rule].text,
                               words.sources(base.constraints[rule].sources))
                      for name, rule in evaluation.ruled_out)
    return Verdict(option.id, option.name, option.headline, option.explain, analysis.settled, evaluation.balance,
                   evaluation.by_default, base.default.text if by_default else "",
                   words.sources(base.default.sources) if by_default else (), dict(evaluation.evidence),
                   {name: known.name for name, known in base.options.items()}, ruled_out, analysis.flip_distance,
                   analysis.exact, provisos_of(base, case, evaluation.option, client))


def provisos_of(base: RuleBase, case: Case, option_id: str, client: Client | None = None) -> tuple[Proviso, ...]:
    """What the advice of an option rests on: each open question about the world that could take the option away.

    What `client` lacks takes another program.
    """
    found, out = [], lacking(base, client)
    for question in base.questions.values():
        assumed = question.when_open
        if assumed is None or case.value(question.id) is not None or option_id not in base.options:
            continue
        option, other = base.option(option_id), base.option(assumed.otherwise[option_id])
        if other.id != option_id:
            otherwise = f"{other.name}, in another program" if other.id in out else other.name
            text = fill(assumed.proviso, {"option": option.name, "otherwise": otherwise})
            found.append(Proviso(question.id, text, other.id, other.name))
    return tuple(found)


def _reasons(base: RuleBase, evaluation: Evaluation, words: _Words) -> tuple[Reason, ...]:
    found = []
    for entry in evaluation.trace:
        if entry.kind == "evidence" and entry.fired:
            rule = base.evidence[entry.rule]
            found.append(Reason(rule.id, rule.speaks_for, base.option(rule.speaks_for).name, rule.strength,
                                base.weight(rule.strength), rule.text, words.sources(rule.sources),
                                tuple(entry.answers)))
    order = {name: place for place, name in enumerate(base.questions)}
    return tuple(sorted(found, key=lambda reason: (
        -reason.points, min((order[name] for name in reason.because), default=len(order)), reason.rule)))


class _Words:
    """Looks up the words that a rule base has for its ids."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    def sources(self, sources: Sequence[Source]) -> tuple[Citation, ...]:
        return citations_of(self.base, sources)

    def answer(self, question: str, value: str) -> str:
        entry = self.base.questions[question]
        return entry.value(value).text if value in entry.value_ids else "Not sure"

    def given(self, question: str, case: Case) -> Given:
        entry = self.base.questions[question]
        answer, value = case.answers.get(question), case.value(question)
        if answer is None:
            return Given(question, entry.label, None, "Not answered", "", None)
        return Given(question, entry.label, answer.value, self.answer(question, answer.value),
                     entry.value(value).phrase if value is not None else "", answer.origin)

    def item(self, form_id: str) -> Item:
        form = self.base.forms[form_id]
        return Item(form.item, form.id.partition("/")[2], form.name, dict(form.params), fill(form.text, form.params),
                    self.sources(form.sources))

    def change(self, flip: Flip) -> Change:
        phrases = tuple(self.base.questions[name].value(value).phrase for name, value in flip.change.items())
        return Change(dict(flip.change), phrases, flip.option, self.base.option(flip.option).name)
