"""The words for what is told of a thing in a rule base; text and JSON tell the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from advisor.report.page.phrases import points
from advisor.rulebase.measurements import SURE, MeasuredRule, Required, Sign
from advisor.rulebase.model import (
    Constraint,
    Default,
    Evidence,
    Form,
    Invariant,
    Monotone,
    Option,
    Question,
    Row,
    RuleBase,
    Step,
    Term,
    Warning,
)
from advisor.rulebase.programs import Client, Fact, Provider
from advisor.rulebase.sources import Claim
from advisor.verify.cases import Counts
from advisor.verify.showing.links import How
from advisor.verify.showing.things import THING_NAMES, Key, Thing

REFERS: Mapping[How, str] = {
    "asks": "asks about", "advice": "looks at whether this is advised:", "set_up": "looks at the set-up",
    "warning": "looks at the warning", "rules_out": "rules out", "speaks_for": "speaks for", "form": "has the form",
    "otherwise": "falls back on", "default": "gives ties to", "cites": "rests on"}
REFERRED: Mapping[How, str] = {
    "asks": "asked about by", "advice": "looked at by", "set_up": "looked at by", "warning": "looked at by",
    "rules_out": "ruled out by", "speaks_for": "spoken for by", "form": "a form of", "otherwise": "fallen back on by",
    "default": "given ties by", "cites": "used by"}


def named(key: Key) -> str:
    """The kind and the id."""
    return THING_NAMES[key.kind] if key.kind == "default" else f"{THING_NAMES[key.kind]} {key.id}"


def named_together(keys: Iterable[Key]) -> str:
    """Several, those of one kind together: `wall a, b; step c`."""
    kinds: dict[str, list[str]] = {}
    for key in dict.fromkeys(keys):
        kinds.setdefault(THING_NAMES[key.kind], []).append("" if key.kind == "default" else key.id)
    return "; ".join(f"{kind} {', '.join(ids)}".rstrip() for kind, ids in kinds.items())


def effect(base: RuleBase, thing: Thing) -> str:
    """What a rule does where it fires; empty for what does nothing."""
    entry = thing.entry
    if isinstance(entry, Constraint):
        return f"It rules out {base.option(entry.rules_out).name}, whatever speaks for it."
    if isinstance(entry, Evidence):
        return (f"It speaks for {base.option(entry.speaks_for).name}: {entry.strength}, "
                f"{points(base.weight(entry.strength))}.")
    if isinstance(entry, Form):
        return f'The set-up then has "{entry.name}" ({entry.item}) in this form.'
    if isinstance(entry, Warning):
        return f"This warning is given, with rank {entry.rank}; a smaller rank is shown first."
    if isinstance(entry, Step):
        return f"This is among the steps: {entry.level}, with order {entry.order}."
    if isinstance(entry, MeasuredRule):
        question = base.questions[entry.question]
        by = f"the value that {entry.by} stands for" if entry.by else f'"{question.value(entry.value).text}"'
        return f"It answers {question.id} with {by}."
    return ""


def texts(base: RuleBase, thing: Thing) -> Iterator[tuple[str, str]]:
    """What a person can read of it: pairs of what it is and the text; parameters stand as they are in the file."""
    entry = thing.entry
    if isinstance(entry, Constraint | Evidence):
        yield "Text", entry.text
        if entry.kept_for:
            yield "Kept although nothing would change without it", entry.kept_for
    elif isinstance(entry, Form):
        yield "Text", entry.text
        if entry.params:
            yield "Parameters", ", ".join(f"{name}: {value}" for name, value in entry.params.items())
        if entry.tags:
            yield "Tags", ", ".join(entry.tags)
    elif isinstance(entry, Warning):
        yield from (("Text", entry.text), ("What averts it", entry.avert))
    elif isinstance(entry, Step | Invariant | Monotone | Term):
        if isinstance(entry, Term):
            yield "Term", entry.term
        yield "Text", entry.text
    elif isinstance(entry, Question):
        yield from (("Label", entry.label), ("Question", entry.ask), ("Why", entry.why),
                    ("How to find out", entry.find_out))
        for value in entry.values:
            yield f"Answer {value.id}", f"{value.text} (as said back: {value.phrase})"
        if entry.given:
            yield "About the world", "Its answer is never proposed as a thing to change."
        if entry.when_open is not None:
            yield "While it is not known", f'"{entry.value(entry.when_open.assume).text}" is assumed.'
    elif isinstance(entry, MeasuredRule):
        yield from (("Holds where", _measures_words(entry.when)), ("Evidence", entry.evidence))
    elif isinstance(entry, Sign):
        yield from _sign(base, entry)
    elif isinstance(entry, Option):
        yield from (("Name", entry.name), ("Headline", entry.headline), ("Explanation", entry.explain))
    elif isinstance(entry, Default):
        yield from (("Ties go to", base.option(entry.option).name), ("Text", entry.text))
    elif isinstance(entry, Row):
        yield "What it compares", entry.about
        yield from ((base.option(option).name, cell) for option, cell in entry.cells.items())
        if entry.note:
            yield "Note", entry.note
    elif isinstance(entry, Claim):
        document = base.documents[entry.id.partition(".")[0]]
        yield from (("Kind", entry.kind), ("About", entry.about), ("Claim", entry.claim))
        if entry.doubt:
            yield "Doubt", entry.doubt
        yield "Document", f"{document.title} ({document.publisher}, {document.date})"
    elif isinstance(entry, Client | Provider):
        yield from _program_texts(base, entry)
    else:
        for form in entry:
            yield f"{form.name}, form {form.id.partition('/')[2]}", form.text


def _sign(base: RuleBase, sign: Sign) -> Iterator[tuple[str, str]]:
    yield "Holds where", _measures_words(sign.when)
    for question, values in sign.answered.items():
        yield f"And where the measured answer to {question} is", " or ".join(values)
    yield from (("Text", sign.text), ("How sure", f"{sign.sure}: {SURE[sign.sure]}"),
                ("What else could explain it", sign.otherwise))
    if sign.about:
        yield "Good to know for", base.questions[sign.about].ask


def _program_texts(base: RuleBase, entry: Client | Provider) -> Iterator[tuple[str, str]]:
    if isinstance(entry, Client):
        yield "Name", entry.name
        yield from ((f"Has {base.option(option).name}", said) for option, said in entry.offers.values.items())
        yield from ((place.target, _fact(place.where)) for place in entry.items.values())
        yield from ((f"Answers {question}", value) for question, value in entry.answers.items())
        yield from (("Trap", _fact(note.fact)) for note in entry.traps)
    else:
        yield "Name", entry.name
        yield from ((f"Answers {question}", value) for question, value in entry.answers.values.items())
        for server in entry.servers.values():
            yield f"Server for {base.option(server.option).name}", f"{_fact(server.host)}, {_fact(server.port)}"
        if entry.room is not None:
            yield "Room", _fact(entry.room.fact)
        if entry.not_on is not None:
            yield f"Not on {', '.join(entry.not_on.clients)}", entry.not_on.text
        yield from (("Note", _fact(note.fact)) for note in entry.notes)
        yield from (("What to ask", text) for text in entry.ask)


def _fact(fact: Fact) -> str:
    return fact.text or f"not verified: {fact.look_for}"


def _measures_words(when: Mapping[str, Required]) -> str:
    """What measures must be, in one line."""
    parts = []
    for name, required in when.items():
        if isinstance(required, bool):
            parts.append(f"{name} is {'yes' if required else 'no'}")
        else:
            ends = [f"{word} {end:,}" for word, end in (("from", required.least), ("below", required.below))
                    if end is not None]
            parts.append(f"{name} is {' and '.join(ends) or 'known'}")
    return "; ".join(parts)


def counted(count: Counts) -> str:
    """`12 of 48 cases (25.0%); among the 8 in which every answer is known, 2 (25.0%)`."""
    return (f"{count.cases:,} of {count.of:,} cases ({share(count.cases, count.of)}); among the {count.known_of:,} in "
            f"which every answer is known, {count.known_cases:,} ({share(count.known_cases, count.known_of)})")


def share(part: int, whole: int) -> str:
    """A percentage with one figure after the point; 0 and 100 stand for none and all only."""
    if part in (0, whole) or not whole:
        return "100%" if part and part == whole else "0%"
    tenths = (2000 * part + whole) // (2 * whole)
    if tenths == 0:
        return "under 0.1%"
    if tenths == 1000:
        return "over 99.9%"
    return f"{tenths // 10}.{tenths % 10}%"
