"""Hundreds of small rule bases, written as YAML and read back, each with the truth about every one of its cases.

The truth comes from going through all cases (tests/engine/brute_force.py) and shares no code with the checks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any as Anything
from typing import NamedTuple

from advisor.rulebase.condition import ALWAYS, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.load import build, parse_all
from advisor.rulebase.model import NEITHER, RuleBase
from advisor.rulebase.position import Position
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result
from advisor.verify.rules import Rule
from tests.engine.brute_force import BruteForce
from tests.engine.generated import OPTIONS, STRENGTHS, Maker

SIZE = 300
Answers = dict[str, str]
Plain = dict[str, Anything]
SOURCES = [{"field": "made up"}]


class Subject(NamedTuple):
    """A rule base as the checks get it, and its cases."""

    seed: int
    bench: Bench
    truth: Truth

    @property
    def base(self) -> RuleBase:
        """The rule base."""
        return self.bench.base

    def rules(self, *kinds: str) -> list[Rule]:
        """Its rules of these kinds."""
        return [rule for rule in self.bench.rules if rule.kind in kinds]


class Situation(NamedTuple):
    """A case with what is advised in it."""

    answers: Answers
    option: str
    fired: frozenset[str]
    """set-up forms, and warnings with `warning:` before them"""


class Truth:
    """Every case of a rule base with what is advised in it."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.brute = BruteForce(base)
        self.situations = [
            Situation(dict(zip(self.brute.names, state, strict=True)), option,
                      frozenset(set_up | {f"warning:{name}" for name in warnings}))
            for state, (option, set_up, warnings) in self.brute.outcomes.items()]

    def holds(self, condition: Condition, situation: Situation) -> bool | None:
        """The truth of a condition in a case; None for unknown."""
        return self.brute.holds(condition, situation.answers, situation.option, set(situation.fired))

    def met(self, condition: Condition) -> list[int]:
        """The numbers of the cases in which the condition is true."""
        return [number for number, situation in enumerate(self.situations)
                if self.holds(condition, situation) is True]

    def fires(self, rule: Rule, case: Mapping[str, str]) -> bool:
        """Whether the rule fires in a case given by its known answers."""
        return self.holds(rule.when, self.at(case)) is True

    def at(self, case: Mapping[str, str]) -> Situation:
        """The case with these known answers, all others open."""
        answers = {name: case.get(name, "open") for name in self.brute.names}
        option, set_up, warnings = self.brute.outcomes[tuple(answers[name] for name in self.brute.names)]
        return Situation(answers, option, frozenset(set_up | {f"warning:{name}" for name in warnings}))

    def left(self, situation: Situation) -> set[str]:
        """The options that no wall rules out."""
        return {name for name in self.base.options if not any(
            wall.rules_out == name and self.holds(wall.when, situation) is True
            for wall in self.base.constraints.values())}

    def points(self, situation: Situation) -> dict[str, int]:
        """What the evidence for each option weighs."""
        return {name: sum(self.base.strengths[rule.strength] for rule in self.base.evidence.values()
                          if rule.speaks_for == name and self.holds(rule.when, situation) is True)
                for name in self.base.options}

    def known(self, number: int) -> Answers:
        """The known answers of a case."""
        return {name: value for name, value in self.situations[number].answers.items() if value != "open"}

    def smallest(self, numbers: Iterable[int]) -> int:
        """The fewest known answers among these cases."""
        return min(len(self.known(number)) for number in numbers)


def everybody() -> Iterator[Subject]:
    """The whole population."""
    return (subject(seed) for seed in range(SIZE))


@lru_cache(SIZE)
def subject(seed: int) -> Subject:
    """One member; always the same for a seed."""
    files = {name: json.dumps(content, indent=1) for name, content in _Author(Random(seed)).files().items()}
    folder = Path("made-up")
    trees = parse_all({name: text.encode() for name, text in files.items()}, folder, [])
    base = build(trees, "0" * 64)
    return Subject(seed, Bench(base, trees), Truth(base))


