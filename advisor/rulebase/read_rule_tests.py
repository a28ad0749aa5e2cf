"""Reads rule tests: what a case must come to, written down before the program is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from typing import NamedTuple

from advisor.rulebase.model import NEITHER, UNSURE, Question, RuleBase
from advisor.rulebase.nearest import suggested_claim, suggestion
from advisor.rulebase.position import Position
from advisor.rulebase.read_rules import RFC, words_of
from advisor.rulebase.reader import Reader
from advisor.rulebase.rule_names import Gone, Named, RuleNames
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence

KEYS = ("story", "answers", "expect", "because", "decided", "todo", "person")
EXPECTATIONS = ("verdict", "settled", "by_default", "speaks_for", "set_up", "tags", "warnings", "steps",
                "fires", "silent")
_LONGEST_NAME = 100


class Expectation(NamedTuple):
    """What a test expects; None where it says nothing."""

    verdict: str | None = None
    settled: bool | None = None
    by_default: bool | None = None
    speaks_for: tuple[str, ...] | None = None
    """exactly the options that some evidence speaks for"""
    set_up: tuple[Named, ...] | None = None
    """exactly these fire: each named item or form does, and no form that is not named"""
    tags: tuple[str, ...] | None = None
    warnings: tuple[str, ...] | None = None
    steps: tuple[str, ...] | None = None
    """exactly these, in this order"""
    fires: tuple[Named, ...] | None = None
    """of each entry at least one rule fires"""
    silent: tuple[Named, ...] | None = None
    """of each entry no rule fires"""


class RuleTest(NamedTuple):
    """One test: a case, and what the rules must make of it."""

    name: str
    story: str
    answers: MappingOf[str, str]
    """values, and `unsure`"""
    expect: Expectation
    because: tuple[str, ...]
    decided: str
    """where program and expectation differed: which was wrong, and why"""
    todo: str
    """why it cannot hold yet; such a test never fails"""
    person: bool
    """whether it stands for a person for whom the number of questions is measured"""
    at: Position
    expect_at: MappingOf[str, Position]
    """where each thing expected is written"""
    gone: tuple[Gone, ...] = ()
    """what it names and there is not any more; with any of that, it does not hold"""


def read_tests(trees: MappingOf[str, Node | None], base: RuleBase, reader: Reader) -> tuple[RuleTest, ...]:
    """The tests in these trees, by file, in order; faults go to `reader`."""
    files = _Files(base, reader)
    return tuple(test for name, tree in trees.items() for test in files.read(name, tree))


class _Files:
    """Reads one file after another; a name stands once in all of them."""

    def __init__(self, base: RuleBase, reader: Reader) -> None:
        self.base = base
        self.reader = reader
        self.names = RuleNames(base)
        self.tags = list(dict.fromkeys(tag for form in base.forms.values() for tag in form.tags))
        self.seen: dict[str, Position] = {}
        documents = "".join(rf"{re.escape(name)}\.\w+|" for name in sorted(base.documents, key=len, reverse=True))
        self.claim = re.compile(rf"(?<![\w.-])(?:{documents}[^\W\d][\w-]*\.\d\w*)")
        """whatever looks like a claim: a document's id with anything after a dot, any word with a number after it"""

    def read(self, file: str, tree: Node | None) -> list[RuleTest]:
        if tree is None:
            return []
        found = []
        for key, value in self.reader.mapping(tree, f"{file}.yaml").entries:
            self.check_name(key)
            found.append(self.test(key, value))
        return found

    def check_name(self, key: Scalar) -> None:
        name, seen = key.text, self.seen.get(key.text)
        if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
            self.reader.refuse("ill-formed-name", f"{name[:_LONGEST_NAME]!r} cannot be the name of a test.", key.at,
                               f"Use a few words, at most {_LONGEST_NAME} characters.")
        if seen is not None and seen.file != key.at.file:  # twice in one file is a duplicate key already
            self.reader.refuse("duplicate-test", f"There is already a test {name!r}.", key.at,
                               f"It stands at {seen}; rename one of the two.")
        self.seen.setdefault(name, key.at)

    def test(self, key: Scalar, node: Node) -> RuleTest:
        what, reader = f"test {key.text[:_LONGEST_NAME]!r}", self.reader
        required = ("story", "answers", "expect", "because")
        if isinstance(node, Mapping) and not node.entries:
            node = Mapping([], key.at)
        entry = reader.mapping(node, what, KEYS, required)
        expect = reader.mapping(entry.get("expect"), f"'expect' of {what}", EXPECTATIONS)
        if entry.get("expect") is not None and not expect.entries:
            reader.refuse("expects-nothing", f"{what} expects nothing.", expect.at,
                          f"Say at least one of: {', '.join(EXPECTATIONS)}.")
        self.names.gone = []
        return RuleTest(key.text, reader.text(entry, "story"), self.answers(entry.get("answers"), what),
                        self.expectation(expect), self.because(entry.get("because"), what),
                        reader.text(entry, "decided"), reader.text(entry, "todo"), reader.flag(entry, "person"), key.at,
                        {name.text: name.at for name, _ in expect.entries}, tuple(self.names.gone))

    def answers(self, node: Node | None, what: str) -> dict[str, str]:
        answers = {}
        for key, value in self.reader.mapping(node, f"'answers' of {what}").entries:
            question = self.base.questions.get(key.text)
            if question is None:
                self.reader.refuse("unknown-question", f"There is no question {key.text!r}.", key.at,
                                   suggestion(key.text, self.base.questions))
                continue
            found = self.answer(question, value)
            if found:
                answers[question.id] = found
        return answers

    def answer(self, question: Question, node: Node) -> str:
        spellings = {spelling: value.id for value in question.values for spelling in (value.id, *value.aliases)}
        if "yes" in spellings and "no" in spellings:
            spellings = {"true": spellings["yes"], "false": spellings["no"], **spellings}
        spellings[UNSURE] = UNSURE
        if isinstance(node, Scalar) and node.text in spellings:
            return spellings[node.text]
        valid = [*question.value_ids, UNSURE]
        if not isinstance(node, Scalar):
            self.reader.refuse("not-a-word", f"The answer to {question.id} must be one word.", node.at,
                               f"Valid: {', '.join(valid)}.")
            return ""
        self.reader.refuse("unknown-value", f"{question.id} has no value {node.text!r}.", node.at,
                           suggestion(node.text, valid))
        return ""

    def expectation(self, node: Mapping) -> Expectation:
        def flag(key: str) -> bool | None:
            return None if node.get(key) is None else self.reader.flag(node, key)

        return Expectation(
            self.reader.word(node, "verdict", [*self.base.options, NEITHER]) or None, flag("settled"),
            flag("by_default"), self.words(node.get("speaks_for"), "speaks_for", list(self.base.options)),
            self.named(node.get("set_up"), "set_up"), self.words(node.get("tags"), "tags", self.tags, "tag"),
            self.words(node.get("warnings"), "warnings", list(self.base.warnings), "warning"),
            self.words(node.get("steps"), "steps", list(self.base.steps), "step"),
            self.named(node.get("fires"), "fires"), self.named(node.get("silent"), "silent"))

    def items(self, node: Node | None, what: str) -> list[Node] | None:
        """The entries of a list; one word alone is a list of one."""
        if node is None:
            return None
        if isinstance(node, Sequence):
            return node.items
        if isinstance(node, Scalar) and node.text:
            return [node]
        self.reader.refuse("not-a-list", f"{what!r} must be a list.", node.at, "Write [] where nothing is expected.")
        return None

    def words(self, node: Node | None, what: str, valid: list[str], told: str = "") -> tuple[str, ...] | None:
        """With `told`, the words are called so, belong to rules and are gone with them."""
        items = self.items(node, what)
        if items is None:
            return None
        found: list[str] = []
        for item in items:
            if told and isinstance(item, Scalar) and item.text not in valid and item.text not in self.names.rules:
                self.names.lost(what, told, item.text, valid, item.at)
                continue
            word = self.reader.word_of(item, what, valid)
            if word in found:
                self.reader.refuse("duplicate-value", f"{word!r} stands here twice.", item.at, "Keep one.")
            elif word:
                found.append(word)
        return tuple(found)

    def named(self, node: Node | None, what: str) -> tuple[Named, ...] | None:
        items = self.items(node, what)
        if items is None:
            return None
        found: list[Named] = []
        for item in items:
            choice = item.items if isinstance(item, Sequence) and what == "fires" else [item]
            if not choice:
                self.reader.refuse("empty-list", "This list of rules is empty.", item.at,
                                   "Name the rules of which at least one must fire.")
            parts = [self.names.read(self.reader, part, what, kind="set_up" if what == "set_up" else "")
                     for part in choice]
            rules = frozenset().union(*(part.rules for part in parts))
            if rules:
                named = Named(tuple(part.words[0] for part in parts if part.rules), rules)
                if named.words in [other.words for other in found]:
                    self.reader.refuse("duplicate-value", f"{named} stands here twice.", item.at, "Keep one.")
                else:
                    found.append(named)
        return tuple(found)

    def because(self, node: Node | None, what: str) -> tuple[str, ...]:
        if node is None:
            return ()
        found = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            text = " ".join(item.text.split()) if isinstance(item, Scalar) else ""
            if not text or not text.isprintable():
                self.reader.refuse("source", "A reason must be a claim, an RFC, or a few words.", item.at,
                                   "Write it like D4.11, 'RFC 1939 section 8' or 'wall 2'.")
                continue
            self.check_reason(text, item.at)
            found.append(text)
        if isinstance(node, Sequence) and not node.items:
            self.reader.refuse("no-source", f"{what} names no reason.", node.at,
                               "List claims, an RFC with its section, or the line of the order it rests on.")
        return tuple(found)

    def check_reason(self, text: str, at: Position) -> None:
        if text.startswith("RFC") and not RFC.match(text):
            self.reader.refuse("source", f"{text!r} does not name an RFC in full.", at,
                               "Write it like 'RFC 1939 section 8'.")
        for claim in self.claim.findall(text):
            if claim not in self.base.claims:
                self.reader.refuse("unknown-claim", f"There is no claim {claim!r}.", at,
                                   suggested_claim(claim, words_of(self.base.claims)))
