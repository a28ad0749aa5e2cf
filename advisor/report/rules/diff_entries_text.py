"""What stands in the rule files and differs, as plain text: rules, figures and words."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.report.page.clean import clean
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.report.page.phrases import listed
from advisor.report.rules.diff_summary import text_count
from advisor.report.rules.diff_words import Comparison, counted, figure_said, number
from advisor.verify.changes.entries import ENTRY_NAMES, EntryChange

_MOST_WORDS = 10
"""How many changed texts are shown; the JSON document has all."""
_INDENT = "  "


def rule_lines(comparison: Comparison, width: int) -> list[Line]:
    """What changed in the rules, texts aside; what changed only through an item or a tag is told together."""
    changes = [change for change in comparison.found.entries if not change.words_only]
    if not changes:
        return []
    found = flow("What changed in the rules, texts aside", width, "heading")
    for change in changes:
        if not change.through:
            found += flow(_entry(change), width, "", "- ")
    for through in dict.fromkeys(change.through for change in changes if change.through):
        names = listed([_name(change) for change in changes if change.through == through])
        found += flow(f"only through {listed(through)}, whose forms changed: {names}", width, "", "- ")
    return found


def figure_lines(comparison: Comparison, width: int) -> list[Line]:
    """The figures that mean another answer, each range with a command."""
    found = flow("Figures that mean another answer", width, "heading") if comparison.found.figures else []
    for change in comparison.found.figures:
        found += flow(figure_said(change), width, "must")
        found += command_lines([comparison.replay_figure(change, comparison.shown_by)])
    return found


def word_lines(comparison: Comparison, width: int) -> list[Line]:
    """Old and new words of the texts that changed, the first few of them."""
    texts = [(change, text) for change in comparison.found.entries for text in change.texts]
    if not texts:
        return []
    found = flow(f"Words only: {counted(text_count(comparison.found), 'text', 'texts')}", width, "heading")
    for change, text in texts[:_MOST_WORDS]:
        found += flow(f"{_name(change)}: {text.field or change.change}", width, "", "- ")
        found += flow(text.old, width, "", f"{_INDENT}was: ")
        found += flow(text.new, width, "", f"{_INDENT}is:  ")
    more = len(texts) - _MOST_WORDS
    return found + (flow(f"and {number(more)} more; --format json has them all", width, "dim") if more > 0 else [])


def command_lines(commands: Iterable[str]) -> list[Line]:
    """Commands, never folded: they are there to be copied."""
    return [Line(_INDENT + clean(command), "command") for command in commands]


def _name(change: EntryChange) -> str:
    return f"{ENTRY_NAMES[change.kind]} {change.id}"


def _entry(change: EntryChange) -> str:
    return f"{_name(change)}: {', '.join(change.fields) if change.fields else change.change}"
