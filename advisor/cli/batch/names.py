"""What the names of a batch's files say of what they hold."""

from __future__ import annotations

import zlib
from pathlib import Path

from advisor.rulebase.problem import Problem

ENDINGS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_PACKED = ".gz"


def kind_of(name: str) -> str | None:
    """What the ending of a file's name says that it holds."""
    return ENDINGS.get(_ending(name))


def is_packed(path: Path) -> bool:
    """Whether its name says that it is gzip."""
    return path.suffix.lower() == _PACKED


def unknown_ending(name: str, where: str, more: str = "") -> list[Problem]:
    """A fault where the name ends like a format that is not written: a spreadsheet would not open it."""
    ending = _ending(name)
    if not ending or ending in ENDINGS:
        return []
    return [Problem("unknown-ending", f"No file of the kind {ending[:40]!r} can be written.", where=where,
                    fix=f"Name it .csv or .jsonl, also with {_PACKED}{more}.")]


def pack(data: bytes) -> bytes:
    """A gzip member of its own: members on end are one gzip file (RFC 1952 section 2.2)."""
    packer = zlib.compressobj(wbits=31)
    return packer.compress(data) + packer.flush()


def _ending(name: str) -> str:
    suffixes = [suffix.lower() for suffix in Path(name).suffixes if suffix.lower() != _PACKED]
    return suffixes[-1] if suffixes else ""
