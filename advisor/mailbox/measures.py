"""The figures of an inspection that the rules speak of (advisor/rulebase/measures.json says what each is).

Only what is known is there: nothing is taken for nought, and a list that was cut short counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.mailbox.found import Folder, ImapMailbox, Inspection, PopMailbox, Protocol, Quota

LARGEST = 2 ** 60
"""A limit of so many bytes (1 EiB) or messages is none: servers write such figures where they mean "no limit"."""
INBOX = "inbox"
_SEVERAL_TIMES = ("all", "flagged", "important")
"""Folders that show messages of other folders again (RFC 6154 section 2, RFC 8457 section 3)."""


def measures(inspection: Inspection) -> Mapping[str, int | bool]:
    """What is known, by measure; nothing for what is not."""
    found: dict[str, int | bool | None] = {
        "imap_offered": _offered(inspection, "imap"), "pop_offered": _offered(inspection, "pop"),
        "imap_denied_unproven": _denied_unproven(inspection, "imap"),
        "pop_denied_unproven": _denied_unproven(inspection, "pop")}
    if inspection.imap is not None:
        found |= _quota(inspection.imap.quotas or ()) | _imap(inspection.imap)
    # Where POP3 was read, nobody else had it open; that proves nothing about other times (RFC 1939 section 4).
    found["pop_in_use"] = True if inspection.pop_in_use else False if inspection.pop is not None else None
    if inspection.pop is not None:
        found |= _pop(inspection.pop)
    if inspection.imap is not None and inspection.pop is not None:
        found["messages_beyond_pop"] = _difference(inspection.imap.inbox_messages, inspection.pop.messages)
    return {name: figure for name, figure in found.items() if figure is not None}


def _offered(inspection: Inspection, protocol: Protocol) -> bool | None:
    # A server of a usual name may be of a web host: it counts once it let the person in.
    let_in = (inspection.imap if protocol == "imap" else inspection.pop) is not None
    if any(server.place.protocol == protocol and (let_in or not server.place.guessed) for server in inspection.servers):
        return True
    denied = [denied for denied in inspection.whereabouts.denied if denied.protocol == protocol]
    return False if any(one.proven for one in denied) else None


def _denied_unproven(inspection: Inspection, protocol: Protocol) -> bool | None:
    """Whether DNS alone says that it is not offered: whoever can forge DNS can say so (RFC 6186 section 6)."""
    denied = [denied for denied in inspection.whereabouts.denied if denied.protocol == protocol]
    alone = bool(denied) and not any(one.proven for one in denied)
    return True if alone and _offered(inspection, protocol) is None else None


def _quota(quotas: Iterable[Quota]) -> dict[str, int | bool | None]:
    """The limit that is nearest; storage is told in figures where that is it."""
    nearest: dict[str, int | bool | None] = {}
    percent = -1
    for quota in quotas:
        storage = _percent(quota.used, quota.limit)
        if storage is not None and storage > percent:
            percent = storage
            nearest = {"quota_percent": storage, "quota_used": quota.used, "quota_limit": quota.limit}
        messages = _percent(quota.messages_used, quota.messages_limit)
        if messages is not None and messages > percent:
            percent = messages
            nearest = {"quota_percent": messages}
    return nearest


def _percent(used: int | None, limit: int | None) -> int | None:
    """Whole percent, rounded down; None where there is no limit that can be one."""
    if used is None or limit is None or used < 0 or not 0 < limit < LARGEST:
        return None
    return used * 100 // limit


def _imap(mailbox: ImapMailbox) -> dict[str, int | bool | None]:
    came = _difference(mailbox.inbox_uid_next, mailbox.inbox_messages)
    whole = mailbox.folders_listed == len(mailbox.folders)
    folders = [folder for folder in mailbox.folders if folder.selectable]
    own = [folder for folder in folders if not folder.special and folder.name.lower() != INBOX]
    # Where the server says of no folder what it is for, a name in any language may be that of Sent or Trash.
    told = mailbox.uses_told
    with_mail = _with_mail(own) if whole and told else None
    some = told and any(folder.messages for folder in own)
    hidden = [folder for folder in folders if folder.hidden]
    known = whole and all(folder.hidden is not None for folder in folders)
    return {
        "inbox_messages": _figure(mailbox.inbox_messages), "inbox_size": _figure(mailbox.inbox_size),
        # UIDNEXT is one more than the last number that was given out, or than that (RFC 9051 section 2.3.1.1).
        "inbox_last_number": mailbox.inbox_uid_next - 1 if mailbox.inbox_uid_next else None,
        "inbox_came_and_left": None if not came else came - 1,
        "total_messages": _all_messages(mailbox), "total_size": _figure(mailbox.total_size),
        "mail_in_own_folders": True if some else None if with_mail is None else False,
        "own_folders_with_mail": with_mail,
        "hidden_folders_with_mail": _with_mail(hidden) if known else None}


def _with_mail(folders: Iterable[Folder]) -> int | None:
    """How many hold mail; None where one of them did not say."""
    counts = [folder.messages for folder in folders]
    return None if any(count is None for count in counts) else sum(1 for count in counts if count)


def _all_messages(mailbox: ImapMailbox) -> int | None:
    twice = any(folder.special in _SEVERAL_TIMES for folder in mailbox.folders)
    return None if twice else _figure(mailbox.total_messages)


def _pop(mailbox: PopMailbox) -> dict[str, int | bool | None]:
    expire = mailbox.expire
    days = int(expire) if expire is not None and expire.isascii() and expire.isdecimal() and len(expire) < 7 else None
    return {"pop_messages": _figure(mailbox.messages), "pop_size": _figure(mailbox.size), "pop_ids": mailbox.ids,
            "pop_expire_days": days, "pop_keeps_for_ever": True if expire == "never" else None,
            "pop_login_delay": _figure(mailbox.login_delay)}


def _figure(figure: int | None) -> int | None:
    return figure if figure is not None and figure >= 0 else None


def _difference(more: int | None, less: int | None) -> int | None:
    return more - less if more is not None and less is not None and more >= less >= 0 else None
