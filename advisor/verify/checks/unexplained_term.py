"""unexplained-term: a technical term in a text that the glossary does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.programs import Fact
from advisor.verify.bench import Bench
from advisor.verify.checks.long_wording import texts_of
from advisor.verify.finding import Finding, Result, counted, result

CODE = "unexplained-term"

ABBREVIATION = re.compile(r"\b(?=[A-Za-z0-9]*[A-Z][A-Za-z0-9]*[A-Z])[A-Za-z][A-Za-z0-9]+\b")
"""A word with two capitals or more: whoever has not met it cannot guess it."""


def check(bench: Bench) -> Result:
    """Every abbreviation, and every word that the rule base lists as technical, in every text a person reads."""
    base = bench.base
    known = _explained(base)
    listed = [(word, re.compile(rf"\b{re.escape(word)}(?:s|es)?\b", re.IGNORECASE)) for word in base.technical_terms]
    first: dict[str, tuple[str, Position]] = {}
    looked_at = 0
    for text, whose, at in _texts(base):
        looked_at += 1
        found = {word for word, pattern in listed if pattern.search(text)}
        found |= {word for word in ABBREVIATION.findall(text) if word.lower() not in found}
        for word in found:
            if not {word.lower(), word.lower().removesuffix("s")} & known:
                first.setdefault(word, (whose, at))
    findings = [Finding(CODE, "warning", f"{word!r} is used ({whose}), but the glossary does not explain it.", at,
                        "Add it to glossary.yaml, or use a plainer word.")
                for word, (whose, at) in first.items()]
    entries = counted(len(base.terms), "glossary entry", "glossary entries")
    return result(CODE, f"{counted(looked_at, 'text')}, {entries}", findings)


def _explained(base: RuleBase) -> set[str]:
    """The terms of the glossary, and the words they are made of: 'mail server' explains 'server' as well."""
    terms = [term.term.lower() for term in base.terms.values()]
    return {*terms, *(word for term in terms for word in re.findall(r"[a-z0-9]+", term))}


def _texts(base: RuleBase) -> Iterator[tuple[str, str, Position]]:
    for _, text, whose, at in texts_of(base):
        yield text, whose, at
    for row in base.rows.values():
        for text in (row.about, *row.cells.values(), row.note):
            yield text, f"Comparison row {row.id!r}", row.at
    for term in base.terms.values():
        yield term.text, f"Glossary entry {term.id!r}", term.at
    yield base.default.text, "The text of the default", base.default.sources[0].at
    for question in base.questions.values():
        if question.when_open is not None:
            yield question.when_open.proviso, f"The proviso of question {question.id!r}", question.at
    for form in base.forms.values():
        yield form.name, f"The name of set-up item {form.item!r}", form.at
    for client in base.clients.values():
        for place in client.items.values():
            for fact in (place.where, place.do, place.default):
                yield _said(fact), f"{place.target!r} of mail program {client.id!r}", place.at
        for note in client.traps:
            yield _said(note.fact), f"A trap of mail program {client.id!r}", note.at
    for provider in base.providers.values():
        for server in provider.servers.values():
            for fact in (server.security, server.sign_in, server.enable_first):
                yield (_said(fact).replace(provider.name, ""),
                       f"Server for {server.option!r} of provider {provider.id!r}", server.at)
        if provider.not_on is not None:
            yield (provider.not_on.text.replace(provider.name, ""), f"not_on of provider {provider.id!r}",
                   provider.not_on.at)
        for note in (*provider.notes, *((provider.room,) if provider.room else ())):
            yield _said(note.fact).replace(provider.name, ""), f"A note of provider {provider.id!r}", note.at
        for text in provider.ask:
            yield text, f"What to ask provider {provider.id!r}", provider.at


def _said(fact: Fact) -> str:
    """The text of a fact, without what stands in a program's own words: names between quotation marks."""
    return re.sub(r'"[^"]*"', "", f"{fact.text} {fact.look_for}").strip()
