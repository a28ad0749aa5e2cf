"""What changes from one version of the rules to the next, as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from typing import Any

from advisor.report.page.json_document import (
    UNKNOWN,
    counts_document,
    head,
    key_document,
    rule_base_document,
    witness_document,
    yes_no,
)
from advisor.report.rules.diff_summary import summary
from advisor.report.rules.diff_words import Comparison, Side, rule_kind
from advisor.verify.changes.diff import PARTS, Kind, PartDiff
from advisor.verify.changes.entries import EntryChange
from advisor.verify.changes.figures import FigureChange
from advisor.verify.changes.scope import OnlyIn

_RULES_DIFF = "advisor.rules-diff/1"


def diff_document(comparison: Comparison) -> dict[str, Any]:
    """What `--format json` gives; a part that is not known is the word `unknown`."""
    found = comparison.found
    return {
        **head(_RULES_DIFF, comparison.new.base),
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "summary": summary(comparison),
        "equivalent": yes_no(found.equivalent),
        "exact": found.exact,
        "scope": {"questions": _only(found.scope.questions),
                  "values": {name: _only(only) for name, only in found.scope.values.items()}},
        "renamed": {"questions": dict(found.renames.questions),
                    "values": {name: dict(values) for name, values in found.renames.values.items()}},
        "cases": counts_document(found.total),
        "changed": counts_document(found.any) if found.any is not None else UNKNOWN,
        "parts": {part: _part(comparison, diff) if (diff := found.parts[part]) else UNKNOWN for part in PARTS},
        "statements": {word: [_entry(change) for change in changes]
                       for word, changes in found.statements._asdict().items()},
        "figures": [_figure(comparison, change) for change in found.figures],
        "rules": [_entry(change) for change in found.entries if not change.words_only],
        "words": [{**_entry(change), "texts": [text._asdict() for text in change.texts]}
                  for change in found.entries if change.words_only],
    }


def _side(side: Side) -> dict[str, Any]:
    return {"named": side.label, "rule_base": rule_base_document(side.base)}


def _only(only: OnlyIn) -> dict[str, Any]:
    return {"only_old": list(only.old), "only_new": list(only.new)}


def _part(comparison: Comparison, diff: PartDiff) -> dict[str, Any]:
    return {**counts_document(diff.counts), "changes": [_change(comparison, kind) for kind in diff.kinds]}


def _change(comparison: Comparison, kind: Kind) -> dict[str, Any]:
    what: dict[str, str] = {"before": kind.before, "after": kind.after}
    if kind.part != "verdict":
        if kind.change == "level":
            what = {"before": comparison.level(kind, comparison.old), "after": comparison.level(kind, comparison.new)}
        what = {**key_document(rule_kind(kind), kind.id), "text": comparison.rule_text(kind),
                **(what if kind.part == "order" else {})}
    answers = comparison.case(kind.witness).answers
    new, old = (comparison.replay(kind.witness, side) for side in (comparison.new, comparison.old))
    shown = witness_document({name: answer.value for name, answer in answers.items()}, new, comparison.told(kind))
    return {"change": kind.change, **what, **counts_document(kind.counts), "witness": {**shown, "command_old": old}}


def _entry(change: EntryChange) -> dict[str, Any]:
    return {**key_document(change.kind, change.id), "change": change.change, "fields": list(change.fields),
            **({"through": list(change.through)} if change.through else {})}


def _figure(comparison: Comparison, change: FigureChange) -> dict[str, Any]:
    return {"question": change.question, "suffix": change.suffix, "from": change.start, "below": change.below,
            "before": change.before, "after": change.after,
            "command": comparison.replay_figure(change, comparison.new),
            "command_old": comparison.replay_figure(change, comparison.old)}
