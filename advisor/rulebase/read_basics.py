"""Reads what the rules speak about: the base itself, claims, questions."""

from __future__ import annotations

from typing import NamedTuple

from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import NEITHER, TEXT_KINDS, UNSURE, Bound, Numbers, Option, Question, Value, WhenOpen
from advisor.rulebase.position import Position
from advisor.rulebase.reader import ID, Reader
from advisor.rulebase.sources import Claim, Document
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence

CLAIM_KINDS = ("decision", "comparison", "warning", "diagnosis", "setup", "background")
RESERVED = ("any", "all", "not", "verdict", "set_up", "set_up_tag", "warning", "always")


_OPTIONAL_KEYS = ("limits", "technical_terms", "destroying_needs", "provided", "tag_words", "ask_first",
                  "contradictions", "renamed")


class Base(NamedTuple):
    """What `rulebase.yaml` holds, apart from the default."""

    name: str
    version: str
    title: str
    options: dict[str, Option]
    neither: Option
    strengths: dict[str, int]
    lean: int
    clear: int
    default: Mapping
    limits: dict[str, int]
    technical_terms: tuple[str, ...]
    destroying_needs: tuple[str, ...]
    provided: Node | None
    tag_words: dict[str, tuple[str, ...]]
    ask_first: Node | None
    contradictions: Node | None
    renamed: Node | None


def read_base(reader: Reader, node: Node | None) -> Base:
    """The contents of `rulebase.yaml`."""
    keys = ("name", "version", "title", "options", "neither", "default", "strengths", "balance")
    top = reader.mapping(node, "rulebase.yaml", (*keys, *_OPTIONAL_KEYS), keys)
    options = {name: _option(reader, name, at, value)
               for name, at, value in reader.entries(top.get("options"), "options")}
    if NEITHER in options:
        reader.refuse("reserved-word", f"{NEITHER!r} cannot be an option.", options[NEITHER].at,
                      f"It is what remains when every option is ruled out; describe it under '{NEITHER}:'.")
    if len(options) < 2 and top.get("options") is not None:
        reader.refuse("too-few-options", "A choice needs at least two options.", top.at)
    neither_node = top.get("neither")
    neither = _option(reader, NEITHER, neither_node.at if neither_node else top.at, neither_node)
    strengths = {}
    strengths_node = reader.mapping(top.get("strengths"), "strengths")
    for key, _ in strengths_node.entries:
        strengths[key.text] = reader.whole(strengths_node, key.text)
        if strengths[key.text] < 1:
            reader.refuse("not-a-number", "A strength must weigh at least 1.", key.at)
    balance = reader.mapping(top.get("balance"), "balance", ("lean", "clear"), ("lean", "clear"))
    lean, clear = reader.whole(balance, "lean", 1), reader.whole(balance, "clear", 1)
    if not 1 <= lean <= clear:
        reader.refuse("balance", "'lean' must be at least 1 and not above 'clear'.", balance.at)
    default = reader.mapping(top.get("default"), "default", ("option", "text", "sources"),
                             ("option", "text", "sources"))
    return Base(reader.text(top, "name"), reader.text(top, "version"), reader.text(top, "title"),
                options, neither, strengths, lean, clear, default, _limits(reader, top.get("limits")),
                _words(reader, top, "technical_terms"), _words(reader, top, "destroying_needs"), top.get("provided"),
                _tag_words(reader, top.get("tag_words")), top.get("ask_first"),
                top.get("contradictions"), top.get("renamed"))


def _words(reader: Reader, node: Mapping, key: str) -> tuple[str, ...]:
    return tuple(word.text for word in reader.words(node.get(key), key))


def _tag_words(reader: Reader, node: Node | None) -> dict[str, tuple[str, ...]]:
    entry = reader.mapping(node, "tag_words")
    return {key.text: _words(reader, entry, key.text) for key, _ in entry.entries}


def _limits(reader: Reader, node: Node | None) -> dict[str, int]:
    entry = reader.mapping(node, "limits", TEXT_KINDS)
    limits = {key.text: reader.whole(entry, key.text) for key, _ in entry.entries if key.text in TEXT_KINDS}
    for key, _ in entry.entries:
        if limits.get(key.text, 1) < 1:
            reader.refuse("not-a-number", "A limit is at least 1 character.", key.at)
    return limits


def _option(reader: Reader, name: str, at: Position, node: Node | None) -> Option:
    keys = ("name", "headline", "explain")
    entry = reader.mapping(node, f"option {name!r}", keys, keys)
    return Option(name, reader.text(entry, "name"), reader.text(entry, "headline"), reader.text(entry, "explain"), at)


