"""The sentences of an inspection, whatever they are written in."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.mailbox.found import Denied, Folder, ImapMailbox, PopMailbox, Server, Trouble
from advisor.report.inspection.inspection import MailboxReport, count_words, size_words
from advisor.report.page.phrases import listed

_MOST_FOLDERS = 30
"""Folders that are listed; the largest come first, and the rest is counted."""
_SECURITY = {"tls": "TLS from the first byte", "starttls": "TLS after STARTTLS"}
_NOTHING_CHANGED = "Nothing in the mailbox was changed."
_POP_LOGIN = ("Nothing in the mailbox was changed, save that the messages are no longer marked as newly arrived: "
              "signing in by {pop} does that.")

_POP_LOGIN_SENT = ("Nothing in the mailbox was changed, save that messages may no longer be marked as newly arrived: a "
                   "login by {pop} was sent, and does that where it succeeds.")
_EXPECTED = frozenset({"unknown-host", "no-settings-file", "web-status", "refused", "closed"})
"""What most domains have not: of no interest once a server was found in another way."""
GOOD_TO_KNOW = "Good to know for questions that stay open"
MAIL_IS_MISSING = "Is mail missing? This looks for the cause:"


def headline(report: MailboxReport) -> str:
    """What was learned, in a line."""
    count = len(report.answers)
    said = {0: "The mailbox answers no question for you", 1: "The mailbox answers 1 question for you"}.get(
        count, f"The mailbox answers {count} questions for you")
    return said + ("." if report.inspection.finished else " so far; the inspection was not finished.")


def harm(report: MailboxReport) -> str:
    """What the inspection did to the mailbox."""
    found = report.inspection
    if not found.signed_in and not found.login_unknown:
        return "Nobody signed in, so only what the servers tell everybody is known."
    pop = report.names.get("pop", "POP3")
    if found.pop is not None:
        return _POP_LOGIN.format(pop=pop)
    changed = _POP_LOGIN_SENT.format(pop=pop) if found.pop_login_sent else _NOTHING_CHANGED
    return changed if found.signed_in else f"Whether the login succeeded is not known. {changed}"


def server_facts(server: Server) -> Iterator[tuple[str, str]]:
    """Label and text for each thing that is known of a server; host and port are to be copied."""
    place = server.place
    yield "Server", place.host
    yield "Port", str(place.port)
    yield "Security", f"{_SECURITY[place.security]} ({server.tls_version})"
    if server.certificate_until:
        yield "Certificate", f"verified, valid until {server.certificate_until}"
    yield "Sign-in", _sign_in(server)
    yield "Found by", place.said_by


def _sign_in(server: Server) -> str:
    if server.password is False:
        return "only through a window of the provider in a browser (OAuth2)"
    ways = listed(server.sign_in) or "not told"
    return f"with a password ({ways})" if server.password else ways


def side_by_side(report: MailboxReport) -> list[tuple[str, str, str]]:
    """Rows of what both protocols say: label, IMAP, POP3; empty where neither was read."""
    imap, pop = report.inspection.imap, report.inspection.pop
    if imap is None and pop is None:
        return []
    return [("Messages", _of(imap, "total_messages"), _of(pop, "messages")),
            ("Size", _size(imap, "total_size"), _size(pop, "size")),
            ("In the Inbox", _of(imap, "inbox_messages"), _of(pop, "messages")),
            ("Folders", count_words(imap.folders_listed or None) if imap else "not read", "the Inbox only" if pop else
             "not read")]


def _of(mailbox: ImapMailbox | PopMailbox | None, name: str) -> str:
    return "not read" if mailbox is None else count_words(getattr(mailbox, name))


def _size(mailbox: ImapMailbox | PopMailbox | None, name: str) -> str:
    return "not read" if mailbox is None else size_words(getattr(mailbox, name))


def room(report: MailboxReport) -> str:
    """Room on the server, in a sentence."""
    imap = report.inspection.imap
    if imap is None or (imap.quotas is None and not report.inspection.finished):  # perhaps nobody asked
        return ""
    told = [f"About {size_words(quota.used)} of {size_words(quota.limit)} are used." for quota in imap.quotas or ()
            if quota.limit is not None]
    told += [f"{count_words(quota.messages_used)} of {count_words(quota.messages_limit)} messages are used."
             for quota in imap.quotas or () if quota.messages_limit is not None]
    return " ".join(told) or ("The server does not say how much room there is. That does not mean that there is no "
                              "limit.")


def both_ways(report: MailboxReport) -> str:
    """The heading over what the mailbox holds."""
    both = report.inspection.imap is not None and report.inspection.pop is not None
    return "The mailbox, seen both ways" if both else "The mailbox"


def denied_by(denied: Denied) -> str:
    """Who says that a protocol is not offered."""
    return denied.said_by + ("" if denied.proven else ", which nothing proves")


def troubles(report: MailboxReport, *, brief: bool = False) -> tuple[Trouble, ...]:
    """What is worth saying of what could not be learned; when brief, without the ways on which servers were not found.

    What happened at the servers themselves, such as a refused password, is always told.
    """
    found = report.inspection
    on_the_way = [trouble for trouble in found.whereabouts.troubles
                  if not found.servers or (trouble.code not in _EXPECTED and not (brief and report.answers))]
    return tuple(dict.fromkeys((*on_the_way, *found.troubles)))


def pop_facts(mailbox: PopMailbox) -> Iterator[tuple[str, str]]:
    """What else it says over POP3."""
    yield "Lasting ids", {True: "yes", False: "no", None: "not told"}[mailbox.ids]
    days = mailbox.expire
    yield "Keeps mail", ("not told" if days is None else "for ever" if days == "never" else f"at least {days} days")
    delay = mailbox.login_delay
    yield "Time between logins", "not told" if delay is None else f"at least {delay} seconds"


def folders(report: MailboxReport) -> tuple[list[Folder], int]:
    """The folders to list, the largest first, and how many are left out."""
    imap = report.inspection.imap
    if imap is None:
        return [], 0
    ranked = sorted(imap.folders, key=lambda folder: (-(folder.size or 0), -(folder.messages or 0), folder.name))
    shown = ranked[:_MOST_FOLDERS]
    return shown, imap.folders_listed - len(shown)


def folder_words(folder: Folder) -> str:
    """What is known of a folder, without its name."""
    if not folder.selectable:
        return "holds folders only"
    parts = [f"{count_words(folder.messages)} message{'' if folder.messages == 1 else 's'}", size_words(folder.size)]
    parts += [folder.special] if folder.special else []
    parts += ["hidden in programs that show subscribed folders only"] if folder.hidden else []
    return ", ".join(parts)
