"""What is read over IMAP, on a real server: every fact is known from the files that the test put there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from advisor.mailbox.found import Folder, Quota
from tests.mailbox.conftest import Start
from tests.mailbox.dovecot import Dovecot
from tests.mailbox.reading import look, meet, place_of
from tests.mailbox.scripted_imap import OK, ScriptedImap

NAMES = (
    "Entwürfe",
    "日本語",
    "Архив",
    "post 📮",
    "a & b",
    'with "quotes"',
    "back\\slash",
    "st*r",
    "per%cent",
    "01",
    "-",
)


def _folder(server: Dovecot, name: str) -> Folder:
    return {one.name: one for one in look(server).whole.folders}[name]


def test_what_is_offered_before_login(dovecot: Dovecot) -> None:
    server = meet(place_of(dovecot.ports.imaps), dovecot.ca_file)
    assert server.tls_version == "TLSv1.3"
    assert server.certificate_until == "3000-01-01"  # trustme's
    assert {"IMAP4REV1", "AUTH=PLAIN", "SASL-IR"} <= set(server.capabilities)
    assert "QUOTA" not in server.capabilities  # this server names it after login only
    assert list(server.capabilities) == sorted(server.capabilities)
    assert server.sign_in == ("LOGIN", "PLAIN")
    assert server.password is True


def test_capabilities_are_asked_for_again_after_login(dovecot: Dovecot) -> None:
    assert {"QUOTA", "STATUS=SIZE", "NAMESPACE"} <= set(look(dovecot).whole.capabilities)


def test_the_inbox(dovecot: Dovecot) -> None:
    octets = dovecot.deliver(2) + dovecot.deliver(1, flags="S", size=5000)
    box = look(dovecot).whole
    assert (box.inbox_messages, box.inbox_size, box.inbox_uid_next) == (3, octets, 4)
    assert (box.inbox_uid_validity or 0) > 0
    assert box.largest is None


def test_mail_that_came_and_left_moves_the_next_number_on(dovecot: Dovecot) -> None:
    dovecot.deliver(5)
    look(dovecot)
    for path in list(dovecot.maildir.glob("*/*.example*"))[:3]:
        path.unlink()
    box = look(dovecot).whole
    assert (box.inbox_messages, box.inbox_uid_next) == (2, 6)


def test_quota_used_and_limit(dovecot: Dovecot) -> None:
    dovecot.deliver(10, size=10240)
    (quota,) = look(dovecot).whole.quotas or ()
    assert quota == Quota("User quota", 100 * 1024, 10 * 1024 * 1024, 10, 1000)


def test_more_used_than_allowed(start_dovecot: Start) -> None:
    server = start_dovecot(quota="*:storage=10K")
    server.deliver(4, size=10240)
    (quota,) = look(server).whole.quotas or ()
    assert (quota.used, quota.limit) == (40 * 1024, 10 * 1024)


@pytest.mark.parametrize("rule", [None, ""], ids=["no quota extension", "no limit set"])
def test_no_limit_told_is_unknown_and_no_trouble(start_dovecot: Start, rule: str | None) -> None:
    heard = look(start_dovecot(quota=rule))
    assert heard.whole.quotas is None
    assert heard.notes == []


def test_two_quotas(start_dovecot: Start) -> None:
    server = start_dovecot(extra="plugin {\n  quota2 = count:Second\n  quota2_rule = *:storage=20M\n}\n")
    assert [one.root for one in look(server).whole.quotas or ()] == ["User quota", "Second"]


def test_folders_with_messages_and_sizes(dovecot: Dovecot) -> None:
    octets = dovecot.deliver(2, "Family/Letters", size=700)
    box = look(dovecot).whole
    folders = {one.name: one for one in box.folders}
    assert folders["Family/Letters"][1:3] == (2, octets)
    assert not folders["Family"].selectable  # a level without mail
    assert folders["Family"][1:3] == (None, None)
    assert (box.folders_listed, box.total_messages, box.total_size) == (3, 2, octets)


def test_folder_by_folder_where_the_server_cannot_tell_all_at_once(start_dovecot: Start) -> None:
    """The same figures, on a server that does not name LIST-STATUS."""
    server = start_dovecot(imap_extra="imap_capability = IMAP4rev1 STATUS=SIZE NAMESPACE QUOTA")
    octets = sum(server.deliver(number, name, size=400) for number, name in enumerate(NAMES, 1))
    heard = look(server)
    assert {one.name: one.messages for one in heard.whole.folders if one.messages} == {
        name: number for number, name in enumerate(NAMES, 1)
    }
    assert heard.whole.total_size == octets
    assert heard.notes == []
    server.sessions_ended()
    assert sum("STATUS" in command for command in server.commands()) == len(NAMES) + 1


def test_sizes_are_fetched_only_where_the_server_does_not_sum_them_up(start_dovecot: Start) -> None:
    server = start_dovecot(imap_extra="imap_capability = IMAP4rev1 NAMESPACE")
    inbox = server.deliver(3, size=500) + server.deliver(1, size=9000)
    other = server.deliver(2, "Old", size=800)
    box = look(server).whole
    assert (box.inbox_size, box.total_size) == (inbox, inbox + other)
    assert box.largest == 9000
    server.sessions_ended()
    server.assert_only_read()
    assert "FETCH 1:4 (RFC822.SIZE)" in server.commands()


def test_too_many_messages_to_fetch_sizes_stay_unknown(start_dovecot: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    from advisor.mailbox import imap_folders

    monkeypatch.setattr(imap_folders, "FETCHED_MOST", 5)
    server = start_dovecot(imap_extra="imap_capability = IMAP4rev1")
    server.deliver(4)
    server.deliver(2, "Old")
    box = look(server).whole
    assert (box.inbox_size is None, box.total_size, box.total_messages) == (False, None, 6)


@pytest.mark.parametrize("name", NAMES)
def test_names_come_out_as_they_were_written(dovecot: Dovecot, name: str) -> None:
    octets = dovecot.deliver(1, name)
    assert _folder(dovecot, name)[1:3] == (1, octets)


def test_special_folders_as_the_server_says(start_dovecot: Start) -> None:
    server = start_dovecot(special_use=True)
    server.folder_named("Sent", "Drafts", "Junk", "Trash", "Archive", "Spam")
    found = {one.name: one.special for one in look(server).whole.folders}
    assert found == {
        "INBOX": "inbox",
        "Sent": "sent",
        "Drafts": "drafts",
        "Junk": "junk",
        "Trash": "trash",
        "Archive": "archive",
        "Spam": "junk",  # by its name: the server says nothing of this one
    }
    assert look(server).whole.uses_told


def test_special_folders_by_usual_names_where_the_server_says_of_none(dovecot: Dovecot) -> None:
    dovecot.folder_named("Sent Items", "Family")
    found = {one.name: one.special for one in look(dovecot).whole.folders}
    assert found == {"INBOX": "inbox", "Sent Items": "sent", "Family": ""}
    assert not look(dovecot).whole.uses_told


def test_hidden_folders_are_those_not_subscribed(dovecot: Dovecot) -> None:
    dovecot.folder_named("Shown", "Lost", "Level/Below")
    dovecot.subscribe("Shown")
    found = {one.name: one.hidden for one in look(dovecot).whole.folders}
    assert found == {"INBOX": False, "Shown": False, "Lost": True, "Level": False, "Level/Below": True}


def test_where_nothing_is_subscribed_nothing_counts_as_hidden(dovecot: Dovecot) -> None:
    dovecot.folder_named("Shown")
    assert {one.hidden for one in look(dovecot).whole.folders} == {None}


def test_folders_of_other_people_are_no_part_of_the_mailbox(start_dovecot: Start) -> None:
    shared = (
        "namespace other {\n  type = public\n  prefix = Team/\n  separator = /\n"
        "  location = maildir:%h/Team\n  list = yes\n  subscriptions = no\n}\n"
    )
    server = start_dovecot(extra=shared)
    server.deliver(1)
    for part in ("cur", "new", "tmp"):
        (server.home / "Team" / ".Plans" / part).mkdir(parents=True)
    server.own()
    box = look(server).whole
    assert not any(one.name.startswith("Team/") for one in box.folders)
    assert box.total_messages == 1


def test_starttls_where_it_is_the_only_way(start_dovecot: Start) -> None:
    server = start_dovecot(plain_ports=True, tls_ports=False)
    server.deliver(1)
    place = place_of(server.ports.imap, "starttls")
    assert meet(place, server.ca_file).tls_version == "TLSv1.3"
    assert look(server, place=place).whole.inbox_messages == 1


def test_each_step_is_said_and_kept(dovecot: Dovecot) -> None:
    dovecot.deliver(1)
    heard = look(dovecot)
    assert heard.said[0] == f"Signing in at localhost:{dovecot.ports.imaps} (IMAP)"
    assert len(set(heard.said)) == len(heard.said) >= 5
    known = [sum(part not in (None, (), 0) for part in box) for box in heard.kept]
    assert known == sorted(known)
    assert heard.kept[-1] == heard.whole


def test_ten_thousand_messages(start_dovecot: Start) -> None:
    import time

    server = start_dovecot(quota=None)
    octets = server.deliver(10_000, flags="S")
    started = time.monotonic()
    box = look(server, seconds=60).whole
    assert (box.inbox_messages, box.inbox_size) == (10_000, octets)
    assert time.monotonic() - started < 30  # about one second; a shared machine may take longer


@pytest.mark.parametrize(("mark", "total"), [("\\All", None), ("\\Flagged", 7), ("\\Archive", 16)])
def test_mail_that_a_folder_shows_once_more_is_not_added_up(
    scripted: Callable[..., ScriptedImap], mark: str, total: int | None
) -> None:
    """Where one folder holds all mail, labels show the same mail in several others as well: the sum is unknown."""
    server = scripted(
        {
            "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" + OK,
            'STATUS "INBOX" (MESSAGES)': b"* STATUS INBOX (MESSAGES 7)\r\n" + OK,
            'STATUS "More" (MESSAGES)': b"* STATUS More (MESSAGES 9)\r\n" + OK,
            "LIST": b'* LIST () "/" INBOX\r\n* LIST (' + mark.encode() + b') "/" More\r\n' + OK,
            "LSUB": OK,
        }
    )
    assert look(server).whole.total_messages == total
