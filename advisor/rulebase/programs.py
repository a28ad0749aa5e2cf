"""What is known of mail programs and of providers."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor.rulebase.condition import Condition
from advisor.rulebase.position import Position
from advisor.rulebase.sources import Source

NOTHING: Mapping[str, Any] = {}


class Fact(NamedTuple):
    """A statement about a program or a provider; what is not verified says only what to look for."""

    text: str
    """what is so; empty where it is not verified"""
    look_for: str
    """what to look for instead; empty where `text` says it all"""


NOT_KNOWN = Fact("", "")


class Place(NamedTuple):
    """Where a program has what a set-up item, or one form of it, needs."""

    target: str
    """the id of the item, or of the form"""
    where: Fact
    name: Fact
    """what the setting is called; nothing where `where` says it all"""
    do: Fact
    """what to do with it; nothing where that is plain"""
    default: Fact
    sources: tuple[Source, ...]
    as_of: str
    at: Position


class Note(NamedTuple):
    """Something special about a program or a provider, where its condition holds."""

    when: Condition
    fact: Fact
    sources: tuple[Source, ...]
    as_of: str
    at: Position
    first: bool = False
    """whether it must be read before anything is set: it stands directly under the advice"""


class Known(NamedTuple):
    """Plain answers by id, with where they come from."""

    values: Mapping[str, str]
    sources: tuple[Source, ...]
    as_of: str


class NotOn(NamedTuple):
    """The programs in which a provider's mail cannot be read, and what to use instead."""

    clients: tuple[str, ...]
    text: str
    sources: tuple[Source, ...]
    as_of: str
    at: Position


class Client(NamedTuple):
    """A mail program: which options it has, where its settings are, what to beware of."""

    id: str
    name: str
    aliases: tuple[str, ...]
    generic: bool
    """whether it stands for every program that is not listed"""
    offers: Known
    """yes or no by option; an option that is not listed is not verified"""
    items: Mapping[str, Place]
    traps: tuple[Note, ...]
    at: Position
    answers: Mapping[str, str] = NOTHING
    """what naming it answers in a rule base of a subfolder, by question; each takes the answers to its own questions"""


class Server(NamedTuple):
    """How a provider's server is reached for one option."""

    option: str
    host: Fact
    port: Fact
    security: Fact
    sign_in: Fact
    enable_first: Fact
    sources: tuple[Source, ...]
    as_of: str
    at: Position
    password: bool | None = None
    """False where no password opens the mailbox, whatever the server offers; None where that is not known"""


class Provider(NamedTuple):
    """Who runs the mailbox: what that answers, the servers, what is special, what to ask."""

    id: str
    name: str
    aliases: tuple[str, ...]
    generic: bool
    """whether it stands for every provider that is not listed"""
    answers: Known
    """values by question"""
    servers: Mapping[str, Server]
    notes: tuple[Note, ...]
    ask: tuple[str, ...]
    """what to ask the provider, word for word"""
    at: Position
    room: Note | None = None
    """how much room there is; None where nothing is said of it"""
    not_on: NotOn | None = None
