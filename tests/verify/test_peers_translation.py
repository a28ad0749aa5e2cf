"""The translations for the peers of benchmarks/peers.py, read here by small readers of our own, say what the rules say.

That the peers themselves read them so is checked by the benchmark, which needs them installed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.engine.evaluate import Evaluator
from advisor.rulebase.condition import OPEN, AnswerIs, Not
from advisor.rulebase.load import load
from advisor.rulebase.model import NEITHER, RuleBase, WhenOpen
from benchmarks.peer_tools import to_idp, to_publicodes
from benchmarks.peer_tools.problem import Problem, is_false, is_true, problem_of, real
from benchmarks.peer_tools.ruler import Ruler
from tests.engine.generated import Maker, question, reason, rule_base, wall

COMMUTE = Path(__file__).parents[1] / "rulebases" / "commute"
Verdict = Callable[[Mapping[str, str]], str]


def read_publicodes(problem: Problem) -> Verdict:
    """A reader of the few mechanisms that the translation uses."""
    rules = json.loads(json.dumps(to_publicodes.rules(problem)))

    def value(node: Any, answers: Mapping[str, str]) -> Any:
        def read(part: Any) -> Any:
            return value(part, answers)

        if isinstance(node, int):
            return node
        if isinstance(node, str):
            for sign, compare in ((" >= ", lambda a, b: a >= b), (" = ", lambda a, b: a == b)):
                left, found, right = node.partition(sign)
                if found:
                    return compare(read(left), read(right))
            if node.startswith("'"):
                return node[1:-1]
            return answers[node] if node in answers else {"oui": True, "non": False}[node] if node in ("oui", "non") \
                else read(rules[node])
        [(mechanism, parts)] = node.items()
        if mechanism == "variations":
            return read(next(part["alors"] if "si" in part else part["sinon"] for part in parts
                             if "sinon" in part or read(part["si"])))
        if mechanism == "=":
            return read(parts[0]) == read(parts[1])
        combine: Callable[[Any], Any] = {"somme": sum, "toutes ces conditions": all, "une de ces conditions": any,
                                         "valeur": lambda found: next(iter(found))}[mechanism]
        return combine(map(read, parts if isinstance(parts, list) else [parts]))

    return lambda case: value(to_publicodes.TARGET, {
        to_publicodes.name(name): case[name] for name in problem.questions})


def always(value: Any) -> Callable[[], Any]:
    return lambda: value


def read_idp(problem: Problem) -> Verdict:
    """A reader of the few forms of FO(.) that the translation uses, by way of Python's own."""
    text = to_idp.knowledge_base(problem)
    names = {to_idp.verdict(option): option for option in (*problem.options, NEITHER)}

    def python(formula: str) -> str:
        formula = re.sub(r"\(if (.*?) then (\d+) else 0\)", r"(\2 if \1 else 0)", formula)
        for theirs, ours in ((" = ", " == "), ("&", "and"), ("|", "or"), ("~", "not ")):
            formula = formula.replace(theirs, ours)
        return formula

    def verdict(case: Mapping[str, str]) -> str:
        space: dict[str, Any] = {"true": True, "false": False}
        for name, values in problem.questions.items():
            space |= {to_idp.constant(name, value): to_idp.constant(name, value) for value in values}
            space[to_idp.symbol(name)] = always(to_idp.constant(name, case[name]))
        for name, formula in re.findall(r"\{ ((?:out|points)_\w+)\(\) (?:<-|=) (.*)\. \}", text):
            space[name] = always(eval(python(formula), space))
        [found] = [name for name, formula in re.findall(r"verdict\(\) = (\w+) <- (.*?)\.(?: \}|\n)", text)
                   if eval(python(formula), space)]  # exactly one of the cases holds
        return names[found]

    return verdict


def check(base: RuleBase, random: Random, cases: int) -> None:
    problem, evaluator = problem_of(base), Evaluator(base)
    readers = read_publicodes(problem), read_idp(problem)
    for _ in range(cases):
        case = {name: random.choice(values) for name, values in problem.questions.items()}
        expected = evaluator.evaluate(case_of(case)).option
        assert [read(case) for read in readers] == [expected, expected], case


def test_the_built_in_rules_mean_the_same(base: RuleBase) -> None:
    check(base, Random(1), 300)


def test_three_options_mean_the_same() -> None:
    check(load(COMMUTE), Random(2), 300)


@pytest.mark.parametrize("seed", range(60))
def test_generated_rules_mean_the_same(seed: int) -> None:
    random = Random(seed)
    check(Maker(random).rule_base(), random, 40)


def test_an_open_answer_is_no_value_for_the_peers() -> None:
    base = rule_base([question("q", "ab"), question("other", "ab", given=True),
                      question("world", "ab", given=True, when_open=WhenOpen("a", "", {}))])

    def over_values(name: str, *values: str, negated: bool = False) -> Any:
        part = AnswerIs(name, frozenset(values))
        return real(base, Not(part) if negated else part)

    assert over_values("q", OPEN, "a") == AnswerIs("q", frozenset("a"))
    assert is_false(over_values("q", OPEN))
    assert is_true(over_values("q", OPEN, negated=True))
    assert is_true(over_values("world", "a"))
    assert is_true(over_values("world", OPEN))
    assert is_false(over_values("world", "b"))
    assert is_true(over_values("other", OPEN, "a"))
    assert is_false(over_values("other", "a"))  # not known, so not true
    assert is_false(over_values("other", "a", negated=True))  # and not false either


@pytest.mark.parametrize("seed", range(25))
def test_the_ruler_finds_what_going_through_every_case_finds(seed: int) -> None:
    random = Random(seed)
    base = Maker(random).rule_base()
    ruler, evaluator = Ruler(base, compile_rules(base)), Evaluator(base)
    values = problem_of(base).questions
    verdicts = {case: evaluator.evaluate(case_of(dict(zip(values, case, strict=True)))).option
                for case in product(*values.values())}
    for _ in range(6):
        known = {name: random.choice(entry) for name, entry in values.items() if random.random() < 0.4}
        found = set()
        for place, name in enumerate(values):
            if name in known:
                continue
            ends: dict[tuple[str, ...], set[str]] = {}
            for case, option in verdicts.items():
                if all(known.get(other, value) == value for other, value in zip(values, case, strict=True)):
                    ends.setdefault((*case[:place], *case[place + 1:]), set()).add(option)
            if any(len(options) > 1 for options in ends.values()):
                found.add(name)
        assert ruler.useful(known) == found


def test_needless_questions_by_hand() -> None:
    base = rule_base([question("a", "xy"), question("b", "xy"), question("idle", "xy")],
                     constraints=[wall("w", AnswerIs("a", frozenset("x")), "red")],
                     evidence=[reason("e", AnswerIs("b", frozenset("x")), "green")])
    ruler = Ruler(base, compile_rules(base))
    # a=x rules red out: green it is, and b, asked then, is needless; so is "idle", always.
    assert ruler.judge(["idle", "a", "b"], {"a": "x", "b": "y", "idle": "x"}) == (3, 2, 2, 1, False)
    # a=y leaves b to decide; a person who skips it leaves the option open, and nothing unasked could settle it.
    assert ruler.judge(["a", "b"], {"a": "y"}) == (2, 2, 0, 0, False)
    assert ruler.judge(["a"], {"a": "y"}) == (1, 1, 0, 0, True)
