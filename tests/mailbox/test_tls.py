"""A connection is encrypted and verified, or there is none."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from advisor.mailbox.deadline import Deadline, shut
from advisor.mailbox.found import Place, Protocol
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.tls import Secured, checked_host, connect, context
from tests.mailbox.scripted_server import Authority, Peer, Scripted, authority

Serve = Callable[..., Scripted]


def reach(
    port: int, ca: str, host: str = "localhost", seconds: float = 5, security: str = "tls", protocol: Protocol = "imap"
) -> Secured:
    place = Place(protocol, host, port, security, "a test")  # type: ignore[arg-type]
    return connect(place, Deadline(seconds), context(ca))


def code(*args: object, **more: object) -> str:
    with pytest.raises(Unavailable) as caught:
        reach(*args, **more)  # type: ignore[arg-type]
    assert isinstance(caught.value.__context__, Unavailable | None)  # of the library nothing is kept
    assert caught.value.__cause__ is None
    return caught.value.trouble.code


def hello(peer: Peer) -> None:
    peer.send(b"* OK hello\r\n")
    peer.line()


def test_a_verified_connection_tells_its_version_and_last_day(serve: Serve, tmp_path: Path) -> None:
    made = authority(tmp_path, "localhost", not_after=datetime(2041, 2, 3, 4, 5, tzinfo=UTC))
    found = reach(serve(hello, made.server).port, made.ca_file)
    assert (found.tls_version, found.certificate_until) == ("TLSv1.3", "2041-02-03")
    assert found.stream.readline() == b"* OK hello\r\n"
    found.stream.close()


def test_verification_cannot_be_left_out(trusted: Authority) -> None:
    made = context(trusted.ca_file)
    assert made.verify_mode is ssl.CERT_REQUIRED
    assert made.check_hostname
    assert made.minimum_version == ssl.TLSVersion.TLSv1_2
    lax = ssl.create_default_context()
    lax.check_hostname = False
    with pytest.raises(ValueError, match="context"):
        connect(Place("imap", "localhost", 1, "tls", ""), Deadline(1), lax)


def test_the_environment_cannot_have_the_keys_written_to_a_file(
    serve: Serve, trusted: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    reach(serve(hello).port, trusted.ca_file).stream.close()
    assert not (tmp_path / "keys").exists()


def test_a_certificate_of_an_unknown_authority(serve: Serve, tmp_path: Path, trusted: Authority) -> None:
    stranger = authority(tmp_path)
    assert code(serve(hello, stranger.server).port, trusted.ca_file) == "certificate-untrusted"


def test_the_authorities_of_this_computer_do_not_vouch_for_a_private_one(serve: Serve) -> None:
    server = serve(hello)
    with pytest.raises(Unavailable) as caught:
        connect(Place("imap", "localhost", server.port, "tls", ""), Deadline(5), context())
    assert caught.value.trouble.code == "certificate-untrusted"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [(2000, 2001, "certificate-expired"), (2090, 2091, "certificate-not-yet")],
)
def test_a_certificate_out_of_its_time(serve: Serve, tmp_path: Path, start: int, end: int, expected: str) -> None:
    made = authority(
        tmp_path, "localhost", not_before=datetime(start, 1, 1, tzinfo=UTC), not_after=datetime(end, 1, 1, tzinfo=UTC)
    )
    assert code(serve(hello, made.server).port, made.ca_file) == expected


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_certificate_of_another_name_or_address(serve: Serve, tmp_path: Path, host: str) -> None:
    other = authority(tmp_path, "mail.example.org")
    server = serve(hello, other.server)
    assert code(server.port, other.ca_file, host) == "certificate-name"
    assert not server.heard


def test_the_name_that_was_asked_for_counts(serve: Serve, tmp_path: Path) -> None:
    made = authority(tmp_path, "localhost")
    server = serve(hello, made.server)
    assert code(server.port, made.ca_file, "127.0.0.1") == "certificate-name"
    reach(server.port, made.ca_file).stream.close()


def test_old_encryption_is_refused(serve: Serve, trusted: Authority) -> None:
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        trusted.server.maximum_version = ssl.TLSVersion.TLSv1_1
    assert code(serve(hello).port, trusted.ca_file) in ("tls-too-old", "tls-failed", "closed")


def test_a_server_that_speaks_plainly_on_the_port(serve: Serve, trusted: Authority) -> None:
    assert code(serve(hello, tls=None).port, trusted.ca_file) == "not-tls"
    assert code(serve(lambda peer: peer.send(b"\x00\xff" * 99), tls=None).port, trusted.ca_file) == "not-tls"


def test_closing_at_once_and_a_closed_port(serve: Serve, trusted: Authority) -> None:
    assert code(serve(lambda _: None, tls=None).port, trusted.ca_file) == "closed"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert code(port, trusted.ca_file, "127.0.0.1") == "refused"


def test_silence_and_dripping_in_the_handshake_end_at_the_deadline(serve: Serve, trusted: Authority) -> None:
    hello_record = b"\x16\x03\x03\x20\x00"  # a record of 8 KiB, which comes a byte at a time
    for script in (Peer.wait, lambda peer: peer.drip(hello_record + b"\x02")):
        start = time.monotonic()
        assert code(serve(script, tls=None).port, trusted.ca_file, seconds=0.5) == "deadline"
        assert time.monotonic() - start < 1.5


def test_a_name_that_is_never_found_ends_at_the_deadline(trusted: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(20))
    start = time.monotonic()
    assert code(1, trusted.ca_file, seconds=0.4) == "deadline"
    assert time.monotonic() - start < 1.5
    over.set()


def test_names_that_do_not_exist_or_cannot_be_looked_up(trusted: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    for errno, expected in ((socket.EAI_NONAME, "unknown-host"), (socket.EAI_AGAIN, "dns-failed")):

        def fail(*_: object, errno: int = errno, **__: object) -> None:
            raise socket.gaierror(errno, "no")

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        assert code(1, trusted.ca_file) == expected


def test_the_next_address_is_tried(serve: Serve, trusted: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve(hello)
    entries = [(socket.AF_INET, 1, 6, "", ("127.0.0.3", 1)), (socket.AF_INET, 1, 6, "", ("127.0.0.1", server.port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
    reach(server.port, trusted.ca_file).stream.close()


@pytest.mark.parametrize("host", ["", " ", "a b", "a\nb", "a\x00b", "x" * 64 + ".org", "a..b", "a/b", "u@h", "x" * 300])
def test_what_cannot_be_a_name_is_not_looked_up(host: str) -> None:
    with pytest.raises(Unavailable) as caught:
        checked_host(host)
    assert caught.value.trouble.code == "bad-host"


def test_names_as_they_are_sent() -> None:
    assert checked_host("imap.example.org.") == "imap.example.org"
    assert checked_host("bücher.example") == "xn--bcher-kva.example"
    assert checked_host("::1") == "::1"


@pytest.mark.parametrize("content", [None, b"", b"not a certificate", b"-----BEGIN CERTIFICATE-----\nxx"])
def test_a_file_of_certificates_that_is_none(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Unavailable) as caught:
        context(str(path))
    assert caught.value.trouble.code == "ca-file"


def imap_plain(offer: bytes, answer: bytes, tls: ssl.SSLContext, greeting: bytes = b"* OK plain\r\n") -> object:
    def script(peer: Peer) -> None:
        peer.send(greeting)
        while line := peer.line():
            tag, command = line.split(b" ", 1)
            if command == b"CAPABILITY":
                peer.send(b"* CAPABILITY IMAP4rev1 " + offer + b"\r\n" + tag + b" OK\r\n")
            elif command == b"STARTTLS":
                peer.send(tag + b" " + answer)
                peer.start_tls(tls)
                peer.line()

    return script


def pop_plain(offer: bytes, answer: bytes, tls: ssl.SSLContext) -> object:
    def script(peer: Peer) -> None:
        peer.send(b"+OK plain\r\n")
        while line := peer.line():
            if line == b"CAPA":
                peer.send(b"+OK\r\nUSER\r\n" + offer + b".\r\n")
            elif line == b"STLS":
                peer.send(answer)
                peer.start_tls(tls)
                peer.line()

    return script


def test_starttls_then_a_greeting_of_ours(serve: Serve, trusted: Authority) -> None:
    server = serve(imap_plain(b"STARTTLS", b"OK\r\n", trusted.server), tls=None)
    found = reach(server.port, trusted.ca_file, security="starttls")
    assert found.tls_version == "TLSv1.3"
    assert found.stream.readline() == b"* OK\r\n"
    server = serve(pop_plain(b"STLS\r\n", b"+OK\r\n", trusted.server), tls=None)
    assert reach(server.port, trusted.ca_file, security="starttls", protocol="pop").stream.readline() == b"+OK\r\n"


@pytest.mark.parametrize(
    ("offer", "answer", "greeting", "expected"),
    [
        (b"", b"OK\r\n", b"* OK\r\n", "no-tls"),  # the offer stripped on the way looks the same
        (b"AUTH=PLAIN", b"OK\r\n", b"* PREAUTH welcome\r\n", "no-tls"),
        (b"XSTARTTLS", b"OK\r\n", b"* OK\r\n", "no-tls"),
        (b"STARTTLS", b"NO\r\n", b"* OK\r\n", "starttls-refused"),
        (b"STARTTLS", b"BAD\r\n", b"* OK\r\n", "starttls-refused"),
        (b"STARTTLS", b"OK\r\n* CAPABILITY AUTH=PLAIN\r\n", b"* OK\r\n", "injected"),
        (b"STARTTLS", b"OK\r\n", b"* BYE [UNAVAILABLE] later\r\n", "server-busy"),
        (b"STARTTLS", b"OK\r\n", b"* BYE\r\n", "turned-away"),
        (b"STARTTLS", b"OK\r\n", b"HTTP/1.1 400 Bad Request\r\n", "garbled"),
    ],
)
def test_imap_never_goes_on_in_the_clear(
    serve: Serve, trusted: Authority, offer: bytes, answer: bytes, greeting: bytes, expected: str
) -> None:
    server = serve(imap_plain(offer, answer, trusted.server, greeting), tls=None)
    assert code(server.port, trusted.ca_file, security="starttls") == expected
    assert set(server.heard.split(b"\r\n")) <= {b"a1 CAPABILITY", b"a2 STARTTLS", b""}


@pytest.mark.parametrize(
    ("offer", "answer", "expected"),
    [
        (b"", b"+OK\r\n", "no-tls"),
        (b"STLS\r\n", b"-ERR\r\n", "starttls-refused"),
        (b"STLS\r\n", b"+OK\r\n+OK signed in\r\n", "injected"),
    ],
)
def test_pop_never_goes_on_in_the_clear(
    serve: Serve, trusted: Authority, offer: bytes, answer: bytes, expected: str
) -> None:
    server = serve(pop_plain(offer, answer, trusted.server), tls=None)
    assert code(server.port, trusted.ca_file, security="starttls", protocol="pop") == expected
    assert set(server.heard.split(b"\r\n")) <= {b"CAPA", b"STLS", b""}


def test_starttls_with_a_bad_certificate(serve: Serve, trusted: Authority, tmp_path: Path) -> None:
    other = authority(tmp_path, "mail.example.org")
    server = serve(pop_plain(b"STLS\r\n", b"+OK\r\n", other.server), tls=None)
    assert code(server.port, other.ca_file, security="starttls", protocol="pop") == "certificate-name"
    assert code(server.port, trusted.ca_file, security="starttls", protocol="pop") == "certificate-untrusted"


def test_endless_lines_and_lists_before_tls(serve: Serve, trusted: Authority) -> None:
    for script, expected in (
        (lambda peer: peer.send(b"x" * 100_000), "too-long"),
        (lambda peer: peer.send(b"* OK\r\n" + b"* more\r\n" * 1000), "garbled"),
    ):
        assert code(serve(script, tls=None).port, trusted.ca_file, security="starttls") == expected


def test_shutting_from_outside_never_makes_the_next_line_go_in_the_clear(serve: Serve, trusted: Authority) -> None:
    """SSLSocket.shutdown forgets the encryption first: a password sent in that moment would be readable."""
    found = reach(serve(Peer.wait).port, trusted.ca_file)
    assert isinstance(found.stream.sock, ssl.SSLSocket)
    shut(found.stream.sock)
    assert found.stream.sock._sslobj is not None  # type: ignore[attr-defined]
    found.stream.close()
