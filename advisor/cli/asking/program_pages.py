"""Two pages of the wizard beside the questions: who runs the mailbox, and with which program it is read."""

from __future__ import annotations

from advisor.cli.asking.prompting import Option, Prompt
from advisor.interview.pages import NOT_NAMED, Chosen
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import PROVIDER
from advisor.rulebase.programs import Provider

_NOT_NAMED_TEXT = "I do not know, or I would rather not say"


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
    """Every choice on a page, in words. Not to know comes first: an Enter too many must not name a provider."""
    found = {}
    for entry in (*base.providers.values(),) if page == PROVIDER else (*base.clients.values(),):
        text = entry.name if entry.name[1:2].isupper() else f"{entry.name[:1].upper()}{entry.name[1:]}"
        if entry.generic:
            text = f"{text} (not in this list)"
        domains = [word for word in entry.aliases if "." in word] if isinstance(entry, Provider) else []
        found[entry.id] = f"{text}: {', '.join(domains)}" if domains else text
    return {NOT_NAMED: _NOT_NAMED_TEXT, **found}


def page_line(base: RuleBase, chosen: Chosen, page: str) -> str:
    """What is known on a page, for the list of answers."""
    value = chosen.value(page) or NOT_NAMED
    label = "Provider" if page == PROVIDER else "Mail program"
    entry = (base.providers if page == PROVIDER else base.clients).get(value)
    return f"{label}: {entry.name if entry else _NOT_NAMED_TEXT}"
