"""What is taken for a mail address, and what is said of anything else."""

from __future__ import annotations

import pytest

from advisor.mailbox.addresses import is_host, read_address, within
from advisor.mailbox.refused import Unavailable


@pytest.mark.parametrize(("text", "domain"), [
    ("mary@example.org", "example.org"), ("  mary@Example.ORG ", "example.org"),
    ("a+b.c@x.example.org", "x.example.org"),
    ("mary@example.org.", "example.org"), ("mary@b\u00fccher.example", "xn--bcher-kva.example"),
    ("mary@xn--bcher-kva.example", "xn--bcher-kva.example"), ("j\u00fcrgen@example.org", "example.org"),
    ("o'neil@example.org", "example.org")])
def test_addresses(text: str, domain: str) -> None:
    assert read_address(text).domain == domain
    assert read_address(text).text.endswith(f"@{domain}")


@pytest.mark.parametrize(("text", "said"), [
    ("mary", "no @"), ("", "no @"), ("@example.org", "missing"), ("mary@", "missing"), ("ma ry@example.org", "space"),
    ("mary@exam ple.org", "space"), ("mary@example.org\r\nA1 LOGOUT", "cannot be seen"),
    ("ma\x00ry@example.org", "seen"),
    ("ma\u202ery@example.org", "cannot be seen"), ("ma\u00a0ry@example.org", "cannot be seen"),
    ("a@b@example.org", "does not belong"), ("Mary<mary@example.org>", "does not belong"),
    ("mary@example..org", "cannot be one"), ("mary@-a.org", "cannot be one"), ("mary@ex_ample.org", "cannot be one"),
    ("mary@localhost", "no full stop"), ("mary@[192.0.2.1]", "by number"), ("mary@192.0.2.1", "cannot be one"),
    ("mary@example.org/x", "cannot be one"), ("mary@example.org:993", "cannot be one"),
    ("x" * 65 + "@example.org", "longer"), ("m@" + "a." * 130 + "org", "longer"), ("m@" + "a" * 64 + ".org", "cannot"),
    (".mary@example.org", "full stop too many"), ("ma..ry@example.org", "full stop too many"),
    ("mary@stra\u00dfe.example", "different ways"), ("mary@a\u200db.example", "cannot be seen")])
def test_what_is_no_address(text: str, said: str) -> None:
    with pytest.raises(Unavailable) as refused:
        read_address(text)
    trouble = refused.value.trouble
    assert trouble.code == "bad-address"
    assert said in trouble.message
    assert trouble.fix
    assert trouble.message.isprintable()


def test_hosts() -> None:
    assert is_host("imap.example.org")
    wrong = ("", ".", "a..b", "192.0.2.1", "a b.org", "a\nb", "-a.org", "x" * 64, "a." * 127 + "abc")
    assert not any(map(is_host, wrong))


def test_within() -> None:
    assert within("example.org", "example.org")
    assert within("imap.example.org", "example.org")
    assert not within("badexample.org", "example.org")
    assert not within("example.org.evil.test", "example.org")
    assert not within("org", "example.org")
