"""The words that the tests of the rules may hold, as JSON Schemas, exact for a loaded rule base."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.report.schemas.rule_words import (
    RFC,
    Schema,
    empty_list,
    forms_and_items,
    not_offered,
    ref,
    several,
    suggested,
    tags_with_carriers,
    words,
)
from advisor.rulebase.model import UNSURE, Question, RuleBase
from advisor.rulebase.rule_names import PREFIXES


def rule_test_words(base: RuleBase) -> dict[str, Schema]:
    """The definitions that `schemas/rules-tests.json` refers to."""
    options = {option.id: option.headline for option in base.options.values()}
    warnings = {warning.id: warning.text for warning in base.warnings.values()}
    steps = {step.id: step.text for step in base.steps.values()}
    claims = {claim.id: claim.claim for claim in base.claims.values()}
    rule = _rule(base)
    reason = suggested(claims, {"anyOf": [RFC, {**ref("text"), "not": {"type": "string", "pattern": "^\\s*RFC"}}]})
    return {
        "given": {"type": "object", "additionalProperties": False,
                  "properties": {question.id: _answer(question) for question in base.questions.values()}},
        "some_options": _some(options), "some_set_up": _some(forms_and_items(base)),
        "some_tags": _some(tags_with_carriers(base)), "some_warnings": _some(warnings), "some_steps": _some(steps),
        "some_rules": {"anyOf": [rule, several(rule, least=0)]},
        "some_fire": {"anyOf": [rule, several({"anyOf": [rule, {"type": "array", "items": rule, "minItems": 1}]},
                                              least=0)]},
        "because": {"anyOf": [reason, {"type": "array", "items": reason, "minItems": 1}]},
    }


def _answer(question: Question) -> Schema:
    aliases = [alias for value in question.values for alias in value.aliases]
    offered = {**{value.id: value.text for value in question.values}, UNSURE: "not known"}
    return {"description": question.ask, **words(offered, aliases)}


def _some(described: Mapping[str, str]) -> Schema:
    """A list of these words, possibly empty, or one of them alone."""
    if not described:
        return empty_list()
    word = words(described)
    return {"anyOf": [word, several(word, least=0)]}


def _rule(base: RuleBase) -> Schema:
    """The name of one rule; a name that rules of several kinds share has its kind before it."""
    kinds: dict[str, dict[str, str]] = {
        "constraint": {rule.id: rule.text for rule in base.constraints.values()},
        "evidence": {rule.id: rule.text for rule in base.evidence.values()},
        "set_up": forms_and_items(base),
        "warning": {rule.id: rule.text for rule in base.warnings.values()},
        "step": {rule.id: rule.text for rule in base.steps.values()}}
    offered: dict[str, str] = {}
    spaced: list[str] = []
    for kind, named in kinds.items():
        for name, text in named.items():
            shared = sum(name in other for other in kinds.values()) > 1
            offered[f"{PREFIXES[kind]}:{name}" if shared else name] = text
        if named:
            spaced.append(rf"{PREFIXES[kind]}\s*:\s*({'|'.join(named)})")  # ids hold nothing that needs escaping
    return {"anyOf": [words(offered), not_offered({"type": "string", "pattern": rf"^\s*({'|'.join(spaced)})\s*$"})]}
