"""The JSON Schemas (draft 2020-12) of what the program writes and reads.

The files beside this one hold for any rule base. Whatever a file defines under one of the names below is replaced by
what the loaded rule base says, so that the schema is exact for it. Those of the rule files themselves are completed in
`rule_files.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.report.page.command_line import DIAGNOSE, RECOMMEND, SWITCH
from advisor.report.schemas.rule_files import NAMES, complete
from advisor.rulebase.model import NEITHER, UNSURE, Numbers, Question, RuleBase
from advisor.rulebase.programs import NOTHING

_FOLDER = Path(__file__).parent
_MOST = 999_999_999
"""The largest figure that is read."""
_SYNTAX = "^$\\.*+?()[]{}|/"

Schema = dict[str, Any]


def names() -> tuple[str, ...]:
    """What there is a schema for."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


def schema(name: str, base: RuleBase, desk: Mapping[str, RuleBase] = NOTHING) -> Schema:
    """The schema called `name`, exact for `base`; KeyError where there is none.

    `desk` are the rules of the commands that have their own, by command: cases and answers of theirs are covered too.
    """
    if name not in names():
        raise KeyError(name)
    found: Schema = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    if name in NAMES:
        return complete(found, NAMES[name], base)
    definitions: Schema = found.get("$defs", {})
    for part, exact in _exact(base).items():
        if part in definitions:
            definitions[part] = exact
    if desk and name == "answers":
        return _answers_of_each(found, base, desk)
    return _case_of_each(found, base, desk) if desk and name == "case" else found


def _answers_of_each(found: Schema, base: RuleBase, desk: Mapping[str, RuleBase]) -> Schema:
    """Answers that one of the commands reads; what it passes over, since another reads it, may stand there too."""
    every = {RECOMMEND: base, **desk}
    definitions: Schema = found["$defs"]
    for command, rules in every.items():
        # Passed over: recommend knows the questions of diagnose, and the others know those of recommend. What stands
        # there is not read, but a mistake in it is worth knowing all the same.
        beside = desk.get(DIAGNOSE) if command == RECOMMEND else base
        passed = _exact(beside)["saved"]["properties"] if beside else {}
        definitions[f"saved_{command}"] = _closed({**passed, **_exact(rules)["saved"]["properties"]})
    definitions["saved"] = {"anyOf": [{"$ref": f"#/$defs/saved_{command}"} for command in every]}
    return found


def _case_of_each(found: Schema, base: RuleBase, desk: Mapping[str, RuleBase]) -> Schema:
    """Cases of every command, each with the words of the rules that decide it."""
    every = {RECOMMEND: base, **desk}
    properties, definitions = found["properties"], found["$defs"]
    properties["command"]["enum"] = list(every)
    varying = {key: properties[key] for key in ("answers", "disagreements", "verdict", "fired")}
    properties.update(dict.fromkeys(varying, True))
    found["allOf"] = []
    for command, rules in every.items():
        text = json.dumps(varying)
        for part, exact in _exact(rules).items():
            if part in definitions:
                definitions[f"{part}_{command}"] = exact
                text = text.replace(f'"#/$defs/{part}"', f'"#/$defs/{part}_{command}"')
        if command == SWITCH:  # no steps without a procedure, which the first question asks for
            first = next(iter(rules.questions.values()))
            answers = definitions[f"answers_{command}"]
            answers["properties"][first.id]["properties"]["value"] = {"enum": list(first.value_ids)}
            answers["required"] = [first.id]
        named = {"properties": {"command": {"const": command}}}
        found["allOf"].append({"if": named if command == RECOMMEND else {**named, "required": ["command"]},
                               "then": {"properties": json.loads(text)}})
    for part in ("answers", "question", "advised"):
        definitions.pop(part)
    return found


def rule_file_schemas(base: RuleBase) -> dict[str, Schema]:
    """The schema of each rule file, and of the tests of the rules, by file name without ending."""
    return {file: schema(name, base) for name, file in NAMES.items()}


def _exact(base: RuleBase) -> dict[str, Schema]:
    """The definitions that depend on the rule base, by name."""
    options, questions = list(base.options), base.questions.values()
    return {
        "question": {"enum": list(base.questions)},
        "option": {"enum": options},
        "advised": {"enum": [*options, NEITHER]},
        "strength": {"enum": list(base.strengths)},
        "answers": _closed({question.id: _given(question) for question in questions}),
        "change": {**_closed({question.id: {"enum": list(question.value_ids)} for question in questions}),
                   "minProperties": 1},
        "evidence": {**_closed({option: {"type": "integer", "minimum": 0} for option in options}),
                     "required": options},
        "cells": {**_closed({option: {"type": "string"} for option in options}), "required": options},
        "saved": _closed({**_programs(base), **{
            name: _saved(question) for question in questions
            for name in dict.fromkeys((question.id, question.id.replace("_", "-")))}}),
    }


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _given(question: Question) -> Schema:
    return {"$ref": "#/$defs/given", "properties": {"value": {"enum": [*question.value_ids, UNSURE]}}}


def _saved(question: Question) -> Schema:
    """What may stand for an answer where answers are read."""
    words = [*question.value_ids, *(alias for value in question.values for alias in value.aliases), UNSURE]
    booleans = [flag for word, flag in (("yes", True), ("no", False)) if word in question.value_ids]
    ways: list[Schema] = [{"enum": [*words, *booleans]}]
    if question.numbers is not None:
        ways.append(_figure(question.numbers))
    word = {"anyOf": ways} if len(ways) > 1 else ways[0]
    return {"description": question.ask,
            "anyOf": [word, {"type": "object", "properties": {"value": word}, "required": ["value"]}]}


def _programs(base: RuleBase) -> Schema:
    """The mail program and the provider, where the rules know any: as for the flags, or as a document has them."""
    entries = {"client": base.clients, "provider": base.providers}
    return {key: {"description": f"As for --{key}: one of {', '.join(known)}, or another name of one of them",
                  "anyOf": [{"type": ["string", "null"], "minLength": 1},
                            {"type": "object", "properties": {"id": {"type": "string", "minLength": 1}},
                             "required": ["id"]}]}
            for key, known in entries.items() if known}


def _figure(numbers: Numbers) -> Schema:
    if not numbers.suffix:
        return {"type": "integer", "minimum": numbers.least, "maximum": _MOST}
    suffix = "".join(f"\\{char}" if char in _SYNTAX else char for char in numbers.suffix)
    return {"type": "string", "pattern": rf"^[0-9]{{1,9}}(\.[0-9]{{1,9}})?\s*{suffix}$"}
