"""Where statements come from: claims of documents, RFCs, knowledge of the field."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from typing import Literal, NamedTuple

from advisor.rulebase.position import Position


class Source(NamedTuple):
    """Where a statement comes from: a claim, an RFC, or field knowledge with its reason.

    `doubt` says how the text respects the doubt that hangs on the claim, if one does.
    """

    kind: Literal["claim", "rfc", "field"]
    text: str
    doubt: str
    at: Position


class Document(NamedTuple):
    """A source document."""

    id: str
    title: str
    publisher: str
    date: str


class Claim(NamedTuple):
    """One statement of a source document, in our words."""

    id: str
    kind: str
    about: str
    claim: str
    doubt: str
    at: Position
