"""The JSON Schemas of the rule files, exact for a loaded rule base.

`rules-*.json` beside this file hold what is the same for every rule base; here come the words that can stand in a
file. Names that another file defines must be known: whoever adds a question renews the schemas. Names that the same
file defines are only suggested, so that an editor never refuses what the loader would take.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from advisor.report.schemas.rule_tests import rule_test_words
from advisor.report.schemas.rule_words import (
    RFC,
    Schema,
    forms_and_items,
    one_or_more,
    ref,
    several,
    suggested,
    tags_with_carriers,
    words,
)
from advisor.rulebase.condition import OPEN
from advisor.rulebase.files import FILES
from advisor.rulebase.measurements import SURE
from advisor.rulebase.model import NEITHER, TEXT_KINDS, Question, RuleBase
from advisor.rulebase.read_basics import CLAIM_KINDS, RESERVED
from advisor.rulebase.read_measurements import every_measure

NAMES: Mapping[str, str] = {f"rules-{file}": file for file in (*FILES, "tests")}
"""The names of these schemas, with the file, without ending, that each is for; `tests` is for all files of tests."""
_SHARED = Path(__file__).parent / "shared" / "rule_files.json"
_MORE: Mapping[str, Collection[str]] = {
    "set_up": ("verdict", "own_set_up", "own_tags"), "warnings": ("verdict", "set_up", "set_up_tag"),
    "steps": ("verdict", "set_up", "set_up_tag", "warning"),
    "invariants": ("verdict", "set_up", "set_up_tag", "warning"),
    "rulebase": ("verdict", "set_up", "set_up_tag", "warning"),
    "clients": ("verdict", "set_up", "set_up_tag", "warning"),
    "providers": ("verdict", "set_up", "set_up_tag", "warning")}
"""What a condition may speak of beside answers, by file."""


def complete(outline: Schema, file: str, base: RuleBase) -> Schema:
    """`outline`, the schema of `file` for any rule base, with every definition it refers to, exact for `base`."""
    known: dict[str, Schema] = {
        **json.loads(_SHARED.read_text(encoding="utf-8")), **_names(base), **_sources(base),
        **_condition(base, _MORE.get(file, ())), **rule_test_words(base), **_programs(base),
        **_measurements(base), **outline.get("$defs", {})}
    known["taken"] = {"enum": list(base.constraints if file == "evidence" else base.evidence)}
    if file == "questions":
        known |= _questions(known["any_question"], base)
        outline = {**outline, "properties": {name: ref(f"question_{name}") for name in base.questions}}
    outline = {key: value for key, value in outline.items() if key != "$defs"}
    used: dict[str, Schema] = {}
    waiting = _references(outline)
    while waiting:
        name = waiting.pop(0)
        if name not in used:
            used[name] = known[name]
            waiting += _references(known[name])
    return {**outline, "$defs": {name: used[name] for name in sorted(used)}}


def _references(schema: Schema) -> list[str]:
    return re.findall(r'"\$ref": "#/\$defs/([\w-]+)"', json.dumps(schema))


def _names(base: RuleBase) -> dict[str, Schema]:
    """The words that stand alone under a key."""
    options = {option.id: option.headline for option in base.options.values()}
    advised = {**options, NEITHER: base.neither.headline}
    return {
        "option": words(options),
        "own_option": suggested(options, ref("id")),
        "own_value": ref("id"),
        "advised": words(advised),
        "strength": words({name: f"weighs {weight}" for name, weight in base.strengths.items()}),
        "claim_kind": {"enum": list(CLAIM_KINDS)},
        "text_kind": {"enum": list(TEXT_KINDS)},
        "reserved": {"enum": list(RESERVED)},
        "otherwise": _each(options, words(advised)),
        "cells": _each(options, ref("text")),
        "known_question": words({question.id: question.ask for question in base.questions.values()}),
        "renamed_values": {"type": "object", "additionalProperties": False, "properties": {
            question.id: {"description": question.ask, "type": "object", "propertyNames": ref("id"),
                          "additionalProperties": words({value.id: value.text for value in question.values})}
            for question in base.questions.values()}},
    }


def _each(options: Mapping[str, str], value: Schema) -> Schema:
    """One `value` per option."""
    return {"type": "object", "properties": {name: {"description": text, **value} for name, text in options.items()},
            "required": list(options), "additionalProperties": False}


def _sources(base: RuleBase) -> dict[str, Schema]:
    """Where a rule comes from: claims, apart by whether they carry a doubt, RFCs, field knowledge."""
    plain = {claim.id: claim.claim for claim in base.claims.values() if not claim.doubt}
    doubted = {claim.id: f"{claim.claim} Doubt: {claim.doubt}" for claim in base.claims.values() if claim.doubt}
    ways: list[Schema] = [words(plain)] if plain else []
    ways.append(RFC)
    if doubted:
        ways.append(_closed("claim and doubt", {
            "claim": {"description": "A claim that carries a doubt.", **words(doubted)},
            "doubt": ref("text", description="How this text respects the doubt.")}))
    ways.append(_closed("field knowledge", {
        "field": ref("text", description="Field knowledge: why we say it although no document does.")}))
    waiting = {claim.id: ref("text", description=claim.claim) for claim in base.claims.values()}
    return {
        "sources": {"description": "Where it comes from: claims, RFCs or field knowledge; at least one.",
                    **several({"anyOf": ways})},
        "elsewhere": {"type": "object", "properties": waiting, "additionalProperties": False},
    }


def _programs(base: RuleBase) -> dict[str, Schema]:
    """What is said for each option, question and set-up form."""
    def some(properties: dict[str, Schema]) -> Schema:
        return {"type": "object", "properties": properties, "additionalProperties": False}

    yes_no = words({"yes": "it has it", "no": "it lacks it"})
    return {
        "option_flags": some({option.id: {"description": option.headline, **yes_no}
                              for option in base.options.values()}),
        "setting_places": some({name: ref("place", description=text) for name, text in forms_and_items(base).items()}),
        "servers": some({option.id: ref("server", description=option.headline) for option in base.options.values()}),
        "answer_values": some({
            question.id: {"description": question.ask, **words({value.id: value.text for value in question.values})}
            for question in base.questions.values()}),
    }


def _measurements(base: RuleBase) -> dict[str, Schema]:
    """What measures must be, and which answers they are."""
    figures = {name: measure.text for name, measure in every_measure().items() if measure.kind != "yes-no"}
    values = {question.id: words({value.id: value.text for value in question.values})
              for question in base.questions.values()}
    said: dict[str, Schema] = {}
    for question in base.questions.values():
        ways = [values[question.id]]
        if question.numbers is not None:
            ways.append({"type": "object", "required": ["by"], "additionalProperties": False, "properties": {
                "by": words(figures), "only": one_or_more(values[question.id])}})
        said[question.id] = {"description": question.ask, "anyOf": ways}
    closed: Schema = {"type": "object", "additionalProperties": False}
    return {
        "measures": {**closed, "minProperties": 1, "properties": {
            name: {"description": measure.text, **ref("flag" if measure.kind == "yes-no" else "figures")}
            for name, measure in every_measure().items()}},
        "measured_answer": {**closed, "minProperties": 1, "maxProperties": 1, "properties": said},
        "measured_values": {**closed, "properties": {
            question.id: one_or_more(values[question.id], description=question.ask)
            for question in base.questions.values()}},
        "sure": words(SURE),
    }


def _closed(title: str, properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "title": title, "properties": properties, "required": list(properties),
            "additionalProperties": False}


def _condition(base: RuleBase, more: Collection[str]) -> dict[str, Schema]:
    """What a condition may say, with the answers to each question, and `more`."""
    items = forms_and_items(base)
    tags = tags_with_carriers(base)
    warnings = {warning.id: warning.text for warning in base.warnings.values()}
    special: dict[str, tuple[str, str, Schema | None]] = {
        "verdict": ("verdict", "The option advised.", ref("advised")),
        "set_up": ("set_up", "A form of this set-up item fires, or this very form.", words(items) if items else None),
        "own_set_up": ("set_up", "A form of this other item fires, or this very form.",
                       suggested(items, ref("form_name"))),
        "set_up_tag": ("set_up_tag", "A form with this tag fires.", words(tags) if tags else None),
        "own_tags": ("set_up_tag", "A form with this tag fires.", suggested(tags, ref("word"))),
        "warning": ("warning", "This warning is shown.", words(warnings) if warnings else None),
    }
    keys: dict[str, Schema] = {
        "any": ref("conditions", description="At least one of these."),
        "all": ref("conditions", description="Every one of these."),
        "not": ref("condition", description="This is false."),
    }
    keys |= {question.id: one_or_more(ref(f"answer_{question.id}"), description=question.ask)
             for question in base.questions.values()}
    for name in more:
        key, description, word = special[name]
        if word is not None:
            keys[key] = one_or_more(word, description=description)
    always: Schema = {"const": "always", "description": "In every case."}
    return {
        # The mapping first: of two ways that fail alike, editors report the first.
        "condition": {"anyOf": [{"type": "object", "title": "condition", "properties": keys, "minProperties": 1,
                                 "additionalProperties": False}, always]},
        "conditions": {"type": "array", "items": ref("condition"), "minItems": 1},
        "asked_where": {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": False,
                        "properties": {question.id: ref("condition", description=question.ask)
                                       for question in base.questions.values()}},
        "own_tags": one_or_more(suggested(tags, ref("word"))),
        "monotone": _monotone(base),
        **{f"answer_{question.id}": words(_answers(question)) for question in base.questions.values()},
    }


def _answers(question: Question) -> dict[str, str]:
    return {**{value.id: value.text for value in question.values}, OPEN: "not answered, or answered not sure"}


def _monotone(base: RuleBase) -> Schema:
    orders = [{"if": {"properties": {"question": {"const": question.id}}, "required": ["question"]},
               "then": {"properties": {"order": several(ref(f"answer_{question.id}"), least=2)}}}
              for question in base.questions.values()]
    return {"type": "object", "required": ["question", "order"], "additionalProperties": False, "allOf": orders,
            "properties": {"question": words({question.id: question.ask for question in base.questions.values()}),
                           "order": {"description": "Its answers, from where the claim starts to where it leads.",
                                     "type": "array"}}}


def _questions(outline: Schema, base: RuleBase) -> dict[str, Schema]:
    """A definition for each question there is, that suggests its own values."""
    text = json.dumps(outline)
    found: dict[str, Schema] = {}
    for question in base.questions.values():
        own = f"value_of_{question.id}"
        found[own] = suggested({value.id: value.text for value in question.values}, ref("own_value"))
        found[f"question_{question.id}"] = json.loads(text.replace("#/$defs/own_value", f"#/$defs/{own}"))
    return found
