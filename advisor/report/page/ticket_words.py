"""What all tickets say in the same way."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.report.page.clean import clean
from advisor.report.page.facts import Citation, Disagreed, Given, Word
from advisor.report.page.glossary import words_among
from advisor.report.page.phrases import answer_line, disagreement

CAREFUL = ("If a step does not work as described, or if you are not sure of it, please stop there and write to us "
           "before you go on.")


def given(answers: Iterable[Given]) -> str:
    """The answers by their ids, each with where it came from."""
    return "; ".join(answer_line(answer) for answer in answers if answer.value is not None) or "none"


def differing(disagreements: Iterable[Disagreed]) -> str:
    """Where two sources said different things; empty where none did."""
    return " ".join(map(disagreement, disagreements))


def claims_of(citations: Iterable[Citation]) -> str:
    """The marks of what is cited, each once; `field` stands for experience without a document."""
    return ", ".join(dict.fromkeys(citation.mark for citation in citations)) or "none"


def explained(texts: Iterable[str], words: Iterable[Word]) -> list[str]:
    """What those of `words` mean that stand in the texts, with a heading; nothing where none does."""
    found = [f"- {word.text}" for word in words_among(texts, words)]
    return ["", "What the words mean:", *found] if found else []


def closing(signature: str) -> list[str]:
    """The end of a letter."""
    return ["Kind regards", *(line.rstrip() for line in signature.splitlines())]


def clean_lines(lines: Iterable[str]) -> str:
    """The lines as text in which nothing steers anything."""
    return "".join(f"{clean(part)}\n" for line in lines for part in line.split("\n"))
