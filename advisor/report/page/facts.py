"""What several reports tell in the same way: sources, answers, set-up items, actions, warnings, terms.

All texts are final words for a person, free of markup and control codes; ids are the rule base's own.
"""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Mapping
from typing import Literal, NamedTuple

from advisor.rulebase.model import Level


class Citation(NamedTuple):
    """A source, with enough of it to be checked: `mark` is short (D4.11, RFC 1939 section 8, field)."""

    mark: str
    kind: Literal["claim", "rfc", "field"]
    text: str
    """the claim's wording, or the reason why field knowledge is used; empty for an RFC"""
    document: str
    """title, publisher and date of the document; empty if there is none"""
    doubt: str
    """how the text respects the doubt on the claim; empty if there is none"""


class RuleBaseId(NamedTuple):
    """Which rules were asked."""

    name: str
    version: str
    sha256: str


class Given(NamedTuple):
    """One question with the answer it has in this case (None: not answered at all)."""

    question: str
    label: str
    value: str | None
    text: str
    """the answer in the words of the list"""
    phrase: str
    """completes "You said:"; empty while open"""
    origin: str | None

    @property
    def is_open(self) -> bool:
        """Whether any value may be the true one."""
        return not self.phrase


class Disagreed(NamedTuple):
    """Two origins said different things of one question."""

    question: str
    label: str
    kept: str
    kept_origin: str
    dropped: str
    dropped_origin: str


class Item(NamedTuple):
    """A set-up item in the form that this case needs."""

    id: str
    form: str
    name: str
    params: Mapping[str, str | int]
    text: str
    sources: tuple[Citation, ...]


class Action(NamedTuple):
    """Something to do now."""

    id: str
    level: Level
    text: str
    sources: tuple[Citation, ...]


class Caution(NamedTuple):
    """A risk, and what averts it."""

    id: str
    text: str
    avert: str
    sources: tuple[Citation, ...]


class Word(NamedTuple):
    """A term that a reader may stumble over, explained."""

    id: str
    term: str
    text: str
    sources: tuple[Citation, ...]
