"""What a comparison came to, in a sentence or two, and what became of the safety statements."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.report.page.phrases import listed
from advisor.report.rules.diff_words import Comparison, cases, counted
from advisor.verify.changes.diff import Difference
from advisor.verify.changes.entries import EntryChange

_MOST_STATEMENTS = 10
"""How many statements are named of each sort; the JSON document names all."""


def summary(comparison: Comparison) -> str:
    """The headline: the weightiest difference there is; "No difference" only where there is none but in words."""
    found = comparison.found
    said = _in_cases(found)
    figures = counted(len(found.figures), "range of figures means", "ranges of figures mean") + " another answer"
    if said:
        return said + (f" {figures}." if found.figures else "")
    compared = "" if found.scope.same else " that both versions know"
    same = f"ption, set-up, warnings and steps are the same in every case{compared}"
    entries = [change for change in found.entries if not change.words_only]
    if found.figures:
        return f"O{same}, but {figures}."
    if any(found.statements):
        return f"O{same}, but the safety statements are not the same."
    if entries:
        return f"O{same}, but {counted(len(entries), 'entry', 'entries')} of the rules changed."
    texts = text_count(found)
    return f"No difference but in words: {counted(texts, 'text', 'texts')}." if texts else f"No difference: o{same}."


def text_count(found: Difference) -> int:
    """How many texts read otherwise."""
    return sum(len(change.texts) for change in found.entries)


def statements_line(comparison: Comparison) -> str:
    """`Safety statements: 1 removed (a), 1 changed (b)`; empty where they are the same."""
    found = comparison.found.statements
    said = [f"{len(entries):,} {word} ({_named(entries)})" for word, entries in found._asdict().items() if entries]
    return f"Safety statements: {', '.join(said)}" if said else ""


def _named(entries: Sequence[EntryChange]) -> str:
    names = [change.id + (f", through {listed(change.through)}" if change.through else "")
             for change in entries[:_MOST_STATEMENTS]]
    more = len(entries) - len(names)
    return "; ".join([*names, *([f"and {more:,} more"] if more else [])])


def _in_cases(found: Difference) -> str:
    """What changes in some case, or is unknown; empty where neither is so."""
    verdict, set_up, steps, order = (found.parts[part] for part in ("verdict", "set_up", "steps", "order"))
    if verdict is None:
        return ("Unknown: these rules are too large to compare them in every case. That does not mean that nothing "
                "changes.")
    if verdict.counts.cases:
        return f"The option changes in {cases(verdict.counts)}."
    if set_up is None:
        return "The option changes in no case; whether the set-up does is unknown, the rules being too large."
    if set_up.counts.cases:
        return f"The option changes in no case; the set-up changes in {cases(set_up.counts)}."
    if found.equivalent is None:
        return "Option and set-up change in no case; whether warnings do is unknown, the rules being too large."
    if not found.equivalent:
        return "Option and set-up change in no case; warnings do."
    if steps is None:
        return "Option, set-up and warnings change in no case; whether steps do is unknown, the rules being too large."
    if steps.counts.cases:
        return "Option, set-up and warnings change in no case; steps do."
    if order is None:
        return ("Option, set-up, warnings and steps change in no case; whether their order does is unknown, the rules "
                "being too large.")
    if order.counts.cases:
        return ("Option, set-up and warnings change in no case; what is shown first, or the level of a step, does in "
                f"{cases(order.counts)}.")
    return ""
