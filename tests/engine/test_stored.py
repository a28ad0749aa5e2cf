"""Compiled diagrams written down and read back: the same functions, and other rules' are refused."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.stored import compiled_from_plain, compiled_to_plain
from advisor.rulebase.condition import OPEN, AnswerIs
from advisor.rulebase.model import RuleBase
from tests.engine.generated import Maker, form, question, reason, rule_base


def there_and_back(base: RuleBase, compiled: Compiled) -> tuple[dict[str, Any], Compiled]:
    text = json.dumps(compiled_to_plain(compiled))
    return json.loads(text), compiled_from_plain(json.loads(text), base)


def test_what_is_read_back_says_the_same_of_every_case() -> None:
    random, rows = Random(1), 0
    for seed in range(40):
        base = Maker(Random(seed)).rule_base()
        compiled = compile_rules(base)
        plain, again = there_and_back(base, compiled)
        assert again.diagrams.variables == compiled.diagrams.variables
        assert again.diagrams.domains == compiled.diagrams.domains
        for _ in range(30):
            case = {name: random.choice((*entry.value_ids, OPEN)) for name, entry in base.questions.items()}
            assert again.diagrams.evaluate(again.option, case) == compiled.diagrams.evaluate(compiled.option, case)
            for kind in ("set_up", "warnings"):
                before, after = getattr(compiled, kind), getattr(again, kind)
                assert list(after) == list(before)
                for name in before:
                    fires = again.diagrams.evaluate(after[name], case)
                    assert fires is compiled.diagrams.evaluate(before[name], case)
                    rows += 1
        # a case that is cut down goes on from what was read, with what it shares
        assert len(again.diagrams.reachable([again.option])) == len(compiled.diagrams.reachable([compiled.option]))
        assert len(plain["levels"]) == len(again.diagrams)
    assert rows > 1000


def test_only_what_is_in_use_is_written_down() -> None:
    base = rule_base([question("q", "ab"), question("r", "ab")],
                     evidence=[reason("e", AnswerIs("q", frozenset("a")), "green")],
                     forms=[form("item/f", AnswerIs("q", frozenset("a")))])
    compiled = compile_rules(base)
    compiled.diagrams.test("r", str.upper)
    plain, _ = there_and_back(base, compiled)
    assert len(plain["levels"]) == 2  # the option, and whether the form fires
    assert sorted(map(str, plain["terminals"])) == ["False", "True", "green", "red"]


@pytest.fixture
def base() -> RuleBase:
    return rule_base([question("q", "ab")], evidence=[reason("e", AnswerIs("q", frozenset("a")), "green")],
                     forms=[form("item/f", AnswerIs("q", frozenset("a")))])


def test_diagrams_of_other_rules_are_refused(base: RuleBase) -> None:
    plain = compiled_to_plain(compile_rules(base))
    assert compiled_from_plain(plain, base).set_up.keys() == {"item/f"}
    other_question = rule_base([question("other", "ab")], forms=list(base.forms.values()))
    other_form = base._replace(forms={"item/other": form("item/other", AnswerIs("q", frozenset("a")))})
    for other in (other_question, other_form):
        with pytest.raises(ValueError, match=r"^these diagrams belong to other rules$"):
            compiled_from_plain(plain, other)


@pytest.mark.parametrize("spoilt", ["same children", "one node twice"])
def test_diagrams_that_are_not_reduced_are_refused(base: RuleBase, spoilt: str) -> None:
    plain = compiled_to_plain(compile_rules(base))
    plain["levels"].append(plain["levels"][0])
    plain["children"].append([-1, -1, -1] if spoilt == "same children" else plain["children"][0])
    with pytest.raises(ValueError, match=r"^these diagrams are not reduced$"):
        compiled_from_plain(plain, base)


@pytest.mark.parametrize("part", ["levels", "children"])
def test_a_list_that_ends_early_is_refused(base: RuleBase, part: str) -> None:
    plain = compiled_to_plain(compile_rules(base))
    plain[part].pop()
    with pytest.raises(ValueError, match=r"shorter|longer"):
        compiled_from_plain(plain, base)
