"""Fetches one small file over verified TLS. Not `urllib`: it follows redirects anywhere and obeys proxy variables."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import closing
from typing import NamedTuple
from urllib.parse import urlsplit

from advisor.mailbox.addresses import is_host, within
from advisor.mailbox.deadline import shut
from advisor.mailbox.failures import CERTIFICATE
from advisor.mailbox.found import Trouble
from advisor.mailbox.names import Names
from advisor.mailbox.refused import Unavailable

LARGEST = 64 * 1024
"""Bytes of a file of settings; real ones have 1 to 10 KiB."""
SECONDS = 4.0
"""What one file may take, all of it: also from a server that sends a byte at a time."""
_MOST_REDIRECTS = 2
_MOST_ADDRESSES = 3
_NO_FILE = (404, 410)
PORT = 443


class Web(NamedTuple):
    """How files are fetched."""

    names: Names
    context: ssl.SSLContext
    """it must verify certificates and host names"""
    port: int = PORT
    """where https answers; another one in tests only"""


def fetch(web: Web, host: str, path: str, domain: str) -> bytes:
    """The file at https://host/path; raises Unavailable.

    A redirect is followed where it stays with https and within `domain`: nobody else learns whose mail is looked up,
    and nobody else's answer is taken.
    """
    for _ in range(_MOST_REDIRECTS + 1):
        where = f"https://{host}{path}"
        status, target, body = _get(web, host, path)
        if status not in (301, 302, 303, 307, 308):
            break
        host, path = _followed(target, where, host, domain)
    else:
        raise Unavailable(Trouble("redirect-refused", "The website sends us from one place to the next.", "", where))
    if status in _NO_FILE:
        raise Unavailable(Trouble("no-settings-file", "There is no file of mail settings.", "", where))
    if status != 200:
        raise Unavailable(Trouble("web-status", f"The website answered with the error {status}.", "", where))
    if len(body) > LARGEST:
        raise Unavailable(Trouble("settings-too-large", f"The file has more than {LARGEST:,} bytes: too many.", "",
                                  where))
    return body


def _followed(target: str, where: str, host: str, domain: str) -> tuple[str, str]:
    try:
        parts = urlsplit(target)
        there, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        there, port, parts = "", None, urlsplit("")
    if target.startswith("/") and not target.startswith("//"):
        there, scheme = host, "https"
    else:
        scheme = parts.scheme
    path = parts.path or "/"
    if scheme == "https" and port in (None, PORT) and parts.username is None and parts.password is None \
            and is_host(there) and within(there, domain) and not parts.query and path.isascii() and path.isprintable() \
            and " " not in path:
        return there, path
    raise Unavailable(Trouble("redirect-refused", "The website sends us elsewhere: to another domain, or away from "
                              "https. We do not follow.", "", where))


def _get(web: Web, host: str, path: str) -> tuple[int, str, bytes]:
    """Status, where it sends us, and at most one byte more than may be."""
    from http.client import HTTPConnection, HTTPException

    where = f"https://{host}{path}"
    left = min(SECONDS, web.names.deadline.remaining())
    secure = web.context.wrap_socket(_connected(web, host, left, where), server_hostname=host,
                                     do_handshake_on_connect=False)
    late = threading.Event()
    end = threading.Timer(left, _end, (secure, late))  # a time-out is per read; this ends the whole
    end.daemon = True
    end.start()
    try:
        with closing(secure):
            secure.do_handshake()
            connection = HTTPConnection(host)
            connection.sock = secure
            connection.request("GET", path, headers={"Accept": "text/xml, application/xml", "Connection": "close",
                                                     "User-Agent": "advisor"})
            response = connection.getresponse()
            body = response.read(LARGEST + 1)
            if late.is_set():  # and the body may be half of what it was
                raise _slow(where)
            return response.status, response.headers.get("Location", ""), body
    except ssl.SSLCertVerificationError as error:
        raise Unavailable(_certificate(error.verify_code, host, where)) from None
    except TimeoutError:
        raise _slow(where) from None
    except (OSError, HTTPException, ValueError) as error:
        if late.is_set():
            raise _slow(where) from None
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
            raise Unavailable(Trouble("not-tls", f"{host} does not speak https as it should.", "", where)) from None
        raise Unavailable(Trouble("closed", f"{host} broke off, or did not answer as a website does.", "",
                                  where)) from None
    finally:
        end.cancel()


def _connected(web: Web, host: str, seconds: float, where: str) -> socket.socket:
    refused: Unavailable = _slow(where)
    for address in web.names.addresses(host)[:_MOST_ADDRESSES]:
        try:
            return socket.create_connection((address, web.port), timeout=max(0.1, seconds / _MOST_ADDRESSES))
        except TimeoutError:
            refused = _slow(where)
        except OSError:
            refused = Unavailable(Trouble("refused", f"No website answers at {host}.", "", where))
    raise refused


def _end(sock: ssl.SSLSocket, late: threading.Event) -> None:
    late.set()
    shut(sock)


def _slow(where: str) -> Unavailable:
    return Unavailable(Trouble("silent", "The website did not answer in time.", "", where))


def _certificate(code: int, host: str, where: str) -> Trouble:
    kind = CERTIFICATE.get(code, "")
    if kind == "certificate-expired":
        return Trouble("certificate-expired", f"The certificate of {host} has expired, so what it says was not read.",
                       "", where)
    if kind == "certificate-name":
        return Trouble("certificate-name", f"The certificate that {host} shows is made out to another name, so what "
                       "it says was not read.", "", where)
    return Trouble("certificate-untrusted", f"Nobody we trust vouches for {host}, so what it says was not read.", "",
                   where)
