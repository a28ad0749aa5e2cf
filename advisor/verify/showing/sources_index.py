"""Claim by claim what uses it, and the way back: what each part of the rule base rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from advisor.rulebase.model import RuleBase
from advisor.rulebase.sources import Claim, Document
from advisor.verify.checks.unused_claim import feeds, own_claims
from advisor.verify.showing.things import Key, Thing, every_thing

RFC = re.compile(r"RFC (\d+)")
ABOVE = "those in the folder above, from where this list of claims is taken"


class Use(NamedTuple):
    """A part of the rule base that rests on a source; `doubt` says how it respects the doubt on that source."""

    user: Key
    doubt: str


class ClaimUse(NamedTuple):
    """A claim and what uses it."""

    claim: Claim
    uses: tuple[Use, ...]
    elsewhere: str
    """what it waits to feed; empty where it does not wait"""
    fed: bool
    """whether it feeds what its kind demands"""

    @property
    def unused(self) -> bool:
        """Whether nothing at all uses it or waits for it."""
        return not self.uses and not self.elsewhere


class RfcUse(NamedTuple):
    """An RFC, and who cites which of its places."""

    number: int
    places: tuple[tuple[str, tuple[Key, ...]], ...]


class FieldUse(NamedTuple):
    """A piece of field knowledge, and what rests on it."""

    reason: str
    users: tuple[Key, ...]


class Index(NamedTuple):
    """Every source of a rule base, or those asked for."""

    documents: tuple[tuple[Document, tuple[ClaimUse, ...]], ...]
    rfcs: tuple[RfcUse, ...]
    fields: tuple[FieldUse, ...]
    entries: tuple[Thing, ...]
    """the parts of the rule base asked for, each with what it rests on"""

    @property
    def claims(self) -> tuple[ClaimUse, ...]:
        """Every claim in it."""
        return tuple(use for _, uses in self.documents for use in uses)


def sources_index(base: RuleBase) -> Index:
    """What uses each claim, RFC and piece of field knowledge."""
    uses: dict[str, list[Use]] = {name: [] for name in base.claims}
    rfcs: dict[int, dict[str, list[Key]]] = {}
    fields: dict[str, list[Key]] = {}
    for thing in every_thing(base):
        if thing.key.kind == "item":  # its forms cite, and are listed themselves
            continue
        for source in thing.sources:
            match = RFC.match(source.text)
            if source.kind == "claim":
                uses[source.text].append(Use(thing.key, source.doubt))
            elif source.kind == "rfc" and match is not None:
                rfcs.setdefault(int(match[1]), {}).setdefault(source.text, []).append(thing.key)
            else:
                fields.setdefault(source.text, []).append(thing.key)
    fed = feeds(base)
    own = {claim.id for claim in own_claims(base)}
    claims = [ClaimUse(claim, tuple(uses[name]), base.elsewhere.get(name, "") if name in own or uses[name] else ABOVE,
                       name not in own or name in fed[claim.kind])
              for name, claim in base.claims.items()]
    return Index(
        tuple((document, tuple(use for use in claims if document_of(use.claim) == document.id))
              for document in base.documents.values()),
        tuple(RfcUse(number, tuple((place, tuple(places[place])) for place in sorted(places, key=_figures)))
              for number, places in sorted(rfcs.items())),
        tuple(FieldUse(reason, tuple(users)) for reason, users in fields.items()), ())


def document_of(claim: Claim) -> str:
    """The id of the document that the claim is in."""
    return claim.id.partition(".")[0]


def narrowed(base: RuleBase, index: Index, name: str) -> Index:
    """What is called `name`: a claim, a document, an RFC, or parts of the rule base; empty where nothing is."""
    number = re.fullmatch(r"rfc ?0*(\d{1,9})", name, re.IGNORECASE)
    documents = tuple((document, kept) for document, uses in index.documents
                      if (kept := tuple(use for use in uses if name in (use.claim.id, document.id))))
    entries = tuple(thing for thing in every_thing(base)
                    if thing.key.id == name and thing.key.kind not in ("claim", "question", "option"))
    return Index(documents, tuple(rfc for rfc in index.rfcs if number and rfc.number == int(number[1])), (), entries)


def source_names(base: RuleBase, index: Index) -> Iterable[str]:
    """Everything that `narrowed` finds."""
    return dict.fromkeys([
        *base.claims, *base.documents, *(f"RFC {rfc.number}" for rfc in index.rfcs),
        *(thing.key.id for thing in every_thing(base) if thing.key.kind not in ("claim", "question", "option"))])


def _figures(place: str) -> list[tuple[int, str]]:
    """Sorts `section 6.4` before `section 6.10`."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", place)]
