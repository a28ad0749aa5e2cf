"""What measurements of a real mailbox mean by the rules: answers with their evidence, and signs of trouble."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from advisor.rulebase.measurements import SURE, MeasuredRule, MeasureKind, Range, Required
from advisor.rulebase.model import Numbers, RuleBase
from advisor.rulebase.sources import Source

Measures = Mapping[str, int | bool]
"""What is known of a mailbox, by measure; what is not known is not there."""
UNITS = ("bytes", "KB", "MB", "GB", "TB", "PB")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class MeasuredAnswer(NamedTuple):
    """An answer that was measured, with the evidence in words."""

    question: str
    value: str
    evidence: str
    rule: str
    sources: tuple[Source, ...]


class MeasuredSign(NamedTuple):
    """A sign of trouble, or something good to know, with how sure it is and what else could explain it."""

    id: str
    text: str
    sure: str
    """one of SURE"""
    sure_text: str
    otherwise: str
    about: str
    """the question that it is good to know for; empty for a sign of trouble"""
    sources: tuple[Source, ...]


class Measured(NamedTuple):
    """What the measurements mean."""

    answers: Mapping[str, MeasuredAnswer]
    """by question, in the order of the questions"""
    signs: tuple[MeasuredSign, ...]


def measured(base: RuleBase, measures: Measures) -> Measured:
    """What the rules make of `measures`. What is not known makes no rule hold, in either direction."""
    found: dict[str, MeasuredAnswer] = {}
    for rule in base.measured_answers.values():
        if rule.question in found or not holds(rule.when, measures):  # those that follow give the same value
            continue
        value = _value(base, rule, measures)
        if not rule.by or value in rule.only:
            found[rule.question] = MeasuredAnswer(rule.question, value, _filled(base, rule.evidence, measures),
                                                  rule.id, rule.sources)
    signs = tuple(MeasuredSign(sign.id, _filled(base, sign.text, measures), sign.sure, SURE[sign.sure],
                               _filled(base, sign.otherwise, measures), sign.about, sign.sources)
                  for sign in base.signs.values()
                  if holds(sign.when, measures) and all(question in found and found[question].value in values
                                                        for question, values in sign.answered.items()))
    return Measured({name: found[name] for name in base.questions if name in found}, signs)


def says(base: RuleBase, question: str, value: str) -> bool:
    """Whether a measured `value` says anything by these rules; other rules may take less from the same figures."""
    only = [rule.only for rule in base.measured_answers.values() if rule.question == question and rule.by]
    return not only or any(value in values for values in only)


def holds(when: Mapping[str, Required], measures: Measures) -> bool:
    """Whether every measure is known, and as required."""
    return all(name in measures and _fits(measures[name], required) for name, required in when.items())


def shown(figure: int, kind: MeasureKind) -> str:
    """The figure as a person reads it; sizes in steps of 1024, as webmail shows them."""
    if kind != "bytes":
        return f"{figure:,}"
    size, unit = float(figure), 0
    while size >= 1024 and unit < len(UNITS) - 1:
        size, unit = size / 1024, unit + 1
    digits = 1 if unit and size < 10 else 0
    return f"{size:,.{digits}f} {UNITS[unit]}"


def _fits(figure: int | bool, required: Required) -> bool:
    if isinstance(required, Range):
        return (required.least is None or figure >= required.least) and (
            required.below is None or figure < required.below)
    return figure is required


def _value(base: RuleBase, rule: MeasuredRule, measures: Measures) -> str:
    numbers = base.questions[rule.question].numbers
    return _by_bounds(numbers, measures[rule.by]) if rule.by and numbers is not None else rule.value


def _by_bounds(numbers: Numbers, figure: int) -> str:
    return next(bound.value for bound in numbers.bounds if bound.below is None or figure < bound.below)


def _filled(base: RuleBase, text: str, measures: Measures) -> str:
    return _PLACEHOLDER.sub(lambda match: shown(measures[match[1]], base.measures[match[1]].kind), text)
