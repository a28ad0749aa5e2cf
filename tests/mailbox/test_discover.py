"""The whole of discovery, against a name server and a website on loopback."""

from __future__ import annotations

import ssl
import time
from collections.abc import Sequence

import pytest
import trustme

from advisor.mailbox.addresses import read_address
from advisor.mailbox.discover import NOTHING_KNOWN, Known, Network, discover
from advisor.mailbox.found import Denied, Place, Whereabouts
from tests.mailbox.loopback_dns import Srv, name_server
from tests.mailbox.loopback_web import Pages, website
from tests.mailbox.test_autoconfig import FIRST, HOSTS, server, settings
from tests.mailbox.test_srv import Left

ADDRESS = read_address("mary.secretname@example.test")
WEB = ("autoconfig.example.test",)


def found(pages: Pages | None = None, srv: dict[str, list[Srv]] | None = None, hosts: Sequence[str] = (),
          known: Known = NOTHING_KNOWN, broken: Sequence[str] = (), silent: Sequence[str] = (), seconds: float = 30,
          asked: list[str] | None = None, took: list[float] | None = None,
          mx: Sequence[str] = ()) -> Whereabouts:
    authority = trustme.CA()
    context = ssl.create_default_context()
    authority.configure_trust(context)
    records = {f"{name}._tcp.example.test": entries for name, entries in (srv or {}).items()}
    with website(pages or {}, authority.issue_cert(*HOSTS)) as site, \
            name_server([*hosts, *(WEB if pages else ())], records, broken, silent,
                        {"example.test": mx} if mx else None) as (zone, port):
        network = Network(context, ("127.0.0.1",), port, site.port, lambda least, _: least)
        start = time.monotonic()
        result = discover(ADDRESS, network, Left(seconds), known)
        if took is not None:
            took.append(time.monotonic() - start)
        if asked is not None:
            asked += [*zone.asked, *site.asked]
        return result


def hosts_of(where: Whereabouts) -> list[tuple[str, str]]:
    return [(place.protocol, place.host) for place in where.places]


def test_everybody_is_asked_and_the_domains_own_file_comes_first() -> None:
    known = Known((Place("imap", "known.example.test", 993, "tls", "the rules"),))
    where = found({FIRST: (200, {}, settings(server(host="file.example.test")))},
                  {"_imaps": [(0, 0, 993, "srv.example.test.")], "_pop3s": [(0, 0, 0, ".")], "_pop3": [(0, 0, 0, ".")]},
                  hosts=["imap.example.test", "pop.example.test"], known=known)
    assert hosts_of(where) == [("imap", "file.example.test"), ("imap", "srv.example.test"),
                               ("imap", "known.example.test")]
    assert [(denied.protocol, "SRV" in denied.said_by) for denied in where.denied] == [("pop", True)]


def test_usual_names_only_for_what_nobody_speaks_of_and_only_those_there_are() -> None:
    where = found(srv={"_imaps": [(0, 0, 993, "srv.example.test.")]}, hosts=["imap.example.test", "mail.example.test"])
    assert [(place.protocol, place.host, place.port) for place in where.places] == [
        ("imap", "srv.example.test", 993), ("pop", "mail.example.test", 995), ("pop", "mail.example.test", 110)]
    assert "a guess" in where.places[1].said_by
    assert {trouble.code for trouble in where.troubles} == {"unknown-host"}


HERE, AWAY = "mx.example.test.", "aspmx.elsewhere.test."


@pytest.mark.parametrize(("mx", "broken", "guessed"), [
    ([], [], True), ([AWAY], [], True), ([HERE, AWAY], [], True), ([HERE], [], False), (["example.test."], [], False)])
def test_a_usual_name_is_a_guess_unless_the_mail_arrives_within_the_domain(mx: list[str], broken: list[str],
                                                                           guessed: bool) -> None:
    where = found(hosts=["imap.example.test"], mx=mx, broken=broken)
    assert {place.guessed for place in where.places} == {guessed}
    assert {place.doubtful for place in where.places} == {guessed}
    named = found(srv={"_imaps": [(0, 0, 993, "imap.example.test.")]}, hosts=["imap.example.test"])
    assert [place.guessed for place in named.places] == [False]


