"""Shared multi-valued decision diagrams: a function over every case, each part of it held once.

A diagram over variables in a fixed order is a terminal, or a node that tests one variable and has one child per
value. Nodes are shared and never redundant, so two functions are equal exactly when they are the same node
(R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation, 1986; multi-valued: A. Srinivasan and
others, Algorithms for Discrete Function Manipulation, 1990).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

WORK_PER_NODE = 20
"""Combinations of nodes allowed for each node allowed."""


class TooLarge(Exception):
    """The bound on nodes was reached: the honest answer is "unknown"."""


class Diagrams:
    """A store of nodes over named variables. A reference is a whole number: below zero a terminal, else a node."""

    def __init__(self, domains: Mapping[str, Sequence[str]], limit: int = 40_000) -> None:
        self.variables = tuple(domains)
        self.domains = tuple(tuple(values) for values in domains.values())
        self.level_of = {name: level for level, name in enumerate(self.variables)}
        self.limit = limit
        self.work = 0
        """combinations of two nodes looked at so far; bounded too, since few nodes can take many of them"""
        self.levels: list[int] = []
        self.children: list[tuple[int, ...]] = []
        self.terminals: list[Hashable] = []
        self._nodes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._terminals: dict[tuple[type, Hashable], int] = {}

    def __len__(self) -> int:
        return len(self.levels)

    def terminal(self, value: Hashable) -> int:
        """The constant function `value`."""
        key = (type(value), value)  # True and 1 are equal, but not the same terminal
        found = self._terminals.get(key)
        if found is None:
            self.terminals.append(value)
            found = self._terminals[key] = -len(self.terminals)
        return found

    def value(self, ref: int) -> Any:
        """The value of a terminal."""
        return self.terminals[-ref - 1]

    def node(self, level: int, children: tuple[int, ...]) -> int:
        """The node that tests the variable at `level`; the child itself where all are the same."""
        first = children[0]
        if all(child == first for child in children):
            return first
        key = (level, children)
        found = self._nodes.get(key)
        if found is None:
            if len(self.levels) >= self.limit:
                raise TooLarge(f"more than {self.limit} nodes")
            found = self._nodes[key] = len(self.levels)
            self.levels.append(level)
            self.children.append(children)
        return found

    def test(self, variable: str, outcome: Callable[[str], Hashable]) -> int:
        """The function of one variable."""
        level = self.level_of[variable]
        return self.node(level, tuple(self.terminal(outcome(value)) for value in self.domains[level]))

    def apply(self, operation: Callable[[Any, Any], Hashable], left: int, right: int) -> int:
        """The function that combines the values of two functions."""
        levels, children, memo = self.levels, self.children, {}  # type: ignore[var-annotated]

        def combine(a: int, b: int) -> int:
            if a < 0 and b < 0:
                return self.terminal(operation(self.value(a), self.value(b)))
            key = (a, b)
            found = memo.get(key)
            if found is not None:
                return found  # type: ignore[no-any-return]
            self.work += 1
            if self.work > WORK_PER_NODE * self.limit:
                raise TooLarge(f"more than {WORK_PER_NODE * self.limit} combinations")
            level_a = levels[a] if a >= 0 else len(self.variables)
            level_b = levels[b] if b >= 0 else len(self.variables)
            level = min(level_a, level_b)
            width = range(len(self.domains[level]))
            parts_a = children[a] if level_a == level else (a,) * len(width)
            parts_b = children[b] if level_b == level else (b,) * len(width)
            result = memo[key] = self.node(level, tuple([combine(parts_a[i], parts_b[i]) for i in width]))
            return result

        return combine(left, right)

    def map(self, ref: int, function: Callable[[Any], Hashable]) -> int:
        """The function whose values are changed by `function`."""
        memo: dict[int, int] = {}

        def change(a: int) -> int:
            if a < 0:
                return self.terminal(function(self.value(a)))
            found = memo.get(a)
            if found is None:
                found = memo[a] = self.node(self.levels[a], tuple([change(child) for child in self.children[a]]))
            return found

        return change(ref)

    def restrict(self, refs: Iterable[int], allowed: Mapping[str, Sequence[str]]) -> list[int]:
        """The functions as they are where each variable in `allowed` keeps to the values named.

        A variable with one value left disappears. With several, the others take the place of the first allowed
        value, so that the result depends on the variable only if the allowed values differ.
        """
        keep: dict[int, tuple[int, ...]] = {}
        for name, values in allowed.items():
            level = self.level_of[name]
            indexes = [self.domains[level].index(value) for value in values]
            keep[level] = tuple(index if index in indexes else indexes[0]
                                for index in range(len(self.domains[level])))
        memo: dict[int, int] = {}

        def cut(a: int) -> int:
            if a < 0:
                return a
            found = memo.get(a)
            if found is None:
                level, children = self.levels[a], self.children[a]
                indexes = keep.get(level)
                found = memo[a] = self.node(level, tuple(
                    [cut(child) for child in children] if indexes is None
                    else [cut(children[index]) for index in indexes]))
            return found

        return [cut(ref) for ref in refs]

    @contextmanager
    def scratch(self, room: int | None = None) -> Iterator[None]:
        """Nodes made inside are forgotten at its end, so that a long run of cases does not fill the store.

        A restriction has at most as many nodes as what it restricts, so inside there is room for one more of each, or
        for `room` nodes; with `room`, the work inside is counted from nothing. At the end it is as if none was done.
        """
        mark, limit, work = len(self.levels), self.limit, self.work
        self.limit = max(limit, 2 * mark) if room is None else mark + room
        if room is not None:
            self.work = 0
        try:
            yield
        finally:
            self.limit, self.work = limit, work
            for level, children in zip(self.levels[mark:], self.children[mark:], strict=True):
                del self._nodes[level, children]
            del self.levels[mark:], self.children[mark:]

    def support(self, refs: Iterable[int]) -> set[str]:
        """The variables that at least one of the functions depends on."""
        return {self.variables[self.levels[node]] for node in self.reachable(refs)}

    def reachable(self, refs: Iterable[int]) -> list[int]:
        """The nodes that the functions consist of, without terminals."""
        seen: set[int] = set()
        todo = [ref for ref in refs if ref >= 0]
        while todo:
            ref = todo.pop()
            if ref not in seen:
                seen.add(ref)
                todo.extend(child for child in self.children[ref] if child >= 0)
        return sorted(seen)

    def values(self, ref: int) -> set[Any]:
        """Every value that the function takes."""
        if ref < 0:
            return {self.value(ref)}
        found = {child for node in self.reachable([ref]) for child in self.children[node] if child < 0}
        return {self.value(child) for child in found}

    def evaluate(self, ref: int, case: Mapping[str, str]) -> Any:
        """The function's value where each variable has the value that `case` gives it."""
        while ref >= 0:
            level = self.levels[ref]
            ref = self.children[ref][self.domains[level].index(case[self.variables[level]])]
        return self.value(ref)

    def count(self, ref: int, wanted: Callable[[Any], bool], leave_out: str | None = None) -> int:
        """In how many cases the function's value is wanted; cases with the value `leave_out` anywhere do not count."""
        sizes = [len(values) - values.count(leave_out or "") for values in self.domains]
        skipped = [values.index(leave_out) if leave_out in values else None for values in self.domains]
        below = [1] * (len(sizes) + 1)
        for level in range(len(sizes) - 1, -1, -1):
            below[level] = below[level + 1] * sizes[level]
        memo: dict[int, int] = {}

        def cases(a: int, level: int) -> int:
            if a < 0:
                return below[level] if wanted(self.value(a)) else 0
            own = self.levels[a]
            found = memo.get(a)
            if found is None:
                found = memo[a] = sum(cases(child, own + 1) for index, child in enumerate(self.children[a])
                                      if index != skipped[own])
            return found * (below[level] // below[own] if below[own] else 0)

        return cases(ref, 0)

    def witness(self, ref: int, wanted: Callable[[Any], bool],
                cost: Callable[[str, str], int]) -> dict[str, str] | None:
        """A cheapest choice of values for which the function's value is wanted; only variables on its path.

        `cost` gives the price of a variable's value.
        """
        memo: dict[int, tuple[int, int] | None] = {}

        def cheapest(a: int) -> tuple[int, int] | None:
            if a < 0:
                return (0, -1) if wanted(self.value(a)) else None
            if a not in memo:
                level, best = self.levels[a], None
                for index, child in enumerate(self.children[a]):
                    rest = cheapest(child)
                    if rest is not None:
                        total = rest[0] + cost(self.variables[level], self.domains[level][index])
                        if best is None or total < best[0]:
                            best = (total, index)
                memo[a] = best
            return memo[a]

        if cheapest(ref) is None:
            return None
        found: dict[str, str] = {}
        while ref >= 0:
            choice = cheapest(ref)
            assert choice is not None
            level = self.levels[ref]
            found[self.variables[level]] = self.domains[level][choice[1]]
            ref = self.children[ref][choice[1]]
        return found
