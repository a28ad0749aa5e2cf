"""A rule base compiled to decision diagrams over every possible case, every open question included."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from advisor.engine.diagram import Diagrams
from advisor.engine.evaluate import choose
from advisor.engine.logic import Truth, answer_truth
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs, questions_of
from advisor.rulebase.model import NEITHER, RuleBase

NODE_LIMIT = 40_000
"""Beyond this many nodes an exact analysis is given up, and says so."""


class Compiled(NamedTuple):
    """The diagrams of a rule base. Roots are references into `diagrams`."""

    diagrams: Diagrams
    option: int
    """a function to option ids, `neither` included"""
    set_up: Mapping[str, int]
    """for each form, a function to True where it fires"""
    warnings: Mapping[str, int]
    """for each warning, a function to True where it fires"""


def domains_of(base: RuleBase, known: Mapping[str, str] | None = None) -> dict[str, tuple[str, ...]]:
    """Each question's values and `open`, in an order that keeps diagrams small; known answers as they are."""
    known = known or {}
    use = dict.fromkeys(base.questions, 0)
    conditions = [(4, rule.when) for rule in base.constraints.values()]
    conditions += [(2, rule.when) for rule in base.evidence.values()]
    for weight, condition in conditions:
        for name in questions_of(condition):
            use[name] += weight
    order = sorted(base.questions.values(), key=lambda question: (not question.given, -use[question.id]))
    return {question.id: (known[question.id],) if question.id in known else (*question.value_ids, OPEN)
            for question in order}


def compile_rules(base: RuleBase, known: Mapping[str, str] | None = None, limit: int = NODE_LIMIT) -> Compiled:
    """Compiles option, set-up and warnings; with `known`, only for cases that have those answers.

    Raises TooLarge beyond `limit` nodes.
    """
    return Compiler(base, Diagrams(domains_of(base, known), limit)).compile()


class Compiler:
    """Compiles conditions and rules into one store of diagrams."""

    def __init__(self, base: RuleBase, diagrams: Diagrams) -> None:
        self.base = base
        self.diagrams = diagrams
        self.option = diagrams.terminal(NEITHER)
        self.fired: dict[str, int] = {}

    def compile(self) -> Compiled:
        """Everything, in the order in which rules may refer to each other."""
        self.option = self.compile_option()
        set_up = {}
        for form in self.base.forms.values():
            set_up[form.id] = self.fired[form.id] = self.fires(form.when)
        warnings = {}
        for warning in self.base.warnings.values():
            warnings[warning.id] = self.fires(warning.when)
        self.fired.update({"warning:" + name: ref for name, ref in warnings.items()})
        return Compiled(self.diagrams, self.option, set_up, warnings)

    def fires(self, condition: Condition) -> int:
        """A function to True where `condition` is true, else False."""
        return self.diagrams.map(self.truth(condition), lambda found: found is Truth.TRUE)

    def truth(self, condition: Condition) -> int:
        """A function to the truth of `condition`."""
        diagrams = self.diagrams
        if isinstance(condition, AnswerIs):
            question = self.base.questions[condition.question]
            return diagrams.test(question.id, lambda value: answer_truth(
                condition, question, None if value == OPEN else value))
        if isinstance(condition, Not):
            return diagrams.map(self.truth(condition.part), lambda found: found.negated())
        if isinstance(condition, VerdictIs):
            return diagrams.map(self.option, lambda option: _truth(option in condition.options))
        if isinstance(condition, Fires):
            result = diagrams.terminal(Truth.FALSE)
            for rule in sorted(condition.rules):
                part = diagrams.map(self.fired[rule], _truth) if rule in self.fired else diagrams.terminal(Truth.FALSE)
                result = diagrams.apply(max, result, part)
            return result
        assert isinstance(condition, All | Any)
        every = isinstance(condition, All)
        result = diagrams.terminal(Truth.TRUE if every else Truth.FALSE)
        for part_condition in condition.parts:
            result = diagrams.apply(min if every else max, result, self.truth(part_condition))
        return result

    def compile_option(self) -> int:
        """A function to the option advised.

        Walls come first, then evidence from the strongest down; wherever what is still to come cannot change the
        choice, the choice is written down at once. That keeps the sums, and so the diagram, small.
        """
        base, diagrams = self.base, self.diagrams
        state = diagrams.terminal(frozenset(base.options))
        for wall in base.constraints.values():
            def wall_off(left: frozenset[str], fires: bool, out: str = wall.rules_out) -> frozenset[str]:
                return left - {out} if fires else left

            state = diagrams.apply(wall_off, state, self.fires(wall.when))
        rules = sorted(base.evidence.values(), key=lambda rule: (-base.weight(rule.strength), rule.id))
        to_come = dict.fromkeys(base.options, 0)
        for rule in rules:
            to_come[rule.speaks_for] += base.weight(rule.strength)
        state = diagrams.map(state, lambda left: self.settle(tuple((name, 0) for name in base.options if name in left),
                                                             to_come))
        for rule in rules:
            weight = base.weight(rule.strength)
            to_come = {**to_come, rule.speaks_for: to_come[rule.speaks_for] - weight}

            def add(points: Hashable, fires: bool, speaks_for: str = rule.speaks_for, weight: int = weight,
                    to_come: Mapping[str, int] = to_come) -> Hashable:
                if isinstance(points, str):
                    return points
                assert isinstance(points, tuple)
                return self.settle(tuple((name, count + weight if fires and name == speaks_for else count)
                                         for name, count in points), to_come)

            state = diagrams.apply(add, state, self.fires(rule.when))
        return state

    def settle(self, points: tuple[tuple[str, int], ...], to_come: Mapping[str, int]) -> Hashable:
        """The option's id where it can no longer change, else the points that still matter."""
        if not points:
            return NEITHER
        alive = tuple((name, count) for name, count in points
                      if not any(other > count + to_come[name] for _, other in points))
        if len(alive) == 1:
            return alive[0][0]
        if not any(to_come[name] for name, _ in alive):
            return choose(self.base, dict(alive), [name for name, _ in alive])[0]
        least = min(count for _, count in alive)
        return tuple((name, count - least) for name, count in alive)


def _truth(found: bool) -> Truth:
    return Truth.TRUE if found else Truth.FALSE