def read_claims(reader: Reader, node: Node | None) -> tuple[dict[str, Document], dict[str, Claim]]:
    """The contents of `claims.yaml`."""
    top = reader.mapping(node, "claims.yaml", ("documents", "claims"), ("documents", "claims"))
    documents = {}
    keys = ("title", "publisher", "date")
    for key, value in reader.mapping(top.get("documents"), "documents").entries:
        entry = reader.mapping(value, f"document {key.text!r}", keys, keys)
        documents[key.text] = Document(key.text, *(reader.text(entry, name) for name in keys))
    claims: dict[str, Claim] = {}
    for key, value in reader.mapping(top.get("claims"), "claims").entries:
        entry = reader.mapping(value, f"claim {key.text}", ("kind", "about", "claim", "doubt"),
                               ("kind", "about", "claim"))
        claims[key.text] = Claim(key.text, reader.word(entry, "kind", CLAIM_KINDS), reader.text(entry, "about"),
                                 reader.text(entry, "claim"), reader.text(entry, "doubt"), key.at)
        if key.text.partition(".")[0] not in documents:
            reader.refuse("unknown-document", f"Claim {key.text!r} belongs to no document listed above.", key.at,
                          "A claim's id is its document's id, a full stop and a number.")
    return documents, claims


def read_questions(reader: Reader, node: Node | None, options: dict[str, Option]) -> dict[str, Question]:
    """The contents of `questions.yaml`."""
    questions = {}
    for name, at, value in reader.entries(node, "questions.yaml"):
        if name in RESERVED:
            reader.refuse("reserved-word", f"{name!r} means something in conditions.", at, "Choose another id.")
        questions[name] = _question(reader, name, at, value, options)
    return questions


def _question(reader: Reader, name: str, at: Position, node: Node, options: dict[str, Option]) -> Question:
    what = f"question {name!r}"
    required = ("label", "ask", "why", "find_out", "values")
    entry = reader.mapping(node, what, (*required, "given", "numbers", "when_open"), required)
    values = tuple(_value(reader, name, key, value)
                   for key, value in reader.mapping(entry.get("values"), f"values of {name}").entries)
    spellings: dict[str, str] = {}
    for value in values:
        for spelling in (value.id, *value.aliases):
            if spelling in spellings:
                reader.refuse("duplicate-value", f"{spelling!r} means two values of {name}.", at)
            spellings[spelling] = value.id
    if len(values) < 2 and entry.get("values") is not None:
        reader.refuse("too-few-values", f"{what} needs at least two values.", at)
    ids = [value.id for value in values]
    return Question(
        name, reader.text(entry, "label"), reader.text(entry, "ask"), reader.text(entry, "why"),
        reader.text(entry, "find_out"), values, reader.flag(entry, "given"),
        _numbers(reader, name, entry.get("numbers"), ids),
        _when_open(reader, name, entry.get("when_open"), ids, options), at)


def _value(reader: Reader, question: str, key: Scalar, node: Node) -> Value:
    if not ID.match(key.text) or key.text in (OPEN, UNSURE):
        reader.refuse("ill-formed-id", f"{key.text!r} cannot be a value of {question}.", key.at,
                      f"Use lower case words; {OPEN!r} and {UNSURE!r} have a meaning of their own.")
    entry = reader.mapping(node, f"value {key.text!r} of {question}", ("text", "phrase", "aliases", "share"),
                           ("text", "phrase"))
    aliases = tuple(word.text for word in reader.words(entry.get("aliases"), "aliases"))
    share = reader.whole(entry, "share", 1)
    if share < 1:
        reader.refuse("not-a-number", "A share must be at least 1.", entry.at)
    return Value(key.text, reader.text(entry, "text"), reader.text(entry, "phrase"), aliases, share)


def _numbers(reader: Reader, question: str, node: Node | None, values: list[str]) -> Numbers | None:
    if node is None:
        return None
    entry = reader.mapping(node, f"numbers of {question}", ("unit", "suffix", "least", "bounds"), ("unit", "bounds"))
    bounds = []
    found = entry.get("bounds")
    for item in found.items if isinstance(found, Sequence) else []:
        part = reader.mapping(item, "a bound", ("below", "value"), ("value",))
        below = reader.number(part, "below") if part.get("below") is not None else None
        bounds.append(Bound(below, reader.word(part, "value", values)))
    limits = [bound.below for bound in bounds[:-1]]
    rising = all(limit is not None for limit in limits) and limits == sorted(set(limits), key=lambda x: x or 0)
    if not bounds or bounds[-1].below is not None or not rising:
        reader.refuse("bounds", f"The bounds of {question} must rise, and the last must have no 'below'.", entry.at)
    suffix = entry.get("suffix")
    return Numbers(reader.text(entry, "unit"), suffix.text.strip() if isinstance(suffix, Scalar) else "",
                   reader.number(entry, "least"), tuple(bounds))


def _when_open(reader: Reader, question: str, node: Node | None, values: list[str],
               options: dict[str, Option]) -> WhenOpen | None:
    if node is None:
        return None
    keys = ("assume", "proviso", "otherwise")
    entry = reader.mapping(node, f"when_open of {question}", keys, keys)
    otherwise = reader.mapping(entry.get("otherwise"), "otherwise", options, options)
    proviso = reader.text(entry, "proviso")
    reader.placeholders(proviso, ("option", "otherwise"), entry.at)
    return WhenOpen(reader.word(entry, "assume", values), proviso,
                    {key.text: reader.word_of(value, "otherwise", [*options, NEITHER])
                     for key, value in otherwise.entries})
