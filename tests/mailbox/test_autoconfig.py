"""The domain's own file of mail settings: fetched over real TLS, from a host that real DNS named."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
import trustme

from advisor.mailbox import web as web_module
from advisor.mailbox.addresses import read_address
from advisor.mailbox.autoconfig import ask_autoconfig, read_settings
from advisor.mailbox.names import Names
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.srv import Entries
from advisor.mailbox.web import LARGEST, Web
from tests.mailbox.loopback_dns import name_server
from tests.mailbox.loopback_web import Pages, Site, website
from tests.mailbox.test_srv import Left

ADDRESS = read_address("mary.secretname@example.test")
FIRST = "autoconfig.example.test/mail/config-v1.1.xml"
SECOND = "example.test/.well-known/autoconfig/mail/config-v1.1.xml"
HOSTS = ("autoconfig.example.test", "example.test", "www.example.test", "elsewhere.test")


def server(kind: str = "imap", host: str = "imap.example.test", port: str = "993", security: str = "SSL",
           user: str = "%EMAILADDRESS%") -> str:
    return (f'<incomingServer type="{kind}"><hostname>{host}</hostname><port>{port}</port>'
            f"<socketType>{security}</socketType><username>{user}</username></incomingServer>")


def settings(*servers: str) -> bytes:
    return ('<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="example.test">'
            f"{''.join(servers)}</emailProvider></clientConfig>").encode()


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


class Bench:
    """Asks for the file, with whatever website a test puts there."""

    def __init__(self, authority: trustme.CA, stack: ExitStack) -> None:
        self.authority, self.stack = authority, stack
        self.context = ssl.create_default_context()
        authority.configure_trust(self.context)

    def site(self, pages: Pages, certificate: trustme.LeafCert | None = None) -> Site:
        return self.stack.enter_context(website(pages, certificate or self.authority.issue_cert(*HOSTS)))

    def ask(self, port: int, seconds: float = 30) -> Entries:
        with name_server(hosts=HOSTS) as (_, dns):
            return ask_autoconfig(ADDRESS, Web(Names(Left(seconds), ["127.0.0.1"], dns), self.context, port))

    def codes(self, pages: Pages, certificate: trustme.LeafCert | None = None) -> list[str]:
        found = self.ask(self.site(pages, certificate).port)
        assert not found.places
        return [trouble.code for trouble in found.troubles]


@pytest.fixture
def bench(authority: trustme.CA) -> Iterator[Bench]:
    with ExitStack() as stack:
        yield Bench(authority, stack)


def test_the_file_at_the_domain_is_read_and_nobody_gets_the_address(bench: Bench) -> None:
    site = bench.site({FIRST: (200, {}, settings(server(), server("pop3", "pop.example.test", "995")))})
    found = bench.ask(site.port)
    assert [(place.protocol, place.host, place.port, place.security, place.user) for place in found.places] == [
        ("imap", "imap.example.test", 993, "tls", "mary.secretname@example.test"),
        ("pop", "pop.example.test", 995, "tls", "mary.secretname@example.test")]
    assert all(f"https://{FIRST}" in place.said_by and not place.outside for place in found.places)
    assert len(site.asked) == 1
    assert "secretname" not in str(site.asked)
    assert not found.troubles


def test_the_second_place_is_tried_after_the_first(bench: Bench) -> None:
    found = bench.ask(bench.site({SECOND: (200, {}, settings(server()))}).port)
    assert [place.host for place in found.places] == ["imap.example.test"]
    assert [trouble.code for trouble in found.troubles] == ["no-settings-file"]


@pytest.mark.parametrize(("status", "headers", "body", "code"), [
    (404, {}, b"", "no-settings-file"), (500, {}, b"", "web-status"), (403, {}, b"", "web-status"),
    (200, {}, b"<html><body>Welcome</body></html>", "settings-unreadable"), (200, {}, b"", "settings-unreadable"),
    (200, {}, b"<clientConfig>", "settings-unreadable"), (200, {}, b"\xff\xfe\x00\x01", "settings-unreadable"),
    (200, {}, b'<?xml version="1.0" encoding="no-such"?><clientConfig/>', "settings-unreadable"),
    (200, {}, b"<clientConfig>" + b"<a>" * 100_00 + b"</clientConfig>", "settings-unreadable"),
    (200, {}, settings(server() + " " * LARGEST), "settings-too-large"),
    (302, {"Location": f"http://{SECOND}"}, b"", "redirect-refused"),
    (302, {"Location": "https://elsewhere.test/x.xml"}, b"", "redirect-refused"),
    (302, {"Location": "//elsewhere.test/x.xml"}, b"", "redirect-refused"),
    (302, {"Location": "https://example.test:8443/x.xml"}, b"", "redirect-refused"),
    (302, {"Location": "https://user@example.test/x.xml"}, b"", "redirect-refused"),
    (302, {"Location": "https://[bad/x.xml"}, b"", "redirect-refused"),
    (302, {}, b"", "redirect-refused"),
    (302, {"Location": "/mail/config-v1.1.xml"}, b"", "redirect-refused")])  # round and round
def test_what_is_no_answer(bench: Bench, status: int, headers: dict[str, str], body: bytes, code: str) -> None:
    site = bench.site({FIRST: (status, headers, body), "elsewhere.test/x.xml": (200, {}, settings(server()))})
    found = bench.ask(site.port)
    assert not found.places
    assert [trouble.code for trouble in found.troubles] == [code, "no-settings-file"]
    assert not any(line.startswith("elsewhere") for line in site.asked)


def test_a_redirect_within_the_domain_is_followed(bench: Bench) -> None:
    pages = {FIRST: (301, {"Location": "https://www.example.test/settings.xml"}, b""),
             "www.example.test/settings.xml": (200, {}, settings(server()))}
    assert [place.port for place in bench.ask(bench.site(pages).port).places] == [993]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE clientConfig [<!ENTITY a "aaaaaaaaaa">%s]>
<clientConfig><emailProvider><incomingServer type="imap"><hostname>&j;</hostname></incomingServer></emailProvider>
</clientConfig>""" % b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))


