"""Rule bases of 20 to 60 questions and 100 to 1,000 rules, about nothing in particular, for tests of bounds.

Three shapes, each hard in its own way:

- `scattered`: rules about questions far apart, and hardly a wall: no store of 40,000 nodes holds the option;
- `far_pairs`: the option hangs on two questions only, but a set-up form and a warning are about pairs of questions as
  far apart as can be, which takes more nodes than there is room for;
- `crowded`: many rules decide on the same few questions: the option can just be worked out, and what is then asked
  about every rule, question and pair of rules has to stay within its own bound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import NamedTuple

from advisor.engine.case import case_of
from advisor.engine.evaluate import Evaluator
from advisor.rulebase.load import build
from advisor.rulebase.model import UNSURE, RuleBase
from advisor.rulebase.read_rule_tests import read_tests
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Node, parse
from advisor.verify.testing.run_tests import RuleTest

OPTIONS = ("a", "b", "c")
WHEN_OPEN = ", when_open: {assume: x, proviso: 'If {option}, else {otherwise}.', otherwise: {a: b, b: c, c: a}}"
TESTS = 12
CROWD = 4
SOURCE = "sources: [{field: made up}]"
BASE = """
name: large
version: "1"
title: A, B or C
options:
  a: {name: A, headline: A., explain: A.}
  b: {name: B, headline: B., explain: B.}
  c: {name: C, headline: C., explain: C.}