def compare(check: Callable[[Bench], Result], expected: Callable[[Subject], set[Anything]],
            seen: Callable[[Subject, Finding], Anything], *, at_least: int = 20, rarely: bool = False) -> None:
    """That a check finds in every rule base exactly what going through every case finds.

    Each is told apart by `seen`; findings have to occur in `at_least` rule bases and, unless `rarely` it is otherwise,
    be absent in as many.
    """
    faulty = 0
    for member in everybody():
        found = check(member.bench)
        told = [seen(member, finding) for finding in found.findings]
        wanted = expected(member)
        assert sorted(map(repr, told)) == sorted(map(repr, wanted)), f"seed {member.seed}"
        assert found.outcome == ("refuted" if wanted or found.kept else "proven"), f"seed {member.seed}"
        assert all(finding.code == found.check for finding in found.findings)
        faulty += bool(wanted)
    assert faulty >= at_least, faulty
    assert rarely or SIZE - faulty >= at_least, faulty


def parts(condition: Condition) -> Iterator[Condition]:
    """The condition and all its parts, each before those it is made of."""
    yield condition
    if isinstance(condition, Not):
        yield from parts(condition.part)
    elif isinstance(condition, All | Any):
        for part in condition.parts:
            yield from parts(part)


def located(member: Subject, rule: Rule) -> list[tuple[Condition, Position]]:
    """The parts of a rule's condition with their places, as many as there are."""
    places = [(place.part, place.at) for place in member.bench.places(rule)]
    assert len(places) == len(list(parts(rule.when)))
    assert len({at for _, at in places}) == len(places), "no two parts stand in the same place"
    return places


