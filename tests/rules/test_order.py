"""The order of entries in the rule files means nothing: proven, not tried."""

from __future__ import annotations

from random import Random

import pytest

from advisor.engine.compiled import Compiled, Compiler, domains_of
from advisor.engine.diagram import Diagrams
from advisor.engine.evaluate import evaluate
from advisor.rulebase.load import build
from advisor.rulebase.model import RuleBase
from advisor.rulebase.tree import Mapping
from tests.rules.many_cases import random_cases
from tests.rules.planting import builtin_trees


def shuffled_base(seed: int) -> RuleBase:
    random, trees = Random(seed), dict(builtin_trees())
    for name in ("constraints", "evidence", "set_up", "warnings", "steps", "claims"):
        tree = trees[name]
        assert isinstance(tree, Mapping)
        trees[name] = Mapping(random.sample(tree.entries, len(tree.entries)), tree.at)
    return build(trees, "shuffled")


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rules_give_the_same_functions(seed: int, base: RuleBase) -> None:
    diagrams = Diagrams(domains_of(base))
    other = shuffled_base(seed)
    assert list(other.evidence) != list(base.evidence)
    one, two = Compiler(base, diagrams).compile(), Compiler(other, diagrams).compile()

    def roots(compiled: Compiled) -> tuple[int, dict[str, int], dict[str, int]]:
        return compiled.option, dict(compiled.set_up), dict(compiled.warnings)

    # in one store two functions are equal exactly when they are the same node
    assert roots(one) == roots(two)


def test_shuffled_rules_give_the_same_evaluation(base: RuleBase) -> None:
    other = shuffled_base(7)
    for case in random_cases(base, 150, seed=7):
        one, two = evaluate(base, case), evaluate(other, case)
        assert one._replace(trace=()) == two._replace(trace=())
        assert sorted(one.trace) == sorted(two.trace)
