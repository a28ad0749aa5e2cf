"""An inspection as JSON; an answers file at the same time."""

from __future__ import annotations

from typing import Any

from advisor.mailbox.found import ImapMailbox, PopMailbox, Server
from advisor.report.inspection.inspection import MailboxReport, Sign
from advisor.report.page.json_document import cited, head

_SCHEMA = "advisor.inspection/1"


def inspection_document(report: MailboxReport) -> dict[str, Any]:
    """Everything that was learned; nothing in it is secret but what the mailbox is called and holds."""
    found = report.inspection
    return {
        **head(_SCHEMA, report.rule_base), "program_version": report.program_version, "address": found.address,
        "measured_at": report.measured_at or None, "finished": found.finished, "signed_in": found.signed_in,
        "login_unknown": found.login_unknown, "pop_login_sent": found.pop_login_sent,
        "answers": {answer.question: {"value": answer.value, "origin": "measured", "label": answer.label,
                                      "text": answer.text, "evidence": answer.evidence, "rule": answer.rule,
                                      **cited(answer.sources)} for answer in report.answers},
        "signs": [_sign(sign) for sign in report.signs],
        "notes": [{"question": note.about, "label": note.label, **_sign(note)} for note in report.notes],
        "servers": [_server(server) for server in found.servers],
        "denied": [denied._asdict() for denied in found.whereabouts.denied],
        "tried": [place._asdict() for place in found.whereabouts.places],
        "imap": None if found.imap is None else _imap(found.imap),
        "pop": None if found.pop is None else _pop(found.pop),
        "pop_in_use": found.pop_in_use,
        "troubles": [trouble._asdict() for trouble in (*found.whereabouts.troubles, *found.troubles)],
        "command": report.command,
    }


def _sign(sign: Sign) -> dict[str, Any]:
    return {"id": sign.id, "text": sign.text, "sure": sign.sure, "sure_text": sign.sure_text,
            "otherwise": sign.otherwise, **cited(sign.sources)}


def _server(server: Server) -> dict[str, Any]:
    return {**server.place._asdict(), "tls_version": server.tls_version,
            "certificate_until": server.certificate_until, "capabilities": list(server.capabilities),
            "sign_in": list(server.sign_in), "password": server.password}


def _imap(mailbox: ImapMailbox) -> dict[str, Any]:
    return {**mailbox._asdict(), "capabilities": list(mailbox.capabilities),
            "quotas": None if mailbox.quotas is None else [quota._asdict() for quota in mailbox.quotas],
            "folders": [folder._asdict() for folder in mailbox.folders]}


def _pop(mailbox: PopMailbox) -> dict[str, Any]:
    return {**mailbox._asdict(), "capabilities": list(mailbox.capabilities)}
