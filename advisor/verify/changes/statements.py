"""What changes in the safety statements: what must hold in every case, and what must never be lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from advisor.verify.changes.entries import EntryChange

KINDS = ("invariant", "monotone")


class Statements(NamedTuple):
    """Safety statements that are not the same; one that only reads otherwise is the same."""

    removed: tuple[EntryChange, ...]
    changed: tuple[EntryChange, ...]
    """weaker or not: whoever answers for them has to look; also where a tag they name has other members now"""
    added: tuple[EntryChange, ...]


def statement_changes(entries: Iterable[EntryChange]) -> Statements:
    """Those among all the entries; each once, by what changed in itself if anything did."""
    found: dict[tuple[str, str], EntryChange] = {}
    for entry in entries:
        if entry.kind in KINDS and not entry.words_only:
            found.setdefault((entry.kind, entry.id), entry)
    return Statements(*(tuple(entry for entry in found.values() if entry.change == change)
                        for change in ("removed", "changed", "added")))
