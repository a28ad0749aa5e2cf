"""SRV records: priority, weight, "not offered", and what DNS cannot prove."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from advisor.mailbox.found import Place
from advisor.mailbox.names import Names, Record
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.srv import Draw, Entries, ask_srv, in_turn
from tests.mailbox.loopback_dns import Srv, name_server

DOMAIN = "example.test"


class Left:
    """A deadline that a test sets."""

    def __init__(self, seconds: float = 30) -> None:
        self.end = time.monotonic() + seconds

    def remaining(self) -> float:
        return self.end - time.monotonic()


def asked(srv: dict[str, list[Srv]], *, broken: tuple[str, ...] = (), silent: tuple[str, ...] = (),
          draw: Draw = lambda least, _: least) -> Entries:
    records = {f"{name}._tcp.{DOMAIN}": found for name, found in srv.items()}
    with name_server(srv=records, broken=broken, silent=silent) as (_, port):
        return ask_srv(DOMAIN, Names(Left(), ["127.0.0.1"], port), draw)


def test_hosts_are_looked_up_as_connections_do_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hosts file and the local network count too, and an outage of DNS is no proof that there is no host."""
    import socket
    from typing import Any

    def system(host: str, *_: Any, **__: Any) -> Any:
        known = {"imap.home.test": [(socket.AF_INET, 1, 6, "", ("192.0.2.7", 0))] * 2}
        if host == "slow.test":
            time.sleep(2)
        if host not in known:
            raise socket.gaierror(socket.EAI_AGAIN if host == "again.test" else socket.EAI_NONAME, "")
        return known[host]

    monkeypatch.setattr(socket, "getaddrinfo", system)
    assert Names(Left()).addresses("imap.home.test") == ["192.0.2.7"]
    for host, code in (("none.test", "unknown-host"), ("again.test", "dns-failed"), ("slow.test", "dns-silent")):
        with pytest.raises(Unavailable) as caught:
            Names(Left(0.5)).addresses(host)
        assert caught.value.trouble.code == code


def test_priority_comes_before_weight_and_tls_before_starttls() -> None:
    found = asked({"_imap": [(0, 0, 143, "imap.example.test.")],
                   "_imaps": [(20, 0, 993, "second.example.test."), (10, 9, 1993, "First.Example.Test.")]})
    assert [(place.host, place.port, place.security) for place in found.places] == [
        ("first.example.test", 1993, "tls"), ("second.example.test", 993, "tls"),
        ("imap.example.test", 143, "starttls")]
    assert all("SRV" in place.said_by and not place.outside for place in found.places)
    assert not found.denied
    assert not found.troubles


def test_a_full_stop_denies_a_protocol() -> None:
    none: list[Srv] = [(0, 0, 0, ".")]
    found = asked({"_imaps": [(0, 0, 993, "imap.example.test.")], "_pop3s": none, "_pop3": none})
    assert [denied.protocol for denied in found.denied] == ["pop"]
    assert [place.protocol for place in found.places] == ["imap"]


def test_one_full_stop_is_enough_where_the_other_port_has_no_record() -> None:
    assert [denied.protocol for denied in asked({"_pop3": [(0, 0, 0, ".")]}).denied] == ["pop"]


def test_no_record_and_a_record_for_one_port_deny_nothing() -> None:
    assert not asked({}).denied
    found = asked({"_pop3": [(0, 0, 0, ".")], "_pop3s": [(0, 0, 995, "pop.example.test.")]})
    assert not found.denied
    assert [place.security for place in found.places] == ["tls"]


@pytest.mark.parametrize("how", ["broken", "silent"])
def test_a_failure_denies_nothing(how: str) -> None:
    failing = (f"_pop3s._tcp.{DOMAIN}",)
    srv: dict[str, list[Srv]] = {"_pop3": [(0, 0, 0, ".")], "_imaps": [(0, 0, 993, "imap.example.test.")]}
    found = asked(srv, broken=failing) if how == "broken" else asked(srv, silent=failing)
    assert not found.denied
    assert [trouble.code for trouble in found.troubles] == ["dns-failed" if how == "broken" else "dns-silent"]
    assert [place.host for place in found.places] == ["imap.example.test"]


def test_a_host_outside_the_domain_is_marked_and_told() -> None:
    place = asked({"_imaps": [(0, 0, 993, "imap.badexample.test.")]}).places[0]
    assert place.outside
    assert "not proven" in place.said_by
    assert "imap.badexample.test is not part of example.test" in place.said_by


def test_what_cannot_be_a_server_is_left_out() -> None:
    found = asked({"_imaps": [(0, 0, 993, "192.0.2.1."), (1, 0, 0, "imap.example.test."),
                              (2, 0, 993, "ok.example.test.")]})
    assert [place.host for place in found.places] == ["ok.example.test"]
    assert [trouble.code for trouble in found.troubles] == ["bad-host", "bad-host"]


def test_no_time_left() -> None:
    with name_server() as (zone, port):
        with pytest.raises(Unavailable) as refused:
            Names(Left(0), ["127.0.0.1"], port).srv("_imaps._tcp.example.test")
        assert refused.value.trouble.code == "dns-silent"
        assert zone.asked == []


def test_weights_are_drawn_as_the_standard_says() -> None:
    light, heavy, last = Record(0, 1, 1, "a"), Record(0, 3, 1, "b"), Record(1, 0, 1, "c")
    firsts = Counter[str]()
    for lot in range(1, 5):
        order = in_turn([last, heavy, light], lambda least, most, lot=lot: max(least, min(lot, most)))  # type: ignore[misc]
        assert order[-1] == last
        firsts[order[0].target] += 1
    assert firsts == {"a": 1, "b": 3}


def test_weight_nought_goes_first_only_when_the_lot_is_nought() -> None:
    nought, heavy = Record(0, 0, 1, "a"), Record(0, 5, 1, "b")
    assert [record.target for record in in_turn([heavy, nought], lambda least, _: least)] == ["a", "b"]
    assert [record.target for record in in_turn([heavy, nought], lambda _, most: most)] == ["b", "a"]


def test_places_keep_their_shape() -> None:
    assert Place("imap", "h", 993, "tls", "x") == Place("imap", "h", 993, "tls", "x", outside=False, user="")
