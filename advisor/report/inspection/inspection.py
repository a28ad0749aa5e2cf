"""What an inspection says to a person: measured answers, signs of trouble, servers, and the mailbox side by side."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from typing import NamedTuple

from advisor import __version__
from advisor.engine.case import Answer, Case
from advisor.engine.measured import MeasuredSign, measured, shown
from advisor.mailbox.found import Inspection
from advisor.mailbox.measures import measures
from advisor.report.advice.build import command_for
from advisor.report.page.citations import citations_of
from advisor.report.page.facts import Citation, RuleBaseId
from advisor.rulebase.model import RuleBase


class Measurement(NamedTuple):
    """An answer that the mailbox gave, with the evidence in words."""

    question: str
    label: str
    value: str
    text: str
    """what it means, as in "your mailbox is getting full" """
    evidence: str
    rule: str
    sources: tuple[Citation, ...]


class Sign(NamedTuple):
    """A sign of trouble, or something good to know: how sure it is, and what else could explain it."""

    id: str
    text: str
    sure: str
    sure_text: str
    otherwise: str
    about: str
    """the question that it is good to know for; empty for a sign of trouble"""
    label: str
    """what that question is about, in a few words"""
    sources: tuple[Citation, ...]


class MailboxReport(NamedTuple):
    """An inspection and what the rules make of it."""

    rule_base: RuleBaseId
    program_version: str
    inspection: Inspection
    names: dict[str, str]
    """of the protocols"""
    answers: tuple[Measurement, ...]
    signs: tuple[Sign, ...]
    """of trouble"""
    notes: tuple[Sign, ...]
    """good to know for questions that stay open"""
    open: int
    """questions that the mailbox could not answer"""
    command: str
    """goes on with what was measured"""
    measured_at: str = ""
    """when, in UTC, as in 2031-04-05T12:30:00Z"""

    @property
    def case(self) -> Case:
        """The measured answers."""
        return Case({found.question: Answer(found.value, "measured") for found in self.answers})


def mailbox_report(base: RuleBase, inspection: Inspection, rules: str | None = None,
                   measured_at: str = "") -> MailboxReport:
    """What the rules make of an inspection; `rules` is their folder, where they are not the built-in ones."""
    found = measured(base, measures(inspection))
    answers = tuple(_measurement(base, answer.question, answer.value, answer.evidence, answer.rule,
                                 citations_of(base, answer.sources)) for answer in found.answers.values())
    signs = tuple(_sign(base, sign) for sign in found.signs)
    case = Case({answer.question: Answer(answer.value, "measured") for answer in answers})
    return MailboxReport(
        RuleBaseId(base.name, base.version, base.sha256), __version__, inspection,
        {name: option.name for name, option in base.options.items()}, answers,
        tuple(sign for sign in signs if not sign.about),
        tuple(sign for sign in signs if sign.about and sign.about not in found.answers),
        len(base.questions) - len(answers), command_for(base, case, rules), measured_at)


def _sign(base: RuleBase, sign: MeasuredSign) -> Sign:
    return Sign(sign.id, sign.text, sign.sure, sign.sure_text, sign.otherwise, sign.about,
                base.questions[sign.about].label if sign.about else "", citations_of(base, sign.sources))


def _measurement(base: RuleBase, question: str, value: str, evidence: str, rule: str,
                 sources: tuple[Citation, ...]) -> Measurement:
    asked = base.questions[question]
    text = next(known.phrase for known in asked.values if known.id == value)
    return Measurement(question, asked.label, value, text, evidence, rule, sources)


def size_words(size: int | None) -> str:
    """A size for a person; "not told" where the server did not say."""
    return "not told" if size is None else shown(size, "bytes")


def count_words(count: int | None) -> str:
    """A count for a person."""
    return "not told" if count is None else f"{count:,}"
