"""What the keys of one case say: which are questions, which are only carried through, and which make no sense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from advisor.batch.decider import Cell
from advisor.batch.plan import ID, close_question, column_named, note_of
from advisor.batch.programs import PROVIDER_KEY, programs_of
from advisor.engine.answers import AnswerRefused, read_answer
from advisor.engine.measured import says
from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import suggestion

ANSWERS = "answers"
"""Under which a saved case, and a document of ours, has its answers."""
MOST_NAMES = 1_000
"""Keys that are remembered; then the memory starts anew and stays small."""
MOST_NOTES = 20


class Said(NamedTuple):
    """What a case says."""

    answers: dict[str, Any]
    """by question, `id`, or what names a program; as it was written"""
    carried: dict[Any, Any]
    faults: list[Cell]


class Keys:
    """Reads cases of one rule base; `notes` grows with what a person should know of their keys."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.columns = (*base.questions, *programs_of(base))
        """what a case can answer, in the order of the rows to decide"""
        self.notes: list[str] = []
        self.names: dict[Any, str | None] = {}
        self.suspects: dict[Any, str] = {}

    def read(self, case: Mapping[Any, Any]) -> Said:
        """Takes a case apart. One that answers nothing, but has other keys, is faulty: they may be misspelt."""
        said = Said({}, {}, [])
        provided: set[str] = set()
        inside: Any = None
        for key, value in case.items():
            name = self._name(key)
            if name is not None:
                self._take(said, provided, name, value)
            elif key == ANSWERS:
                inside = value
            else:
                said.carried[key] = value
        if ANSWERS in case and ANSWERS not in self.columns:
            self._take_inside(said, provided, inside)
        elif said.carried and not said.faults and not said.answers.keys() - {ID}:
            said.faults.append(self._nothing(said.carried))
        if provided and said.answers.get(PROVIDER_KEY) is not None:
            for name in provided:  # whoever is named now answers anew
                said.answers[name] = None
        if self.suspects and not said.faults and not self.suspects.keys().isdisjoint(said.carried):
            self._note(said)
        return said

    def _name(self, key: Any) -> str | None:
        try:
            return self.names[key]
        except KeyError:
            if len(self.names) >= MOST_NAMES:
                self.names.clear()
                self.suspects.clear()
            name = self.names[key] = column_named(key, self.base) if isinstance(key, str) else None
            close = close_question(key, self.base) if name is None and isinstance(key, str) else None
            if close is not None:
                self.suspects[key] = close
            return name

    def _take(self, said: Said, provided: set[str], name: str, value: Any) -> None:
        if name in said.answers:
            said.faults.append(Cell(name, str(value)[:40], f"{name} is answered twice.", "Keep one."))
            return
        if not isinstance(value, str) and isinstance(value, Mapping) and name != ID:
            if name not in self.base.questions:
                value = value.get(ID)  # a document names a program so
            else:
                origin, value = value.get("origin"), value.get("value")
                if origin == "provider":
                    provided.add(name)
                elif origin == "measured" and not self._says(name, value):
                    value = None
        said.answers[name] = value

    def _says(self, name: str, value: Any) -> bool:
        try:
            return says(self.base, name, read_answer(self.base.questions[name], str(value)))
        except AnswerRefused:
            return True  # it is refused where all answers are

    def _take_inside(self, said: Said, provided: set[str], inside: Any) -> None:
        if not isinstance(inside, Mapping):
            said.faults.append(Cell(ANSWERS, str(inside)[:40], "This must be an object of questions and answers.",
                                    "Call it otherwise if it is none."))
            return
        for key, value in inside.items():
            name = self._name(key)
            if name is None or name == ID:
                said.faults.append(Cell(str(key), "", f"There is no question {str(key)[:40]!r}.",
                                        suggestion(str(key), self.base.questions, show_all_up_to=15)))
            else:
                self._take(said, provided, name, value)

    def _nothing(self, carried: Mapping[Any, Any]) -> Cell:
        key, close = next(((key, self.suspects[key]) for key in carried if key in self.suspects), ("", None))
        fix = f"Did you mean {close!r}?" if close is not None else f"Questions: {', '.join(self.base.questions)}."
        return Cell(str(key), "", "No key of this row is a question.", fix)

    def _note(self, said: Said) -> None:
        for key in self.suspects.keys() & said.carried.keys():
            if self.suspects[key] not in said.answers:
                note = note_of(key, self.suspects.pop(key))
                if note not in self.notes and len(self.notes) < MOST_NOTES:
                    self.notes.append(note)
