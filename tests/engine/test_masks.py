"""How much is done for a case, counted: blocks looked up, groups decoded, nodes visited; never seconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

import pytest

from advisor.engine.masks import BLOCK_CASES, Block, Group, Masks
from advisor.engine.tables import Tables
from advisor.rulebase.condition import OPEN, AnswerIs
from advisor.rulebase.model import RuleBase
from tests.engine.generated import question, reason, rule_base, wall

MOST_BLOCKS, MOST_GROUPS = 3, 2
"""What the built-in rules need; more rules may need more, which is then to be seen here."""
MOST_NODES = 30_000


def cases(base: RuleBase, count: int) -> Iterator[dict[str, str]]:
    random = Random(11)
    for _ in range(count):
        yield {name: random.choice(entry.value_ids) for name, entry in base.questions.items() if random.random() > 0.2}


def test_look_ups_for_a_case(base: RuleBase) -> None:
    masks = Masks(base)
    assert len(masks._blocks) <= MOST_BLOCKS
    assert len(masks.groups) <= MOST_GROUPS


def test_what_was_met_before_is_only_looked_up(base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    masks, met = Masks(base), list(cases(base, 50))
    first = [masks.decide(case) for case in met]

    def worked_out(*_: object) -> None:
        raise AssertionError

    for kind in (Block, Group, type(masks.scales)):
        monkeypatch.setattr(kind, "__missing__", worked_out)
    assert [masks.decide(case) for case in met] == first


def test_no_table_outgrows_its_bound(base: RuleBase) -> None:
    masks = Masks(base)
    for case in cases(base, 4_000):
        masks.decide(case)
    assert all(len(block) <= BLOCK_CASES for _, block in masks._blocks)


def test_nodes_of_the_outcome_and_those_visited_for_a_case(base: RuleBase) -> None:
    tables = Tables(base)
    assert len(tables.diagrams.reachable([tables.root])) <= MOST_NODES
    visited: list[int] = []

    class Counted(dict[str, str]):
        def get(self, name: str, other: str = OPEN) -> str:  # type: ignore[override]
            visited.append(1)
            return super().get(name, other)

    for case in cases(base, 50):
        visited.clear()
        tables.outcome(Counted(case))
        assert len(visited) <= len(base.questions)


def test_an_unknown_answer_is_refused_and_not_kept(base: RuleBase) -> None:
    masks = Masks(base)
    name = next(iter(base.questions))
    for _ in range(2):
        with pytest.raises(KeyError):
            masks.decide({name: "no such answer"})


@pytest.mark.parametrize(("known", "expected"), [
    ({}, ("red", ())), ({"q": "a"}, ("green", ("e",))), ({"q": "b"}, ("green", ("w",))), ({"q": "c"}, ("red", ()))])
def test_one_question_alone_by_hand(known: Mapping[str, str], expected: tuple[str, tuple[str, ...]]) -> None:
    base = rule_base([question("q", ("a", "b", "c"))], constraints=[wall("w", AnswerIs("q", frozenset("b")), "red")],
                     evidence=[reason("e", AnswerIs("q", frozenset("a")), "green")])
    assert Masks(base).decide(known) == expected


@pytest.mark.parametrize("count", [1, 15, 16, 30])
def test_sums_do_not_run_over(count: int) -> None:
    """So many walls against the default, all at once, and nothing else."""
    walls = [wall(f"w{number}", AnswerIs("q", frozenset("a")), "red") for number in range(count)]
    option, fired = Masks(rule_base([question("q", ("a", "b"))], constraints=walls)).decide({"q": "a"})
    assert (option, len(fired)) == ("green", count)
