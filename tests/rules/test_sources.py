"""Every claim feeds what its kind demands, and everything the rules say goes back to a source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import pytest

from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from advisor.rulebase.sources import Source
from advisor.rulebase.tree import Sequence, parse
from tests.rules.planting import builtin_trees, plant

BASE = load(builtin_folder())


class Cites(Protocol):
    """Anything with sources."""

    @property
    def sources(self) -> tuple[Source, ...]: ...


def cited(entries: Iterable[Cites]) -> set[str]:
    return {source.text for entry in entries for source in entry.sources if source.kind == "claim"}


def feeds(base: RuleBase) -> dict[str, set[str]]:
    """For each kind of claim, the claims that feed what the kind demands."""
    forms = cited(base.forms.values())
    return {
        "decision": cited((*base.constraints.values(), *base.evidence.values(), base.default)) | forms,
        "comparison": cited(base.rows.values()),
        "warning": cited(base.warnings.values()),
        "setup": forms,
        "background": cited(base.terms.values()),
        "diagnosis": set(base.elsewhere),
    }


def hungry(base: RuleBase) -> set[str]:
    """The claims that do not feed what their kind demands."""
    found = feeds(base)
    return {name for name, claim in base.claims.items() if name not in found[claim.kind]}


EVERYTHING: Mapping[str, Mapping[str, Cites]] = {
    "constraints": BASE.constraints, "evidence": BASE.evidence, "set_up": BASE.forms, "warnings": BASE.warnings,
    "steps": BASE.steps, "comparison": BASE.rows, "glossary": BASE.terms, "invariants": BASE.invariants,
    "rulebase": {"default": BASE.default}}
DOUBTED = {name for name, claim in BASE.claims.items() if claim.doubt}


def test_every_claim_feeds_what_its_kind_demands() -> None:
    assert hungry(BASE) == set()
    assert {claim.kind for claim in BASE.claims.values()} == feeds(BASE).keys()
    assert len(BASE.claims) == 77


def test_only_claims_for_the_diagnosis_wait_for_it() -> None:
    assert {BASE.claims[name].kind for name in BASE.elsewhere} == {"diagnosis"}


@pytest.mark.parametrize("file", EVERYTHING)
def test_everything_says_where_it_comes_from(file: str) -> None:
    for name, entry in EVERYTHING[file].items():
        assert entry.sources, name
        for source in entry.sources:
            assert source.kind in ("claim", "rfc", "field")
            if source.kind == "claim":
                assert source.text in BASE.claims, name
                assert bool(source.doubt) == (source.text in DOUBTED), name
            if source.kind == "field":
                assert len(source.text) > 20, f"{name}: a reason, not a word"


def test_every_doubted_claim_says_how_the_text_respects_its_doubt() -> None:
    assert DOUBTED
    respected = {source.text for entries in EVERYTHING.values() for entry in entries.values()
                 for source in entry.sources if source.doubt}
    assert respected == DOUBTED


def test_who_uses_a_doubted_claim_respects_the_doubt_in_words() -> None:
    deletion = {name for name in ("D0.3", "D1.5", "D3.1", "D4.4") if name in DOUBTED}
    for row in BASE.rows.values():
        if cited([row]) & deletion:  # deletion by POP is a setting
            text = f"{row.cells['pop']} {row.note}"
            assert any(word in text for word in ("setting", "as set.", "leaves a copy")), row.id
        if "D1.10" in cited([row]):  # a deletion over IMAP reaches every device
            assert "deletion" in f"{row.cells['imap']} {row.note}" or "every device" in row.cells["imap"], row.id
    assert "every device" in BASE.warnings["deleting-reaches-everyone"].text
    assert "SMTP" in BASE.terms["mail-program"].text  # D1.1: sending is not the work of either


# ---- planted faults: the loader refuses what would break these

FAULTS = {
    "doubt-unmarked": "- {file: evidence, set: {server-is-backed-up/sources/0: D0.12}}",
    "doubt-unknown": "- {file: evidence, set: {server-is-backed-up/sources/1: {claim: D3.13, doubt: none}}}",
    "unknown-claim": "- {file: warnings, set: {inbox-only/sources/0: D9.9}}",
    "no-source": "- {file: steps, drop: check-room/sources}",
    "duplicate-source": "- {file: set_up, set: {headers-first/forms/all-folders/sources/1: D0.6}}",
    "source": "- {file: glossary, set: {smtp/sources/1: RFC}}",
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_faulty_citation_is_refused(code: str) -> None:
    edits = parse(FAULTS[code], "fault")
    assert isinstance(edits, Sequence)
    with pytest.raises(InputRefused) as refused:
        plant(builtin_trees(), edits)
    assert code in {problem.code for problem in refused.value.problems}


HUNGRY = {
    "D1.14": "- {file: rulebase, set: {default/sources: [D3.14]}}",
    "D4.12": "- {file: evidence, drop: little-room-on-device}\n"
             "- {file: set_up, set: {headers-first/forms/all-folders/sources: [D0.6, D0.8]}}\n"
             "- {file: set_up, set: {headers-first/forms/other-folders/sources: [D0.6, D0.8]}}",
    "D2.18": "- {file: set_up, drop: offline-cache/forms/all-folders/sources/1}\n"
             "- {file: set_up, drop: offline-cache/forms/chosen-folders/sources/1}",
    "D1.6": "- {file: warnings, drop: cannot-fetch-again}",
    "D2.6": "- {file: glossary, drop: webmail}",
    "D1.12": "- {file: comparison, drop: old-mail}",
    "D1.4": "- {file: diagnosis, drop: elsewhere/D1.4}",
}


@pytest.mark.parametrize("claim", HUNGRY)
def test_a_claim_that_no_longer_feeds_what_it_should_is_found(claim: str) -> None:
    edits = parse(HUNGRY[claim], "fault")
    assert isinstance(edits, Sequence)
    assert hungry(plant(builtin_trees(), edits)) == {claim}
