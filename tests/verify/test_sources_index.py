"""What uses each source: by hand on the small rule base, and against the sources themselves on the built-in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.sources import Claim, Source
from advisor.verify.showing.sources_index import Index, narrowed, source_names, sources_index
from advisor.verify.showing.things import every_thing
from tests.engine.generated import AT

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


@pytest.fixture(scope="module")
def commute() -> RuleBase:
    return load(COMMUTE)


def users(index: Index, claim: str) -> list[tuple[str, str]]:
    [use] = [use for use in index.claims if use.claim.id == claim]
    return [tuple(one.user) for one in use.uses]


def test_each_claim_lists_its_users(commute: RuleBase) -> None:
    index = sources_index(commute)
    assert [use.claim.id for use in index.claims] == ["W1.1", "W1.2", "W1.3", "W1.4", "W1.5"]
    assert users(index, "W1.1") == [("constraint", "too-far"), ("evidence", "short-way"), ("evidence", "fair-way")]
    assert users(index, "W1.3") == [("default", "default")]
    assert users(index, "W1.4") == [("constraint", "ice"), ("warning", "ice-ahead"), ("invariant", "no-bicycle-on-ice")]
    assert index.claims[2].uses[0].doubt == "the text says only what we advise"
    assert all(use.fed and not use.unused for use in index.claims)
    assert index.fields[0].reason == "a bus that stands takes nobody along"
    assert len(index.fields) == 5
    assert index.rfcs == ()


def test_every_source_of_everything_is_listed_once(base: RuleBase) -> None:
    index = sources_index(base)
    told = [(*one.user, "claim", use.claim.id) for use in index.claims for one in use.uses]
    told += [(*user, "rfc", place) for rfc in index.rfcs for place, who in rfc.places for user in who]
    told += [(*user, "field", field.reason) for field in index.fields for user in field.users]
    meant = [(*thing.key, source.kind, source.text) for thing in every_thing(base) if thing.key.kind != "item"
             for source in thing.sources]
    assert sorted(told) == sorted(meant)
    numbers = [rfc.number for rfc in index.rfcs]
    assert numbers == sorted(set(numbers))
    assert all(place.startswith(f"RFC {rfc.number}") for rfc in index.rfcs for place, _ in rfc.places)


def test_sections_stand_in_the_order_of_their_numbers(commute: RuleBase) -> None:
    places = ("RFC 9 section 10", "RFC 9 section 2", "RFC 9", "RFC 10 section 6.10", "RFC 10 section 6.4")
    wall = commute.constraints["ice"]._replace(sources=tuple(Source("rfc", place, "", AT) for place in places))
    index = sources_index(commute._replace(constraints={"ice": wall}))
    assert [(rfc.number, [place for place, _ in rfc.places]) for rfc in index.rfcs] == [
        (9, ["RFC 9", "RFC 9 section 2", "RFC 9 section 10"]), (10, ["RFC 10 section 6.4", "RFC 10 section 6.10"])]


def claimed(commute: RuleBase, kind: str) -> Claim:
    """A claim beside the rules: one from the folder above would not be theirs to use."""
    return Claim("W1.6", kind, "x", "Something.", "", commute.neither.at)


def test_a_claim_that_nothing_uses_is_marked(commute: RuleBase) -> None:
    index = sources_index(commute._replace(claims={**commute.claims, "W1.6": claimed(commute, "decision")}))
    use = index.claims[-1]
    assert (use.unused, use.fed) == (True, False)


@pytest.mark.parametrize(("kind", "fed"), [("decision", True), ("warning", False), ("comparison", False),
                                           ("setup", False), ("background", False), ("diagnosis", False)])
def test_a_claim_must_feed_what_its_kind_demands(commute: RuleBase, kind: str, fed: bool) -> None:
    wall = commute.constraints["ice"]._replace(sources=(Source("claim", "W1.6", "", AT),))
    rules = commute._replace(claims={**commute.claims, "W1.6": claimed(commute, kind)},
                             constraints={**commute.constraints, "ice": wall})
    use = sources_index(rules).claims[-1]
    assert (use.unused, use.fed) == (False, fed)


def test_a_claim_may_wait_for_the_diagnosis(commute: RuleBase) -> None:
    rules = commute._replace(claims={**commute.claims, "W1.6": claimed(commute, "diagnosis")},
                             elsewhere={"W1.6": "a cause"})
    use = sources_index(rules).claims[-1]
    assert (use.elsewhere, use.unused, use.fed) == ("a cause", False, True)


def test_the_index_can_be_narrowed(base: RuleBase, commute: RuleBase) -> None:
    whole = sources_index(commute)
    one = narrowed(commute, whole, "W1.4")
    assert ([use.claim.id for use in one.claims], one.rfcs, one.fields, one.entries) == (["W1.4"], (), (), ())
    assert narrowed(commute, whole, "W1").claims == whole.claims
    back = narrowed(commute, whole, "ice")
    assert [thing.key.id for thing in back.entries] == ["ice"]
    assert (back.documents, back.rfcs, back.fields) == ((), (), ())
    assert narrowed(commute, whole, "dark") == Index((), (), (), ())  # a question has no sources
    for name in ("RFC 1939", "rfc1939", "RFC 01939"):
        [rfc] = narrowed(base, sources_index(base), name).rfcs
        assert rfc.number == 1939
    assert narrowed(base, sources_index(base), "RFC 99999") == Index((), (), (), ())


def test_every_name_offered_leads_somewhere(base: RuleBase) -> None:
    whole = sources_index(base)
    for name in source_names(base, whole):
        assert narrowed(base, whole, name) != Index((), (), (), ()), name
