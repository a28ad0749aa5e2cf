"""The JSON documents, key by key, read from their schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs.making.table import cell, table

SCHEMAS = Path(__file__).parents[2] / "advisor" / "report" / "schemas"
WRITTEN_BY = {
    "recommendation": "`advisor recommend --format json`, `advisor --format json`",
    "comparison": "`advisor compare --format json`", "diagnosis": "`advisor diagnose --format json`",
    "procedure": "`advisor switch PROCEDURE --format json`", "procedures": "`advisor switch --format json`",
    "inspection": "`advisor inspect --format json`, and `--save`", "replay": "`advisor replay --format json`",
    "batch-summary": "`advisor batch --format json`", "error": "every command with `--format json`, on standard error",
    "answers": "nothing; read by `--answers`", "case": "`--save`; read by `advisor replay` and `--answers`"}
RULE_AUTHORS = {f"rules-{name}": f"`advisor rules {name} --format json`" for name in (
    "check", "test", "coverage", "mutate", "diff", "show", "sources", "order")}
ALONE = ("rule_base", "source", "witness")
"""Parts that many documents have in common; what is in them is said once."""
Schema = dict[str, Any]


def for_everybody() -> str:
    """The documents of the commands that advise."""
    return _sections(WRITTEN_BY)


def for_rule_authors() -> str:
    """The documents of `advisor rules`."""
    return _sections(RULE_AUTHORS)


def read(name: str) -> Schema:
    """A schema as it is in the program."""
    found: Schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _sections(names: dict[str, str]) -> str:
    parts, shared = [], {}
    for name, written_by in names.items():
        schema = read(name)
        shared |= {part: schema for part in ALONE if part in schema.get("$defs", {})}
        parts += [f"## {name}\n", f"{cell(schema['title'])}. Written by: {written_by}. All of it: "
                  f"`advisor schema {name}`.\n", _table(keys(schema, schema))]
    for part, schema in sorted(shared.items()):
        definition = schema["$defs"][part]
        parts += [f"## The part {part.replace('_', ' ')}\n", cell(definition.get("description", "")) + "\n",
                  _table(keys(definition, schema, within=part))]
    return "\n".join(parts)


def _table(rows: Iterator[tuple[str, str, str]]) -> str:
    return table(["key", "holds", "meaning"], [[f"`{path}`", cell(kind), cell(text)] for path, kind, text in rows])


def keys(node: Schema, schema: Schema, path: str = "", within: str = "") -> Iterator[tuple[str, str, str]]:
    """Each key with its path, what it holds, and its meaning where the schema says it."""
    for name, part in node.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        yield here, kind(part, schema), _meaning(part, schema)
        yield from _inside(part, schema, here, within)
    for variant in _variants(node, schema):
        yield from keys(variant, schema, path, within)


def _inside(part: Any, schema: Schema, path: str, within: str) -> Iterator[tuple[str, str, str]]:
    if not isinstance(part, dict):
        return
    name = part.get("$ref", "").rpartition("/")[2]
    if name in ALONE and name != within:
        return
    node = schema["$defs"][name] if name else part
    if "items" in node:
        yield from _inside(node["items"], schema, f"{path}[]", within)
    elif isinstance(node.get("additionalProperties"), dict):
        yield from _inside(node["additionalProperties"], schema, f"{path}.*", within)
    yield from keys(node, schema, path, within) if "properties" in node else ()
    for variant in _variants(node, schema):
        yield from _inside(variant, schema, path, within)


def _variants(node: Schema, schema: Schema) -> list[Schema]:
    return [variant for word in ("allOf", "anyOf", "oneOf") for variant in node.get(word, [])
            if variant.get("$ref") or variant.get("type") == "object"] if schema else []


def kind(part: Any, schema: Schema) -> str:
    """What a key holds, in words."""
    if not isinstance(part, dict) or not part:
        return "anything"
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return f"the part {name.replace('_', ' ')}" if name in ALONE else kind(schema["$defs"][name], schema)
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return ", ".join("null" if value is None else f"`{value}`" for value in part["enum"])
    if "allOf" in part:
        return "object"
    for word in ("anyOf", "oneOf"):
        if word in part:
            return " or ".join(dict.fromkeys(kind(variant, schema) for variant in part[word]))
    return _plain(part, schema)


def _plain(part: Schema, schema: Schema) -> str:
    found = part.get("type", "object" if "properties" in part else "anything")
    names = [found] if isinstance(found, str) else found
    words = {"string": "text", "integer": "whole number", "boolean": "true or false", "array": "list"}
    said = " or ".join(words.get(name, name) for name in names)
    items = part.get("items")
    inner = kind(items, schema) if said == "list" and isinstance(items, dict) else ""
    return f"list of {inner}" if inner and inner not in ("object", "anything") else \
        "list of objects" if inner == "object" else said


def _meaning(part: Any, schema: Schema) -> str:
    if not isinstance(part, dict):
        return ""
    if "description" not in part and "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    return str(part.get("description", ""))
