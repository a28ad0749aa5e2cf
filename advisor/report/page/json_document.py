"""What all JSON documents share; and errors.

The key names are a contract: keys may be added, never renamed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, get_args

from advisor import __version__
from advisor.engine.evaluate import Kind
from advisor.report.page.facts import Citation, Disagreed, RuleBaseId, Word
from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.problem import Problem

if TYPE_CHECKING:
    from advisor.verify.cases import Counts

_ERROR = "advisor.error/1"
UNKNOWN = "unknown"
"""Stands for whatever is not known; null stands only for what does not exist."""
_RULE_KINDS = frozenset(get_args(Kind))


def error_document(problems: Iterable[Problem]) -> dict[str, Any]:
    """Everything that is wrong with an input, in order of reading. `file`, `line`, `column` are null if unknown."""
    return {"schema": _ERROR,
            "errors": [{"code": problem.code, "message": problem.message, "fix": problem.fix,
                        **place(problem.at), "where": str(problem.at) if problem.at else problem.where}
                       for problem in sorted(problems, key=lambda problem: problem.sort_key)]}


def dumps(document: Mapping[str, Any]) -> str:
    """`document` as text that any stream can take: ASCII only, one line break at the end."""
    return json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def cited(citations: Iterable[Citation]) -> dict[str, Any]:
    """The two keys that say where something comes from: the ids of its claims, and all of its sources in full."""
    citations = tuple(citations)
    return {"claims": [citation.mark for citation in citations if citation.kind == "claim"],
            "sources": [{"kind": citation.kind, "mark": citation.mark, "text": citation.text,
                         "document": citation.document, "doubt": citation.doubt} for citation in citations]}


def terms_document(terms: Iterable[Word]) -> list[dict[str, Any]]:
    """What the terms mean that a reader meets."""
    return [{"id": word.id, "term": word.term, "text": word.text, **cited(word.sources)} for word in terms]


def head(schema: str, base: RuleBase | RuleBaseId | None) -> dict[str, Any]:
    """What every document about rules begins with; the rules are `unknown` where they cannot be read."""
    return {"schema": schema, "program_version": __version__,
            "rule_base": UNKNOWN if base is None else rule_base_document(base)}


def place(at: Position | None) -> dict[str, Any]:
    """Where something stands, as three keys; all null for what has no place."""
    return {"file": at.file if at else None, "line": at.line if at else None, "column": at.column if at else None}


def key_document(kind: str, name: str) -> dict[str, str]:
    """A rule by kind and `rule`, anything else by kind and `id`."""
    return {"kind": kind, "rule" if kind in _RULE_KINDS else "id": name}


def yes_no(known: bool | None) -> str:
    """`yes`, `no`, or `unknown` for None."""
    return UNKNOWN if known is None else "yes" if known else "no"


def counts_document(counts: Counts) -> dict[str, int]:
    """In how many cases, of how many; and the same for the cases in which no question is open."""
    return dict(counts._asdict())


def witness_document(case: Mapping[str, str], command: str, text: str = "") -> dict[str, Any]:
    """A case that shows something, the command that shows the case, and what there is to see where that is said."""
    return {"case": dict(case), "command": command, **({"text": text} if text else {})}


def rule_base_document(rule_base: RuleBase | RuleBaseId) -> dict[str, Any]:
    """Which rules were asked."""
    return {"name": rule_base.name, "version": rule_base.version, "sha256": rule_base.sha256}


def disagreement_document(found: Disagreed) -> dict[str, Any]:
    """What two origins said of one question."""
    return {"question": found.question, "label": found.label,
            "kept": {"text": found.kept, "origin": found.kept_origin},
            "dropped": {"text": found.dropped, "origin": found.dropped_origin}}