@pytest.mark.parametrize("content", [
    BOMB, BOMB.decode().encode("utf-16"),
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><clientConfig>&a;</clientConfig>',
    b'<!DOCTYPE clientConfig SYSTEM "https://elsewhere.test/x.dtd"><clientConfig/>'])
def test_a_file_that_declares_entities_is_not_read(content: bytes) -> None:
    start = time.monotonic()
    with pytest.raises(Unavailable) as refused:
        read_settings(content, ADDRESS, "here")
    assert refused.value.trouble.code == "settings-forbidden"
    assert time.monotonic() - start < 1


def read(*servers: str) -> Entries:
    return read_settings(settings(*servers), ADDRESS, "here")


def test_plain_servers_are_left_out_and_starttls_comes_last() -> None:
    found = read(server(security="plain", port="143"), server(security="STARTTLS", port="143"), server())
    assert [(place.security, place.port) for place in found.places] == [("tls", 993), ("starttls", 143)]
    assert [trouble.code for trouble in found.troubles] == ["plain-left-out"]


@pytest.mark.parametrize(("host", "result"), [
    ("imap.%EMAILDOMAIN%", "imap.example.test"), ("IMAP.Example.Test.", "imap.example.test"),
    ("%EMAILLOCALPART%.example.test", None), ("192.0.2.1", None), ("a b", None), ("", None), ("a\u0007b", None)])
def test_host_names(host: str, result: str | None) -> None:
    if "\u0007" in host:
        host = "a&#x9;b"
    found = read(server(host=host))
    assert [place.host for place in found.places] == ([result] if result else [])
    assert [trouble.code for trouble in found.troubles] == ([] if result else ["bad-host"])


@pytest.mark.parametrize("port", ["0", "65536", "-1", "", "x", "9" * 400, "\u0663"])
def test_ports(port: str) -> None:
    assert [trouble.code for trouble in read(server(port=port)).troubles] == ["bad-host"]


@pytest.mark.parametrize(("user", "result"), [
    ("%EMAILADDRESS%", "mary.secretname@example.test"), ("%EMAILLOCALPART%", "mary.secretname"),
    ("%EMAILLOCALPART%/%EMAILDOMAIN%", "mary.secretname/example.test"), ("%EMAILSOMETHING%", ""), ("a&#13;b", ""),
    ("", "")])
def test_user_names(user: str, result: str) -> None:
    assert [place.user for place in read(server(user=user)).places] == [result]


def test_other_kinds_and_endless_lists() -> None:
    assert read(server("exchange")) == Entries()
    assert len(read(*(server(host=f"h{n}.example.test") for n in range(300))).places) == 20


def test_certificates(bench: Bench, authority: trustme.CA) -> None:
    pages = {FIRST: (200, {}, settings(server())), SECOND: (200, {}, settings(server()))}
    past = datetime.now(UTC) - timedelta(days=1)
    assert bench.codes(pages, authority.issue_cert("other.test")) == ["certificate-name"] * 2
    assert bench.codes(pages, authority.issue_cert(*HOSTS, not_after=past)) == ["certificate-expired"] * 2
    assert bench.codes(pages, trustme.CA().issue_cert(*HOSTS)) == ["certificate-untrusted"] * 2


def test_nothing_there(bench: Bench) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert [trouble.code for trouble in bench.ask(port).troubles] == ["refused", "refused"]


def test_not_https(bench: Bench) -> None:
    def plain(listener: socket.socket) -> None:
        for _ in range(2):
            with listener.accept()[0] as sock:
                sock.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
                sock.recv(1000)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=plain, args=(listener,), daemon=True).start()
        assert [trouble.code for trouble in bench.ask(listener.getsockname()[1]).troubles] == ["not-tls", "not-tls"]


def test_a_name_that_is_not_there(bench: Bench) -> None:
    with name_server() as (_, dns):
        found = ask_autoconfig(ADDRESS, Web(Names(Left(), ["127.0.0.1"], dns), bench.context, 1))
    assert [trouble.code for trouble in found.troubles] == ["unknown-host", "unknown-host"]


def test_a_server_that_drips_is_left_after_its_time(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "SECONDS", 0.6)

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.1)

    start = time.monotonic()
    assert bench.codes({FIRST: drip, SECOND: drip}) == ["silent", "silent"]
    assert time.monotonic() - start < 3


def test_a_server_that_never_answers(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        start = time.monotonic()
        assert [trouble.code for trouble in bench.ask(listener.getsockname()[1]).troubles] == ["silent", "silent"]
        assert time.monotonic() - start < 3


def test_no_trouble_names_the_person(bench: Bench) -> None:
    found = bench.ask(bench.site({FIRST: (200, {}, settings(server(host="%EMAILLOCALPART%.example.test")))}).port)
    assert found.troubles
    assert "secretname" not in str(found.troubles)
