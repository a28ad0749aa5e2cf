"""unused-claim: the screen, and for each kind of claim what feeds it and what does not."""

from __future__ import annotations

import pytest

from advisor.rulebase.read_basics import CLAIM_KINDS
from advisor.verify.checks.unused_claim import CODE, DEMANDS
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen

CLAIM = "claims:\n  T.6: {kind: KIND, about: a, claim: C.}\n"
USES = {
    "wall": {"constraints": "w: {when: {wind: strong}, rules_out: walk, text: T., sources: [T.6]}\n"},
    "evidence": {"evidence": "e: {when: {wind: strong}, speaks_for: bus, strength: slight, text: T., "
                             "sources: [T.6]}\n"},
    "default": {"rulebase": "default: {option: bus, text: D., sources: [T.6]}\n"},
    "set-up form": {"set_up": "i: {name: N, forms: {f: {when: {wind: strong}, text: T., sources: [T.6]}}}\n"},
    "warning": {"warnings": "w: {when: {wind: strong}, rank: 9, text: T., avert: A., sources: [T.6]}\n"},
    "step": {"steps": "s: {when: {wind: strong}, order: 9, level: must, text: T., sources: [T.6]}\n"},
    "comparison row": {"comparison": "r: {about: a, cells: {walk: W., bus: B.}, sources: [T.6]}\n"},
    "glossary term": {"glossary": "t: {term: T, text: T., sources: [T.6]}\n"},
    "diagnosis": {"diagnosis": "elsewhere: {T.6: later}\n"},
    "invariant": {"invariants": "i: {text: T., when: {wind: open}, never: {verdict: neither}, sources: [T.6]}\n"},
    "nothing": {},
}
FEEDS = {"decision": {"wall", "evidence", "default", "set-up form"}, "comparison": {"comparison row"},
         "warning": {"warning"}, "setup": {"set-up form"}, "background": {"glossary term"}, "diagnosis": {"diagnosis"}}


def test_the_screen() -> None:
    same_screen(CODE)


def test_every_kind_demands_something() -> None:
    assert set(DEMANDS) == set(FEEDS) == set(CLAIM_KINDS)


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("kind", FEEDS)
def test_only_what_a_kind_demands_will_do(kind: str, use: str) -> None:
    found = check_tiny(claims=CLAIM.replace("KIND", kind), **USES[use])
    assert found.base is not None, found.screen()
    messages = [finding.message for finding in found.found(CODE) if "T.6" in finding.message]
    assert messages == ([] if use in FEEDS[kind] else [
        f"Claim T.6 is of the kind {kind!r}, but does not feed {DEMANDS[kind]}."])