class _Author:
    """Writes a rule base; its rules repeat and share more than chance would have it, so that there is much to find."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.maker = Maker(random)

    def files(self) -> dict[str, Plain]:
        """The rule files as plain values."""
        random, maker = self.random, self.maker
        options = OPTIONS[:random.choice((2, 2, 3))]
        questions = {f"q{place}": maker.question(f"q{place}", options)
                     for place in range(random.choice((1, 2, 3, 3, 4)))}
        when = [self.decisive(questions) for _ in range(6)]
        verdicts: list[Condition] = [VerdictIs(frozenset((name,))) for name in (*options, NEITHER)]

        def own() -> Condition:
            return random.choice(when) if random.random() < 0.2 else self.decisive(questions)

        walls = {f"w{place}": {**self.rule(own()), "rules_out": random.choice(options)}
                 for place in range(random.choice((0, 1, 1, 2, 3)))}
        evidence = {f"e{place}": {**self.rule(own()), "speaks_for": random.choice(options),
                                  "strength": random.choice(("slight", "slight", "moderate"))}
                    for place in range(random.randint(1, 5))}
        for rule in (*walls.values(), *evidence.values()):
            if random.random() < 0.1:
                rule["kept_for"] = "its reason"
        forms: list[str] = []
        items: dict[str, Plain] = {}
        for place in range(random.randint(1, 4)):
            others = verdicts + [Fires(frozenset((name,))) for name in forms]
            name = f"i{place // 2}"
            items.setdefault(name, {"name": "N", "forms": {}})["forms"][f"f{place}"] = self.rule(
                self.shape(questions, others))
            forms.append(f"{name}/f{place}")
        shown: list[Condition] = verdicts + [Fires(frozenset((name,))) for name in forms]
        warnings = {f"c{place}": {**self.rule(self.shape(questions, shown)), "rank": place, "avert": "A."}
                    for place in range(random.randint(1, 2))}
        shown += [Fires(frozenset((f"warning:{name}",))) for name in warnings]
        steps = {f"s{place}": {**self.rule(self.shape(questions, shown)), "order": place, "level": "must"}
                 for place in range(random.randint(1, 2))}
        described = {"name": "N", "headline": "H.", "explain": "E."}
        return {
            "rulebase": {"name": "made-up", "version": "1", "title": "T", "options": dict.fromkeys(options, described),
                         "neither": described, "default": {"option": random.choice(options), "text": "D.",
                                                           "sources": SOURCES},
                         "strengths": STRENGTHS, "balance": {"lean": 1, "clear": 4}},
            "claims": {"documents": {"T": {"title": "T", "publisher": "P", "date": "d"}},
                       "claims": {"T.1": {"kind": "decision", "about": "a", "claim": "C."}}},
            "questions": {name: {
                "label": "L", "ask": "A?", "why": "W.", "find_out": "F.",
                "values": {value: {"text": "T", "phrase": "p"} for value in question.value_ids},
                **({"given": "yes"} if question.given else {}),
                **({"when_open": {"assume": question.when_open.assume, "proviso": "P.",
                                  "otherwise": dict.fromkeys(options, NEITHER)}} if question.when_open else {}),
            } for name, question in questions.items()},
            "constraints": walls or {"w": {**self.rule(Not(ALWAYS)), "rules_out": options[0]}},
            "evidence": evidence, "set_up": items, "warnings": warnings, "steps": steps,
            "invariants": {f"n{place}": self.statement(questions, shown) for place in range(3)}
            | {f"m{place}": self.monotone(questions, shown) for place in range(3)},
        }

    def decisive(self, questions: Mapping[str, Anything]) -> Condition:
        """A condition of a wall or of evidence: often a plain one, now and then about one value of each question."""
        if self.random.random() < 0.4:
            names = self.random.sample(list(questions), self.random.randint(1, min(2, len(questions))))
            plain = [AnswerIs(name, frozenset((self.random.choice((*questions[name].value_ids, "open")),)))
                     for name in names]
            return plain[0] if len(plain) == 1 else All(tuple(plain))
        return self.shape(questions)

    def shape(self, questions: Mapping[str, Anything], others: Iterable[Condition] = ()) -> Condition:
        return self.maker.condition(questions, list(others))

    def rule(self, when: Condition) -> Plain:
        return {"when": written(when), "text": "T.", "sources": SOURCES}

    def statement(self, questions: Mapping[str, Anything], others: list[Condition]) -> Plain:
        kind = self.random.choice(("always", "never"))
        return {"text": "T.", "when": written(self.shape(questions, others)),
                kind: written(self.shape(questions, others)), "sources": SOURCES}

    def monotone(self, questions: Mapping[str, Anything], others: list[Condition]) -> Plain:
        name = self.random.choice(list(questions))
        answers = [*questions[name].value_ids, "open"]
        self.random.shuffle(answers)
        found: Plain = {"text": "T.", "toward": written(self.shape(questions, others)), "sources": SOURCES,
                        "monotone": {"question": name, "order": answers[:self.random.randint(2, len(answers))]}}
        if self.random.random() < 0.5:
            found["when"] = written(self.shape(questions, others))
        return found


def written(condition: Condition) -> Anything:
    """The condition as a rule file says it."""
    if isinstance(condition, AnswerIs):
        return {condition.question: sorted(condition.values)}
    if isinstance(condition, VerdictIs):
        return {"verdict": sorted(condition.options)}
    if isinstance(condition, Fires):
        [name] = condition.rules
        return {"warning": name.removeprefix("warning:")} if name.startswith("warning:") else {"set_up": name}
    if isinstance(condition, Not):
        return {"not": written(condition.part)}
    if not condition.parts:
        return "always" if isinstance(condition, All) else {"not": "always"}
    return {"all" if isinstance(condition, All) else "any": [written(part) for part in condition.parts]}


def pairs(entries: Iterable[Anything]) -> Iterator[tuple[Anything, Anything]]:
    """Every pair, the first as in the order given."""
    return combinations(entries, 2)
