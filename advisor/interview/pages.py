"""Two pages of the interview beside its questions: who runs the mailbox, and with which program it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from advisor.engine.case import Case, merge
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import evaluate
from advisor.engine.limits import limited, limited_rules
from advisor.engine.programs import answers_of
from advisor.interview.interview import Answers
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import CLIENT, PROVIDER
from advisor.rulebase.programs import Client, Provider

PAGES = (PROVIDER, CLIENT)
"""In the order in which they are asked; named like their flags, so that no question can be called the same."""
NOT_NAMED = "unknown:"
"""The value of "I do not know"; no entry can be called so."""


class Chosen(NamedTuple):
    """What is known of provider and program so far."""

    fixed: Mapping[str, str] = {}
    """from the command line, by page; never asked"""
    asked: Mapping[str, str] = {}
    """chosen on a page: the id of an entry, or NOT_NAMED"""

    def with_page(self, page: str, value: str) -> Chosen:
        """The same with one page answered."""
        fixed = {name: known for name, known in self.fixed.items() if name != page}
        return Chosen(fixed, {**self.asked, page: value})

    def value(self, page: str) -> str | None:
        """What is known on a page: an entry's id, NOT_NAMED, or None where it was not asked."""
        return self.asked.get(page) or self.fixed.get(page)

    def provider(self, base: RuleBase) -> Provider | None:
        """The provider that was named."""
        return base.providers.get(self.value(PROVIDER) or "")

    def client(self, base: RuleBase) -> Client | None:
        """The program that was named."""
        return base.clients.get(self.value(CLIENT) or "")

    def walled(self, base: RuleBase, compiled: Compiled) -> tuple[RuleBase, Compiled]:
        """The rules with the walls of the program that the command line names."""
        rules, diagrams = limited(base, compiled, base.clients.get(self.fixed.get(CLIENT, "")))
        return (base, compiled) if diagrams is None else (rules, diagrams)

    def known(self) -> dict[str, str]:
        """Everything that is to be kept for another time."""
        return {page: value for page in PAGES if (value := self.value(page)) is not None}

    def going_on_with(self, kept: Mapping[str, str], base: RuleBase) -> Chosen:
        """The same with what an earlier run kept, as far as the rules still know it; the command line wins."""
        known = {PROVIDER: {*base.providers, NOT_NAMED}, CLIENT: {*base.clients, NOT_NAMED}}
        asked = {page: kept[page] for page in PAGES if kept.get(page) in known[page] and page not in self.fixed}
        return Chosen(self.fixed, {**asked, **self.asked})

    def adding(self, answers: Answers, base: RuleBase) -> Answers:
        """`answers` with those that the provider gives, where nothing else is known."""
        provider = self.provider(base)
        if provider is None:
            return answers
        said = {name: answer for name, answer in answers_of(provider).answers.items()
                if name not in answers.given and name not in answers.preset.answers}
        return Answers(merge([Case(said), answers.preset]), answers.given)


def pages_of(base: RuleBase, chosen: Chosen) -> tuple[str, ...]:
    """The pages that there is something to choose on, but for those answered on the command line."""
    entries = {PROVIDER: base.providers, CLIENT: base.clients}
    return tuple(page for page in PAGES if entries[page] and page not in chosen.fixed)


def can_decide(base: RuleBase, case: Case, page: str) -> bool:
    """Whether some entry on the page would change what is advised in this case."""
    now = evaluate(base, case).option
    if page == PROVIDER:
        return any(evaluate(base, merge([answers_of(entry), case])).option != now for entry in base.providers.values())
    return any(evaluate(rules, case).option != now for entry in base.clients.values()
               if (rules := limited_rules(base, entry)) is not base)
