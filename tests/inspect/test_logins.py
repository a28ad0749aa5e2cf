"""LOGIN-DELAY from one run to the next: never a second login by POP3 within it."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from advisor.cli.edge.environment import Environment
from advisor.cli.inspect.checked import Wanted
from advisor.cli.inspect.logins import Logins, key_of
from advisor.cli.inspect.run import inspect_mailbox
from advisor.cli.opening.rules import open_rules
from tests.mailbox.scripted_server import POP, Authority, answering

START = 1_900_000_000.0
MARY = ("pop.example.org", "mary")


class Clock:
    """Stands where a test puts it."""

    now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def surroundings(folder: Path, password: bytes = b"") -> Environment:
    return Environment(io.TextIOWrapper(io.BytesIO(password)), io.StringIO(), io.StringIO(),
                       {"ADVISOR_STATE": str(folder), "ADVISOR_CACHE": str(folder / "cache")})


def delaying(told: str) -> Any:
    """A server that wants 300 seconds between logins, and says so before the login or after it only."""
    capa = {"before": [b"LOGIN-DELAY 300\r\n"] * 2, "after": [b"", b"LOGIN-DELAY 300\r\n"]}[told]

    def script(peer: Any) -> None:
        peer.send(b"+OK\r\n")
        signed_in = False
        while line := peer.line():
            word = line.split()[0].upper()
            signed_in = signed_in or word == b"PASS"
            more = capa[1] if signed_in else capa[0]
            peer.send({b"CAPA": b"+OK\r\nUSER\r\nUIDL\r\n" + more + b".\r\n", b"STAT": b"+OK 0 0\r\n",
                       b"LIST": b"+OK\r\n.\r\n", b"UIDL": b"+OK\r\n.\r\n"}.get(word, b"+OK\r\n"))
    return script


@pytest.mark.parametrize("told", ["before", "after"])
def test_a_second_run_within_the_delay_does_not_sign_in(tmp_path: Path, serve: Any, trusted: Authority, clock: Clock,
                                                        told: str) -> None:
    signed_in = []
    for seconds in (0, 1, 299, 301, 302):
        clock.now = START + seconds
        here, pop = surroundings(tmp_path, b"Zq7-plum\n"), serve(delaying(told))
        wanted = Wanted("m@e.test", pop=f"localhost:{pop.port}", password_stdin=True, pop_login=True,
                        ca=Path(trusted.ca_file))
        found = inspect_mailbox(here, open_rules(here, None), wanted, clock=clock).found
        signed_in.append(b"PASS" in pop.heard)
        assert (found.pop is not None) is signed_in[-1]
        assert ("login-delay" in [one.code for one in found.troubles]) is not signed_in[-1]
    assert signed_in == [True, False, False, True, False]


def test_a_login_that_is_refused_counts_too(tmp_path: Path, serve: Any, trusted: Authority, clock: Clock) -> None:
    answers = {**POP, b"CAPA": b"+OK\r\nUSER\r\nLOGIN-DELAY 300\r\n.\r\n", b"PASS": b"-ERR [AUTH] no\r\n"}
    heard = []
    for _ in range(2):
        here, pop = surroundings(tmp_path, b"Zq7-plum\n"), serve(answering(b"+OK\r\n", answers))
        inspect_mailbox(here, open_rules(here, None), Wanted(
            "m@e.test", pop=f"localhost:{pop.port}", password_stdin=True, pop_login=True, ca=Path(trusted.ca_file)),
            clock=clock)
        heard.append(b"PASS" in pop.heard)
    assert heard == [True, False]


def test_the_file_is_private_and_names_nobody(tmp_path: Path, clock: Clock) -> None:
    logins = Logins(surroundings(tmp_path), clock)
    assert logins.last(*MARY) is None
    assert logins.note(*MARY)
    assert logins.learned(900)
    assert logins.path.stat().st_mode & 0o777 == 0o600
    assert "mary" not in logins.path.read_text()
    assert "example" not in logins.path.read_text()
    again = Logins(surroundings(tmp_path), clock)
    assert again.last("POP.example.org", "MARY") == (START, 900)
    assert again.last("pop.example.net", "mary") is None  # another mailbox, whatever its login name
    assert again.last("pop.example.org", "john") is None


def test_a_clock_that_was_set_back_does_not_end_the_delay(tmp_path: Path, clock: Clock) -> None:
    logins = Logins(surroundings(tmp_path), clock)
    logins.note(*MARY)
    clock.now = START - 600
    assert logins.seconds_ago(*MARY) == 0.0


def test_old_logins_are_forgotten_and_a_spoiled_file_is_none(tmp_path: Path, clock: Clock) -> None:
    logins = Logins(surroundings(tmp_path), clock)
    logins.note(*MARY)
    clock.now = START + 86_401
    assert logins.last(*MARY) is None
    for text in ("", "[]", "{", '{"a": 1}', '{"a": [1e999, "x"]}', '{"a": [NaN, Infinity]}', "[" * 50_000):
        logins.path.write_text(text)
        assert logins.last(*MARY) is None
    logins.note(*MARY)
    assert list(json.loads(logins.path.read_text())) == [key_of(*MARY)]


def test_where_it_cannot_be_kept_that_is_known(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    logins = Logins(surroundings(tmp_path / "file"), clock)
    assert not logins.note(*MARY)
    assert not logins.learned(3)
    assert logins.last(*MARY) is None


@pytest.mark.parametrize(("told", "code", "sent"), [("before", "login-not-kept", False),
                                                    ("after", "login-delay-not-kept", True)])
def test_a_delay_that_cannot_be_kept_is_said_or_forbids_the_login(tmp_path: Path, serve: Any, trusted: Authority,
                                                                  clock: Clock, told: str, code: str,
                                                                  sent: bool) -> None:
    (tmp_path / "file").write_text("")
    here, pop = surroundings(tmp_path / "file", b"Zq7-plum\n"), serve(delaying(told))
    found = inspect_mailbox(here, open_rules(here, None), Wanted(
        "m@e.test", pop=f"localhost:{pop.port}", password_stdin=True, pop_login=True, ca=Path(trusted.ca_file)),
        clock=clock).found
    assert [one.code for one in found.troubles] == [code]
    assert (b"PASS" in pop.heard) is sent


def test_a_login_to_another_mailbox_waits_for_nothing(tmp_path: Path, serve: Any, trusted: Authority,
                                                      clock: Clock) -> None:
    heard = []
    for user in ("mary", "john", "mary"):
        here, pop = surroundings(tmp_path, b"Zq7-plum\n"), serve(delaying("before"))
        inspect_mailbox(here, open_rules(here, None), Wanted(
            "m@e.test", pop=f"localhost:{pop.port}", user=user, password_stdin=True, pop_login=True,
            ca=Path(trusted.ca_file)), clock=clock)
        heard.append(b"PASS" in pop.heard)
    assert heard == [True, True, False]
