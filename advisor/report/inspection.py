"""What an inspection says to a person: measured answers, signs of trouble, servers, and the mailbox side by side."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from typing import NamedTuple

from advisor import __version__
from advisor.engine.case import Answer, Case
from advisor.engine.measured import measured, shown
from advisor.mailbox.found import Inspection
from advisor.mailbox.measures import measures
from advisor.report.build import command_for
from advisor.report.citations import citations_of
from advisor.report.recommendation import Citation, RuleBaseId
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


class Trouble(NamedTuple):
    """A sign of trouble: how sure it is, and what else could explain it."""

    id: str
    text: str
    sure: str
    sure_text: str
    otherwise: str
    sources: tuple[Citation, ...]


class MailboxReport(NamedTuple):
    """An inspection and what the rules make of it."""

    rule_base: RuleBaseId
    program_version: str
    inspection: Inspection
    names: dict[str, str]
    """of the protocols"""
    answers: tuple[Measurement, ...]
    signs: tuple[Trouble, ...]
    open: int
    """questions that the mailbox could not answer"""
    command: str
    """goes on with what was measured"""

    @property
    def case(self) -> Case:
        """The measured answers."""
        return Case({found.question: Answer(found.value, "measured") for found in self.answers})


def mailbox_report(base: RuleBase, inspection: Inspection, rules: str | None = None) -> MailboxReport:
    """What the rules make of an inspection; `rules` is their folder, where they are not the built-in ones."""
    found = measured(base, measures(inspection))
    answers = tuple(_measurement(base, answer.question, answer.value, answer.evidence, answer.rule,
                                 citations_of(base, answer.sources)) for answer in found.answers.values())
    case = Case({answer.question: Answer(answer.value, "measured") for answer in answers})
    return MailboxReport(
        RuleBaseId(base.name, base.version, base.sha256), __version__, inspection,
        {name: option.name for name, option in base.options.items()}, answers,
        tuple(Trouble(sign.id, sign.text, sign.sure, sign.sure_text, sign.otherwise, citations_of(base, sign.sources))
              for sign in found.signs),
        len(base.questions) - len(answers), command_for(base, case, rules))


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