def test_where_the_mail_arrives_at_a_known_provider_its_servers_are_taken_and_nothing_is_guessed() -> None:
    theirs = Place("imap", "imap.known.test", 993, "tls", "what the rules know of Known")
    known = Known(by_domain=(("elsewhere.test", (theirs,)), ("where.test", (theirs._replace(host="no.test"),))))
    where = found(hosts=["imap.example.test", "pop.example.test"], mx=[AWAY], known=known)
    assert [(place.protocol, place.host) for place in where.places] == [
        ("imap", "imap.known.test"), ("pop", "pop.example.test"), ("pop", "pop.example.test")]
    assert (where.places[0].outside, where.places[0].guessed) == (True, False)  # DNS proves nothing
    assert "MX record of example.test" in where.places[0].said_by
    assert {place.guessed for place in where.places[1:]} == {True}


def test_what_the_rules_deny_is_not_guessed() -> None:
    known = Known((), (Denied("pop", "the rules"),))
    where = found(hosts=["imap.example.test", "pop.example.test"], known=known)
    assert hosts_of(where) == [("imap", "imap.example.test")] * 2
    assert where.denied == known.denied


def test_tls_comes_before_starttls_whoever_says_so() -> None:
    where = found({FIRST: (200, {}, settings(server(host="file.example.test", port="143", security="STARTTLS")))},
                  {"_imaps": [(0, 0, 993, "srv.example.test.")]})
    assert hosts_of(where)[:2] == [("imap", "srv.example.test"), ("imap", "file.example.test")]


def test_a_place_named_twice_is_tried_once_and_proven_by_the_better_word() -> None:
    outside = "imap.elsewhere.test"
    srv: dict[str, list[Srv]] = {"_imaps": [(0, 0, 993, f"{outside}.")]}
    assert [place.outside for place in found(srv=srv).places if place.protocol == "imap"] == [True]
    both = found({FIRST: (200, {}, settings(server(host=outside)))}, srv)
    assert [(place.outside, place.user) for place in both.places if place.protocol == "imap"] == [
        (False, "mary.secretname@example.test")]
    known = found(srv=srv, known=Known((Place("imap", outside, 993, "tls", "the rules"),)))
    assert [place.outside for place in known.places if place.protocol == "imap"] == [False]


def test_nobody_but_the_domain_is_asked_and_nobody_learns_the_name() -> None:
    asked: list[str] = []
    found({FIRST: (404, {}, b"")}, asked=asked)
    assert asked
    assert "secretname" not in str(asked)
    names = [line.split()[0] for line in asked]
    assert all(name.endswith("example.test") for name in names)


def test_dns_out_of_order_is_told_and_ends() -> None:
    where = found(broken=["example.test"])
    assert where.places == ()
    assert {trouble.code for trouble in where.troubles} == {"dns-failed"}


@pytest.mark.parametrize(("seconds", "most"), [(1.0, 2.0), (3.0, 4.5)])
def test_a_silent_name_server_does_not_take_more_than_the_deadline(seconds: float, most: float) -> None:
    known = Known((Place("imap", "k.test", 993, "tls", "rules"),))
    took: list[float] = []
    where = found(silent=["example.test"], seconds=seconds, known=known, took=took)
    assert took[0] < most
    assert hosts_of(where) == [("imap", "k.test")]
    assert {trouble.code for trouble in where.troubles} == {"dns-silent"}


def test_no_time_at_all_still_gives_what_the_rules_know() -> None:
    where = found(seconds=0, known=Known((Place("imap", "k.test", 993, "tls", "rules"),)))
    assert hosts_of(where) == [("imap", "k.test")]
    assert {trouble.code for trouble in where.troubles} == {"deadline", "dns-silent"}
