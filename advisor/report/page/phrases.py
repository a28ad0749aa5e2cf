"""The small words that sentences are made of: counts, lists, origins, versions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from advisor.report.page.facts import Disagreed, Given, RuleBaseId

_ORIGINS = {"provider": "what is known of your provider", "file": "a file", "measured": "measured", "flag": "a flag",
            "asked": "asked"}


def points(count: int) -> str:
    """`1 point`, `2 points`."""
    return number_of(count, "point")


def number_of(count: int, word: str) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def sentence(text: str) -> str:
    """A list entry as a sentence among others."""
    return f"{text[:1].upper()}{text[1:]}{'' if text[-1:] in '.!?:)]' else '.'}"


def origin(name: str | None) -> str:
    """Where an answer came from, in words."""
    return _ORIGINS.get(name or "", name or "")


class Versioned(Protocol):
    """A recommendation or a comparison: it knows what it was made with."""

    @property
    def program_version(self) -> str:
        """The version of the program."""

    @property
    def rule_base(self) -> RuleBaseId:
        """The rules."""


def versions(told: Versioned, digits: int = 64) -> str:
    """Which rules and which program gave a report; `digits` of the rules' SHA-256."""
    rules = told.rule_base
    return f"Rules {rules.name} {rules.version} ({rules.sha256[:digits]}), program {told.program_version}"


def disagreement(found: Disagreed) -> str:
    """Two origins, which of them was believed, and what the other said."""
    return (f"On {found.label}, two sources differ: \"{found.kept}\" ({origin(found.kept_origin)}) was used, "
            f"\"{found.dropped}\" ({origin(found.dropped_origin)}) was not.")


def answer_line(given: Given) -> str:
    """An answer by its ids, and where it came from: `devices: several (flag)`."""
    return f"{given.question}: {given.value} ({given.origin})"


def fill(text: str, params: Mapping[str, str | int]) -> str:
    """`text` with each {name} replaced from `params`; nothing else in it has a meaning."""
    return re.sub(r"\{([a-z_]+)\}", lambda match: str(params.get(match[1], match[0])), text)
