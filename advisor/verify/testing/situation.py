"""The situations that rule tests make: what is known, and what the rules made of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from advisor.engine.case import Case, case_of
from advisor.engine.evaluate import Evaluation, Evaluator
from advisor.engine.logic import Truth, answer_truth, truth
from advisor.rulebase.condition import AnswerIs, Condition
from advisor.rulebase.model import RuleBase
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.rule_names import RuleKey
from advisor.verify.rules import Rule


class ChangedEvaluator(Evaluator):
    """Evaluates a rule base in which one rule is another; what the other rules did before is not worked out again."""

    def __init__(self, whole: Evaluator, base: RuleBase, changed: Rule) -> None:
        self.base = base
        new = self._rule(changed.kind, changed.id, changed.when)
        self.constraints, self.evidence, self.forms, self.warnings, self.steps = (
            [new if (rule.kind, rule.id) == (new.kind, new.id) else rule for rule in rules]
            for rules in (whole.constraints, whole.evidence, whole.forms, whole.warnings, whole.steps))


class Situation(NamedTuple):
    """One test's case in one rule base."""

    base: RuleBase
    test: RuleTest
    case: Case
    evaluation: Evaluation
    fired: frozenset[RuleKey]
    said: frozenset[str]
    """the set-up forms and warnings that fired, as conditions refer to them"""

    def truth(self, condition: Condition) -> Truth:
        """The truth of a condition that may speak of answers, verdict, set-up and warnings."""
        def answer(part: AnswerIs) -> Truth:
            return answer_truth(part, self.base.questions[part.question], self.case.value(part.question))

        return truth(condition, answer, self.evaluation.option, self.said)


def situations(evaluator: Evaluator, tests: Iterable[RuleTest]) -> list[Situation]:
    """One for each test."""
    base = evaluator.base
    found = []
    for test in tests:
        case = case_of(test.answers)
        evaluation = evaluator.evaluate(case)
        found.append(Situation(
            base, test, case, evaluation,
            frozenset((entry.kind, entry.rule) for entry in evaluation.trace if entry.fired),
            frozenset((*evaluation.set_up, *(f"warning:{name}" for name in evaluation.warnings)))))
    return found
