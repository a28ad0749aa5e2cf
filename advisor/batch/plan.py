"""What the columns of an input are, and what the columns of the output will be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from re import compile as pattern
from typing import NamedTuple

from advisor.batch.decider import COLUMNS
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import PROGRAM_KEYS, names_program
from advisor.rulebase.nearest import nearest
from advisor.rulebase.problem import InputRefused, Problem

ID = "id"
CLASH = "in_"
"""Goes before the name of a carried column that an output column already has."""
_MOST_ALIKE = 100
"""Carried columns of one name: each gets one more CLASH before it, so a thousand of them would fill megabytes."""
_MOST_LOOKED_AT = 1_000
"""Carried columns whose names are compared with those of questions; comparing takes a millisecond each."""
_BETWEEN = pattern(r"[\s_-]+")
"""What parts the words of a column's name."""


class Plan(NamedTuple):
    """Places of columns in a row of the input, and the header of the output."""

    width: int
    id: int | None
    """None where rows are named by their number"""
    questions: tuple[str, ...]
    """and what names a mail program or a provider"""
    cells: tuple[int, ...]
    """for each of the questions, its column"""
    carried: tuple[int, ...]
    header: tuple[str, ...]
    notes: tuple[str, ...]
    """what a person should know before the output is used"""


def plan_of(header: Sequence[str], base: RuleBase, extra: Sequence[str], shown: str) -> Plan:
    """The plan for a header; names of questions are taken with hyphens and in any case. Raises InputRefused."""
    found: dict[str, int] = {}
    carried: list[int] = []
    problems: list[Problem] = []
    if not is_text("".join(header)):
        raise InputRefused([Problem("not-utf-8", "The names of the columns are not UTF-8 text.", where=shown,
                                    fix="Save the file as UTF-8.")])
    for place, name in enumerate(header):
        known = column_named(name, base)
        if known is None:
            carried.append(place)
        elif known in found:
            problems.append(Problem("duplicate-column", f"Two columns are named {known!r}.", where=shown,
                                    fix="Keep one."))
        else:
            found[known] = place
    if problems:
        raise InputRefused(problems)
    named = found.pop(ID, None)
    if not found:
        raise InputRefused([Problem("no-question", "No column is named after a question.", where=shown,
                                    fix=f"Questions: {', '.join(base.questions)}.")])
    names = [header[place].strip() for place in carried]
    _refuse_alike(names, shown)
    return Plan(len(header), named, tuple(found), tuple(found.values()), tuple(carried),
                header_of(extra, names), tuple(_notes_of(base, found, names, numbered=named is None)))


def _refuse_alike(names: Sequence[str], shown: str) -> None:
    """Raises InputRefused where so many columns are called the same that each would need a long name of its own."""
    name, times = max(Counter(names).items(), key=lambda entry: entry[1], default=("", 0))
    if times > _MOST_ALIKE:
        raise InputRefused([Problem("duplicate-column", f"{times:,} columns are named {name[:40]!r}.", where=shown,
                                    fix="Give each a name of its own, or leave them out.")])


def is_text(text: str) -> bool:
    """Whether it came from bytes that are UTF-8."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def column_named(name: str, base: RuleBase) -> str | None:
    """The question that a column answers, `id`, or what names a program; None for a column to carry through."""
    word = name.strip().lower()
    for spelling in (word, _BETWEEN.sub("_", word)):
        question = base.renamed_questions.get(spelling, spelling)
        if question in base.questions or question == ID or names_program(base, question):
            return question
    return None


def header_of(extra: Sequence[str], carried: Sequence[str]) -> tuple[str, ...]:
    """The columns of the output."""
    names = dict.fromkeys((ID, *COLUMNS, *extra))
    for name in carried:
        while name in names:
            name = CLASH + name  # noqa: PLW2901 - until it is free
        names[name] = None
    return tuple(names)


def _notes_of(base: RuleBase, answered: Collection[str], carried: Sequence[str], *,
              numbered: bool) -> list[str]:
    """What stands to be misunderstood: a misspelt question would stay open in every row."""
    notes = []
    for name in tuple(dict.fromkeys(carried))[:_MOST_LOOKED_AT]:
        close = close_question(name, base)
        if close is not None and close not in answered:
            notes.append(note_of(name, close))
    if numbered:
        notes.append("There is no column 'id': rows are named by their number.")
    return notes


def close_question(name: str, base: RuleBase) -> str | None:
    """The question, or what names a program, that a name may be a slip of."""
    programs = [key for key in PROGRAM_KEYS if names_program(base, key)]
    return nearest(name, [*base.questions, *programs], cutoff=0.75)


def note_of(name: str, close: str) -> str:
    """Of a name that may be a misspelt question."""
    return f"Column {name[:40]!r} is no question and is carried through. Did you mean {close!r}?"
