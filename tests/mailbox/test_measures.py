"""What an inspection is in figures: only what is known."""

from __future__ import annotations

import pytest

from advisor.mailbox.found import (
    Denied,
    Folder,
    ImapMailbox,
    Inspection,
    Place,
    PopMailbox,
    Protocol,
    Quota,
    Server,
    Whereabouts,
)
from advisor.mailbox.measures import measures
from advisor.rulebase.read_measurements import every_measure


def folder(name: str, messages: int | None = 1, special: str = "", hidden: bool | None = False) -> Folder:
    return Folder(name, messages, 100, special, hidden, selectable=True)


def imap(*folders: Folder, quotas: tuple[Quota, ...] | None = None, listed: int | None = None,
         messages: int | None = 5, uid_next: int | None = 106, total: int | None = 9,
         uses_told: bool = True) -> ImapMailbox:
    count = len(folders) if listed is None else listed
    return ImapMailbox((), quotas, folders, count, messages, 500, uid_next, 1, total, 900, None, uses_told)


def pop(messages: int | None = 5, expire: str | None = None, ids: bool | None = True) -> PopMailbox:
    return PopMailbox((), messages, 500, None, ids, expire, 900)


def server(protocol: Protocol) -> Server:
    return Server(Place(protocol, "h.test", 1, "tls", "x"), "TLSv1.3", "2031-01-01", (), (), None)


def of(**parts: object) -> dict[str, int | bool]:
    return dict(measures(Inspection("mary@example.test", **{"whereabouts": Whereabouts(), **parts})))  # type: ignore[arg-type]


def test_nothing_is_known_of_nothing() -> None:
    assert of() == {}


def test_every_figure_has_its_words_and_the_other_way_round() -> None:
    found: set[str] = set()
    quotas = (Quota("a", 900, 1000),)
    for parts in ({"servers": (server("imap"), server("pop"))},
                  {"imap": imap(folder("Work"), quotas=quotas), "pop": pop(expire="never")}, {"pop": pop(expire="7")},
                  {"whereabouts": Whereabouts(denied=(Denied("imap", "srv"), Denied("pop", "srv")))}):
        found |= of(**parts).keys()
    assert found == every_measure().keys()


def test_a_yes_or_no_is_one_and_a_figure_is_none() -> None:
    found = of(servers=(server("imap"),), imap=imap(folder("Work"), quotas=(Quota("a", 9, 10),)), pop=pop(expire="0"))
    for name, figure in found.items():
        assert isinstance(figure, bool) == (every_measure()[name].kind == "yes-no"), name


def test_offered_needs_a_server_and_not_offered_somebody_who_says_so() -> None:
    denied = Whereabouts(denied=(Denied("pop", "the rules", proven=True), Denied("imap", "the rules", proven=True)))
    found = of(servers=(server("imap"),), whereabouts=denied)
    assert (found["imap_offered"], found["pop_offered"]) == (True, False)
    tried = Whereabouts(places=(Place("pop", "h.test", 995, "tls", "x"),))  # it was tried, and did not answer
    assert "pop_offered" not in of(servers=(server("imap"),), whereabouts=tried)


def test_a_server_of_a_usual_name_counts_once_it_let_the_person_in() -> None:
    guessed = server("imap")._replace(place=server("imap").place._replace(guessed=True))
    assert "imap_offered" not in of(servers=(guessed,))
    assert "imap_offered" not in of(servers=(guessed,), pop=pop())
    assert of(servers=(guessed,), imap=imap())["imap_offered"] is True


def test_dns_alone_denies_nothing() -> None:
    denied = Whereabouts(denied=(Denied("pop", "srv"),))
    found = of(servers=(server("imap"),), whereabouts=denied)
    assert found == {"imap_offered": True, "pop_denied_unproven": True}
    assert "pop_denied_unproven" not in of(servers=(server("pop"),), whereabouts=denied)  # it answers all the same
    both = Whereabouts(denied=(Denied("pop", "srv"), Denied("pop", "the rules", proven=True)))
    assert of(whereabouts=both) == {"pop_offered": False}


@pytest.mark.parametrize(("used", "limit", "percent"), [
    (899, 1000, 89), (900, 1000, 90), (1100, 1000, 110), (0, 1000, 0), (5, 0, None), (5, -1, None), (-5, 10, None),
    (5, 2 ** 63 - 1, None), (None, 10, None), (5, None, None)])
