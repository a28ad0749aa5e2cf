"""Questions and values that are called otherwise in the other version, and said to be so under `renamed`.

Such a name is no difference: the old version is compared in the words of the new one. Only what either version
declares counts; a question that looks the same under another id is another question.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor.rulebase.condition import All, AnswerIs, Condition, Not
from advisor.rulebase.condition import Any as AnyOf
from advisor.rulebase.model import Question, RuleBase


class Renames(NamedTuple):
    """What the old version calls otherwise."""

    questions: Mapping[str, str]
    """by the id in the old version: the id in the new one"""
    values: Mapping[str, Mapping[str, str]]
    """by question, as the new version calls it: for each old value its id in the new version"""

    def question(self, name: str) -> str:
        """What the new version calls that question of the old one."""
        return self.questions.get(name, name)

    def value(self, question: str, value: str) -> str:
        """What the new version calls that value of a question of the old one."""
        return self.values.get(self.question(question), {}).get(value, value)

    def in_old_words(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Answers in the words of the new version, as the old one understands them."""
        names = {new: old for old, new in self.questions.items()}
        values = {name: {new: old for old, new in found.items()} for name, found in self.values.items()}
        return {names.get(name, name): values.get(name, {}).get(value, value) for name, value in answers.items()}


def renames_between(old: RuleBase, new: RuleBase) -> Renames:
    """What is declared, by the new version or, looking back, by the old one, and makes one question of two."""
    questions = _declared(new.renamed_questions, old.renamed_questions, old.questions, new.questions)
    values = {}
    for name, question in old.questions.items():
        there = questions.get(name, name)
        if there in new.questions:
            found = _declared(new.renamed_values.get(there, {}), old.renamed_values.get(name, {}),
                              question.value_ids, new.questions[there].value_ids)
            if found:
                values[there] = found
    return Renames(questions, values)


def _declared(forward: Mapping[str, str], backward: Mapping[str, str], old: Any, new: Any) -> dict[str, str]:
    """Old id to new id, where each version has the one and not the other; two that became one are a real change."""
    pairs = [*forward.items(), *((now, before) for before, now in backward.items())]
    found = {one: two for one, two in pairs if one in old and two in new and one not in new and two not in old}
    targets = list(found.values())
    return {one: two for one, two in found.items() if targets.count(two) == 1}


def in_new_words(old: RuleBase, renames: Renames) -> RuleBase:
    """The old version with the ids of the new one; nothing else changes."""
    if not any(renames):
        return old

    def conditions(entries: Mapping[str, Any]) -> dict[str, Any]:
        return {name: entry._replace(when=_condition(entry.when, renames)) for name, entry in entries.items()}

    return old._replace(
        questions={renames.question(name): _question(entry, renames) for name, entry in old.questions.items()},
        constraints=conditions(old.constraints), evidence=conditions(old.evidence), forms=conditions(old.forms),
        warnings=conditions(old.warnings), steps=conditions(old.steps), provided=conditions(old.provided),
        invariants={name: entry._replace(then=_condition(entry.then, renames))
                    for name, entry in conditions(old.invariants).items()},
        monotones={name: entry._replace(
            question=renames.question(entry.question), toward=_condition(entry.toward, renames),
            order=tuple(renames.value(entry.question, value) for value in entry.order))
            for name, entry in conditions(old.monotones).items()},
        ask_first=tuple(map(renames.question, old.ask_first)),
        ask_first_when={renames.question(name): _condition(when, renames)
                        for name, when in old.ask_first_when.items()},
        contradictions=tuple(
            tuple(AnswerIs(renames.question(part.question),
                           frozenset(renames.value(part.question, value) for value in part.values)) for part in parts)
            for parts in old.contradictions),
        clients={name: entry._replace(
            traps=_notes(entry.traps, renames),
            answers={renames.question(asked): renames.value(asked, value) for asked, value in entry.answers.items()})
            for name, entry in old.clients.items()},
        providers={name: entry._replace(
            notes=_notes(entry.notes, renames),
            room=entry.room and _notes((entry.room,), renames)[0],
            answers=entry.answers._replace(values={renames.question(asked): renames.value(asked, value)
                                                   for asked, value in entry.answers.values.items()}))
            for name, entry in old.providers.items()})


def _condition(condition: Condition, renames: Renames) -> Condition:
    if isinstance(condition, AnswerIs):
        return AnswerIs(renames.question(condition.question),
                        frozenset(renames.value(condition.question, value) for value in condition.values))
    if isinstance(condition, Not):
        return Not(_condition(condition.part, renames))
    if isinstance(condition, All | AnyOf):
        return type(condition)(tuple(_condition(part, renames) for part in condition.parts))
    return condition


def _notes(notes: tuple[Any, ...], renames: Renames) -> tuple[Any, ...]:
    return tuple(note._replace(when=_condition(note.when, renames)) for note in notes)


def _question(question: Question, renames: Renames) -> Question:
    def value(name: str) -> str:
        return renames.value(question.id, name)

    numbers, when_open = question.numbers, question.when_open
    return question._replace(
        id=renames.question(question.id),
        values=tuple(entry._replace(id=value(entry.id)) for entry in question.values),
        numbers=numbers and numbers._replace(bounds=tuple(
            bound._replace(value=value(bound.value)) for bound in numbers.bounds)),
        when_open=when_open and when_open._replace(assume=value(when_open.assume)))
