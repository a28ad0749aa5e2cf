"""Encrypted and verified, or not at all. There is no way to turn the verification off."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime
from typing import NamedTuple

from advisor.mailbox.deadline import Deadline
from advisor.mailbox.failures import attempt, trouble_of, where_of
from advisor.mailbox.found import Place, Trouble
from advisor.mailbox.lookup import Address, look_up
from advisor.mailbox.refused import Unavailable
from advisor.mailbox.starttls import upgrade
from advisor.mailbox.stream import Stream
from advisor.mailbox.words import trouble

_CONNECT_SECONDS = 5.0
"""For each address of a server: one that does not answer must leave time for the next."""
_HANDSHAKE_SECONDS = 10.0


class Secured(NamedTuple):
    """A connection to a server whose certificate was verified for the name that was asked for."""

    stream: Stream
    """before the first line of the server; after STARTTLS a neutral greeting of ours stands there instead"""
    tls_version: str
    certificate_until: str


def context(ca_file: str | None = None) -> ssl.SSLContext:
    """TLS 1.2 or newer, certificate and host name checked. ca_file: only its authorities are trusted, no others.

    Not ssl.create_default_context: that one writes the keys of every connection to a file when SSLKEYLOGFILE says so.
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # this protocol means CERT_REQUIRED and check_hostname
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is None:
        made.load_default_certs(ssl.Purpose.SERVER_AUTH)
        return made
    usable = True
    try:
        made.load_verify_locations(cafile=ca_file)
    except (OSError, ValueError):  # SSLError is an OSError
        usable = False
    if not usable:
        raise Unavailable(trouble("ca-file", ca_file))
    return made


def connect(place: Place, deadline: Deadline, tls: ssl.SSLContext) -> Secured:
    """An encrypted connection to a place. Raises Unavailable; the socket is closed then."""
    host = checked_host(place.host)
    if tls.verify_mode is not ssl.CERT_REQUIRED or not tls.check_hostname:
        raise ValueError("a context of this module is needed")
    sock = _reach(place, host, deadline)
    try:
        if place.security == "starttls":
            upgrade(Stream(sock, deadline, where_of(place)), place.protocol)
        sock.settimeout(deadline.patience(_HANDSHAKE_SECONDS, where_of(place)))
        deadline.release(sock)  # wrap_socket makes another object of it
        secured = attempt(place, "encrypting", lambda: _wrapped(sock, tls, host, deadline))
    except Unavailable:
        deadline.release(sock)
        sock.close()
        deadline.check(where_of(place))
        raise
    stream = Stream(secured, deadline, where_of(place))
    if place.security == "starttls":  # nothing that was said in the clear is kept
        stream.feed(b"* OK\r\n" if place.protocol == "imap" else b"+OK\r\n")
    return Secured(stream, secured.version() or "", _last_day(secured))


def checked_host(host: str) -> str:
    """A host name in ASCII, or an address. Raises Unavailable ("bad-host")."""
    name = host.strip().removesuffix(".")
    usable = bool(name) and len(name) <= 253 and not any(ord(letter) <= 32 or letter in "/@\\\x7f%" for letter in name)
    ascii_name = b""
    try:
        ascii_name = name.encode("ascii" if ":" in name else "idna")
    except UnicodeError:
        usable = False
    if not usable:
        raise Unavailable(trouble("bad-host", doing="looking up the name"))
    return ascii_name.decode("ascii")


def _wrapped(sock: socket.socket, tls: ssl.SSLContext, host: str, deadline: Deadline) -> ssl.SSLSocket:
    """The handshake. Its time is that of the whole, also when the other end sends it byte by byte."""
    wrapped = tls.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    deadline.hold(wrapped)
    try:
        wrapped.do_handshake()
    except BaseException:
        deadline.release(wrapped)
        wrapped.close()
        raise
    return wrapped


def _reach(place: Place, host: str, deadline: Deadline) -> socket.socket:
    """A plain connection to the first address that takes one."""
    last: Trouble | None = None
    for family, address in _addresses(place, host, deadline):
        deadline.check(where_of(place))
        sock = socket.socket(family, socket.SOCK_STREAM)
        deadline.hold(sock)
        try:
            sock.settimeout(deadline.patience(_CONNECT_SECONDS, where_of(place)))
            sock.connect(address)
            return sock
        except Exception as error:
            last = trouble_of(error, place, "connecting")
        deadline.release(sock)
        sock.close()
    deadline.check(where_of(place))
    raise Unavailable(last or trouble("unknown-host", where_of(place)))


def _addresses(place: Place, host: str, deadline: Deadline) -> list[Address]:
    """The addresses of a host. Raises Unavailable."""
    def left() -> float:
        deadline.check(where_of(place))
        return deadline.remaining()

    return attempt(place, "looking up the name", lambda: look_up(host, place.port, left))


def _last_day(sock: ssl.SSLSocket) -> str:
    until = (sock.getpeercert() or {}).get("notAfter")
    if not isinstance(until, str):
        return ""
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC).date().isoformat()
