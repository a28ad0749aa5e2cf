"""Reads what is known of real mail programs and providers: `clients.yaml`, `providers.yaml`.

A fact has a source, or it is not verified and says what to look for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from collections.abc import Mapping as MappingOf

from advisor.rulebase.condition import ALWAYS, Condition
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.position import Position
from advisor.rulebase.programs import NOT_KNOWN, Client, Fact, Known, Note, NotOn, Place, Provider, Server
from advisor.rulebase.read_condition import read_condition
from advisor.rulebase.read_rules import Rules, read_sources
from advisor.rulebase.sources import Source
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence

_AS_OF = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\Z")
_UNVERIFIED = "unverified"
_YES_NO = ("yes", "no")
_SPELLED = {"true": "yes", "false": "no"}


class Programs:
    """Reads clients and providers; their conditions may speak of all that a step's may."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.reader = rules.reader

    def clients(self, node: Node | None) -> dict[str, Client]:
        """The contents of `clients.yaml`."""
        found = {}
        keys = ("name", "aliases", "generic", "offers", "answers", "items", "traps")
        options = dict.fromkeys(self.rules.options, _YES_NO)
        for name, at, value in self.reader.entries(node, "clients.yaml"):
            what = f"client {name!r}"
            entry = self.reader.mapping(value, what, keys, ("name",))
            items = self.reader.mapping(entry.get("items"), f"items of {what}", self.rules.names.forms)
            found[name] = Client(
                name, self.reader.text(entry, "name"), self._words(entry, "aliases"),
                self.reader.flag(entry, "generic"),
                self._known(entry.get("offers"), f"offers of {what}", "options", options),
                {key.text: self._place(key.text, key.at, part) for key, part in items.entries},
                self._notes(entry.get("traps"), f"traps of {what}"), at,
                self._answers(entry.get("answers"), f"answers of {what}"))
        self._once((client.at, client.id, client.aliases) for client in found.values())
        return found

    def providers(self, node: Node | None, clients: Collection[str] = ()) -> dict[str, Provider]:
        """The contents of `providers.yaml`, which may name `clients`."""
        found = {}
        keys = ("name", "domains", "generic", "answers", "servers", "room", "not_on", "notes", "ask")
        questions = {question.id: question.value_ids for question in self.rules.names.questions.values()}
        for name, at, value in self.reader.entries(node, "providers.yaml"):
            what = f"provider {name!r}"
            entry = self.reader.mapping(value, what, keys, ("name",))
            servers = self.reader.mapping(entry.get("servers"), f"servers of {what}", self.rules.options)
            found[name] = Provider(
                name, self.reader.text(entry, "name"), self._words(entry, "domains"),
                self.reader.flag(entry, "generic"),
                self._known(entry.get("answers"), f"answers of {what}", "values", questions),
                {key.text: self._server(key.text, key.at, part) for key, part in servers.entries},
                self._notes(entry.get("notes"), f"notes of {what}"), self._words(entry, "ask"), at,
                self._room(entry.get("room"), f"the room at {what}"),
                self._not_on(entry.get("not_on"), f"not_on of {what}", clients))
        self._once((provider.at, provider.id, provider.aliases) for provider in found.values())
        return found

    def _words(self, entry: Mapping, key: str) -> tuple[str, ...]:
        return tuple(" ".join(word.text.split()) for word in self.reader.words(entry.get(key), key))

    def _once(self, named: Iterable[tuple[Position, str, tuple[str, ...]]]) -> None:
        """An alias that means two entries is a problem."""
        owners: dict[str, str] = {}
        entries = list(named)
        for at, name, aliases in [*((at, name, (name,)) for at, name, _ in entries), *entries]:
            for alias in map(str.lower, aliases):
                if owners.setdefault(alias, name) != name:
                    self.reader.refuse("duplicate-name", f"{alias!r} means both {owners[alias]!r} and {name!r}.", at,
                                       "Keep one of the two.")

    def _answers(self, node: Node | None, what: str) -> dict[str, str]:
        """Values by question of a rule base in a subfolder, which is not known here."""
        entry = self.reader.mapping(node, what)
        return {key.text: self.reader.text(entry, key.text) for key, _ in entry.entries}

    def _room(self, node: Node | None, what: str) -> Note | None:
        return None if node is None else self._note(node, what)

    def _not_on(self, node: Node | None, what: str, clients: Collection[str]) -> NotOn | None:
        if node is None:
            return None
        entry = self.reader.mapping(node, what, ("clients", "text", "sources", "as_of"), ("clients", "text"))
        names = tuple(self.reader.word_of(word, f"clients in {what}", clients)
                      for word in self.reader.words(entry.get("clients"), "clients"))
        return NotOn(names, self.reader.text(entry, "text"), self._sources(entry, what, entry.at), self._as_of(entry),
                     entry.at)

    def _known(self, node: Node | None, what: str, key: str, valid: MappingOf[str, Collection[str]]) -> Known:
        if node is None:
            return Known({}, (), "")
        entry = self.reader.mapping(node, what, (key, "sources", "as_of"), (key,))
        values = {}
        for name, value in self.reader.mapping(entry.get(key), what).entries:
            if name.text not in valid:
                self.reader.refuse("unknown-key", f"{what} has no key {name.text!r}.", name.at,
                                   suggestion(name.text, valid))
                continue
            words = valid[name.text]
            spelled = _SPELLED.get(value.text, value.text) if isinstance(value, Scalar) and "yes" in words else ""
            word = value._replace(text=spelled) if isinstance(value, Scalar) and spelled else value
            values[name.text] = self.reader.word_of(word, name.text, words)
        return Known(values, self._sources(entry, what, entry.at), self._as_of(entry))

    def _place(self, target: str, at: Position, node: Node) -> Place:
        what = f"the place of {target!r}"
        if _only_unverified(node):
            return Place(target, self._unverified(node, what), NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, (), "", at)
        entry = self.reader.mapping(node, what, ("where", "name", "do", "default", "sources", "as_of"), ("where",))
        where, name, do, default = (self._fact(entry, key) for key in ("where", "name", "do", "default"))
        return Place(target, where, name, do, default, self._sources(entry, what, at), self._as_of(entry), at)

    def _server(self, option: str, at: Position, node: Node) -> Server:
        what = f"the server for {option!r}"
        required = ("host", "port", "security", "sign_in")
        entry = self.reader.mapping(node, what, (*required, "enable_first", "password", "sources", "as_of"),
                                    required)
        host, port, security, sign_in, enable_first = (self._fact(entry, key) for key in (*required, "enable_first"))
        password = None if entry.get("password") is None else self.reader.flag(entry, "password")
        return Server(option, host, port, security, sign_in, enable_first, self._sources(entry, what, at),
                      self._as_of(entry), at, password)

    def _notes(self, node: Node | None, what: str) -> tuple[Note, ...]:
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.reader.refuse("not-a-list", f"{what} must be a list.", node.at, "Start each with '- '.")
            return ()
        return tuple(self._note(item) for item in node.items)

    def _note(self, node: Node, what: str = "this entry") -> Note:
        unverified = isinstance(node, Mapping) and node.get(_UNVERIFIED) is not None
        keys = (_UNVERIFIED,) if unverified else ("text", "sources", "as_of")
        entry = self.reader.mapping(node, what, (*keys, "when", "first"), keys[:1])
        first = self.reader.flag(entry, "first")
        when: Condition = ALWAYS
        if entry.get("when") is not None:
            when = read_condition(self.reader, entry.get("when"), self.rules.names, entry.at)
        if unverified:
            return Note(when, Fact("", self.reader.text(entry, _UNVERIFIED)), (), "", entry.at, first)
        return Note(when, Fact(self.reader.text(entry, "text"), ""), self._sources(entry, what, entry.at),
                    self._as_of(entry), entry.at, first)

    def _fact(self, entry: Mapping, key: str) -> Fact:
        """The text under `key`, or what to look for."""
        value = entry.get(key)
        if value is None:
            return NOT_KNOWN
        if isinstance(value, Mapping):
            return self._unverified(value, key)
        return Fact(self.reader.text(entry, key), "")

    def _unverified(self, node: Node, what: str) -> Fact:
        entry = self.reader.mapping(node, what, (_UNVERIFIED,), (_UNVERIFIED,))
        return Fact("", self.reader.text(entry, _UNVERIFIED))

    def _sources(self, entry: Mapping, what: str, at: Position) -> tuple[Source, ...]:
        return read_sources(self.reader, entry.get("sources"), self.rules.claims, what, at)

    def _as_of(self, entry: Mapping) -> str:
        value = entry.get("as_of")
        if value is None:
            return ""
        if isinstance(value, Scalar) and _AS_OF.match(value.text):
            return value.text
        self.reader.refuse("not-a-date", "'as_of' must be a year, a month or a day.", value.at,
                           "Write it like 2026, 2026-03 or 2026-03-12.")
        return ""


def _only_unverified(node: Node) -> bool:
    return isinstance(node, Mapping) and node.get(_UNVERIFIED) is not None