def test_quota(used: int | None, limit: int | None, percent: int | None) -> None:
    found = of(imap=imap(quotas=(Quota("a", used, limit),)))
    assert found.get("quota_percent") == percent
    assert ("quota_used" in found) == ("quota_limit" in found) == (percent is not None)


def test_the_nearest_limit_counts() -> None:
    several = (Quota("a", 10, 100), Quota("b", 50, 100), Quota("c", 3, 100))
    assert of(imap=imap(quotas=several))["quota_used"] == 50
    by_number = of(imap=imap(quotas=(Quota("a", 10, 100, 95, 100),)))
    assert by_number["quota_percent"] == 95
    assert "quota_used" not in by_number
    assert "quota_percent" not in of(imap=imap(quotas=None))
    assert "quota_percent" not in of(imap=imap(quotas=()))


@pytest.mark.parametrize(("uid_next", "messages", "came"), [
    (106, 5, 100), (6, 5, 0), (5, 5, None), (1, 5, None), (None, 5, None), (5, None, None), (1, 0, 0)])
def test_what_came_and_left(uid_next: int | None, messages: int | None, came: int | None) -> None:
    found = of(imap=imap(uid_next=uid_next, messages=messages))
    assert found.get("inbox_came_and_left") == came
    assert found.get("inbox_last_number") == (None if uid_next is None else uid_next - 1)


def test_folders() -> None:
    found = of(imap=imap(folder("INBOX", 5, "inbox"), folder("Inbox", 5), folder("Sent", 7, "sent"), folder("Work", 3),
                         folder("Empty", 0), folder("Old", 2, hidden=True), folder("Bin", 0, hidden=True)))
    assert (found["own_folders_with_mail"], found["mail_in_own_folders"]) == (2, True)
    assert found["hidden_folders_with_mail"] == 1


def test_no_own_folder_with_mail() -> None:
    found = of(imap=imap(folder("INBOX", 5, "inbox"), folder("Sent", 7, "sent"), folder("Empty", 0)))
    assert (found["own_folders_with_mail"], found["mail_in_own_folders"]) == (0, False)


def test_where_the_server_names_no_special_folder_none_is_ones_own() -> None:
    named = (folder("INBOX", 5, "inbox"), folder("Verzonden berichten", 7), folder("Work", 3))
    assert not {"own_folders_with_mail", "mail_in_own_folders"} & of(imap=imap(*named, uses_told=False)).keys()
    assert of(imap=imap(*named))["own_folders_with_mail"] == 2


def test_a_list_that_was_cut_short_counts_nothing() -> None:
    found = of(imap=imap(folder("Work", 3), listed=900))
    assert "own_folders_with_mail" not in found
    assert found["mail_in_own_folders"] is True
    assert "mail_in_own_folders" not in of(imap=imap(folder("Work", 0), listed=900))
    assert "hidden_folders_with_mail" not in found
    assert "own_folders_with_mail" not in of(imap=imap(folder("Work", 3), folder("Play", None)))
    assert "hidden_folders_with_mail" not in of(imap=imap(folder("Work", 3, hidden=None)))


def test_beyond_pop_compares_the_inbox_and_nothing_else() -> None:
    assert of(imap=imap(messages=9, total=9), pop=pop(5))["messages_beyond_pop"] == 4
    assert of(imap=imap(messages=5, total=900), pop=pop(5))["messages_beyond_pop"] == 0
    assert "messages_beyond_pop" not in of(imap=imap(messages=4), pop=pop(5))
    assert "messages_beyond_pop" not in of(imap=imap(messages=None), pop=pop(5))
    assert "messages_beyond_pop" not in of(imap=imap(messages=9), pop=pop(None))


@pytest.mark.parametrize("special", ["all", "flagged", "important"])
def test_a_message_that_shows_twice_is_not_counted_twice(special: str) -> None:
    assert "total_messages" not in of(imap=imap(folder("Some", 9, special), folder("Work", 4), total=13))


@pytest.mark.parametrize(("expire", "days", "ever"), [
    ("0", 0, None), ("31", 31, None), ("never", None, True), (None, None, None), ("-1", None, None),
    ("9" * 9, None, None)])
def test_expire(expire: str | None, days: int | None, ever: bool | None) -> None:
    found = of(pop=pop(expire=expire))
    assert (found.get("pop_expire_days"), found.get("pop_keeps_for_ever")) == (days, ever)


def test_in_use() -> None:
    assert of(pop_in_use=True)["pop_in_use"] is True
    assert of(pop=pop())["pop_in_use"] is False
    assert "pop_in_use" not in of(imap=imap())
