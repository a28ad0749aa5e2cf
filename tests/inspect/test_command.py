"""`advisor inspect` on a real server, without a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.report.schemas.schema import schema
from advisor.rulebase.model import RuleBase
from tests.cli.conftest import Advisor
from tests.inspect.command import told, typed
from tests.mailbox.dovecot import Dovecot

Start = Callable[..., Dovecot]


def filled(start: Start, **options: Any) -> Dovecot:
    """76 % full by its one large message; a folder of one's own holds mail, another none."""
    server = start(quota="*:storage=100K", special_use=True, **options)
    server.deliver(1, size=76 * 1024)
    server.deliver(2, "Projekte", flags="S", size=500)
    server.folder_named("Entwürfe alt", "Sent")
    return server


def codes(text: str) -> list[str]:
    return [problem["code"] for problem in json.loads(text)["errors"]]


def test_the_whole_report_is_what_its_schema_says(advisor: Advisor, start_dovecot: Start, base: RuleBase) -> None:
    server = filled(start_dovecot)
    before = server.snapshot()
    run = advisor(*told(server, "--pop-login", "--password-stdin", "--format", "json"), stdin=typed(server))
    assert (run.status, run.err) == (0, "")
    document = json.loads(run.out)
    Draft202012Validator(schema("inspection", base)).validate(document)
    assert {name: (given["value"], given["origin"]) for name, given in document["answers"].items()} == {
        "quota": ("tight", "measured"), "offered": ("both", "measured")}
    assert (document["signed_in"], document["login_unknown"], document["pop_login_sent"]) == (True, False, True)
    assert [sign["id"] for sign in document["signs"]] == ["mailbox-filling"]
    assert [note["id"] for note in document["notes"]] == ["mail-in-folders"]
    assert (document["imap"]["total_messages"], document["pop"]["messages"]) == (3, 1)
    assert {folder["name"] for folder in document["imap"]["folders"]} >= {"INBOX", "Projekte", "Entwürfe alt"}
    server.sessions_ended(2)
    server.assert_only_read()
    assert server.snapshot() == before


def test_a_schema_that_knows_every_key(advisor: Advisor, dovecot: Dovecot, base: RuleBase) -> None:
    run = advisor(*told(dovecot, "--pop-login", "--password-stdin", "--format", "json"), stdin=typed(dovecot))
    assert unknown(json.loads(run.out), schema("inspection", base), schema("inspection", base)) == []


