"""What `rules sources` tells, as plain text."""

from __future__ import annotations

from advisor.report.page.citations import citations_of
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.report.rules.show_text import citation_lines
from advisor.report.rules.show_words import named, named_together
from advisor.rulebase.model import RuleBase
from advisor.verify.checks.unused_claim import DEMANDS
from advisor.verify.showing.sources_index import ClaimUse, FieldUse, Index, RfcUse
from advisor.verify.showing.things import distinct

_INDENT = "  "


def sources_lines(base: RuleBase, index: Index, width: int) -> list[Line]:
    """The lines: document by document, then RFCs and field knowledge, then the parts of the rule base asked for."""
    lines: list[Line] = []
    for document, uses in index.documents:
        lines += _gap(lines)
        lines += flow(f"{document.id}: {document.title} ({document.publisher}, {document.date})", width, "headline")
        for use in uses:
            lines += _claim(use, width)
    if index.rfcs:
        lines += [*_gap(lines), Line("RFCs", "headline"), *(line for rfc in index.rfcs for line in _rfc(rfc, width))]
    if index.fields:
        count = len(index.fields)
        lines += [*_gap(lines), *flow(f"Field knowledge: {count} reason{'' if count == 1 else 's'}", width,
                                      "headline"),
                  *(line for field in index.fields for line in _field(field, width))]
    doubts = {name: claim.doubt for name, claim in base.claims.items()}
    for thing in index.entries:
        lines += [*_gap(lines), *flow(f"{named(thing.key)} rests on", width, "headline")]
        if thing.at is not None:
            lines += flow(str(thing.at), width, "dim")
        lines += citation_lines(citations_of(base, distinct(thing.sources)), width, doubts)
    return [*lines, *_gap(lines), *_summary(index, width)] if index.documents else lines


def _claim(use: ClaimUse, width: int) -> list[Line]:
    claim = use.claim
    lines = flow(f"{claim.id} ({claim.kind}, about {claim.about}): {claim.claim}", width, "heading")
    if claim.doubt:
        lines += flow(f"Doubt: {claim.doubt}", width, "check", _INDENT)
    for one in use.uses:
        lines += flow(named(one.user), width, "", f"{_INDENT}- ")
        if one.doubt:
            lines += flow(f"respects the doubt: {one.doubt}", width, "check", _INDENT * 2)
    if use.elsewhere:
        lines += flow(f"used by rules in another folder: {use.elsewhere}", width, "", f"{_INDENT}- ")
    if use.unused:
        lines += flow("nothing uses it", width, "warning", f"{_INDENT}! ")
    if not use.fed:
        lines += flow(f"a claim of this kind must feed {DEMANDS[claim.kind]}; it does not", width, "warning",
                      f"{_INDENT}! ")
    return lines


def _rfc(rfc: RfcUse, width: int) -> list[Line]:
    lines = flow(f"RFC {rfc.number}", width, "heading")
    for place, users in rfc.places:
        lines += flow(f"{place}: {named_together(users)}", width, "", f"{_INDENT}- ")
    return lines


def _field(field: FieldUse, width: int) -> list[Line]:
    return [*flow(field.reason, width, "", "- "), *flow(named_together(field.users), width, "dim", _INDENT * 2)]


def _summary(index: Index, width: int) -> list[Line]:
    claims = index.claims
    unused, hungry = sum(use.unused for use in claims), sum(not use.fed for use in claims)
    return flow(f"{len(claims)} claim{'' if len(claims) == 1 else 's'}: {unused} unused, {hungry} not used as the "
                "kind demands.", width, "warning" if unused or hungry else "")


def _gap(lines: list[Line]) -> list[Line]:
    return [Line("")] if lines else []
