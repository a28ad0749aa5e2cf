"""Where a rule base is too large to be exact, the answer is "unknown", after a bounded number of steps."""

from __future__ import annotations

import random

import pytest

from advisor.engine.analysis import analyse
from advisor.engine.case import case_of
from advisor.engine.compiled import NODE_LIMIT, Compiler, compile_rules, domains_of
from advisor.engine.diagram import WORK_PER_NODE, Diagrams, TooLarge
from advisor.report.advice.build import recommend
from advisor.report.advice.json import recommendation_document
from advisor.rulebase.load import build
from advisor.rulebase.model import RuleBase
from advisor.rulebase.tree import parse

BASE = """
name: dense
version: "1"
title: A or B
options: {a: {name: A, headline: A., explain: A.}, b: {name: B, headline: B., explain: B.}}
neither: {name: N, headline: N., explain: N.}
default: {option: a, text: D., sources: [{field: test}]}
strengths: {one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7}
balance: {lean: 1, clear: 4}
"""


VALUES, OPTIONS = "xyz", "ab"
STRENGTHS = ("one", "two", "three", "four", "five", "six", "seven")


def dense(questions: int, rules: int) -> RuleBase:
    """Rules without walls, each about three questions far apart: what diagrams are worst at."""
    draw = random.Random(questions * 1000 + rules)
    names = [f"q{number}" for number in range(questions)]
    asked = "".join(f"{name}: {{label: L, ask: A?, why: W., find_out: F., values: {{x: {{text: X, phrase: x}}, "
                    f"y: {{text: Y, phrase: y}}, z: {{text: Z, phrase: z}}}}}}\n" for name in names)
    evidence = ""
    for number in range(rules):
        when = ", ".join(f"{name}: {draw.choice(VALUES)}" for name in draw.sample(names, 3))
        evidence += (f"r{number}: {{when: {{{when}}}, speaks_for: {draw.choice(OPTIONS)}, "
                     f"strength: {draw.choice(STRENGTHS)}, text: T., sources: [{{field: test}}]}}\n")
    never = "{when: {q0: [x, open], q1: x}, "
    files = {"rulebase": BASE, "questions": asked, "evidence": evidence,
             "claims": "documents: {D: {title: T, publisher: P, date: d}}\n"
                       "claims: {D.1: {kind: decision, about: a, claim: C.}}\n",
             "constraints": f"wall: {never}rules_out: b, text: T., sources: [D.1]}}\n",
             "set_up": f"item: {{name: I, forms: {{f: {never}text: T., sources: [D.1]}}}}}}\n",
             "warnings": f"w: {never}rank: 1, text: T., avert: A., sources: [D.1]}}\n",
             "steps": f"s: {never}order: 1, level: must, text: T., sources: [D.1]}}\n"}
    return build({name: parse(text, name) for name, text in files.items()}, "0" * 64)


@pytest.mark.parametrize(("questions", "rules"), [(20, 100), (40, 300), (60, 1000)])
def test_a_dense_rule_base_ends_in_unknown(questions: int, rules: int) -> None:
    base = dense(questions, rules)
    diagrams = Diagrams(domains_of(base))
    with pytest.raises(TooLarge):
        Compiler(base, diagrams).compile()
    assert len(diagrams) <= NODE_LIMIT
    assert diagrams.work <= WORK_PER_NODE * NODE_LIMIT + 1
    case = case_of({"q0": "x", "q2": "y"})
    found = analyse(base, case, None)
    assert (found.settled, found.flip_distance, found.flips) == ("unknown", None, ())
    assert set(found.can_change) == set(base.questions) - {"q0", "q2"}
    verdict = recommendation_document(recommend(base, case, None))["verdict"]
    assert (verdict["settled"], verdict["flip_distance"]) == ("unknown", "unknown")
    assert verdict["protocol"] in ("a", "b")


def test_a_small_one_of_the_same_kind_is_exact() -> None:
    base = dense(6, 12)
    compile_rules(base)
    assert analyse(base, case_of({"q0": "x"}), None).settled in ("yes", "no")
