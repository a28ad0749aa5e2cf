"""Reads `measurements.yaml`: what a measurement of the real mailbox means.

A rule speaks of measures that must all be so, each within one range. So two rules can be compared exactly, and two that
would answer one question differently for the same mailbox are refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from advisor.rulebase.measured_boxes import check_answers, is_empty
from advisor.rulebase.measurements import SURE, Measure, MeasuredRule, Range, Required, Sign
from advisor.rulebase.model import Question
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.position import Position
from advisor.rulebase.read_rules import Rules, read_sources
from advisor.rulebase.reader import PLACEHOLDER
from advisor.rulebase.sources import Source
from advisor.rulebase.tree import Mapping as Tree
from advisor.rulebase.tree import Node, Scalar

_KNOWN = "known"
_YES_NO = {"yes": True, "no": False, "true": True, "false": False}


@cache
def every_measure() -> Mapping[str, Measure]:
    """Everything that can be measured, by id: a list in a file, since it names kinds of access."""
    listed = json.loads((Path(__file__).parent / "measures.json").read_text(encoding="utf-8"))
    return {name: Measure(name, entry["kind"], entry["text"]) for name, entry in listed.items()}


class Read(NamedTuple):
    """The contents of the file."""

    measures: Mapping[str, Measure]
    """none where there is no such file"""
    answers: Mapping[str, MeasuredRule]
    signs: Mapping[str, Sign]


def read_measurements(rules: Rules, node: Node | None) -> Read:
    """The contents of `measurements.yaml`, which may be missing."""
    if node is None:
        return Read({}, {}, {})
    reading = _Reading(rules)
    top = rules.reader.mapping(node, "measurements.yaml", ("answers", "signs"))
    answers = {name: reading.answer(name, at, value)
               for name, at, value in rules.reader.entries(top.get("answers"), "answers")}
    # What asks for more comes first, so that the order in the file says nothing.
    answers = dict(sorted(answers.items(), key=lambda entry: (-len(entry[1].when), entry[0])))
    signs = {name: reading.sign(name, at, value)
             for name, at, value in rules.reader.entries(top.get("signs"), "signs")}
    check_answers(rules.reader, answers, rules.names.questions)
    return Read(every_measure(), answers, signs)


class _Reading:
    """Reads one entry after another; faults go to the reader."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.reader = rules.reader
        self.questions = rules.names.questions
        self.measures = every_measure()

    def answer(self, name: str, at: Position, node: Node) -> MeasuredRule:
        what = f"answer {name!r}"
        entry = self.reader.mapping(node, what, ("when", "answer", "evidence", "sources"), ("answer", "evidence"))
        question, value, by, only = self.given(entry.get("answer"), what)
        when = self.when(entry.get("when"), what)
        if by and by not in when:
            when = {**when, by: Range(None, None)}
        if _says_nothing(entry.get("when")) and not by and entry.get("answer") is not None:
            self.reader.refuse("condition", f"{what} would hold whatever is measured.", at,
                               "Say under 'when' which measure it rests on.")
        return MeasuredRule(name, when, question, value, by, only, self.text(entry, "evidence", when),
                            self.sources(entry, what, at), at)

    def sign(self, name: str, at: Position, node: Node) -> Sign:
        what = f"sign {name!r}"
        keys = ("when", "text", "sure", "else", "sources")
        entry = self.reader.mapping(node, what, (*keys, "answered", "about"), keys[:-1])
        when = self.when(entry.get("when"), what)
        if entry.get("when") is not None and _says_nothing(entry.get("when")):
            self.reader.refuse("condition", f"{what} would show whatever is measured.", at,
                               "Say under 'when' which measure it rests on.")
        return Sign(name, when, self.answered(entry.get("answered")), self.text(entry, "text", when),
                    self.reader.word(entry, "sure", SURE), self.text(entry, "else", when),
                    self.about(entry.get("about")), self.sources(entry, what, at), at)

    def about(self, node: Node | None) -> str:
        """The question that is meant; empty where none is named."""
        if node is None:
            return ""
        return self.reader.word_of(node, "about", list(self.questions))

    def sources(self, entry: Tree, what: str, at: Position) -> tuple[Source, ...]:
        return read_sources(self.reader, entry.get("sources"), self.rules.claims, what, at)

    def text(self, entry: Tree, key: str, when: Mapping[str, Required]) -> str:
        """A text whose placeholders are measures that must be known for it to be shown."""
        text = self.reader.text(entry, key)
        for name in PLACEHOLDER.findall(text):
            if name in self.measures and (name not in when or isinstance(when[name], bool)):
                kind = self.measures[name].kind
                self.reader.refuse("unknown-placeholder", f"'{{{name}}}' may not be known here." if kind != "yes-no"
                                   else f"'{{{name}}}' is no figure.", entry.at,
                                   f"Add '{name}: known' under 'when'." if kind != "yes-no" else "Say it in words.")
        self.reader.placeholders(text, self.measures, entry.at)
        return text

    def given(self, node: Node | None, what: str) -> tuple[str, str, str, tuple[str, ...]]:
        """The question; its value, or the measure whose figure decides; the values that it may decide for."""
        entries = self.reader.mapping(node, f"what {what} gives").entries
        if len(entries) != 1:
            if isinstance(node, Tree):
                self.reader.refuse("one-answer", f"{what} must answer exactly one question.", node.at,
                                   "Write it like {question: value}, and another entry for another question.")
            return "", "", "", ()
        key, value = entries[0]
        question = self.question(key)
        if question is None:
            return "", "", "", ()
        if not isinstance(value, Tree):
            return question.id, self.value(question, value), "", ()
        entry = self.reader.mapping(value, f"the figure for {key.text}", ("by", "only"), ("by",))
        by = self.reader.word(entry, "by", [measure.id for measure in self.measures.values()
                                            if measure.kind != "yes-no"])
        if question.numbers is None:
            self.reader.refuse("no-numbers", f"Question {key.text!r} takes no figures.", value.at,
                               f"Name a value: {', '.join(question.value_ids)}.")
            return "", "", "", ()
        only = tuple(self.value(question, word) for word in self.reader.words(entry.get("only"), "only"))
        return (question.id, "", by, tuple(sorted(only or question.value_ids))) if by else ("", "", "", ())

    def question(self, key: Scalar) -> Question | None:
        found = self.questions.get(key.text)
        if found is None:
            self.reader.refuse("unknown-question", f"There is no question {key.text!r}.", key.at,
                               suggestion(key.text, self.questions))
        return found

    def value(self, question: Question, node: Node) -> str:
        return self.reader.word_of(node, question.id, question.value_ids)

    def answered(self, node: Node | None) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for key, value in self.reader.mapping(node, "answered").entries:
            question = self.question(key)
            if question is not None:
                found[key.text] = tuple(self.value(question, word)
                                        for word in self.reader.words(value, key.text))
        return found

    def when(self, node: Node | None, what: str) -> dict[str, Required]:
        found: dict[str, Required] = {}
        for key, value in self.reader.mapping(node, f"'when' of {what}").entries:
            measure = self.measures.get(key.text)
            if measure is None:
                self.reader.refuse("unknown-measure", f"There is no measure {key.text!r}.", key.at,
                                   suggestion(key.text, self.measures))
            else:
                found[key.text] = self.required(measure, value)
        return found

    def required(self, measure: Measure, node: Node) -> Required:
        if measure.kind == "yes-no":
            return _YES_NO[self.reader.word_of(node, measure.id, _YES_NO, "yes")]
        if isinstance(node, Scalar) and node.text == _KNOWN:
            return Range(None, None)
        if not isinstance(node, Tree):
            self.reader.refuse("not-a-range", f"{measure.id!r} is a figure: say from where, or below what.", node.at,
                               "Write it like {from: 10, below: 20}, or the word 'known'.")
            return Range(None, None)
        entry = self.reader.mapping(node, measure.id, ("from", "below"))
        found = Range(self.end(entry, "from"), self.end(entry, "below"))
        if not entry.entries:
            self.reader.refuse("missing-key", f"The range of {measure.id!r} has no end.", node.at,
                               "Give it 'from' or 'below', or write 'known'.")
        elif is_empty(found):
            self.reader.refuse("empty-range", f"No figure is from {found.least or 0:,} and below {found.below:,}.",
                               node.at, "Measures are whole numbers from 0; 'below' must be the larger one.")
        return found

    def end(self, entry: Tree, key: str) -> int | None:
        """A whole number from 0; sizes are bytes and may have many digits."""
        node = entry.get(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text.isascii() and node.text.isdecimal() and len(node.text) <= 15:
            return int(node.text)
        self.reader.refuse("not-a-number", f"{key!r} must be a whole number.", node.at)
        return None


def _says_nothing(node: Node | None) -> bool:
    return node is None or (isinstance(node, Tree) and not node.entries)