neither: {name: N, headline: N., explain: N.}
default: {option: a, text: D., sources: [{field: made up}]}
strengths: {one: 1, two: 2, three: 3, five: 5, seven: 7}
balance: {lean: 1, clear: 4}
"""
CLAIMS = """
documents: {D: {title: T, publisher: P, date: d}}
claims: {D.1: {kind: decision, about: a, claim: C.}}
"""


class Large(NamedTuple):
    """A large rule base with its files and tests."""

    name: str
    base: RuleBase
    trees: Mapping[str, Node | None]
    texts: Mapping[str, str]
    """the files, by the name that positions use"""
    tests: tuple[RuleTest, ...]

    @property
    def rules(self) -> int:
        """How many rules of all kinds there are."""
        base = self.base
        return sum(map(len, (base.constraints, base.evidence, base.forms, base.warnings, base.steps)))


class Writer:
    """Writes the files of a rule base with so many questions and rules."""

    def __init__(self, questions: int, rules: int) -> None:
        self.draw = Random(questions * 10_000 + rules)
        self.names = [f"q{place}" for place in range(questions)]
        self.values = {name: ("x", "y", "z")[:2 + place % 2] for place, name in enumerate(self.names)}
        self.rules = rules

    def share(self, part: float) -> range:
        """The numbers of the rules of one kind, a part of all; at least one."""
        return range(max(1, int(self.rules * part)))

    def questions(self) -> str:
        """The questions; the last but one is about the world and assumed, the last is so without an assumption."""
        lines = []
        for place, (name, values) in enumerate(self.values.items()):
            listed = ", ".join(f"{value}: {{text: T, phrase: p}}" for value in values)
            given = ", given: true" if place >= len(self.names) - 2 else ""
            assumed = WHEN_OPEN if place == len(self.names) - 2 else ""
            lines.append(f"{name}: {{label: L, ask: A?, why: W., find_out: F., values: {{{listed}}}{given}{assumed}}}")
        return "\n".join(lines)

    def about(self, *names: str) -> str:
        """That each question has one value, drawn at random."""
        return "{" + ", ".join(f"{name}: {self.draw.choice(self.values[name])}" for name in names) + "}"

    def scattered(self) -> str:
        """A condition on three questions, wherever they stand."""
        return self.about(*self.draw.sample(self.names, 3))

    def neighbours(self) -> str:
        """A condition on two questions side by side."""
        first = self.draw.randrange(len(self.names) - 1)
        return self.about(*self.names[first:first + 2])

    def crowded(self) -> str:
        """A condition on two of the first questions."""
        return self.about(*self.draw.sample(self.names[:CROWD], 2))

    def first_two(self) -> str:
        """A condition on the first two questions."""
        return self.about(*self.names[:2])

    def far_pairs(self) -> str:
        """That in at least one pair of questions, half of the list apart, both have their value."""
        half = len(self.names) // 2
        return "{any: [" + ", ".join(self.about(self.names[place], self.names[place + half])
                                     for place in range(half)) + "]}"

    def files(self, deciding: Callable[[], str], telling: Callable[[], str], special: Callable[[], str],
              strengths: tuple[str, ...]) -> dict[str, str]:
        """The files: conditions of walls and evidence, those of all else, and those of one form and one warning."""
        choose = self.draw.choice
        rule = f"text: T., {SOURCE}"
        evidence = [f"e{number}: {{when: {deciding()}, speaks_for: {choose(OPTIONS)}, strength: {choose(strengths)}, "
                    f"{rule}}}" for number in self.share(0.6)]
        walls = [f"w{number}: {{when: {deciding()}, rules_out: {choose(OPTIONS)}, {rule}}}"
                 for number in self.share(0.01)]
        forms = [f"f{number}: {{name: F, forms: {{one: {{when: {telling()}, {rule}}}}}}}"
                 for number in self.share(0.15)]
        forms.append(f"special: {{name: F, forms: {{one: {{when: {special()}, {rule}}}}}}}")
        warnings = [f"c{number}: {{when: {telling()}, rank: {number + 1}, avert: A., {rule}}}"
                    for number in self.share(0.12)]
        warnings.append(f"special: {{when: {special()}, rank: 900, avert: A., {rule}}}")
        steps = [f"s{number}: {{when: {telling()}, order: {number + 1}, level: must, {rule}}}"
                 for number in self.share(0.12)]
        first = self.names[0]
        invariants = [f"i{number}: {{text: I., when: {deciding()}, {kind}: {{verdict: {choose(OPTIONS)}}}, {SOURCE}}}"
                      for number, kind in enumerate(("never", "always"))]
        invariants.append(f"m: {{text: M., monotone: {{question: {first}, order: [x, y]}}, toward: {{verdict: a}}, "
                          f"{SOURCE}}}")
        return {"rulebase": BASE, "claims": CLAIMS, "questions": self.questions(), "evidence": "\n".join(evidence),
                "constraints": "\n".join(walls), "set_up": "\n".join(forms), "warnings": "\n".join(warnings),
                "steps": "\n".join(steps), "invariants": "\n".join(invariants)}


def _read(name: str, writer: Writer, files: dict[str, str]) -> Large:
    trees = {file: parse(text, f"{file}.yaml") for file, text in files.items()}
    base = build(trees, "0" * 64)
    evaluator, lines = Evaluator(base), []
    for number in range(TESTS):
        answers = {name: writer.draw.choice((*values, UNSURE)) for name, values in writer.values.items()}
        found = evaluator.evaluate(case_of(answers))
        listed = ", ".join(f"{question}: {value}" for question, value in answers.items())
        lines.append(f"t{number}: {{story: S., answers: {{{listed}}}, expect: {{verdict: {found.option}}}, "
                     f"because: [D.1]}}")
    reader = Reader()
    tests = read_tests({"tests/made-up": parse("\n".join(lines), "tests/made-up.yaml")}, base, reader)
    assert not reader.problems, reader.problems
    return Large(name, base, trees, {f"{file}.yaml": text for file, text in files.items()}, tests)


STRENGTHS = ("one", "two", "three", "five", "seven")


@cache
def scattered(questions: int, rules: int) -> Large:
    """Rules about questions far apart."""
    writer = Writer(questions, rules)
    files = writer.files(writer.scattered, writer.scattered, writer.scattered, STRENGTHS)
    return _read(f"scattered-{questions}-{rules}", writer, files)


@cache
def far_pairs(questions: int, rules: int) -> Large:
    """A simple decision with one form and one warning that no store holds."""
    writer = Writer(questions, rules)
    files = writer.files(writer.first_two, writer.neighbours, writer.far_pairs, STRENGTHS)
    return _read(f"far-pairs-{questions}-{rules}", writer, files)


@cache
def crowded(questions: int, rules: int) -> Large:
    """Many rules about the same few questions decide, and all else is about questions side by side."""
    writer = Writer(questions, rules)
    files = writer.files(writer.crowded, writer.neighbours, writer.crowded, STRENGTHS[:1])
    return _read(f"crowded-{questions}-{rules}", writer, files)
