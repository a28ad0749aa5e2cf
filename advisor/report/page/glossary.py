"""The glossary: which of its terms a reader meets, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor.report.page.citations import citations_of
from advisor.report.page.facts import Word
from advisor.rulebase.model import RuleBase


def words_of(base: RuleBase) -> tuple[Word, ...]:
    """Every term of the glossary."""
    return tuple(Word(term.id, term.term, term.text, citations_of(base, term.sources)) for term in base.terms.values())


def words_among(texts: Iterable[str], words: Iterable[Word]) -> tuple[Word, ...]:
    """Those of `words` whose term stands in the texts, as a whole word, in capitals or not."""
    text = _squeezed(" . ".join(texts))
    return tuple(word for word in words if _squeezed(word.term) in text)


def _squeezed(text: str) -> str:
    """The words of `text` in lower case, each between blanks; the end of a text is a word of its own."""
    return " " + " ".join(re.findall(r"[\w-]+|[.]", text.lower())) + " "
