"""What the tests of rule tests, coverage and mutants share: the commute rules, and ways to make rule tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.problem import Problem
from advisor.rulebase.read_rule_tests import EXPECTATIONS, Expectation, RuleTest, read_tests
from advisor.rulebase.reader import Reader
from advisor.rulebase.rule_names import Named
from advisor.rulebase.tree import parse

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
AT = Position("tests/made-up.yaml", 1, 1)


def read(base: RuleBase, *texts: str) -> tuple[tuple[RuleTest, ...], list[Problem]]:
    """The tests in files a.yaml, b.yaml ... with these texts, and what is wrong with them, in order of reading."""
    reader = Reader()
    trees = {name: parse(text, f"{name}.yaml", reader.problems) for name, text in zip("abc", texts, strict=False)}
    tests = read_tests(trees, base, reader)
    return tests, sorted(reader.problems, key=lambda problem: problem.sort_key)


def rule_test(name: str, answers: Mapping[str, str], expect: Expectation, todo: str = "") -> RuleTest:
    """A test of which only these parts matter."""
    return RuleTest(name, "", answers, expect, (), "", todo, False, AT, dict.fromkeys(EXPECTATIONS, AT))


def forms(*names: str) -> tuple[Named, ...]:
    """Set-up forms as an expectation names them."""
    return tuple(Named((name,), frozenset({("set_up", name)})) for name in names)
