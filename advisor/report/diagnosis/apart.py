"""Which tests tell the causes left apart, in as few lines as can be; the whole list of pairs is in the JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from advisor.report.diagnosis.diagnosis import Diagnosis
from advisor.report.page.phrases import listed

Numbers = tuple[int, int]


class Apart(NamedTuple):
    """A test and what it can tell apart, by the causes' numbers in the report."""

    test: str
    pairs: tuple[Numbers, ...]
    """those that no test before it told apart, beside the ones with a cause in `alone`"""
    alone: tuple[int, ...]
    """the causes that it can tell from every other"""
    every: bool
    """whether it can tell all pairs apart"""


class Grouped(NamedTuple):
    """Tests that together tell apart whatever can be told apart, and the pairs that no test can."""

    tests: tuple[Apart, ...]
    never: tuple[Numbers, ...]
    all_never: bool
    """whether no pair at all can be told apart"""


def _numbers_of(found: Diagnosis) -> dict[str, int]:
    """The number that each possible cause has in the report; proven ones have none."""
    return {cause.id: number for number, cause in
            enumerate((cause for cause in found.causes if not cause.confirmed), 1)}


def grouped(found: Diagnosis) -> Grouped:
    """The test that tells most pairs apart, then the one that does so for most of the rest, and so on."""
    numbers = _numbers_of(found)
    pairs = {(numbers[pair.first], numbers[pair.second]): pair.tests for pair in found.apart
             if pair.first in numbers and pair.second in numbers}
    left = {pair for pair, tests in pairs.items() if tests}
    never = tuple(pair for pair, tests in pairs.items() if not tests)
    tests: list[Apart] = []
    while left:
        order = list(dict.fromkeys(test for pair in pairs for test in pairs[pair]))
        best = max(order, key=lambda test: sum(test in pairs[pair] for pair in left))
        told = tuple(pair for pair in pairs if pair in left and best in pairs[pair])
        whole = {pair for pair in pairs if best in pairs[pair]}
        alone = tuple(number for number in sorted({number for pair in told for number in pair})
                      if all(pair in whole for pair in pairs if number in pair))
        tests.append(Apart(best, tuple(pair for pair in told if not set(pair) & set(alone)), alone,
                           len(whole) == len(pairs)))
        left -= set(told)
    return Grouped(tuple(tests), never, bool(pairs) and len(never) == len(pairs))


def apart_sentences(found: Diagnosis) -> list[str]:
    """One sentence for each test, and one for what no test can tell apart."""
    groups = grouped(found)
    lines = [f"'{entry.test}' can tell {_told(entry)}." for entry in groups.tests]
    if groups.all_never:
        lines.append("No test that we know of tells these apart." if len(groups.never) > 1 else
                     "No test that we know of tells the two apart.")
    elif groups.never:
        lines.append(f"No test that we know of tells {_pairs(groups.never)}.")
    return lines


def _told(entry: Apart) -> str:
    if entry.every:
        return "all of them apart"
    parts = [f"{listed([str(number) for number in entry.alone])} from every other"] if entry.alone else []
    return "; ".join([*parts, _pairs(entry.pairs)] if entry.pairs else parts)


def _pairs(pairs: Sequence[Numbers]) -> str:
    """`1 from 2 and 3; 2 from 3`."""
    by_first: dict[int, list[int]] = {}
    for first, second in _turned(pairs):
        by_first.setdefault(first, []).append(second)
    return "; ".join(f"{first} from {listed([str(number) for number in sorted(others)])}"
                     for first, others in sorted(by_first.items()))


def _turned(pairs: Iterable[Numbers]) -> list[Numbers]:
    """The pairs, each under the one of its two that is in most of those that are left: that makes the fewest groups."""
    left, found = list(pairs), list[Numbers]()
    while left:
        count: dict[int, int] = {}
        for pair in left:
            for number in pair:
                count[number] = count.get(number, 0) + 1
        most = min(count, key=lambda number: (-count[number], number))
        found += [(most, first if second == most else second) for first, second in left if most in (first, second)]
        left = [pair for pair in left if most not in pair]
    return found
