"""Mail addresses and host names, checked before anybody is asked about them."""

from __future__ import annotations

import re
from typing import NamedTuple

from advisor.mailbox.found import Trouble
from advisor.mailbox.refused import Unavailable

_LONGEST_ADDRESS = 254
"""RFC 5321 section 4.5.3.1.3, less the angle brackets."""
_LONGEST_LOCAL_PART = 64
_LONGEST_HOST = 253
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
_AMBIGUOUS = "\u00df\u1e9e\u03c2\u200c\u200d"
"""Letters that older and newer rules for international names turn into different domains (RFC 5894 section 7.2)."""
_NOT_IN_LOCAL_PART = set('"(),:;<>[]\\')
_EXAMPLE = "Write it like mary@example.org."


class Address(NamedTuple):
    """A mail address that can be looked up."""

    text: str
    """as written, the domain in the form that computers use"""
    local: str
    """what stands before the @; it is for the person's own servers and nobody else"""
    domain: str
    """small letters, as it is asked for in DNS (`xn--` where it has other letters than English ones)"""


def read_address(text: str) -> Address:
    """The address in `text`; raises Unavailable (code bad-address) with what is wrong with it."""
    text = text.strip(" ")
    if not text.isprintable() or any(char.isspace() for char in text):
        raise _bad("It holds a space, or a character that cannot be seen.")
    if "@" not in text:
        raise _bad("It has no @.")
    local, _, domain = text.rpartition("@")
    if not local or not domain:
        raise _bad("Something is missing before or after the @.")
    if "@" in local or _NOT_IN_LOCAL_PART & set(local):
        raise _bad("There is a sign before the @ that does not belong there.", "Give the address alone, without a name "
                   "and without brackets: mary@example.org.")
    if local.startswith(".") or local.endswith(".") or ".." in local:
        raise _bad("There is a full stop too many before the @.")
    if len(local.encode()) > _LONGEST_LOCAL_PART or len(text.encode()) > _LONGEST_ADDRESS:
        raise _bad("It is longer than any address can be.")
    if domain.startswith("["):
        raise _bad("It names a computer by number.", "Name the server instead of the address.")
    found = read_domain(domain)
    return Address(f"{local}@{found}", local, found)


def read_domain(text: str) -> str:
    """The domain as DNS knows it; raises Unavailable (code bad-address) where it cannot be one."""
    if any(char in _AMBIGUOUS for char in text):
        raise _bad("Its domain has a letter that programs read in different ways.",
                   "Ask your provider for the spelling of the domain that begins with xn--, and use that.")
    try:
        host = text.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:  # also an empty or endless part
        raise _bad("Its domain (after the @) cannot be one.") from None
    if not is_host(host):
        raise _bad("Its domain (after the @) cannot be one.")
    if "." not in host:
        raise _bad(f"After the @ stands {host!r}, which has no full stop in it.")
    return host


def is_host(text: str) -> bool:
    """Whether this is the name of a host: letters, digits and hyphens (RFC 1123 section 2.1), and no number."""
    labels = text.split(".")
    return len(text) <= _LONGEST_HOST and all(map(_LABEL.match, labels)) and not labels[-1].isdigit()


def within(host: str, domain: str) -> bool:
    """Whether the host is the domain itself or stands below it."""
    return host == domain or host.endswith(f".{domain}")


def _bad(message: str, fix: str = _EXAMPLE) -> Unavailable:
    return Unavailable(Trouble("bad-address", f"This is not a mail address. {message}", fix))
