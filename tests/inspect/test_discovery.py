"""Servers that are found, by a name server and a website on loopback, and then inspected: from the address on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from advisor.cli.commands.inspect import InspectOptions, run_inspect
from advisor.cli.inspect.checked import Wanted
from advisor.cli.inspect.run import known_of
from advisor.cli.opening.rules import open_rules
from advisor.mailbox.discover import Network
from advisor.mailbox.tls import context
from advisor.rulebase.model import RuleBase
from tests.inspect.test_logins import surroundings
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.loopback_dns import name_server
from tests.mailbox.loopback_web import website

HOST, PATH = "autoconfig.example.test", "/mail/config-v1.1.xml"


def settings(dovecot: Dovecot) -> bytes:
    servers = "".join(
        f'<incomingServer type="{kind}"><hostname>localhost</hostname><port>{port}</port><socketType>SSL</socketType>'
        "<username>%EMAILADDRESS%</username></incomingServer>"
        for kind, port in (("imap", dovecot.ports.imaps), ("pop3", dovecot.ports.pop3s)))
    provider = f'<emailProvider id="example.test">{servers}</emailProvider>'
    return f'<clientConfig version="1.1">{provider}</clientConfig>'.encode()


def records(dovecot: Dovecot, pop: str = "localhost.") -> dict[str, list[tuple[int, int, int, str]]]:
    return {"_imaps._tcp.example.test": [(0, 1, dovecot.ports.imaps, "localhost.")],
            "_pop3s._tcp.example.test": [(0, 1, dovecot.ports.pop3s if pop != "." else 0, pop)],
            "_pop3._tcp.example.test": [(0, 0, 0, pop)] if pop == "." else []}


@contextmanager
def internet(folder: Path, pages: dict[str, Any], srv: Any) -> Iterator[tuple[Network, list[str], list[str]]]:
    """The network, what the name server was asked, and what the website was asked."""
    authority = trustme.CA()
    file = folder / "web.pem"
    authority.cert_pem.write_to_path(str(file))
    with website(pages, authority.issue_cert(HOST, "example.test")) as site, \
            name_server([HOST], srv) as (zone, port):
        yield Network(context(str(file)), ("127.0.0.1",), port, site.port), zone.asked, site.asked


def inspected(folder: Path, dovecot: Dovecot, network: Network, **more: Any) -> tuple[int, dict[str, Any], str]:
    here = surroundings(folder, f"{dovecot.password}\n".encode())
    wanted = Wanted(dovecot.user, password_stdin=True, ca=dovecot.ca_file)._replace(**more)
    status = run_inspect(here, open_rules(here, None), InspectOptions(wanted, "json"), network)
    assert here.stdout is not None
    assert here.stderr is not None
    return int(status), json.loads(here.stdout.getvalue()), here.stderr.getvalue()  # type: ignore[attr-defined]


def test_by_the_file_of_the_domain(tmp_path: Path, dovecot: Dovecot) -> None:
    dovecot.deliver(2)
    with internet(tmp_path, {HOST + PATH: (200, {}, settings(dovecot))}, {}) as (network, _, asked):
        status, found, _ = inspected(tmp_path, dovecot, network)
    assert status == 0
    assert found["imap"]["inbox_messages"] == 2
    assert {server["protocol"] for server in found["servers"]} == {"imap", "pop"}
    assert all(HOST in server["said_by"] and not server["outside"] for server in found["servers"])
    assert not any("mary" in line for line in asked)  # the address goes to nobody else
    assert found["answers"]["offered"]["value"] == "both"


def test_by_dns_alone_no_password_goes_outside_of_the_domain(tmp_path: Path, dovecot: Dovecot) -> None:
    with internet(tmp_path, {}, records(dovecot)) as (network, asked, _):
        status, found, err = inspected(tmp_path, dovecot, network)
    assert status == 3
    assert [one["code"] for one in json.loads(err)["errors"]] == ["host-not-confirmed"]
    assert found["signed_in"] is False
    assert len(found["servers"]) == 2
    assert dovecot.commands() == []
    assert not any("mary" in name for name in asked)


def test_what_dns_denies_is_told_and_no_answer(tmp_path: Path, dovecot: Dovecot) -> None:
    with internet(tmp_path, {}, records(dovecot, pop=".")) as (network, _, _):
        _, found, _ = inspected(tmp_path, dovecot, network, password_stdin=False, login=False)
    assert [one["protocol"] for one in found["denied"]] == ["pop"]
    assert [one["proven"] for one in found["denied"]] == [False]
    assert found["answers"] == {}
    assert [(note["question"], note["id"]) for note in found["notes"]] == [("offered", "pop-denied-in-dns")]


def test_where_nobody_knows_a_server(tmp_path: Path, dovecot: Dovecot) -> None:
    with internet(tmp_path, {}, {}) as (network, _, _):
        status, found, err = inspected(tmp_path, dovecot, network)
    assert status == 3
    assert "not-found" in [one["code"] for one in json.loads(err)["errors"]]
    assert (found["servers"], found["answers"]) == ([], {})


def test_what_the_rules_know_of_providers(base: RuleBase) -> None:
    icloud = known_of(base, base.providers["icloud"])
    assert [(place.protocol, place.host, place.port, place.security) for place in icloud.places] == [
        ("imap", "imap.mail.me.com", 993, "tls")]
    assert [(denied.protocol, denied.proven) for denied in icloud.denied] == [("pop", True)]
    gmail = known_of(base, base.providers["gmail"])
    assert [place.host for place in gmail.places] == ["imap.gmail.com", "pop.gmail.com"]
    assert gmail.denied == ()
    assert known_of(base, base.providers["other"]) == known_of(base, None)
    elsewhere = dict(known_of(base, None).by_domain)  # where the mail of an own domain may arrive
    assert [place.host for place in elsewhere["icloud.com"]] == ["imap.mail.me.com"]
    assert "other" not in elsewhere


@pytest.mark.parametrize("named", [False, True])
def test_a_provider_that_takes_no_password(tmp_path: Path, scripted: Any, monkeypatch: pytest.MonkeyPatch,
                                           named: bool) -> None:
    """Outlook.com: the rules say it, although the server itself offers AUTH=PLAIN."""
    from advisor.cli.inspect import run as inspect_run

    server = scripted({})
    place = ("localhost", server.port)
    here = surroundings(tmp_path, b"Zq7-plum\n")
    opened = open_rules(here, None)
    outlook = opened.base.providers["outlook-com"]
    imap = outlook.servers["imap"]
    moved = imap._replace(host=imap.host._replace(text=place[0]), port=imap.port._replace(text=str(place[1])))
    base = opened.base._replace(providers={"outlook-com": outlook._replace(servers={"imap": moved})})
    opened = opened._replace(base=base)
    assert inspect_run._provider(base, "outlook.com") is not None
    monkeypatch.setattr(inspect_run, "discover", lambda *rest: inspect_run.Whereabouts(
        tuple(one._replace(security="tls") for one in rest[3].places), rest[3].denied))
    wanted = Wanted("mary@example.org" if named else "mary@outlook.com", password_stdin=True, ca=server.ca_file,
                    imap=f"{place[0]}:{place[1]}" if named else None)
    status = run_inspect(here, opened, InspectOptions(wanted))
    assert status == 3
    text = here.stdout.getvalue()  # type: ignore[union-attr]
    assert "[oauth-only]" in text
    assert "sign-in-refused" not in text
    assert "IMAP: settings, to copy" in text
    assert not any("LOGIN" in line or "AUTHENTICATE" in line for line in server.lines)
