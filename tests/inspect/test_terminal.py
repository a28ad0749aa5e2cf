"""`advisor inspect`, and the wizard with `--inspect`, in a real terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.inspect.command import told
from tests.inspect.test_discovery import internet, records
from tests.mailbox.dovecot import Dovecot

pexpect = pytest.importorskip("pexpect", reason="pexpect needs a POSIX terminal")

ROOT = Path(__file__).parent.parent.parent
CTRL_C, ENTER, DOWN = "\x03", "\r", "\x1b[B"
PROMPT, CONFIRM = "Enter alone: no login): ", "(Enter: no): "


class Terminal:
    """A program in a terminal, and all that it showed."""

    def __init__(self, module: str, *arguments: str, folder: Path, columns: int = 80, **variables: str) -> None:
        environment = {"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": "/usr/bin:/bin", "TERM": "xterm",
                       "LANG": "C.UTF-8", **variables}
        self.child = pexpect.spawn(sys.executable, ["-m", module, *arguments], env=environment, cwd=str(folder),
                                   dimensions=(40, columns), timeout=30, encoding="utf-8")
        self.seen = ""

    def wait(self, text: str) -> None:
        self.child.expect_exact(text)
        self.seen += self.child.before + self.child.after

    def send(self, *keys: str) -> None:
        for key in keys:
            self.child.send(key)

    def end(self) -> int:
        self.child.expect(pexpect.EOF)
        self.seen += self.child.before
        self.child.close()
        assert self.child.exitstatus is not None
        return int(self.child.exitstatus)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Any]:
    started: list[Terminal] = []

    def go(module: str, *arguments: str, **more: Any) -> Terminal:
        started.append(Terminal(module, *arguments, **{"folder": tmp_path, **more}))
        return started[-1]

    yield go
    for terminal in started:
        terminal.child.close(force=True)


def test_the_password_does_not_show(start: Any, dovecot: Dovecot, tmp_path: Path) -> None:
    dovecot.deliver(3)
    terminal = start("advisor", *told(dovecot))
    terminal.wait(PROMPT)
    assert "The password goes to localhost and nobody else" in terminal.seen
    assert terminal.child.waitnoecho(10)
    terminal.send(dovecot.password, ENTER)
    assert terminal.end() == 0
    assert "INBOX: 3 messages" in terminal.seen
    assert dovecot.password not in terminal.seen
    assert dovecot.password.encode() not in b"".join(
        path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.parent.name != "__pycache__")


def test_enter_alone_is_without_a_login(start: Any, dovecot: Dovecot) -> None:
    terminal = start("advisor", *told(dovecot))
    terminal.wait(PROMPT)
    terminal.send(ENTER)
    assert terminal.end() == 0
    assert "Nobody signed in" in terminal.seen
    assert "IMAP: settings, to copy" in terminal.seen
    assert dovecot.commands() == []


def test_a_wrong_password_is_3(start: Any, dovecot: Dovecot) -> None:
    terminal = start("advisor", *told(dovecot))
    terminal.wait(PROMPT)
    terminal.send("wrong-but-long", ENTER)
    assert terminal.end() == 3
    assert "[sign-in-refused]" in terminal.seen
    assert "wrong-but-long" not in terminal.seen


@pytest.mark.parametrize("key", [CTRL_C, "\x04"])
def test_stopping_at_the_prompt_reports_what_was_learned(start: Any, dovecot: Dovecot, key: str) -> None:
    terminal = start("advisor", *told(dovecot))
    terminal.wait(PROMPT)
    assert terminal.child.waitnoecho(10)
    terminal.send(key)
    assert terminal.end() == 130
    assert "the inspection was not finished" in terminal.seen
    assert "IMAP: settings, to copy" in terminal.seen
    assert "Traceback" not in terminal.seen


def test_stopping_in_mid_inspection_reports_what_was_learned(start: Any, scripted: Any, tmp_path: Path) -> None:
    """The server answers up to the quota, and then no more."""
    import time

    def never() -> Any:
        time.sleep(60)
        yield b""

    names = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN QUOTA\r\nTAG OK done\r\n"
    server = scripted({"CAPABILITY": names, "EXAMINE": never, "STATUS": never, "LIST": never, "GETQUOTAROOT": (
        b'* QUOTAROOT INBOX ""\r\n* QUOTA "" (STORAGE 95 100)\r\nTAG OK done\r\n')})
    kept = tmp_path / "kept.json"
    terminal = start("advisor", "inspect", server.user, "--imap", f"localhost:{server.port}", "--ca",
                     str(server.ca_file), "--save", str(kept))
    terminal.wait(PROMPT)
    terminal.child.waitnoecho(10)
    terminal.send(server.password, ENTER)
    terminal.wait("Looking at the Inbox")
    terminal.send(CTRL_C)
    assert terminal.end() == 130
    assert "The mailbox answers 1 question for you so far" in terminal.seen
    assert "95 KB of 100 KB are used: 95 %" in terminal.seen
    assert "Traceback" not in terminal.seen
    assert '"finished": false' in kept.read_text()


@pytest.mark.parametrize("key", [ENTER, "y\x7f\r", "maybe\r"])
def test_a_host_outside_of_the_domain_gets_no_password_without_a_yes(start: Any, dovecot: Dovecot, tmp_path: Path,
                                                                     key: str) -> None:
    with internet(tmp_path, {}, records(dovecot)) as (network, _, _):
        terminal = start("tests.inspect.loopback_program", str(network.dns_port), str(network.https_port),
                         str(tmp_path / "web.pem"), "inspect", dovecot.user, "--ca", str(dovecot.ca_file))
        terminal.wait(CONFIRM)
        assert "not proven" in terminal.seen
        terminal.send(key)
        assert terminal.end() == 0
    assert "Password for" not in terminal.seen
    assert "[host-not-confirmed]" in terminal.seen
    assert dovecot.commands() == []


@pytest.mark.parametrize("pop_login", [False, True])
def test_a_server_of_a_usual_name_is_a_guess_that_is_asked_about(monkeypatch: pytest.MonkeyPatch,
                                                                 pop_login: bool) -> None:
    """What the person is asked, without a terminal between: the answer comes from a pipe."""
    import io

    from advisor.cli.edge.environment import Environment
    from advisor.cli.inspect import ask as inspect_ask
    from advisor.mailbox.found import Inspection, Place, Server, Whereabouts
    from advisor.mailbox.options import Options
    from advisor.mailbox.secret import Secret

    monkeypatch.setattr(inspect_ask.inspect_password, "from_person", lambda *_: Secret("Zq7-plum"))
    servers = tuple(Server(Place(protocol, f"{protocol}.example.test", 1, "tls", "a guess", guessed=True), "", "", (),
                           ("PLAIN",), True) for protocol in ("imap", "pop"))  # type: ignore[arg-type]
    for typed, agreed in (("\n\n", frozenset()), ("yes\nyes\n", {server.place.host for server in servers})):
        environment = Environment(io.StringIO(typed), io.StringIO(), io.StringIO(), {})
        asked = inspect_ask.ask_password(environment, Inspection("m@example.test", Whereabouts(), servers),
                                         Options(pop_login=pop_login))
        said = " ".join(environment.stderr.getvalue().split())  # type: ignore[union-attr]
        assert "Nobody names a server for this mailbox. imap.example.test answers, which is a usual name" in said
        assert (asked.secret is not None) is bool(agreed)
        assert asked.agreed <= agreed
        if agreed:
            assert ("takes the mark of new arrival off messages" in said) is pop_login


def test_stopping_at_that_question_reports_what_was_learned(start: Any, dovecot: Dovecot, tmp_path: Path) -> None:
    with internet(tmp_path, {}, records(dovecot)) as (network, _, _):
        terminal = start("tests.inspect.loopback_program", str(network.dns_port), str(network.https_port),
                         str(tmp_path / "web.pem"), "inspect", dovecot.user, "--ca", str(dovecot.ca_file))
        terminal.wait(CONFIRM)
        terminal.send(CTRL_C)
        assert terminal.end() == 130
    assert "IMAP: settings, to copy" in terminal.seen


@pytest.mark.parametrize(("capability", "asked"), [("AUTH=XOAUTH2 LOGINDISABLED", False), ("AUTH=XOAUTH2", True)])
def test_a_server_that_names_windows_only(start: Any, scripted: Any, capability: str, asked: bool) -> None:
    server = scripted({"CAPABILITY": f"* CAPABILITY IMAP4rev1 {capability}\r\nTAG OK done\r\n".encode()})
    terminal = start("advisor", "inspect", server.user, "--imap", f"localhost:{server.port}", "--ca",
                     str(server.ca_file))
    if asked:
        terminal.wait(PROMPT)
        assert "press Enter alone to leave it" in " ".join(terminal.seen.split())
        terminal.send(ENTER)
    assert terminal.end() == 0
    assert ("[oauth-only]" in terminal.seen) is not asked
    assert "IMAP: settings, to copy" in terminal.seen
    assert not any("LOGIN" in line for line in server.lines)


@pytest.mark.parametrize(("columns", "variables"), [(40, {}), (80, {"TERM": "dumb"}), (80, {"NO_COLOR": "1"})])
def test_narrow_dumb_and_plain_terminals(start: Any, dovecot: Dovecot, columns: int, variables: dict[str, str]) -> None:
    dovecot.deliver(1, "Projekte")
    terminal = start("advisor", *told(dovecot, "--no-login"), columns=columns, **variables)
    assert terminal.end() == 0
    assert ("\x1b[" in terminal.seen) is (not variables)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", terminal.seen)
    assert [line for line in plain.splitlines() if len(line) > columns
            and not line.startswith(("advisor ", "Asking "))] == []


def test_from_the_address_to_the_report(start: Any, start_dovecot: Any, tmp_path: Path) -> None:
    """Account, inspection, the wizard with only the open questions, report; a measured answer can be changed."""
    dovecot = start_dovecot(quota="*:storage=100K", special_use=True)
    dovecot.deliver(1, size=76 * 1024)
    dovecot.deliver(2, "Projekte", flags="S")
    dovecot.folder_named("Sent")
    before = dovecot.snapshot()
    with internet(tmp_path, {}, records(dovecot)) as (network, _, _):
        terminal = start("tests.inspect.loopback_program", str(network.dns_port), str(network.https_port),
                         str(tmp_path / "web.pem"), "--inspect", dovecot.user, "--plain", "--save", "case.yaml",
                         SSL_CERT_FILE=str(dovecot.ca_file))
        terminal.wait(CONFIRM)
        terminal.send("yes", ENTER)
        terminal.wait(PROMPT)
        terminal.child.waitnoecho(10)
        terminal.send(dovecot.password, ENTER)
        terminal.wait("The mailbox answers 2 questions for you")
        asked: list[str] = []
        changed = False
        while not asked or "What next?" not in asked[-1]:
            terminal.wait("Type a number from")
            asked.append(terminal.child.before.rpartition("Answer: ")[2])
            number = "1"
            if "one to change" in asked[-1] and not changed:
                changed = True
                number = re.findall(r"(\d+)\. mailbox space: Getting full .*\(measured\)", asked[-1])[0]
            assert len(asked) < 40, asked
            terminal.send(number, ENTER)
        assert terminal.end() == 0
    assert dovecot.password not in terminal.seen
    assert "Use IMAP." in terminal.seen
    review = [place for place, text in enumerate(asked) if "one to change" in text]
    for measured in ("How full is", "Which of the two"):
        assert measured not in "".join(asked[:review[0]])
    # That folders hold mail does not say that somebody needs it: told, and asked all the same.
    assert "Good to know for questions that stay open" in terminal.seen
    assert "Besides the Inbox" in "".join(asked[:review[0]])
    assert "(measured)" not in re.findall(r"mailbox space: .*", asked[review[-1]])[0]
    assert "provider's offer: Both IMAP and POP3 (measured)" in asked[review[-1]]
    assert dovecot.snapshot() == before
    dovecot.assert_only_read()
    assert "origin: measured" in (tmp_path / "case.yaml").read_text()
