"""Words that a rule file may hold, as JSON Schemas that an editor can complete from and check against."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from advisor.rulebase.model import RuleBase

Schema = dict[str, Any]

RFC: Schema = {"type": "string", "pattern": r"^RFC [0-9]{3,5}( section [0-9]+(\.[0-9]+)*)?$",
               "description": "An RFC, such as: RFC 1939 section 8"}

_PLAIN: Mapping[str, str] = {**dict.fromkeys(("true", "yes", "on", "false", "no", "off"), "boolean"), "null": "null"}
"""What YAML 1.1 or 1.2 makes of these words where they stand without quotes."""
_SYNTAX = "^$\\.*+?()[]{}|/"
"""What means something in a pattern; what else is escaped, editors refuse."""


def ref(name: str, **beside: Any) -> Schema:
    """A reference to the definition `name`."""
    return {**beside, "$ref": f"#/$defs/{name}"}


def words(described: Mapping[str, str], also: Collection[str] = ()) -> Schema:
    """One of these words, of which there is at least one; an editor offers them with their descriptions.

    Words in `also` are taken and not offered.
    """
    listed: Schema = {"enum": list(described), "enumDescriptions": list(described.values())}
    ways = [listed, *([_one_of(also)] if also else []), *_unquoted((*described, *also))]
    return {"anyOf": ways} if len(ways) > 1 else listed


def not_offered(schema: Schema) -> Schema:
    """The same schema, said so that an editor checks by it and offers nothing from it."""
    return {"not": {"not": schema}}


def one_or_more(word: Schema, **beside: Any) -> Schema:
    """A word, or a list of different words."""
    return {**beside, "anyOf": [word, several(word)]}


def several(word: Schema, *, least: int = 1) -> Schema:
    """A list of different things, at least so many."""
    return {"type": "array", "items": word, "minItems": least, "uniqueItems": True}


def suggested(described: Mapping[str, str], otherwise: Schema) -> Schema:
    """These words are offered, others of the right form are taken: the file itself may introduce them."""
    return {"anyOf": [words(described), otherwise]} if described else otherwise


def empty_list() -> Schema:
    """A list in which nothing can stand."""
    return {"type": "array", "maxItems": 0}


def forms_and_items(base: RuleBase) -> dict[str, str]:
    """Set-up items by id and their forms as `item/form`, each with what it says."""
    found: dict[str, str] = {}
    for form in base.forms.values():
        found.setdefault(form.item, form.name)
        found[form.id] = form.text
    return found


def tags_with_carriers(base: RuleBase) -> dict[str, str]:
    """The tags of set-up forms, each with the forms that carry it."""
    carriers: dict[str, list[str]] = {}
    for form in base.forms.values():
        for tag in form.tags:
            carriers.setdefault(tag, []).append(form.id)
    return {tag: f"carried by {', '.join(forms)}" for tag, forms in carriers.items()}


def _one_of(names: Iterable[str]) -> Schema:
    """One of these texts. An editor offers the words of an `enum`, and nothing from a pattern."""
    exact = ("".join(f"\\{char}" if char in _SYNTAX else char for char in name) for name in names)
    return {"type": "string", "pattern": f"^({'|'.join(exact)})$"}


def _unquoted(names: Iterable[str]) -> list[Schema]:
    """What these words become when they are written without quotes and read as YAML, where that is not a text."""
    found: list[Schema] = []
    for name in names:
        if name in _PLAIN:
            way = not_offered({"type": _PLAIN[name]})
        elif re.fullmatch(r"[-+]?[0-9]+(\.[0-9]*)?", name):
            way = {"type": "number", "minimum": float(name), "maximum": float(name)}
        else:
            continue
        if way not in found:
            found.append(way)
    return found
