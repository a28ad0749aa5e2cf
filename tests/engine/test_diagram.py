"""Decision diagrams against tables of every case, and what their bounds promise."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from random import Random

import pytest

from advisor.engine.compiled import NODE_LIMIT
from advisor.engine.diagram import WORK_PER_NODE, Diagrams, TooLarge

DOMAINS = {"x": ("a", "b", "open"), "y": ("a", "b", "c"), "z": ("a", "open")}
CASES = [dict(zip(DOMAINS, values, strict=True)) for values in product(*DOMAINS.values())]
Table = tuple[int, ...]


def made(diagrams: Diagrams, table: Table) -> int:
    """A function from its value in every case."""
    total = diagrams.terminal(0)
    for case, value in zip(CASES, table, strict=True):
        here = diagrams.terminal(1)
        for name, own in case.items():
            here = diagrams.apply(min, here, diagrams.test(name, lambda found, own=own: int(found == own)))  # type: ignore[misc]
        total = diagrams.apply(lambda a, b, value=value: value if b else a, total, here)  # type: ignore[misc]
    return total


def tables(count: int, values: int = 2) -> list[Table]:
    random = Random(7)
    return [tuple(random.randrange(values) for _ in CASES) for _ in range(count)]


def said(diagrams: Diagrams, ref: int) -> Table:
    return tuple(diagrams.evaluate(ref, case) for case in CASES)


def depends(table: Table, name: str) -> bool:
    found: dict[tuple[str, ...], set[int]] = {}
    for case, value in zip(CASES, table, strict=True):
        found.setdefault(tuple(own for other, own in case.items() if other != name), set()).add(value)
    return any(len(values) > 1 for values in found.values())


def test_what_is_combined_changed_and_read() -> None:
    for one, other in zip(tables(12, 3), tables(24, 3)[12:], strict=True):
        diagrams = Diagrams(DOMAINS)
        left, right = made(diagrams, one), made(diagrams, other)
        assert (said(diagrams, left), said(diagrams, right)) == (one, other)
        apart = diagrams.apply(lambda a, b: 10 * a + b, left, right)  # which is left and which right matters
        assert said(diagrams, apart) == tuple(10 * a + b for a, b in zip(one, other, strict=True))
        assert diagrams.values(apart) == set(said(diagrams, apart))
        odd = diagrams.map(apart, lambda value: value % 2)
        assert said(diagrams, odd) == tuple(b % 2 for b in other)
        assert diagrams.support([left]) == {name for name in DOMAINS if depends(one, name)}
        # the same function is the same node, however it was come by
        assert made(diagrams, tuple(b % 2 for b in other)) == odd
        assert diagrams.map(left, lambda value: value) == left


def test_a_function_of_one_value_and_nodes_shared() -> None:
    diagrams = Diagrams(DOMAINS)
    yes = diagrams.terminal("yes")
    assert diagrams.terminal("yes") == yes < 0
    assert (diagrams.value(yes), diagrams.values(yes), diagrams.support([yes])) == ("yes", {"yes"}, set())
    assert diagrams.terminal(True) != diagrams.terminal(1)
    assert diagrams.value(diagrams.terminal(True)) is True
    assert diagrams.test("y", lambda _value: "yes") == yes
    is_a = diagrams.test("y", lambda value: value == "a")
    assert diagrams.test("y", lambda value: value == "a") == is_a >= 0
    assert len(diagrams) == 1
    below = diagrams.node(0, (is_a, yes, is_a))
    assert diagrams.reachable([below, is_a, yes]) == sorted([is_a, below])
    assert diagrams.support([is_a, below]) == {"x", "y"}


def test_what_is_restricted_depends_on_what_is_left() -> None:
    for table in tables(12):
        diagrams = Diagrams(DOMAINS)
        ref = made(diagrams, table)
        for allowed in ({"x": ("b",)}, {"x": ("a", "open"), "z": ("open",)}, {"y": ("c", "b")}, {}):
            known: Mapping[str, tuple[str, ...]] = allowed  # type: ignore[assignment]
            (cut,) = diagrams.restrict([ref], known)
            for case in CASES:
                here = {name: own if own in known.get(name, (own,)) else known[name][0] for name, own in case.items()}
                assert diagrams.evaluate(cut, case) == diagrams.evaluate(ref, here)
            assert not {name for name, values in known.items() if len(values) == 1} & diagrams.support([cut])
        assert diagrams.restrict([ref, -1], {}) == [ref, -1]


def test_cases_are_counted() -> None:
    for table in [*tables(12, 3), (0,) * len(CASES), (1,) * len(CASES)]:
        diagrams = Diagrams(DOMAINS)
        ref = made(diagrams, table)
        assert diagrams.count(ref, bool) == sum(map(bool, table))
        assert diagrams.count(ref, lambda value: value == 2) == table.count(2)
        known = [value for case, value in zip(CASES, table, strict=True) if "open" not in case.values()]
        assert diagrams.count(ref, bool, leave_out="open") == sum(map(bool, known))
        without_a = [value for case, value in zip(CASES, table, strict=True) if "a" not in case.values()]
        assert diagrams.count(ref, bool, leave_out="a") == sum(map(bool, without_a))


def test_no_case_is_counted_where_a_question_has_nothing_but_what_is_left_out() -> None:
    diagrams = Diagrams({"x": ("a", "b"), "y": ("open",), "z": ("a", "b")})
    is_a = diagrams.test("x", lambda value: value == "a")
    assert (diagrams.count(is_a, bool), diagrams.count(is_a, bool, leave_out="open")) == (2, 0)


def test_the_cheapest_way_to_a_value() -> None:
    def cost(name: str, value: str) -> int:
        return {"x": 1, "y": 3, "z": 10}[name] * (value != "open")

    for table in tables(12, 3):
        diagrams = Diagrams(DOMAINS)
        ref = made(diagrams, table)
        found = diagrams.witness(ref, lambda value: value == 2, cost)
        prices = [sum(cost(name, value) for name, value in case.items())
                  for case, value in zip(CASES, table, strict=True) if value == 2]
        assert (found is None) == (not prices)
        if found is not None:
            assert {value for case, value in zip(CASES, table, strict=True)
                    if all(case[name] == own for name, own in found.items())} == {2}
            assert set(found) <= diagrams.support([ref])
            assert sum(cost(name, value) for name, value in found.items()) <= min(prices)
    diagrams = Diagrams(DOMAINS)
    assert diagrams.witness(diagrams.terminal(True), bool, cost) == {}
    assert diagrams.witness(diagrams.terminal(False), bool, cost) is None


def test_of_two_ways_that_cost_the_same_the_earlier_value_is_taken() -> None:
    diagrams = Diagrams(DOMAINS)
    ref = diagrams.test("y", lambda value: value != "a")
    assert diagrams.witness(ref, bool, lambda _name, _value: 1) == {"y": "b"}


def test_no_more_nodes_than_the_bound() -> None:
    diagrams = Diagrams(DOMAINS, limit=2)
    one = diagrams.test("x", lambda value: value == "a")
    diagrams.test("x", lambda value: value == "b")
    with pytest.raises(TooLarge, match=r"^more than 2 nodes$"):
        diagrams.test("x", lambda value: value == "open")
    assert len(diagrams) == 2
    assert diagrams.test("x", lambda value: value == "a") == one  # what is there already may still be asked for


def test_no_more_combinations_than_the_bound() -> None:
    diagrams = Diagrams({"x": ("a", "b")}, limit=1)
    is_a = diagrams.test("x", lambda value: value == "a")
    for done in range(WORK_PER_NODE):
        assert diagrams.work == done
        assert diagrams.apply(lambda a, b: a and b, is_a, is_a) == is_a
    with pytest.raises(TooLarge, match=r"^more than 20 combinations$"):
        diagrams.apply(lambda a, b: a and b, is_a, is_a)


def test_what_was_met_before_in_one_combination_is_not_worked_out_again() -> None:
    diagrams = Diagrams(DOMAINS)
    low = diagrams.test("z", lambda value: value == "a")
    left = diagrams.node(diagrams.level_of["x"], (low, low, diagrams.terminal(True)))
    diagrams.work = 0
    diagrams.apply(lambda a, b: (a, b), left, low)
    assert diagrams.work == 3  # x against z, z against z once for two values of x, and the end against z


def test_scratch_work_is_forgotten() -> None:
    diagrams = Diagrams(DOMAINS, limit=3)
    kept = diagrams.test("x", lambda value: value == "a")
    diagrams.work = 7
    with diagrams.scratch():
        diagrams.test("y", lambda value: value == "a")
        assert diagrams.limit == 3
        diagrams.work += 1
        assert diagrams.work == 8
    assert (len(diagrams), diagrams.limit, diagrams.work) == (1, 3, 7)
    again = diagrams.test("y", lambda value: value == "a")
    assert again == kept + 1
    assert diagrams.test("x", lambda value: value == "a") == kept


def test_scratch_has_room_for_as_many_nodes_again() -> None:
    diagrams = Diagrams(DOMAINS, limit=2)
    for value in "ab":
        diagrams.test("x", lambda found, value=value: found == value)  # type: ignore[misc]
    with diagrams.scratch():
        for value in "ab":
            diagrams.test("y", lambda found, value=value: found == value)  # type: ignore[misc]
        with pytest.raises(TooLarge):
            diagrams.test("y", lambda found: found == "c")
    assert (len(diagrams), diagrams.limit) == (2, 2)


def test_scratch_with_room_of_its_own_counts_from_nothing_and_gives_it_back_whatever_happens() -> None:
    diagrams = Diagrams(DOMAINS, limit=2)
    diagrams.test("x", lambda found: found == "a")
    diagrams.work = 30

    def fill() -> None:
        with diagrams.scratch(3):
            assert diagrams.work == 0
            for value in ("a", "b", "c"):
                diagrams.test("y", lambda found, value=value: found == value)  # type: ignore[misc]
            assert len(diagrams) == 4
            diagrams.test("z", lambda found: found == "a")

    with pytest.raises(TooLarge, match=r"^more than 4 nodes$"):
        fill()
    assert (len(diagrams), diagrams.limit, diagrams.work) == (1, 2, 30)


def test_the_first_node_is_a_node_like_any_other() -> None:
    diagrams = Diagrams(DOMAINS)
    is_b = diagrams.test("x", lambda value: value == "b")
    no, yes = diagrams.terminal(False), diagrams.terminal(True)
    assert is_b == 0
    assert [diagrams.evaluate(is_b, {"x": value}) for value in DOMAINS["x"]] == [False, True, False]
    assert diagrams.values(is_b) == {False, True}
    assert (diagrams.reachable([is_b]), diagrams.support([is_b])) == ([0], {"x"})
    assert diagrams.restrict([is_b], {"x": ("b",)}) == [yes]
    assert diagrams.restrict([is_b], {"x": ("open",)}) == [no]
    assert diagrams.map(is_b, lambda value: not value) == diagrams.test("x", lambda value: value != "b")
    assert diagrams.apply(lambda a, b: a or b, is_b, yes) == diagrams.apply(lambda a, b: a or b, yes, is_b) == yes
    assert diagrams.count(is_b, bool) == 6
    assert diagrams.witness(is_b, bool, lambda _name, _value: 1) == {"x": "b"}
    above = diagrams.node(diagrams.level_of["x"], (no, no, yes))
    below = diagrams.test("z", lambda value: value == "a")
    deep = diagrams.node(diagrams.level_of["y"], (below, no, no))
    assert diagrams.values(diagrams.apply(lambda a, b: (a, b), above, deep)) == {
        (one, other) for one in (False, True) for other in (False, True)}


def test_a_part_that_is_shared_is_changed_once() -> None:
    diagrams = Diagrams(DOMAINS)
    low = diagrams.test("z", lambda value: value == "a")
    both = diagrams.node(diagrams.level_of["x"], (low, low, diagrams.terminal("end")))
    seen: list[object] = []
    diagrams.map(both, lambda value: seen.append(value) or len(seen))
    assert sorted(map(str, seen)) == ["False", "True", "end"]


def test_one_bound_unless_it_is_told() -> None:
    assert Diagrams(DOMAINS).limit == NODE_LIMIT
