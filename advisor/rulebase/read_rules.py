"""Reads the rules: walls, evidence, set-up, warnings, steps, comparison, glossary, invariants."""

from __future__ import annotations

import re
from collections.abc import Collection
from collections.abc import Mapping as MappingOf

from advisor.rulebase.condition import Condition
from advisor.rulebase.model import Constraint, Evidence, Form, Option, Provided, Row, Step, Term, Warning
from advisor.rulebase.nearest import suggested_claim
from advisor.rulebase.position import Position
from advisor.rulebase.read_condition import Names, read_condition
from advisor.rulebase.read_needs import destroys
from advisor.rulebase.reader import ID, Reader, scalar_value
from advisor.rulebase.sources import Claim, Source
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence

RFC = re.compile(r"RFC \d{3,5}( section \d+(\.\d+)*)?\Z")


def read_sources(reader: Reader, node: Node | None, claims: MappingOf[str, Claim], what: str,
                 at: Position) -> tuple[Source, ...]:
    """The sources of a rule; a rule without any is a problem."""
    found: list[Source] = []
    for item in node.items if isinstance(node, Sequence) else []:
        source = _source(reader, item, claims)
        if source is not None:
            if any((other.kind, other.text) == (source.kind, source.text) for other in found):
                reader.refuse("duplicate-source", f"{source.text!r} is cited twice here.", source.at, "Keep one.")
            found.append(source)
    if node is None or not isinstance(node, Sequence) or not node.items:
        reader.refuse("no-source", f"{what} names no source.", node.at if node is not None else at,
                      "List claims (D4.11), an RFC (RFC 1939 section 8), or {field: the reason}.")
    return tuple(found)


def words_of(claims: MappingOf[str, Claim]) -> dict[str, str]:
    """What each claim says."""
    return {name: claim.claim for name, claim in claims.items()}


def _source(reader: Reader, item: Node, claims: MappingOf[str, Claim]) -> Source | None:
    if isinstance(item, Mapping):
        if item.get("field") is not None:
            reader.mapping(item, "a field source", ("field",))
            return Source("field", reader.text(item, "field"), "", item.at)
        entry = reader.mapping(item, "a source", ("claim", "doubt", "field"), ("claim", "doubt"))
        claim = entry.get("claim")
        if not isinstance(claim, Scalar):
            if claim is not None:
                reader.refuse("not-a-word", "A claim is named by its id, in one word.", claim.at)
            return None
        return _claim(reader, claim.text, reader.text(entry, "doubt"), claims, item.at)
    if isinstance(item, Sequence):
        reader.refuse("source", "A source cannot be a list.", item.at)
        return None
    if item.text.startswith("RFC"):
        if not RFC.match(item.text):
            reader.refuse("source", f"{item.text!r} does not name an RFC in full.", item.at,
                          "Write it like 'RFC 1939 section 8'.")
        return Source("rfc", item.text, "", item.at)
    return _claim(reader, item.text, "", claims, item.at)


def _claim(reader: Reader, claim_id: str, doubt: str, claims: MappingOf[str, Claim], at: Position) -> Source | None:
    claim = claims.get(claim_id)
    if claim is None:
        reader.refuse("unknown-claim", f"There is no claim {claim_id!r}.", at,
                      suggested_claim(claim_id, words_of(claims)))
        return None
    if claim.doubt and not doubt:
        reader.refuse("doubt-unmarked", f"Claim {claim_id} carries a doubt: {claim.doubt}", at,
                      "Cite it as {claim: " + claim_id + ", doubt: how this text respects it}.")
    if doubt and not claim.doubt:
        reader.refuse("doubt-unknown", f"Claim {claim_id} carries no doubt.", at, f"Cite it as {claim_id}.")
    return Source("claim", claim_id, doubt, at)


