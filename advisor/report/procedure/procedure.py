"""A change in steps: everything a report can say of it, decided once and told in many ways.

The procedures are the values of the first question of a rule base; nothing here knows which they are.
"""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from advisor import __version__
from advisor.engine.case import Answer, Case
from advisor.engine.evaluate import Evaluation, Evaluator
from advisor.report.page.citations import citations_of
from advisor.report.page.command_line import SWITCH, command_with
from advisor.report.page.facts import Caution, Citation, Disagreed, Given, Item, RuleBaseId, Word
from advisor.report.page.glossary import words_among, words_of
from advisor.report.page.phrases import fill
from advisor.rulebase.model import Level, Question, RuleBase


class Known(NamedTuple):
    """A procedure by its id, in the words of the list."""

    id: str
    text: str


class Need(NamedTuple):
    """What must be so before a step: given by earlier steps (their numbers), or by what the person told us."""

    id: str
    steps: tuple[int, ...]
    text: str
    """what the person told us; empty where steps give it"""


class Stage(NamedTuple):
    """One numbered step."""

    number: int
    id: str
    level: Level
    text: str
    danger: str
    needs: tuple[Need, ...]
    check: str
    undo: str
    destroys: bool
    sources: tuple[Citation, ...]


class Why(NamedTuple):
    """A reason to wait: what must be so first."""

    rule: str
    text: str
    sources: tuple[Citation, ...]


class OpenPoint(NamedTuple):
    """An open question whose answer, by itself, would change what is shown."""

    question: str
    label: str
    ask: str


class Procedure(NamedTuple):
    """A change as it is to be made in one case; steps in safe order, cautions gravest first."""

    title: str
    rule_base: RuleBaseId
    program_version: str
    procedure: Known
    answers: tuple[Given, ...]
    """the questions that were answered, the first one too"""
    disagreements: tuple[Disagreed, ...]
    option: str
    name: str
    headline: str
    explain: str
    reasons: tuple[Why, ...]
    """why it is not the option that is advised when nothing speaks against it; empty where it is"""
    steps: tuple[Stage, ...]
    settings: tuple[Item, ...]
    warnings: tuple[Caution, ...]
    open: tuple[OpenPoint, ...]
    command: str
    terms: tuple[Word, ...]
    """those terms of the glossary that occur in the texts, in the order of the glossary"""

    @property
    def ready(self) -> bool:
        """Whether nothing stands in the way of beginning."""
        return not self.reasons


def chooser(base: RuleBase) -> Question:
    """The question that the name of a procedure answers: the first one."""
    return next(iter(base.questions.values()))


def procedures(base: RuleBase) -> tuple[Known, ...]:
    """The procedures that there are."""
    return tuple(Known(value.id, value.text) for value in chooser(base).values)


def procedure_of(base: RuleBase, case: Case, *, rules: str | None = None) -> Procedure:
    """The procedure that `case` names by its answer to the first question; raises KeyError where it names none."""
    first, evaluator = chooser(base), Evaluator(base)
    name = case.known()[first.id]
    found = evaluator.evaluate(case)
    option = base.option(found.option)
    told = Procedure(
        base.title, RuleBaseId(base.name, base.version, base.sha256), __version__,
        Known(name, first.value(name).text), tuple(_given(base, case)), tuple(_disagreed(base, case)),
        option.id, option.name, option.headline, option.explain, tuple(_reasons(base, found)),
        tuple(_stages(base, found)),
        tuple(Item(form.item, form.id.partition("/")[2], form.name, dict(form.params), fill(form.text, form.params),
                   citations_of(base, form.sources)) for form in (base.forms[name] for name in found.set_up)),
        tuple(Caution(warning.id, warning.text, warning.avert, citations_of(base, warning.sources))
              for warning in (base.warnings[name] for name in found.warnings)),
        tuple(_open(base, evaluator, case, found)), _command(base, case, name, rules), ())
    return told._replace(terms=words_among(_texts(told), words_of(base)))


def _texts(told: Procedure) -> Iterator[str]:
    yield from (told.procedure.text, told.headline, told.explain, *(reason.text for reason in told.reasons))
    for stage in told.steps:
        yield from (stage.text, stage.danger, stage.check, stage.undo, *(need.text for need in stage.needs))
    for item in told.settings:
        yield from (item.name, item.text)
    for warning in told.warnings:
        yield from (warning.text, warning.avert)
    yield from (point.ask for point in told.open)


def _given(base: RuleBase, case: Case) -> Iterator[Given]:
    for question in base.questions.values():
        answer = case.answers.get(question.id)
        if answer is not None:
            value = case.value(question.id)
            yield Given(question.id, question.label, answer.value,
                        "Not sure" if value is None else question.value(value).text,
                        "" if value is None else question.value(value).phrase, answer.origin)


def _disagreed(base: RuleBase, case: Case) -> Iterator[Disagreed]:
    for found in case.disagreements:
        question = base.questions[found.question]
        kept, dropped = (question.value(value).text if value in question.value_ids else "Not sure"
                         for value in (found.kept.value, found.dropped.value))
        yield Disagreed(question.id, question.label, kept, found.kept.origin, dropped, found.dropped.origin)


def _reasons(base: RuleBase, found: Evaluation) -> Iterator[Why]:
    """What keeps the default from being advised: the walls before it, and what speaks for the option advised."""
    if found.option == base.default.option:
        return
    for option, rule in found.ruled_out:
        if option == base.default.option:
            yield Why(rule, base.constraints[rule].text, citations_of(base, base.constraints[rule].sources))
    for entry in found.trace:
        if entry.kind == "evidence" and entry.fired and base.evidence[entry.rule].speaks_for == found.option:
            rule = entry.rule
            yield Why(rule, base.evidence[rule].text, citations_of(base, base.evidence[rule].sources))


def _stages(base: RuleBase, found: Evaluation) -> Iterator[Stage]:
    given: dict[str, list[int]] = {}
    for number, step in enumerate((base.steps[name] for name in found.steps), 1):
        needs = tuple(Need(name, tuple(given.get(name, ())),
                           "" if name in given or name not in base.provided else base.provided[name].text)
                      for name in dict.fromkeys((*step.needs, *step.destroys)))
        yield Stage(number, step.id, step.level, step.text, step.danger, needs, step.check, step.undo,
                    bool(step.destroys), citations_of(base, step.sources))
        for name in step.gives:
            given.setdefault(name, []).append(number)


def _open(base: RuleBase, evaluator: Evaluator, case: Case, found: Evaluation) -> Iterator[OpenPoint]:
    """The open questions of which one answer, all else as it is, gives another report."""
    known: Mapping[str, str] = case.known()
    for question in base.questions.values():
        if question.id in known:
            continue
        for value in question.value_ids:
            other = evaluator.evaluate(Case({**case.answers, question.id: Answer(value, "asked")}))
            if (other.steps, *other.outcome()) != (found.steps, *found.outcome()):
                yield OpenPoint(question.id, question.label, question.ask)
                break


def _command(base: RuleBase, case: Case, name: str, rules: str | None) -> str:
    said = {question: case.answers[question].value for question in list(base.questions)[1:]
            if question in case.answers}
    return command_with(f"{SWITCH} {name}", said, rules)
