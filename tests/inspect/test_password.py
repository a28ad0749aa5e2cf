"""The password: where it comes from, and that it is nowhere afterwards."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure
from advisor.cli.inspect import password as inspect_password
from tests.cli.conftest import Advisor
from tests.inspect.command import told, typed
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.scripted_imap import ScriptedImap

Start = Callable[..., Dovecot]
ROOT = Path(__file__).parent.parent.parent
PLANTED = ["Zq7-plum-Harbour", "Grün %s%d'\"\\ Äpfel{0}"]


def writings(password: str) -> list[bytes]:
    """Every usual way of writing it, and those of its parts that are long enough to be nothing else."""
    raw = password.encode()
    found = {password, repr(password)[1:-1], ascii(password)[1:-1], str(raw)[2:-1], urllib.parse.quote(password),
             base64.b64encode(raw).decode(), raw.hex(), password[:9], password[-9:]}
    return [text.encode() for text in found] + [base64.b64encode(b"\0mary@example.test\0" + raw)]


def assert_nowhere(password: str, texts: dict[str, bytes]) -> None:
    for name, text in texts.items():
        for writing in writings(password):
            assert writing not in text, f"{writing!r} is in {name}"


def files_below(*folders: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("password", PLANTED)
@pytest.mark.parametrize(("how", "report"), [
    ("right", "text"), ("right", "json"), ("wrong", "json"), ("repeated", "text"), ("garbled", "markdown"),
    ("starved", "json"), ("named", "json"), ("named", "text")])
def test_it_is_in_no_stream_and_no_file(start_dovecot: Start, scripted: Any, tmp_path: Path, password: str, report: str,
                                        how: str) -> None:
    more: list[str] = []
    if how in ("right", "wrong"):
        server: Any = start_dovecot(password="another" if how == "wrong" else PLANTED[0] if password == PLANTED[0]
                                    else "another")
        more = ["--pop", f"localhost:{server.ports.pop3s}", "--pop-login"]
    else:
        echo = password.encode("utf-8", "replace")
        taken = b"TAG OK in\r\n"
        refusal = {"named": taken, "repeated": b"TAG NO [ALERT] not " + echo + b" " + base64.b64encode(echo) + b"\r\n",
                   "garbled": echo + b"\r\n", "starved": b"* " + echo}[how]
        server = scripted({"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n", "LOGIN": refusal},
                          greeting=b"* OK hi\r\n")
        if how == "named":  # it lets us in, and then calls everything by the password
            b64 = base64.b64encode(b"\0mary@example.test\0" + echo)
            quoted = b'"' + echo.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
            server.replies |= {
                "CAPABILITY": b"* CAPABILITY IMAP4rev1 QUOTA X" + base64.b64encode(echo) + b" X" + b64 +
                b"\r\nTAG OK done\r\n", "STATUS": b'* STATUS "INBOX" (MESSAGES 7)\r\nTAG OK done\r\n',
                "EXAMINE": b"* 7 EXISTS\r\nTAG OK done\r\n", "LSUB": taken, "FETCH": b"TAG NO\r\n",
                "GETQUOTAROOT": b"* QUOTA " + quoted + b" (STORAGE 1 100)\r\nTAG OK done\r\n",
                "LIST": b'* LIST () "/" INBOX\r\n* LIST () "/" ' + quoted + b"\r\nTAG OK done\r\n"}
        more = ["--deadline", "2"] if how == "starved" else []
    folder = tmp_path / "home"
    folder.mkdir()
    arguments = ["inspect", "mary@example.test", "--imap", f"localhost:{server.ports.imaps}", "--ca",
                 str(server.ca_file), "--password-stdin", "--format", report, "--save", "kept.json", "--output",
                 "report", *more]
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder), "ADVISOR_DEBUG": "1",
                 "TMPDIR": str(folder), "XDG_STATE_HOME": str(folder / "state"), "PYTHONWARNINGS": "default",
                 "PYTHONDONTWRITEBYTECODE": "1", "SSLKEYLOGFILE": str(folder / "keys"), "PYTHONUTF8": "1"}
    run = subprocess.run([sys.executable, "-m", "advisor", *arguments], input=(password + "\n").encode(),
                         env=variables, cwd=folder, capture_output=True, timeout=60, check=False)
    assert run.returncode == (0 if how == "named" or (how == "right" and password == PLANTED[0]) else 3), run.stderr
    assert b"Traceback" not in run.stderr
    found = files_below(folder)
    assert f"{folder}/kept.json" in found
    assert f"{folder}/report" in found
    assert f"{folder}/keys" not in found
    assert_nowhere(password, {"stdout": run.stdout, "stderr": run.stderr, **found})


def test_the_search_would_find_it() -> None:
    with pytest.raises(AssertionError, match="stderr"):
        assert_nowhere(PLANTED[1], {"stderr": b"... " + base64.b64encode(PLANTED[1].encode())})


def test_a_fault_of_the_program_does_not_show_it(monkeypatch: pytest.MonkeyPatch, advisor: Advisor,
                                                dovecot: Dovecot) -> None:
    """Wherever a step fails in a way nobody thought of, words come out and no values."""
    from advisor.mailbox import imap_sign_in

    def broken(*values: Any) -> None:
        raise RuntimeError(*(value.reveal() if hasattr(value, "reveal") else str(value) for value in values))

    monkeypatch.setattr(imap_sign_in, "_send", broken)
    run = advisor(*told(dovecot, "--password-stdin"), stdin=typed(dovecot))
    assert run.status == 3
    assert_nowhere(dovecot.password, {"out": run.out.encode(), "err": run.err.encode()})


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"", b"\nsecond line\n"])
def test_the_first_line_of_standard_input_is_the_password(advisor: Advisor, dovecot: Dovecot, end: bytes) -> None:
    run = advisor(*told(dovecot, "--password-stdin"), stdin=dovecot.password.encode() + end)
    assert run.status == 0, run.err


@pytest.mark.parametrize(("line", "code"), [
    (b"", "password-empty"), (b"\n", "password-empty"), (b"\r\n", "password-empty"),
    (b"Gr\xfcn-Harbour\n", "bad-password-characters"), (b"Zq7-Harbour\x00x\n", "bad-password-characters"),
    (b"Zq7-Harbour\rx\n", "bad-password-characters"), (b"Zq7-Harbour" * 1_000_000, "password-too-long"),
    (b"x" * 1025 + b"\n", "password-too-long")])
def test_what_can_be_no_password_is_sent_nowhere(advisor: Advisor, dovecot: Dovecot, line: bytes, code: str) -> None:
    run = advisor(*told(dovecot, "--password-stdin", "--format", "json"), stdin=line)
    assert run.status == 2
    assert f'"{code}"' in run.err
    assert "Harbour" not in run.err
    assert dovecot.commands() == []
    assert "auth failed" not in dovecot.log()


@pytest.mark.parametrize("line", [b"Gr\xfcn-Harbour\n", b"Zq7-Harbour\x00x\n", b"Zq7-Harbour" * 1_000])
def test_no_exception_keeps_it(line: bytes) -> None:
    import io
    import traceback

    environment = Environment(io.TextIOWrapper(io.BytesIO(line)), None, None, {})
    with pytest.raises(Failure) as caught:
        inspect_password.from_standard_input(environment)
    links: list[BaseException | None] = [caught.value]
    while links[-1] is not None:
        links.append(links[-1].__cause__ or links[-1].__context__)
    assert all(b"Harbour" not in repr(vars(link)).encode() + repr(link.args).encode()
               + getattr(link, "object", b"") for link in links if link is not None)
    assert "Harbour" not in "".join(traceback.format_exception(caught.value))


def test_the_longest_one_is_taken(advisor: Advisor, start_dovecot: Start) -> None:
    server = start_dovecot(password="x" * 900)
    assert advisor(*told(server, "--password-stdin"), stdin=typed(server)).status == 0




@pytest.fixture
def store() -> Any:
    """The keyring with a store of ours; the real one comes back afterwards."""
    import keyring
    from keyring.backend import KeyringBackend

    class Backend(KeyringBackend):
        priority = 1  # type: ignore[assignment]
        kept: str | None = None
        fault: Exception | None = None
        asked: list[tuple[str, str]] = []  # noqa: RUF012

        def get_password(self, service: str, username: str) -> str | None:
            self.asked.append((service, username))
            if self.fault is not None:
                raise self.fault
            return self.kept

        def set_password(self, service: str, username: str, password: str) -> None:  # noqa: ARG002
            raise AssertionError("nothing is kept there by us")

    before, ours = keyring.get_keyring(), Backend()
    ours.asked = []
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


def test_a_password_from_the_systems_store(advisor: Advisor, dovecot: Dovecot, store: Any) -> None:
    store.kept = dovecot.password
    run = advisor(*told(dovecot, "--keyring"))
    assert run.status == 0, run.err
    assert store.asked == [("advisor", dovecot.user)]


def test_a_store_without_one_and_a_locked_one(advisor: Advisor, dovecot: Dovecot, store: Any) -> None:
    from keyring.errors import KeyringLocked

    none = advisor(*told(dovecot, "--keyring"))
    assert none.status == 2
    assert f"keyring set advisor {dovecot.user}" in none.err
    for fault in (KeyringLocked(), RuntimeError("Zq7-Harbour")):
        store.fault = fault
        locked = advisor(*told(dovecot, "--keyring"))
        assert locked.status == 3
        assert "Unlock it" in locked.err
        assert "Zq7-Harbour" not in locked.err


def test_the_store_is_not_asked_where_nobody_said_so(advisor: Advisor, dovecot: Dovecot, store: Any) -> None:
    store.kept = dovecot.password
    assert "Nobody signed in" in advisor(*told(dovecot)).out
    assert store.asked == []


def test_without_keyring_the_line_that_installs_it(advisor: Advisor, dovecot: Dovecot,
                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    run = advisor(*told(dovecot, "--keyring"))
    assert run.status == 2
    assert "python3 -m pip install 'mailbox-access-advisor[inspect]'" in run.err


def test_there_is_no_flag_and_no_variable_for_it(advisor: Advisor, dovecot: Dovecot, scripted: Any) -> None:
    help_text = advisor("inspect", "--help").out
    assert "--password " not in help_text
    run = advisor(*told(dovecot, "--password", "x"))
    assert run.status == 2
    assert "There is no option --password" in run.err
    server: ScriptedImap = scripted({})
    advisor("inspect", "m@e.org", "--imap", f"localhost:{server.port}", "--ca", str(server.ca_file),
            PASSWORD="Zq7", ADVISOR_PASSWORD="Zq7", IMAP_PASSWORD="Zq7")
    assert not any("LOGIN" in line or "AUTHENTICATE" in line for line in server.lines)
