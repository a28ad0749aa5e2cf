"""What stands in the files of two versions and differs, whether or not it makes a difference to any case.

The order of entries, of the values of a question, of sources and of the parts of a condition is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from advisor.rulebase.condition import All, AnswerIs, Condition, Fires, Not, VerdictIs
from advisor.rulebase.condition import Any as AnyOf
from advisor.rulebase.model import RuleBase, WhenOpen
from advisor.rulebase.programs import Fact, Known, Note, NotOn, Place, Server
from advisor.rulebase.sources import Source
from advisor.verify.changes.groups import NO_GROUPS, Groups, groups_changed, groups_named, in_groups
from advisor.verify.showing.things import THING_NAMES, ThingKind

EntryKind = ThingKind | Literal["rule_base", "document", "diagnosis", "client", "provider"]
ENTRY_NAMES: Mapping[EntryKind, str] = dict([
    *THING_NAMES.items(), ("rule_base", "rule base"), ("document", "document"), ("diagnosis", "diagnosis entry"),
    ("client", "mail program"), ("provider", "provider")])
"""How a kind is called in front of a person."""


class TextChange(NamedTuple):
    """A text, or a list of sources, that reads otherwise."""

    field: str
    """where it stands in the entry; empty for an entry that is new or gone as a whole"""
    old: str
    new: str


class EntryChange(NamedTuple):
    """An entry of the files that was added, removed or changed."""

    kind: EntryKind
    id: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[str, ...]
    """what in it changed; empty where it was added or removed"""
    words_only: bool
    """whether only texts and sources are concerned: what a person reads, never what is decided"""
    texts: tuple[TextChange, ...] = ()
    """where only words are concerned, each of them"""
    through: tuple[str, ...] = ()
    """set-up items and tags the entry names, where nothing but what belongs to these changed"""


_KINDS: tuple[tuple[EntryKind, str, bool], ...] = (
    ("option", "options", False), ("question", "questions", False), ("constraint", "constraints", False),
    ("evidence", "evidence", False), ("set_up", "forms", False), ("warning", "warnings", False),
    ("step", "steps", False), ("invariant", "invariants", False), ("monotone", "monotones", False),
    ("claim", "claims", True), ("document", "documents", True), ("row", "rows", True), ("term", "terms", True),
    ("diagnosis", "elsewhere", True), ("client", "clients", True), ("provider", "providers", True),
    ("measured", "measured_answers", False), ("sign", "signs", True))
"""The kind of an entry, where the rule base keeps it, and whether it is words and nothing else."""

_DECIDES = frozenset(("when", "then", "never", "speaks_for", "strength", "rules_out", "params", "tags", "rank", "order",
                      "level", "given", "numbers", "values", "assume", "otherwise", "share", "aliases", "when_open",
                      "option", "lean", "clear", "strengths", "question", "toward", "options", "needs",
                      "gives", "destroys", "destroying_needs", "provided", "tag_words", "value", "by", "only"))
"""Fields that can do more than be read."""
_UNORDERED = frozenset(("tags", "aliases", "needs", "gives", "destroys"))


def entry_changes(old: RuleBase, new: RuleBase) -> tuple[EntryChange, ...]:
    """Every difference, by kind and then by id; one entry with both sorts of fields stands there twice."""
    found = list(_changed("rule_base", new.name, _base_fields(old, new), _base_fields(new, old), words=False))
    groups = groups_changed(old, new)
    for kind, field, words in _KINDS:
        one: Mapping[str, Any] = getattr(old, field)
        two: Mapping[str, Any] = getattr(new, field)
        for name in sorted(one.keys() | two.keys()):
            if name not in two:
                texts = (TextChange("", _whole(one[name]), ""),) if words else ()
                found.append(EntryChange(kind, name, "removed", (), words, texts))
            elif name not in one:
                texts = (TextChange("", "", _whole(two[name])),) if words else ()
                found.append(EntryChange(kind, name, "added", (), words, texts))
            else:
                found += _changed(kind, name, dict(_fields(one[name])), dict(_fields(two[name])), groups, words=words)
    return tuple(found)


def _changed(kind: EntryKind, name: str, old: Mapping[str, Any], new: Mapping[str, Any],
             groups: tuple[Groups, Groups] = (NO_GROUPS, NO_GROUPS), *, words: bool) -> Iterator[EntryChange]:
    # What a value or an assumption consists of is not told where all of it is new or gone.
    fields = [field for field in dict.fromkeys((*old, *new)) if old.get(field) != new.get(field)
              and (" " not in field or (field in old and field in new))]
    decides = tuple(field for field in fields if not words and field.split()[-1] in _DECIDES)
    read = tuple(field for field in fields if field not in decides)
    through: dict[str, tuple[str, ...]] = {}
    for field in decides:
        named = in_groups(old.get(field), groups[0])
        if named == in_groups(new.get(field), groups[1]):
            through[field] = groups_named(named)
    itself = tuple(field for field in decides if field not in through)
    if itself:
        yield EntryChange(kind, name, "changed", itself, False)
    if through:
        yield EntryChange(kind, name, "changed", tuple(through), False,
                          through=tuple(sorted({group for found in through.values() for group in found})))
    if read:
        yield EntryChange(kind, name, "changed", read, True, tuple(
            TextChange(field, _text(old.get(field)), _text(new.get(field))) for field in read))


def _whole(entry: Any) -> str:
    return " | ".join(filter(None, (_text(value) for _, value in _fields(entry))))


def _text(value: Any) -> str:
    """What a field says, as one text; sources and other parts without an order are sorted."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_text(part)}" for name, part in sorted(value.items()))
    if isinstance(value, frozenset):
        return "; ".join(sorted(map(_text, value)))
    if isinstance(value, tuple):
        return " - ".join(filter(None, map(_text, value)))
    return "" if value is None else str(value)


