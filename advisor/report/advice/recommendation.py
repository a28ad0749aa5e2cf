"""One recommendation: everything a report can say of a case, decided once and told in many ways.

All texts are final words for a person, free of markup and control codes; ids are the rule base's own.
"""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Mapping
from typing import Literal, NamedTuple

from advisor.engine.analysis import Part, Settled
from advisor.engine.evaluate import Balance, RuleTrace
from advisor.report.page.facts import Action, Caution, Citation, Disagreed, Given, Item, RuleBaseId, Word


class RuledOut(NamedTuple):
    """An option that a wall rules out, and why."""

    option: str
    name: str
    rule: str
    text: str
    sources: tuple[Citation, ...]


class Proviso(NamedTuple):
    """A question about the world that is open: what was assumed, and what holds otherwise."""

    question: str
    text: str
    otherwise: str
    otherwise_name: str


class Verdict(NamedTuple):
    """The option advised and how it stands."""

    option: str
    name: str
    headline: str
    explain: str
    settled: Settled
    balance: Balance
    by_default: bool
    default_text: str
    default_sources: tuple[Citation, ...]
    evidence: Mapping[str, int]
    names: Mapping[str, str]
    """what each option in `evidence` is called"""
    ruled_out: tuple[RuledOut, ...]
    flip_distance: int | None
    exact: bool
    """False where a bound was met and settled, flips and open questions are not known"""
    provisos: tuple[Proviso, ...]


class Reason(NamedTuple):
    """A piece of evidence that counted, for the option advised or for another."""

    rule: str
    option: str
    option_name: str
    strength: str
    points: int
    text: str
    sources: tuple[Citation, ...]
    because: tuple[str, ...]
    """the questions whose answers made it count"""


class OpenQuestion(NamedTuple):
    """A question that is open, and what its answer can still change (nothing, if empty)."""

    question: str
    label: str
    ask: str
    can_change: tuple[Part, ...]
    unsure: bool
    """whether the person said "not sure"; else it was not answered"""


class Change(NamedTuple):
    """A smallest change of answers that would change the option."""

    change: Mapping[str, str]
    phrases: tuple[str, ...]
    """each changed answer in words: "you read this mail on several devices" """
    option: str
    name: str


class Told(NamedTuple):
    """What is known of a program or a provider, in final words."""

    id: str
    """the set-up form it is about, or the kind of setting; empty for anything else"""
    label: str
    text: str
    """for what is not verified, what to look for"""
    verified: bool
    as_of: str
    """the day, month or year for which it is known; empty where that is not known"""
    sources: tuple[Citation, ...]


class Limit(NamedTuple):
    """An option that the program named does not have."""

    option: str
    name: str
    rule: str
    stands: Literal["yes", "no", "unknown"]
    """whether that rules it out: only where what the program does have is certainly not ruled out itself"""
    waits_for: tuple[str, ...]
    """the open questions on which that hangs"""


class Otherwise(NamedTuple):
    """What the advice would be in a program without limits."""

    option: str
    name: str
    settled: Settled


class ProgramPart(NamedTuple):
    """How to follow the advice in one mail program."""

    id: str
    name: str
    offered: Literal["yes", "no", "unknown"]
    """whether the program has the option advised; yes where none is advised"""
    statements: tuple[str, ...]
    items: tuple[Told, ...]
    traps: tuple[Told, ...]
    limits: tuple[Limit, ...] = ()
    otherwise: Otherwise | None = None
    """None where the program has no limit"""
    others: tuple[str, ...] = ()
    """other programs that have what this one lacks and the case needs"""
    sources: tuple[Citation, ...] = ()
    """where it is known from what the program has"""
    first: tuple[Told, ...] = ()
    """what must be read before anything is set: it stands directly under the advice"""


class ProviderPart(NamedTuple):
    """How one provider is reached for the option advised, and what is special there."""

    id: str
    name: str
    option: str
    option_name: str
    statements: tuple[str, ...]
    settings: tuple[Told, ...]
    notes: tuple[Told, ...]
    ask: tuple[str, ...]
    """what to ask the provider, word for word"""


class Recommendation(NamedTuple):
    """Everything a report can say. Reasons are strongest first; warnings gravest first; steps in safe order."""

    title: str
    rule_base: RuleBaseId
    program_version: str
    answers: tuple[Given, ...]
    """every question, in the order of the rule base"""
    disagreements: tuple[Disagreed, ...]
    verdict: Verdict
    reasons: tuple[Reason, ...]
    set_up: tuple[Item, ...]
    steps: tuple[Action, ...]
    warnings: tuple[Caution, ...]
    open: tuple[OpenQuestion, ...]
    best_question: str | None
    """the open question whose answer would settle most; None where none can change the option"""
    flips: tuple[Change, ...]
    trace: tuple[RuleTrace, ...]
    command: str
    """the command that gives this result again"""
    terms: tuple[Word, ...]
    """those terms of the glossary that occur in the texts, in the order of the glossary"""
    client: ProgramPart | None = None
    """the mail program that was named, if one was"""
    provider: ProviderPart | None = None
    """the provider that was named, if one was"""

    def reasons_for(self) -> tuple[Reason, ...]:
        """What speaks for the option advised."""
        return tuple(reason for reason in self.reasons if reason.option == self.verdict.option)

    def reasons_against(self) -> tuple[Reason, ...]:
        """What speaks for another option."""
        return tuple(reason for reason in self.reasons if reason.option != self.verdict.option)

    def facts(self) -> tuple[Told, ...]:
        """Everything said of the program and the provider that were named."""
        return ((*self.client.first, *self.client.items, *self.client.traps) if self.client else ()) + (
            (*self.provider.settings, *self.provider.notes) if self.provider else ())

    def known(self) -> tuple[Given, ...]:
        """The questions with a known answer."""
        return tuple(given for given in self.answers if not given.is_open)
