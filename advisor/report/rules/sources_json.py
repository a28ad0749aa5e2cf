"""What `advisor rules sources` tells, as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from advisor.report.page.citations import citations_of
from advisor.report.page.json_document import cited, head, key_document, place
from advisor.rulebase.model import RuleBase
from advisor.verify.showing.sources_index import ClaimUse, Index, document_of
from advisor.verify.showing.things import distinct

_RULES_SOURCES = "advisor.rules-sources/1"


def sources_document(base: RuleBase, name: str, index: Index) -> dict[str, Any]:
    """What `--format json` gives; `name` is null where every source is told."""
    return {
        **head(_RULES_SOURCES, base), "name": name or None,
        "documents": [{"id": document.id, "title": document.title, "publisher": document.publisher,
                       "date": document.date} for document, _ in index.documents],
        "claims": [_claim(use) for use in index.claims],
        "rfcs": [{"number": rfc.number, "sections": [{"text": place, "users": [key_document(*user) for user in users]}
                                                   for place, users in rfc.places]} for rfc in index.rfcs],
        "fields": [{"text": field.reason, "users": [key_document(*user) for user in field.users]}
                   for field in index.fields],
        "entries": [{**key_document(*thing.key), **place(thing.at),
                     **cited(citations_of(base, distinct(thing.sources)))} for thing in index.entries],
    }


def _claim(use: ClaimUse) -> dict[str, Any]:
    claim = use.claim
    return {"id": claim.id, "document": document_of(claim), "kind": claim.kind, "about": claim.about,
            "text": claim.claim, "doubt": claim.doubt, **place(claim.at),
            "uses": [{**key_document(*one.user), "doubt": one.doubt} for one in use.uses],
            "used_elsewhere": use.elsewhere or None, "unused": use.unused, "fed": use.fed}
