"""Decisions made again, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor.report.page.json_document import UNKNOWN, error_document, head, rule_base_document, yes_no
from advisor.report.replay.case_record import CaseRecord, Effect
from advisor.report.replay.replay import Replay
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import Problem

REPLAY = "advisor.replay/1"


def replay_document(base: RuleBase, cases: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What `--format json` gives; `cases` come from the two functions below."""
    return {**head(REPLAY, base), "cases": list(cases)}


def replayed_document(file: str, replay: Replay) -> dict[str, Any]:
    """A case that could be decided again."""
    return {"file": file, "status": "same" if replay.same else "changed", "same_rules": replay.same_rules,
            "same_report": yes_no(replay.same_report), "command": replay.then.command,
            "decided": replay.then.decided, "then": _record(replay.then), "now": _record(replay.now),
            "changes": [{"what": change.what, "id": change.id, "then": change.then, "now": change.now,
                         "rules": list(change.rules)} for change in replay.changes],
            "rules": [{"kind": rule.kind, "rule": rule.rule, "how": rule.how, "then": _effect(rule.then),
                       "now": _effect(rule.now)} for rule in replay.rules],
            "errors": []}


def refused_document(file: str, problems: Sequence[Problem]) -> dict[str, Any]:
    """A case whose file could not be read, with everything that is wrong with it."""
    return {"file": file, "status": "refused", "errors": error_document(problems)["errors"]}


def _record(record: CaseRecord) -> dict[str, Any]:
    return {"rule_base": rule_base_document(record.rule_base), "program_version": _known(record.program_version),
            "verdict": {"protocol": record.option, "settled": _known(record.settled),
                        "balance": _known(record.balance)},
            "set_up": _known(record.set_up and {name: dict(params) for name, params in record.set_up.items()}),
            "warnings": UNKNOWN if record.warnings is None else list(record.warnings),
            "steps": UNKNOWN if record.fired is None else [name for kind, name in record.fired if kind == "step"],
            "client": record.client and record.client.id, "provider": record.provider and record.provider.id}


def _known(value: Any) -> Any:
    """`value`, or that an older file does not say it."""
    return UNKNOWN if value is None else value


def _effect(effect: Effect | None) -> dict[str, Any] | None:
    if effect is None:
        return None
    return {**({"for": effect.option} if effect.option is not None else {}),
            **({"points": effect.points} if effect.points is not None else {}),
            **({"params": dict(effect.params)} if effect.params else {})}
