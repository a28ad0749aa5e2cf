"""Mail programs and providers: every entry told for every set-up item and every option, in every format."""

from __future__ import annotations

import random
import re

import pytest
from jsonschema import Draft202012Validator

from advisor.engine.case import Case, case_of, merge
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import evaluate, holds
from advisor.engine.programs import answers_of
from advisor.report.advice.build import recommend
from advisor.report.advice.html import render_html
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.markdown import render_markdown
from advisor.report.advice.programs import provider_part
from advisor.report.advice.recommendation import Recommendation
from advisor.report.advice.text import report_lines
from advisor.report.advice.ticket import render_ticket
from advisor.report.advice.wording import labelled, to_copy
from advisor.report.schemas.schema import schema
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import NEITHER, RuleBase
from advisor.rulebase.programs import Fact

_BUILT_IN = load(builtin_folder())
CLIENTS, PROVIDERS = list(_BUILT_IN.clients), list(_BUILT_IN.providers)


@pytest.fixture(scope="module")
def recs(base: RuleBase) -> list[Case]:
    """Cases that between them bring every set-up form, with every option and with neither."""
    pick, wanted, found = random.Random(5), {*base.forms, *base.options, NEITHER}, []
    while wanted:
        case = case_of({question.id: pick.choice([*question.value_ids, "unsure"])
                        for question in base.questions.values()})
        seen = evaluate(base, case)
        new = wanted & {*seen.set_up, seen.option}
        if new:
            found.append(case)
            wanted -= new
    return found


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client_is_told_for_every_item(base: RuleBase, compiled: Compiled, recs: list[Case], client: str) -> None:
    for case in recs:
        rec = recommend(base, case, compiled, client=base.clients[client])
        assert rec.client is not None
        told = [] if rec.client.offered == "no" else [f"{item.id}/{item.form}" for item in rec.set_up]
        assert [item.id for item in rec.client.items] == told
        check_formats(base, rec, [rec.client.name, *rec.client.statements])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_is_told_for_every_option(base: RuleBase, compiled: Compiled, recs: list[Case],
                                                 provider: str) -> None:
    for case in recs:
        rec = recommend(base, case, compiled, provider=base.providers[provider])
        assert rec.provider is not None
        assert rec.provider.statements
        known = rec.verdict.option in base.providers[provider].servers
        assert bool(rec.provider.settings) is known
        check_formats(base, rec, [rec.provider.name, *rec.provider.statements, *rec.provider.ask])


def check_formats(base: RuleBase, rec: Recommendation, words: list[str]) -> None:
    lines = report_lines(rec, width=40)
    text = "".join(squeezed(line.text) for line in lines)
    ticket = squeezed(render_ticket(rec))
    words = [*words, *(to_copy(fact) if fact.id in ("host", "port", "security") else labelled(fact)
                       for fact in rec.facts())]
    for word in words:
        assert squeezed(word) in text
        assert squeezed(word) in ticket
    copied = [to_copy(fact) for fact in rec.provider.settings
              if fact.verified and " " not in fact.text] if rec.provider else []
    assert set(copied) <= {line.text for line in lines}  # on a line of its own, with nothing beside it
    assert all(len(line.text) <= 40 for line in lines if line.text not in copied and line.text != rec.command)
    for fact in rec.facts():
        assert fact.verified is bool(fact.sources)
        assert fact.verified or squeezed(f"not verified: {fact.text}").lower() in text.lower()
    render_markdown(rec, sources=True)
    render_html(rec, sources=True)
    report_lines(rec, sources=True)
    errors = list(Draft202012Validator(schema("recommendation", base)).iter_errors(recommendation_document(rec)))
    assert errors == []


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("width", [20, 40, 80])
def test_server_settings_are_never_cut_or_boxed(base: RuleBase, compiled: Compiled, provider: str, width: int) -> None:
    entry = base.providers[provider]
    for values in ({"devices": "several"}, {"offered": "pop"}):
        rec = recommend(base, merge([answers_of(entry), case_of(values)]), compiled, provider=entry)
        lines = [line.text for line in report_lines(rec, width=width, sources=True)]
        server = entry.servers.get(rec.verdict.option)
        if server is None:
            continue
        for label, fact in (("Server", server.host), ("Port", server.port), ("Security", server.security)):
            if " " in fact.text:  # words for a person, not a name to copy: folded like all others
                assert f"{label}: {fact.text}" in " ".join(lines)
                assert all(len(line) <= width for line in lines if line in f"{label}: {fact.text}")
            elif fact.text:
                assert f"{label}: {fact.text}" in lines  # the whole line, and nothing else on it
            else:
                assert f"{label}: {fact.text}" not in lines


