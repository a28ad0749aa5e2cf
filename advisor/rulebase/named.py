"""Mail programs and providers by the names that people give them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import nearest, suggestion
from advisor.rulebase.problem import Problem
from advisor.rulebase.programs import Client, Provider

Entry = TypeVar("Entry", bound=Client | Provider)
CLIENT, PROVIDER = "--client", "--provider"
PROGRAM_KEYS = (CLIENT[2:], PROVIDER[2:])
"""Under which answers name the mail program and the provider, as the flags do."""
_ALMOST = 0.85
"""How like a listed domain another must be to be taken for a slip of the pen."""
_DOMAIN, _LABEL = re.compile(r"[^\W_][\w-]*(\.[\w-]+)+"), re.compile(r"[^\W_][\w-]*(\.[\w-]+)*")
"""What can stand for a provider by itself, and what can after an @."""


def names_program(base: RuleBase, key: str) -> bool:
    """Whether a mail program or a provider stands under this key, and not an answer."""
    return key in PROGRAM_KEYS and key not in base.questions and key not in base.renamed_questions and bool(
        base.clients or base.providers)


def client_named(base: RuleBase, asked: str | None, problems: list[Problem]) -> Client | None:
    """The mail program with this name or alias; what is wrong goes to `problems`."""
    return _find(base.clients, asked, CLIENT, "mail program", problems)


def provider_named(base: RuleBase, asked: str | None, problems: list[Problem]) -> Provider | None:
    """The provider with this name, alias or domain, or the one for every other; what is wrong goes to `problems`."""
    return not_listed(base, asked or "") or _find(base.providers, asked, PROVIDER, "provider", problems)


def not_listed(base: RuleBase, asked: str) -> Provider | None:
    """The entry for every other provider where `asked` is a domain, or an address, that no entry has."""
    word = _word(asked)
    names = _names(base.providers)
    generic = next((known for known in base.providers.values() if known.generic), None)
    if generic is None or word in names or not (_LABEL if "@" in asked else _DOMAIN).fullmatch(word):
        return None
    return generic


def close_domain(base: RuleBase, asked: str) -> tuple[str, str | None]:
    """The domain that `asked` is, and the listed one that it may be a slip of."""
    word = _word(asked)
    return word, nearest(word, (name for name in _names(base.providers) if "." in name), cutoff=_ALMOST)


def _find(entries: Mapping[str, Entry], asked: str | None, flag: str, what: str,
          problems: list[Problem]) -> Entry | None:
    if asked is None:
        return None
    names = _names(entries)
    word = _word(asked)
    if word in names:
        return names[word]
    if not names:
        problems.append(Problem(f"unknown-{flag[2:]}", f"This rule base knows no {what}s.", where=flag,
                                fix="Leave it out."))
        return None
    exact, longer = _spelled_otherwise(entries, word)
    if len(exact) == 1 and not set(longer) - set(exact):
        return entries[exact[0]]
    if len(longer) > 1:
        choices = "; ".join(f"{name} ({entries[name].name})" for name in longer)
        problems.append(Problem(f"ambiguous-{flag[2:]}", f"{asked[:40]!r} can mean several {what}s.", where=flag,
                                fix=f"Name one: {choices}."))
        return None
    hint = suggestion(word, names, show_all_up_to=0) or f"Known: {', '.join(entries)}."
    generic = next((name for name, known in entries.items() if known.generic), None)
    other = f" For any other: {flag} {generic}." if generic else ""
    problems.append(Problem(f"unknown-{flag[2:]}", f"There is no {what} {asked[:40]!r}.", where=flag,
                            fix=hint + other))
    return None


def _word(asked: str) -> str:
    return " ".join(asked.lower().rpartition("@")[2].split())


def _spelled_otherwise(entries: Mapping[str, Entry], word: str) -> tuple[list[str], list[str]]:
    """The ids of the entries with these words as a name, or a part of one; and of those with one that begins so."""
    asked = _words(word)
    exact, longer = [], []
    for entry in entries.values():
        names = [_words(part) for name in (entry.id, entry.name, *entry.aliases)
                 for part in (name, *re.split(r" or |\(|\)|formerly ", name.lower())) if _words(part)]
        exact += [entry.id] if asked in names else []
        longer += [entry.id] if asked and any(name[:len(asked)] == asked for name in names) else []
    return exact, longer


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())


def _names(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Every word that means an entry."""
    found: dict[str, Entry] = {}
    for entry in entries.values():
        for word in (*entry.aliases, entry.name, entry.id):
            found[word.lower()] = entry
    return found