class Rules:
    """Reads one kind of rule after another; what is read first can be referred to by the next."""

    def __init__(self, reader: Reader, names: Names, options: MappingOf[str, Option],
                 claims: MappingOf[str, Claim]) -> None:
        self.reader = reader
        self.names = names
        self.options = options
        self.claims = claims

    def _sources(self, entry: Mapping, what: str, at: Position) -> tuple[Source, ...]:
        return read_sources(self.reader, entry.get("sources"), self.claims, what, at)

    def _when(self, entry: Mapping, names: Names, at: Position) -> Condition:
        return read_condition(self.reader, entry.get("when"), names, at)

    def _entry(self, node: Node, what: str, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> Mapping:
        return self.reader.mapping(node, what, (*required, *optional),
                                   [key for key in required if key not in ("when", "sources")])

    def constraints(self, node: Node | None) -> dict[str, Constraint]:
        """Reads `constraints.yaml`."""
        answers = Names(self.names.questions)
        found = {}
        for name, at, value in self.reader.entries(node, "constraints.yaml"):
            entry = self._entry(value, f"rule {name!r}", ("when", "rules_out", "text", "sources"), ("kept_for",))
            found[name] = Constraint(name, self._when(entry, answers, at),
                                     self.reader.word(entry, "rules_out", self.options),
                                     self.reader.text(entry, "text"), self._sources(entry, f"rule {name!r}", at), at,
                                     self.reader.text(entry, "kept_for"))
        return found

    def evidence(self, node: Node | None, strengths: Collection[str]) -> dict[str, Evidence]:
        """Reads `evidence.yaml`."""
        answers = Names(self.names.questions)
        found = {}
        for name, at, value in self.reader.entries(node, "evidence.yaml"):
            entry = self._entry(value, f"rule {name!r}", ("when", "speaks_for", "strength", "text", "sources"),
                                ("kept_for",))
            found[name] = Evidence(name, self._when(entry, answers, at),
                                   self.reader.word(entry, "speaks_for", self.options),
                                   self.reader.word(entry, "strength", strengths),
                                   self.reader.text(entry, "text"), self._sources(entry, f"rule {name!r}", at), at,
                                   self.reader.text(entry, "kept_for"))
        return found

    def set_up(self, node: Node | None) -> dict[str, Form]:
        """Reads `set_up.yaml`; afterwards conditions may speak of set-up items and of the verdict."""
        raw: list[tuple[str, str, str, Position, Mapping]] = []
        items: dict[str, set[str]] = {}
        tags: dict[str, set[str]] = {}
        for item, _, value in self.reader.entries(node, "set_up.yaml"):
            entry = self.reader.mapping(value, f"set-up item {item!r}", ("name", "forms"), ("name", "forms"))
            item_name = self.reader.text(entry, "name")
            for form, at, form_node in self.reader.entries(entry.get("forms"), f"forms of {item!r}"):
                what = f"form {form!r} of {item!r}"
                part = self._entry(form_node, what, ("when", "text", "sources"), ("params", "tags"))
                raw.append((item, item_name, form, at, part))
                items.setdefault(item, set()).add(f"{item}/{form}")
                items[f"{item}/{form}"] = {f"{item}/{form}"}
                for tag in self.reader.words(part.get("tags"), "tags"):
                    tags.setdefault(tag.text, set()).add(f"{item}/{form}")
        self.names.options = tuple(self.options)
        self.names.forms = {name: frozenset(forms) for name, forms in items.items()}
        self.names.tags = {name: frozenset(forms) for name, forms in tags.items()}
        return {f"{item}/{form}": self._form(item, item_name, form, at, part)
                for item, item_name, form, at, part in raw}

    def _form(self, item: str, item_name: str, form: str, at: Position, entry: Mapping) -> Form:
        params: dict[str, str | int] = {}
        for key, value in self.reader.mapping(entry.get("params"), "params").entries:
            if not isinstance(value, Scalar) or not ID.match(key.text):
                self.reader.refuse("params", "A parameter is a word with a text or a whole number.", key.at)
                continue
            params[key.text] = scalar_value(value)
        text = self.reader.text(entry, "text")
        self.reader.placeholders(text, params, at)
        return Form(f"{item}/{form}", item, item_name, self._when(entry, self.names, at), params,
                    tuple(word.text for word in self.reader.words(entry.get("tags"), "tags")), text,
                    self._sources(entry, f"form '{item}/{form}'", at), at)

    def warnings(self, node: Node | None) -> dict[str, Warning]:
        """Reads `warnings.yaml`; afterwards conditions may speak of warnings."""
        found = {}
        for name, at, value in self.reader.entries(node, "warnings.yaml"):
            entry = self._entry(value, f"warning {name!r}", ("when", "rank", "text", "avert", "sources"),
                                ("procedure",))
            found[name] = Warning(name, self._when(entry, self.names, at), self.reader.whole(entry, "rank"),
                                  self.reader.text(entry, "text"), self.reader.text(entry, "avert"),
                                  self._sources(entry, f"warning {name!r}", at), at,
                                  self.reader.name(entry, "procedure"))
        self.names.warnings = tuple(found)
        return found

    def steps(self, node: Node | None, destroying_needs: tuple[str, ...] = ()) -> dict[str, Step]:
        """Reads `steps.yaml`; a step with `destroys: yes` is protected by `destroying_needs`."""
        found = {}
        levels = ("must", "should", "check")
        for name, at, value in self.reader.entries(node, "steps.yaml"):
            entry = self._entry(value, f"step {name!r}", ("when", "order", "level", "text", "sources"),
                                ("needs", "gives", "destroys", "danger", "check", "undo", "procedure"))
            level = self.reader.word(entry, "level", levels)
            found[name] = Step(name, self._when(entry, self.names, at), self.reader.whole(entry, "order"),
                               "must" if level == "must" else "should" if level == "should" else "check",
                               self.reader.text(entry, "text"), self._sources(entry, f"step {name!r}", at), at,
                               self._names(entry, "needs"), self._names(entry, "gives"),
                               destroys(self.reader, name, entry, destroying_needs), self.reader.text(entry, "danger"),
                               self.reader.text(entry, "check"), self.reader.text(entry, "undo"),
                               self.reader.name(entry, "procedure"))
        return found

    def _names(self, entry: Mapping, key: str) -> tuple[str, ...]:
        return tuple(word.text for word in self.reader.words(entry.get(key), key))

    def provided(self, node: Node | None) -> dict[str, Provided]:
        """Reads `provided` of `rulebase.yaml`: needs that are met without a step."""
        found = {}
        for name, at, value in self.reader.entries(node, "provided"):
            entry = self._entry(value, f"provided {name!r}", ("when", "text"))
            found[name] = Provided(name, self._when(entry, self.names, at), self.reader.text(entry, "text"), at)
        return found

    def rows(self, node: Node | None) -> dict[str, Row]:
        """Reads `comparison.yaml`."""
        found = {}
        for name, at, value in self.reader.entries(node, "comparison.yaml"):
            entry = self._entry(value, f"row {name!r}", ("about", "cells", "sources"), ("note",))
            cells = self.reader.mapping(entry.get("cells"), f"cells of {name!r}", self.options, self.options)
            found[name] = Row(name, self.reader.text(entry, "about"),
                              {option: self.reader.text(cells, option) for option in self.options},
                              self.reader.text(entry, "note"), self._sources(entry, f"row {name!r}", at), at)
        return found

    def terms(self, node: Node | None) -> dict[str, Term]:
        """Reads `glossary.yaml`."""
        found = {}
        for name, at, value in self.reader.entries(node, "glossary.yaml"):
            entry = self._entry(value, f"term {name!r}", ("term", "text", "sources"))
            found[name] = Term(name, self.reader.text(entry, "term"), self.reader.text(entry, "text"),
                               self._sources(entry, f"term {name!r}", at), at)
        return found

    def elsewhere(self, node: Node | None) -> dict[str, str]:
        """Reads `diagnosis.yaml`."""
        top = self.reader.mapping(node, "diagnosis.yaml", ("elsewhere",))
        found = {}
        entry = self.reader.mapping(top.get("elsewhere"), "elsewhere")
        for key, _ in entry.entries:
            if key.text not in self.claims:
                self.reader.refuse("unknown-claim", f"There is no claim {key.text!r}.", key.at,
                                   suggested_claim(key.text, words_of(self.claims)))
            found[key.text] = self.reader.text(entry, key.text)
        return found
