"""Two pages of the wizard beside the questions: who runs the mailbox, and with which program it is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from advisor.cli.asking.prompting import Option, Prompt
from advisor.cli.opening.programs import CLIENT, PROVIDER
from advisor.engine.case import Case, merge
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import evaluate
from advisor.engine.limits import limited, limited_rules
from advisor.interview.interview import Answers
from advisor.report.advice.programs import answers_of
from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import Client, Provider

PAGES = (PROVIDER, CLIENT)
"""In the order in which they are asked; named like their flags, so that no question can be called the same."""
NOT_NAMED = "unknown:"
"""The value of "I do not know"; no entry can be called so."""
NOT_NAMED_TEXT = "I do not know, or I would rather not say"


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


def page_prompt(base: RuleBase, chosen: Chosen, page: str, note: str, *, can_go_back: bool) -> Prompt:
    """The list to choose from; what is not in it, and what is not known, are choices like any other."""
    before = chosen.value(page)
    options = [Option(name, text, name == before) for name, text in page_texts(base, page).items()]
    if page == PROVIDER:
        return Prompt(
            "Who runs your mailbox? The part of your address after the @ often tells.", tuple(options),
            "The provider decides which kinds of access there are, and which server names you have to type.",
            "Look at what comes after the @ in your address. If it is a name of your own or of a firm, choose that "
            "it is not in this list: the report then says what to ask.", note, can_go_back=can_go_back)
    return Prompt(
        "With which mail program do you read, or want to read, this mailbox?", tuple(options),
        "Where a setting is, and what to beware of, differs from program to program; a few lack a kind of access.",
        "Look for its name in its window or its Help menu. With several programs, choose the one on the device that "
        "is to keep your mail.", note, can_go_back=can_go_back)


def page_texts(base: RuleBase, page: str) -> dict[str, str]:
    """Every choice on a page, in words."""
    found = {}
    for entry in (*base.providers.values(),) if page == PROVIDER else (*base.clients.values(),):
        text = entry.name if entry.name[1:2].isupper() else f"{entry.name[:1].upper()}{entry.name[1:]}"
        if entry.generic:
            text = f"{text} (not in this list)"
        domains = [word for word in entry.aliases if "." in word] if isinstance(entry, Provider) else []
        found[entry.id] = f"{text}: {', '.join(domains)}" if domains else text
    return {**found, NOT_NAMED: NOT_NAMED_TEXT}


def page_line(base: RuleBase, chosen: Chosen, page: str) -> str:
    """What is known on a page, for the list of answers."""
    value = chosen.value(page) or NOT_NAMED
    label = "Provider" if page == PROVIDER else "Mail program"
    entry = (base.providers if page == PROVIDER else base.clients).get(value)
    return f"{label}: {entry.name if entry else NOT_NAMED_TEXT}"
