"""The quota of the Inbox: how much room there is, where the server says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.mailbox.found import Quota
from advisor.mailbox.imap_lines import FIGURE_MOST, figure

if TYPE_CHECKING:
    from advisor.mailbox.imap_wire import Session

_STORAGE_UNIT = 1024
"""Bytes of one unit of STORAGE (RFC 9208 section 5.1)."""
_ROOTS_MOST = 20
_NAME_MOST = 200
"""Letters of a root's name that are kept."""


def quotas(session: Session) -> tuple[Quota, ...] | None:
    """GETQUOTAROOT INBOX. None where nothing can be read from the answer: unknown, never "no limit".

    IMAPClient raises whatever comes up on an answer that it does not expect, an IndexError for one without a quota.
    A refusal of the server passes through, as does the end of the connection.
    """
    from imapclient.exceptions import ProtocolError

    try:
        _, found = session.get_quota_root("INBOX")
        return collected([(one.quota_root, one.resource, one.usage, one.limit) for one in found])
    except (ProtocolError, IndexError, ValueError, TypeError, AttributeError):
        return None


def collected(found: list[tuple[object, object, object, object]]) -> tuple[Quota, ...] | None:
    """One Quota for each root, from (root, resource, used, limit). What is no figure is None; nothing left is None."""
    roots: dict[str, Quota] = {}
    for root, resource, usage, limit in found:
        name = str(root)[:_NAME_MOST]
        if name not in roots and len(roots) == _ROOTS_MOST:
            continue
        known = roots.get(name, Quota(name, None, None))
        kind = str(resource).upper()
        if kind == "STORAGE":
            known = known._replace(used=_bytes(usage), limit=_limit(_bytes(limit)))
        elif kind == "MESSAGE":
            known = known._replace(messages_used=figure(usage), messages_limit=_limit(figure(limit)))
        roots[name] = known
    return tuple(one for one in roots.values() if any(part is not None for part in one[1:])) or None


def _bytes(units: object) -> int | None:
    known = figure(units)
    return None if known is None or known > FIGURE_MOST // _STORAGE_UNIT else known * _STORAGE_UNIT


def _limit(known: int | None) -> int | None:
    """A limit of 0 forbids all mail, but servers also send it for "no limit": so it says nothing."""
    return known or None