def unknown(value: Any, form: Any, whole: Any) -> list[str]:
    """Keys that the schema does not speak of."""
    if "$ref" in form:
        form = whole["$defs"][form["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [found for one in value for found in unknown(one, form["items"], whole)]
    if not isinstance(value, dict) or ("additionalProperties" in form and "properties" not in form):
        return []
    inner = form.get("properties", {})
    return [key for key in value if key not in inner] + [
        found for key in value if key in inner for found in unknown(value[key], inner[key], whole)]


def test_the_other_commands_read_what_was_kept(advisor: Advisor, start_dovecot: Start, tmp_path: Path) -> None:
    server, kept = filled(start_dovecot), tmp_path / "measured.json"
    first = advisor(*told(server, "--password-stdin", "--save", str(kept)), stdin=typed(server))
    assert first.status == 0
    assert f"advisor --answers {kept}" in first.out
    assert f"advisor diagnose --ask --answers {kept}" in first.out
    run = advisor("recommend", "--answers", str(kept), "--devices", "one", "--format", "json")
    assert run.status == 0, run.err
    answers = json.loads(run.out)["answers"]
    assert {name: (answers[name]["value"], answers[name]["origin"]) for name in ("quota", "offered")} == {
        "quota": ("tight", "measured"), "offered": ("both", "measured")}
    assert answers.get("folders", {}).get("value") is None
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", json.loads(kept.read_text())["measured_at"])
    assert "Note: quota and offered were measured on " in run.err


@pytest.mark.parametrize(("size", "value"), [(76 * 1024, None), (95 * 1024, "full")])
def test_room_of_today_does_not_tell_why_mail_went_missing_but_a_full_mailbox_does(
        advisor: Advisor, start_dovecot: Start, tmp_path: Path, size: int, value: str | None) -> None:
    server, kept = start_dovecot(quota="*:storage=100K"), tmp_path / "measured.json"
    server.deliver(1, size=size)
    advisor(*told(server, "--password-stdin", "--save", str(kept)), stdin=typed(server))
    run = advisor("diagnose", "--answers", str(kept), "--format", "json")
    assert run.status == 0, run.err
    assert json.loads(run.out)["answers"].get("quota", {}).get("value") == value
    offered = advisor("recommend", "--answers", str(kept), "--devices", "one").out
    assert (f"--quota {value}" in offered.rpartition("Is mail missing?")[2]) is (value is not None)


def test_without_a_password_only_what_is_told_to_everybody(advisor: Advisor, dovecot: Dovecot) -> None:
    run = advisor(*told(dovecot, "--no-login"))
    assert run.status == 0
    assert "Nobody signed in" in run.out
    assert "TLSv1.3" in run.out
    assert "Certificate: verified, valid until" in run.out
    assert "No password was given" not in run.err
    assert dovecot.commands() == []
    unasked = advisor(*told(dovecot))
    assert unasked.status == 0
    assert "No password was given" in unasked.err


def test_each_step_is_said_on_standard_error(advisor: Advisor, dovecot: Dovecot) -> None:
    run = advisor(*told(dovecot, "--password-stdin", "--pop-login"), stdin=typed(dovecot))
    lines = run.err.splitlines()
    assert " ".join(lines[:2]) == (
        "Signing in by POP3 takes the mark of new arrival off messages. Nothing else is changed.")
    assert len(lines) > 9
    assert all(line.endswith(" ...") for line in lines[2:])


@pytest.mark.parametrize(("arguments", "code"), [
    (["nobody"], "bad-address"), (["a@b@c.org"], "bad-address"), (["m\x1b[2J@example.org"], "bad-address"),
    (["m@example.org", "--keyring", "--password-stdin"], "two-passwords"),
    (["m@example.org", "--deadline", "0"], "bad-deadline"), (["m@example.org", "--deadline", "nan"], "bad-deadline"),
    (["m@example.org", "--imap", "mail.example.org:0"], "bad-port"),
    (["m@example.org", "--pop", "mail.example.org:99999"], "bad-port"),
    (["m@example.org", "--imap", "http://x"], "bad-port"), (["m@example.org", "--imap", ""], "bad-host"),
    (["m@example.org", "--imap", "a b"], "bad-host"), (["m@example.org", "--imap", "a\r\nb"], "bad-host"),
    (["m@example.org", "--user", "a\r\nb"], "bad-user"), (["m@example.org", "--ca", "/nowhere.pem"], "ca-file"),
    (["m@example.org", "--no-login", "--keyring"], "option-without-effect"),
    (["m@example.org", "--no-login", "--pop-login"], "option-without-effect"),
    (["m@example.org", "--imap", "mail.example.org", "--pop-login"], "option-without-effect"),
    (["m@example.org", "--format", "xml"], "unknown-format"),
    (["m@example.org", "--save", "/nowhere/measured.json"], "no-such-folder"),
    (["m@example.org", "--output", "/nowhere/report.txt"], "no-such-folder"),
])
def test_what_a_person_must_mend_first(advisor: Advisor, arguments: list[str], code: str) -> None:
    run = advisor("inspect", *arguments)
    assert (run.status, run.out) == (2, "")
    assert "Traceback" not in run.err
    as_json = advisor("inspect", *arguments, *([] if "--format" in arguments else ["--format", "json"]))
    if "--format" not in arguments:
        assert codes(as_json.err) == [code]


@pytest.mark.parametrize(("text", "host", "port"), [
    ("localhost", "localhost", 993), ("localhost:1993", "localhost", 1993), ("::1", "::1", 993),
    ("[::1]:1993", "::1", 1993), ("[::1]", "::1", 993), ("127.0.0.1:993", "127.0.0.1", 993)])
def test_how_a_server_is_named(text: str, host: str, port: int) -> None:
    from advisor.cli.inspect.checked import Wanted, named

    place = named(Wanted("m@example.org", imap=text))[0]
    assert (place.host, place.port, place.security) == (host, port, "tls")


def test_a_refused_password_is_3_and_the_rest_is_reported(advisor: Advisor, dovecot: Dovecot, tmp_path: Path) -> None:
    arguments = told(dovecot, "--password-stdin", "--save", str(tmp_path / "kept.json"))
    run = advisor(*arguments, stdin=b"wrong-but-long\n")
    assert run.status == 3
    assert "advisor: localhost" in run.err
    assert "refused the login name or the password" in run.err
    assert "IMAP: settings, to copy" in run.out
    assert "[sign-in-refused]" in run.out
    assert json.loads((tmp_path / "kept.json").read_text())["signed_in"] is False
    as_json = advisor(*arguments, "--format", "json", stdin=b"wrong-but-long\n")
    assert codes(as_json.err) == ["sign-in-refused"]
    assert json.loads(as_json.out)["servers"]


def test_a_named_server_that_does_not_answer_is_3(advisor: Advisor, start_dovecot: Start) -> None:
    server = start_dovecot(protocols=("imap",))
    run = advisor(*told(server, "--no-login", "--format", "json"))
    assert run.status == 3
    assert set(codes(run.err)) == {"refused"}
    assert [one["protocol"] for one in json.loads(run.out)["servers"]] == ["imap"]
    nobody = advisor("inspect", "m@example.org", "--imap", "localhost:1", "--no-login")
    assert nobody.status == 3
    assert "No mail service answers" in nobody.err


def test_a_login_by_pop_that_was_asked_for_and_failed_is_3(advisor: Advisor, start_dovecot: Start) -> None:
    server = start_dovecot(protocols=("pop3",))
    places = ["inspect", server.user, "--pop", f"localhost:{server.ports.pop3s}", "--ca", str(server.ca_file)]
    run = advisor(*places, "--password-stdin", "--format", "json", stdin=typed(server))
    assert (run.status, codes(run.err)) == (3, ["pop-login-not-asked"])
    done = advisor(*places, "--password-stdin", "--pop-login", stdin=typed(server))
    assert done.status == 0
    assert "The mailbox\n" in done.out


OK = b"TAG OK done\r\n"
READS = {"CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + OK,
         "STATUS": b'* STATUS "INBOX" (MESSAGES 7)\r\n' + OK, "EXAMINE": b"* 7 EXISTS\r\n" + OK,
         "LIST": b'* LIST () "/" INBOX\r\n' + OK, "LSUB": OK,
         "FETCH": b"TAG NO later\r\n"}


@pytest.mark.parametrize(("more", "status", "code"), [
    ({}, 0, ""), ({"LIST": b"* BYE shutting down\r\n"}, 3, "closed"),
    ({"LIST": b"TAG NO not now\r\n"}, 3, "command-refused"),
    ({"LSUB": b"TAG NO not for you\r\n"}, 0, ""),
    ({"STATUS": OK, "EXAMINE": OK}, 3, "incomplete")])
def test_a_mailbox_that_was_read_in_part_is_3(advisor: Advisor, scripted: Any, more: dict[str, bytes], status: int,
                                              code: str) -> None:
    server = scripted({**READS, **more})
    run = advisor("inspect", server.user, "--imap", f"localhost:{server.port}", "--ca", str(server.ca_file),
                  "--password-stdin", "--format", "json", stdin=typed(server))
    assert run.status == status
    assert not code or code in codes(run.err)
    assert json.loads(run.out)["finished"] is (code != "closed")
    assert json.loads(run.out)["signed_in"] is True


def test_a_login_by_pop_that_hung_may_have_changed_the_mark(advisor: Advisor, scripted: Any, serve: Any,
                                                            trusted: Any, tmp_path: Path) -> None:
    from tests.mailbox.scripted_server import POP, answering

    imap, pop = scripted(READS), serve(answering(b"+OK\r\n", {**POP, b"PASS": b""}))
    ca = tmp_path / "both.pem"
    ca.write_bytes(Path(imap.ca_file).read_bytes() + Path(trusted.ca_file).read_bytes())
    where = ["--pop", f"localhost:{pop.port}", "--ca", str(ca), "--pop-login", "--password-stdin", "--deadline", "3"]
    run = advisor("inspect", imap.user, "--imap", f"localhost:{imap.port}", *where, stdin=typed(imap))
    said = " ".join(run.out.split())
    assert run.status == 3
    assert "save that messages may no longer be marked as newly arrived" in said
    run = advisor("inspect", imap.user, *where, stdin=typed(imap))
    said = " ".join(run.out.split())
    assert "Whether the login succeeded is not known." in said
    assert "may no longer be marked as newly arrived" in said
    assert "Nobody signed in" not in said
    found = json.loads(advisor("inspect", imap.user, *where, "--format", "json", stdin=typed(imap)).out)
    assert (found["signed_in"], found["login_unknown"], found["pop_login_sent"]) == (False, True, True)


def test_a_server_that_drips_is_left_at_the_deadline(advisor: Advisor, serve: Any, trusted: Any) -> None:
    import time

    def drip(peer: Any) -> None:
        peer.send(b"* OK hello\r\n")
        while True:
            peer.send(b"*")
            time.sleep(0.2)

    server = serve(drip)
    began = time.monotonic()
    run = advisor("inspect", "m@e.org", "--imap", f"localhost:{server.port}", "--ca", str(trusted.ca_file),
                  "--deadline", "2", "--no-login", "--format", "json")
    assert time.monotonic() - began < 4.5
    assert run.status == 3
    assert json.loads(run.out)["finished"] is False or "silent" in codes(run.err)


def test_no_file_is_half_written(advisor: Advisor, dovecot: Dovecot, tmp_path: Path) -> None:
    report, kept = tmp_path / "report.md", tmp_path / "kept.json"
    kept.write_text("before")
    arguments = told(dovecot, "--no-login", "--format", "markdown", "--output", str(report), "--save", str(kept))
    assert advisor("inspect", "m@example.org", "--deadline", "0", "--save", str(kept)).status == 2
    assert kept.read_text() == "before"
    run = advisor(*arguments)
    assert (run.status, run.out) == (0, "")
    assert report.read_text().startswith("# The mailbox answers")
    assert json.loads(kept.read_text())["schema"] == "advisor.inspection/1"
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["kept.json", "report.md"]
