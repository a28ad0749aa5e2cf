"""Small rule bases made up by hypothesis, built straight from the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from random import Random

from hypothesis import strategies as st

from advisor.engine.case import Case, case_of
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import (
    NEITHER,
    UNSURE,
    Constraint,
    Default,
    Evidence,
    Form,
    Option,
    Question,
    RuleBase,
    Value,
    Warning,
    WhenOpen,
)
from advisor.rulebase.position import Position

AT = Position("generated.yaml", 1, 1)
OPTIONS = ("red", "green", "blue")
STRENGTHS = {"slight": 1, "moderate": 2, "strong": 4, "decisive": 8}


def question(name: str, values: Sequence[str], *, given: bool = False, when_open: WhenOpen | None = None) -> Question:
    """A question of which only the ids matter."""
    return Question(id=name, label=name, ask=name, why=name, find_out=name,
                    values=tuple(Value(id=value, text=value, phrase=value, aliases=(), share=1) for value in values),
                    given=given, numbers=None, when_open=when_open, at=AT)


def rule_base(questions: Sequence[Question], *, options: Sequence[str] = OPTIONS[:2], default: str = OPTIONS[0],
              constraints: Sequence[Constraint] = (), evidence: Sequence[Evidence] = (), forms: Sequence[Form] = (),
              warnings: Sequence[Warning] = ()) -> RuleBase:
    """A rule base with these parts and nothing else."""
    described = {name: Option(name, name, name, name, AT) for name in (*options, NEITHER)}
    neither = described.pop(NEITHER)
    return RuleBase(
        name="generated", version="1", title="generated", sha256="", options=described, neither=neither,
        default=Default(default, "", ()), strengths=STRENGTHS, lean=1, clear=4, documents={}, claims={},
        questions={entry.id: entry for entry in questions}, constraints={rule.id: rule for rule in constraints},
        evidence={rule.id: rule for rule in evidence}, forms={form.id: form for form in forms},
        warnings={warning.id: warning for warning in warnings}, steps={}, rows={}, terms={}, elsewhere={},
        invariants={})


def wall(name: str, when: Condition, rules_out: str) -> Constraint:
    """A wall of which only condition and effect matter."""
    return Constraint(name, when, rules_out, "", (), AT)


def reason(name: str, when: Condition, speaks_for: str, strength: str = "slight") -> Evidence:
    """A piece of evidence of which only condition and effect matter."""
    return Evidence(name, when, speaks_for, strength, "", (), AT)


def form(name: str, when: Condition) -> Form:
    """A set-up form `item/form` of which only the condition matters."""
    return Form(name, name.partition("/")[0], "", when, {}, (), "", (), AT)


def caution(name: str, when: Condition) -> Warning:
    """A warning of which only the condition matters."""
    return Warning(name, when, 10, "", "", (), AT)


class Maker:
    """Makes up rule bases and cases; sizes and shapes are even, which hypothesis' own lists are not."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def __repr__(self) -> str:
        return f"Maker({self.random!r})"

    def answer(self, questions: Mapping[str, Question]) -> AnswerIs:
        """That one question has one or two of its answers, `open` among them."""
        name = self.random.choice(list(questions))
        values = questions[name].value_ids
        choices = [{value} for value in values] * 2 + [set(pair) for pair in combinations([*values, OPEN], 2)]
        return AnswerIs(name, frozenset(self.random.choice(choices)))

    def condition(self, questions: Mapping[str, Question], others: Sequence[Condition] = ()) -> Condition:
        """About one, two or three answers; `others` may stand in the place of an answer."""
        def part() -> Condition:
            return self.random.choice(others) if others and self.random.random() < 0.4 else self.answer(questions)

        shapes: list[Condition] = [
            part(), part(), part(), All((part(), part())), All((part(), part())), Any((part(), part())), Not(part()),
            Not(Any((part(), part()))), Not(All((part(), part()))), All((part(), Any((part(), Not(part()))))),
            Any((part(), All((part(), part())))), All(()), Any(())]
        return self.random.choice(shapes)

    def question(self, name: str, options: Sequence[str]) -> Question:
        """Of two or three values, now and then about the world and with an assumption while it is open."""
        values = ("a", "b", "c")[:self.random.choice((2, 2, 3))]
        given = self.random.random() < 0.2
        assumed = given and self.random.random() < 0.6
        plain = question(name, values, given=given, when_open=WhenOpen(
            self.random.choice(values), "", dict.fromkeys(options, NEITHER)) if assumed else None)
        return plain._replace(values=tuple(value._replace(share=self.random.randint(1, 3)) for value in plain.values))

    def rule_base(self) -> RuleBase:
        """Up to 6 questions, 12 rules that decide, 4 set-up forms and 3 warnings."""
        random = self.random
        options = OPTIONS[:random.choice((2, 2, 3))]
        questions = {f"q{place}": self.question(f"q{place}", options)
                     for place in range(random.choice((1, 2, 3, 4, 4, 5, 5, 6)))}
        walls = [wall(f"w{place}", self.condition(questions), random.choice(options))
                 for place in range(random.choice((0, 0, 1, 2, 3)))]
        strengths = list(STRENGTHS)
        reasons = [reason(f"e{place}", self.condition(questions), random.choice(options), random.choice(strengths))
                   for place in range(random.randint(0, 12 - len(walls)))]
        verdicts: list[Condition] = [VerdictIs(frozenset((name,))) for name in (*options, NEITHER)]
        forms: list[Form] = []
        for place in range(random.randint(0, 4)):
            earlier: list[Condition] = [Fires(frozenset((found.id,))) for found in forms]
            forms.append(form(f"item{place // 2}/f{place}", self.condition(questions, verdicts + earlier)))
        fires: list[Condition] = [Fires(frozenset((found.id,))) for found in forms]
        warnings = [caution(f"c{place}", self.condition(questions, verdicts + fires))
                    for place in range(random.randint(0, 3))]
        return rule_base(list(questions.values()), options=options, default=random.choice(options),
                         constraints=walls, evidence=reasons, forms=forms, warnings=warnings)

    def case(self, base: RuleBase) -> Case:
        """Some questions answered, some "not sure", some not at all; from nearly none to all answered."""
        openness = self.random.choice((0.0, 0.2, 0.5, 0.8))
        answers = {}
        for name, entry in base.questions.items():
            if self.random.random() >= openness:
                answers[name] = self.random.choice(entry.value_ids)
            elif self.random.random() < 0.5:
                answers[name] = UNSURE
        return case_of(answers)


makers = st.randoms(use_true_random=True).map(Maker)
