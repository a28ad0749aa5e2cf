"""The options side by side: what `advisor compare` tells, decided once and told in several ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from advisor import __version__
from advisor.report.page.citations import citations_of
from advisor.report.page.facts import Citation, RuleBaseId, Word
from advisor.report.page.glossary import words_of
from advisor.report.page.json_document import cited, rule_base_document, terms_document
from advisor.rulebase.model import RuleBase

_COMPARISON = "advisor.comparison/1"


class Compared(NamedTuple):
    """One of the options."""

    id: str
    name: str
    explain: str


class ComparisonRow(NamedTuple):
    """One thing in which the options differ."""

    id: str
    about: str
    cells: tuple[str, ...]
    """what holds for each option, in the order of the options"""
    note: str
    """what is doubtful or often misunderstood; empty if nothing is"""
    sources: tuple[Citation, ...]


class Comparison(NamedTuple):
    """Options and rows in the order of the rule base."""

    title: str
    rule_base: RuleBaseId
    program_version: str
    options: tuple[Compared, ...]
    rows: tuple[ComparisonRow, ...]
    terms: tuple[Word, ...]

    def cited(self) -> Iterator[Citation]:
        """Everything that the comparison cites, in the order of the report."""
        for part in (self.rows, self.terms):
            for entry in part:
                yield from entry.sources


def comparison_of(base: RuleBase) -> Comparison:
    """The comparison that `base` holds."""
    return Comparison(
        base.title, RuleBaseId(base.name, base.version, base.sha256), __version__,
        tuple(Compared(option.id, option.name, option.explain) for option in base.options.values()),
        tuple(ComparisonRow(row.id, row.about, _cells(base, row.cells), row.note, citations_of(base, row.sources))
              for row in base.rows.values()), words_of(base))


def _cells(base: RuleBase, cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cells.get(option, "") for option in base.options)


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """What `--format json` gives; `note` is null where there is none."""
    names = [option.id for option in comparison.options]
    return {
        "schema": _COMPARISON,
        "title": comparison.title,
        "program_version": comparison.program_version,
        "rule_base": rule_base_document(comparison.rule_base),
        "options": [{"protocol": option.id, "name": option.name, "explain": option.explain}
                    for option in comparison.options],
        "rows": [{"id": row.id, "about": row.about, "cells": dict(zip(names, row.cells, strict=True)),
                  "note": row.note or None, **cited(row.sources)} for row in comparison.rows],
        "terms": terms_document(comparison.terms),
    }
