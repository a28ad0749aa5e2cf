"""Programs and providers are looked at like the rest of a rule base: sources, show, and the glossary."""

from __future__ import annotations

from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import Fact
from advisor.verify.bench import Bench
from advisor.verify.checks import unexplained_term
from advisor.verify.showing.sources_index import sources_index
from advisor.verify.showing.things import find


def test_what_rests_on_a_source_names_programs_and_providers(base: RuleBase) -> None:
    kinds = ("client", "provider")
    users = {key.id for field in sources_index(base).fields for key in field.users if key.kind in kinds}
    cited = {name for name, entry in base.clients.items() if entry.offers.sources}
    cited |= {name for name, entry in base.providers.items() if entry.servers and entry.answers.sources}
    assert cited <= users
    rfcs = {key.id for rfc in sources_index(base).rfcs for _, keys in rfc.places for key in keys}
    assert {"gmail", "hosting"} <= rfcs


def test_they_can_be_shown(base: RuleBase) -> None:
    [thing] = find(base, "icloud")
    assert (thing.key.kind, thing.entry) == ("provider", base.providers["icloud"])
    [thing] = find(base, "mailspring")
    assert any("issue 45" in source.text for source in thing.sources)


def test_a_term_in_a_trap_needs_the_glossary(base: RuleBase) -> None:
    client = base.clients["thunderbird"]
    trap = client.traps[0]._replace(fact=Fact("It writes a XYZZY file.", ""))
    told = base._replace(clients={**base.clients, client.id: client._replace(traps=(trap,))})
    assert [found.message for found in unexplained_term.check(Bench(told, {})).findings] == [
        "'XYZZY' is used (A trap of mail program 'thunderbird'), but the glossary does not explain it."]
    assert unexplained_term.check(Bench(base, {})).findings == ()