def _base_fields(base: RuleBase, other: RuleBase) -> dict[str, Any]:
    # Of three options or more, two can tie without the default, and then the one that is listed first is advised.
    listed = [name for name in base.options if name in other.options] if len(base.options) > 2 else []
    return {"order of options": listed, "title": base.title, "strengths": dict(base.strengths), "lean": base.lean,
            "clear": base.clear,
            "limits": dict(base.limits), "technical terms": frozenset(base.technical_terms),
            "destroying_needs": frozenset(base.destroying_needs),
            "provided": {name: plain_condition(entry.when) for name, entry in base.provided.items()},
            "provided texts": {name: entry.text for name, entry in base.provided.items()
                               if name in other.provided},
            "tag_words": {tag: frozenset(words) for tag, words in base.tag_words.items()},
            **dict(_fields(base.default, "default ")), **dict(_fields(base.neither, "neither "))}


def _fields(entry: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The fields of an entry with what they say, in a form where order makes no difference."""
    if isinstance(entry, str):
        yield "text", entry
        return
    for name, value in entry._asdict().items():
        if name in ("at", "id"):
            continue
        if name == "values":
            yield "values", frozenset(choice.id for choice in value)
            for choice in value:
                yield from ((field, said) for field, said in _fields(choice, f"{prefix}{choice.id} "))
        elif isinstance(value, Mapping) and any(isinstance(part, Place | Server) for part in value.values()):
            yield from ((f"{name}/{key}", _said(part)) for key, part in value.items())
        elif isinstance(value, tuple) and any(isinstance(part, Note) for part in value):
            yield from ((f"{name}/{number}", _said(part)) for number, part in enumerate(value, 1))
        elif isinstance(value, WhenOpen):
            yield f"{prefix}when_open", True
            yield from _fields(value, f"{prefix}when_open ")
        else:
            yield prefix + name, frozenset(value) if name in _UNORDERED else _said(value)


def _said(value: Any) -> Any:
    if isinstance(value, AnswerIs | VerdictIs | Fires | Not | All | AnyOf):
        return plain_condition(value)
    if isinstance(value, Fact):
        return value.text or value.look_for
    if isinstance(value, Known | Place | Note | NotOn | Server):
        return tuple(_said(part) for name, part in value._asdict().items() if name != "at")
    if isinstance(value, Mapping):
        return {name: _said(part) for name, part in value.items()}
    if isinstance(value, tuple) and all(isinstance(part, Source) for part in value):
        return frozenset((source.kind, source.text, source.doubt) for source in value)
    return value


def plain_condition(condition: Condition) -> Any:
    """A condition such that two which differ in the order of their parts alone are equal."""
    if isinstance(condition, All | AnyOf):
        word = type(condition).__name__
        parts: set[Any] = set()
        for part in map(plain_condition, condition.parts):
            parts |= part[1] if part[0] == word else {part}
        return next(iter(parts)) if len(parts) == 1 else (word, frozenset(parts))
    if isinstance(condition, Not):
        return "Not", plain_condition(condition.part)
    return (type(condition).__name__, *condition)