def test_markdown_and_html_tell_the_same(base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"devices": "several"}), compiled, client=base.clients["ios-mail"],
                    provider=base.providers["outlook-com"])
    assert "Server: outlook.office365.com\n```" in render_markdown(rec)
    assert "<code>Server: outlook.office365.com</code>" in render_html(rec)
    assert "empties the Trash on the server after 7 days" in render_markdown(rec)
    assert "empties the Trash on the server after 7 days" in render_html(rec)


def test_every_fact_has_a_source_and_what_has_none_says_what_to_look_for(base: RuleBase) -> None:
    def check(fact: Fact, sources: object, *, may_lack: bool = False) -> None:
        assert bool(fact.text) is not bool(fact.look_for) or (may_lack and fact == Fact("", ""))
        assert not fact.text or sources
        assert not fact.look_for or fact.look_for.startswith("look ")

    for client in base.clients.values():
        assert bool(client.offers.sources) is bool(client.offers.values)
        for place in client.items.values():
            check(place.where, place.sources)
            for fact in (place.name, place.do, place.default):
                check(fact, place.sources, may_lack=True)
        for note in client.traps:
            check(note.fact, note.sources)
    for provider in base.providers.values():
        assert bool(provider.answers.sources) is bool(provider.answers.values)
        for server in provider.servers.values():
            for fact in (server.host, server.port, server.security, server.sign_in):
                check(fact, server.sources)
            check(server.enable_first, server.sources, may_lack=True)
        for note in provider.notes:
            check(note.fact, note.sources)


def test_no_entry_only_repeats_the_generic_text(base: RuleBase) -> None:
    generic = next(client for client in base.clients.values() if client.generic)
    for client in base.clients.values():
        said = any(place.where.text for place in client.items.values()) or client.traps
        assert client is generic or said or "no" in client.offers.values.values()
    for form in base.forms.values():  # so that no item of any program is left without a word
        assert {form.id, form.item} & generic.items.keys()


def test_every_trap_can_come_up(base: RuleBase) -> None:
    pick = random.Random(8)
    notes = [note for client in base.clients.values() for note in client.traps]
    notes += [note for provider in base.providers.values() for note in provider.notes]
    for _ in range(3000):
        case = case_of({question.id: pick.choice(question.value_ids) for question in base.questions.values()})
        seen = evaluate(base, case)
        notes = [note for note in notes if not holds(base, case, seen, note.when)]
        if not notes:
            return
    assert notes == []


def test_a_provider_answers_and_the_person_wins(base: RuleBase, compiled: Compiled) -> None:
    icloud = base.providers["icloud"]
    case = merge([answers_of(icloud), case_of({"devices": "one"})])
    rec = recommend(base, case, compiled, provider=icloud)
    assert case.answers["offered"].origin == "provider"
    assert "pop" in {wall.option for wall in rec.verdict.ruled_out}
    assert rec.command == "advisor recommend --devices one --provider icloud"
    case = merge([answers_of(icloud), case_of({"offered": "pop"})])
    rec = recommend(base, case, compiled, provider=icloud)
    assert rec.verdict.option == "pop"
    assert [found.dropped_origin for found in rec.disagreements] == ["provider"]
    assert rec.command == "advisor recommend --offered pop --provider icloud"
    assert rec.provider is not None
    assert rec.provider.statements == ("iCloud Mail is not known to offer POP3: there are no settings to copy.",)


def test_what_a_program_may_lack_is_not_verified_and_rules_nothing_out(base: RuleBase, compiled: Compiled) -> None:
    client = base.clients["gmail-app"]
    rec = recommend(base, case_of({"offered": "pop"}), compiled, client=client)
    assert rec.client is not None
    assert (rec.client.offered, rec.client.limits, rec.client.otherwise) == ("unknown", (), None)
    assert rec.client.statements[0].startswith("Whether it has POP3 is not verified: look for POP3 when you add")
    assert rec.verdict == recommend(base, case_of({"offered": "pop"}), compiled).verdict


def test_an_unknown_provider_gets_the_questions_word_for_word(base: RuleBase) -> None:
    other = next(provider for provider in base.providers.values() if provider.generic)
    case = case_of({"devices": "several"})
    part = provider_part(base, case, evaluate(base, case), other)
    assert len(part.ask) >= 5
    assert all(re.search(r"\?$", text) for text in part.ask)
    assert part.settings == ()


def test_nothing_changes_for_who_names_neither(base: RuleBase, compiled: Compiled) -> None:
    case = case_of({"devices": "one", "quota": "full"})
    plain = recommend(base, case, compiled)
    named = recommend(base, case, compiled, client=base.clients["apple-mail"], provider=base.providers["gmail"])
    assert named.verdict == plain.verdict
    assert (plain.client, plain.provider, plain.facts()) == (None, None, ())
    text = [line.text for line in report_lines(plain)][:-2]  # but for the command and what fits on a page
    named_text = [line.text for line in report_lines(named)]
    assert [line for line in text if line not in named_text and not line.startswith("advisor ")] == []


LACKING = [name for name, client in _BUILT_IN.clients.items() if "no" in client.offers.values.values()]


@pytest.mark.parametrize("client", LACKING)
def test_a_program_that_lacks_what_is_advised_has_nothing_to_set(base: RuleBase, compiled: Compiled,
                                                                 client: str) -> None:
    rec = recommend(base, case_of({"offered": "pop"}), compiled, client=base.clients[client])
    assert rec.client is not None
    assert (rec.client.offered, rec.client.items, rec.client.traps, rec.client.first) == ("no", (), (), ())
    assert len(rec.client.statements) == 1
    assert "IMAP, which it has, is not possible for you. So use another program that has it, such as Thunderbird" in (
        rec.client.statements[0])


def all_formats(rec: Recommendation) -> list[str]:
    lines = [line.text for line in report_lines(rec, width=200)]
    return ["\n".join(lines), render_markdown(rec), render_html(rec).partition("<body")[2], render_ticket(rec)]


def test_what_loses_mail_in_a_program_stands_directly_under_the_advice(base: RuleBase, compiled: Compiled) -> None:
    phone = base.clients["thunderbird-android"]
    danger = "Do not use this program to fetch mail that is then removed from the server"
    for values in ({"devices": "one", "quota": "full", "local_backup": "regular"},  # removed at once
                   {"devices": "one", "local_backup": "regular"}):  # after some days
        rec = recommend(base, case_of(values), compiled, client=phone)
        assert rec.client is not None
        assert [told.text.startswith(danger) for told in rec.client.first] == [True]
        for text in all_formats(rec):
            assert text.index(danger) < text.index(rec.verdict.explain)
        removing = [item for item in rec.client.items if item.id.startswith(("delete-", "leave-"))]
        assert all("in a program on a computer" in item.text.lower() for item in removing)
        assert removing
    rec = recommend(base, case_of({"devices": "several"}), compiled, client=phone)
    assert rec.client is not None
    assert rec.client.first == ()


@pytest.mark.parametrize("client", ["ios-mail", "thunderbird-android", "gmail-app"])
def test_a_provider_that_a_program_cannot_read_is_said_first(base: RuleBase, compiled: Compiled, client: str) -> None:
    proton = base.providers["proton"]
    case = merge([answers_of(proton), case_of({"devices": "one", "quota": "full"})])
    rec = recommend(base, case, compiled, client=base.clients[client], provider=proton)
    assert rec.client is not None
    assert (rec.client.items, rec.client.traps) == ((), ())
    words = "Proton Mail cannot be read in this program: on a phone use Proton&#x27;s own app."
    for written in all_formats(rec):
        text = written.replace("'", "&#x27;").replace("&#39;", "&#x27;").replace("\\", "")
        assert text.index(words) < text.index(rec.verdict.explain)
    check_formats(base, rec, [rec.client.name, *rec.client.statements])
    for other, provider in (("thunderbird", "proton"), (client, "fastmail")):
        rec = recommend(base, case, compiled, client=base.clients[other], provider=base.providers[provider])
        assert rec.client is not None
        assert rec.client.first == ()
        assert rec.client.items


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_provider_says_how_much_room_there_is(base: RuleBase, compiled: Compiled, provider: str) -> None:
    entry = base.providers[provider]
    assert entry.room is not None
    assert entry.room.sources or entry.room.fact.look_for
    rec = recommend(base, case_of({}), compiled, provider=entry)
    assert rec.provider is not None
    assert [note.verified for note in rec.provider.notes if note.label == "Room"] == [bool(entry.room.fact.text)]


@pytest.mark.parametrize("provider", ["gmx", "web-de"])
def test_imap_that_may_cost_money_is_said(base: RuleBase, compiled: Compiled, provider: str) -> None:
    def said(values: dict[str, str]) -> bool:
        rec = recommend(base, case_of(values), compiled, provider=base.providers[provider])
        assert rec.provider is not None
        return any(note.text.startswith("Officially IMAP may be for paying customers") for note in rec.provider.notes)

    assert said({"devices": "several"})
    assert not said({"offered": "pop"})


def test_a_form_is_told_as_the_program_can_do_it(base: RuleBase, compiled: Compiled) -> None:
    case = case_of({"devices": "one", "local_backup": "regular", "quota": "ample"})
    told = {}
    for name in ("apple-mail", "thunderbird"):
        rec = recommend(base, case, compiled, client=base.clients[name])
        assert rec.client is not None
        told[name] = " ".join(item.text for item in rec.client.items if item.id == "leave-on-server/for-days")
    assert "Choose after one month, or after one week if there is little room on the server" in told["apple-mail"]
    assert "Set For at most 14 days, and switch Until I delete them off." in told["thunderbird"]
    apple = base.clients["apple-mail"].items
    assert apple["leave-on-server"].do.text == "Switch it off."  # for the forms without removal
