"""How many questions the wizard asks the test people: `python -m benchmarks.questions`.

Each test in rules/tests that stands for a person (`person: yes`) answers every question with what is true
for them, "not sure" included. Printed per person: how many questions come until the verdict stands (the first part),
how many the second part then offers at most, and how many of those are really asked. Counts, not times.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean, median
from typing import NamedTuple

from advisor.engine.analysis import Settled, settled
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import evaluate
from advisor.interview.interview import Answers, replay
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.rule_test_files import load_tests

DIVIDE = "devices"
"""the question whose answers make the greatest difference to the counts: the mean hangs on this mix"""


class Person(NamedTuple):
    """Somebody with a mailbox, and what is true for them."""

    name: str
    truth: Mapping[str, str]


class Counts(NamedTuple):
    """How many questions one person meets."""

    first: int
    """questions of the first part: until the verdict stands"""
    offered: int
    """questions that the second part offers, as an upper bound"""
    second: int
    """questions of the second part that are really asked of a person who accepts"""
    option: str
    """the option advised after the first part"""
    settled: Settled
    """whether the option can no longer change (what is offered aside)"""


def people(base: RuleBase | None = None) -> list[Person]:
    """The test people of the built-in rules."""
    folder = builtin_folder()
    tests = load_tests(folder, load(folder) if base is None else base)
    return [Person(test.name, test.answers) for test in tests if test.person]


def count(base: RuleBase, compiled: Compiled, truth: Mapping[str, str]) -> Counts:
    """The questions that a person with this truth meets."""
    answers = Answers(given=truth)  # the replay takes from them what it asks for
    end = replay(base, compiled, answers)
    second = end.asked[end.choice_length:]
    offered = replay(base, compiled, answers, stop_before=second[0]).at_most if second else 0
    case = replay(base, compiled, answers, details=False).case
    return Counts(end.choice_length, offered, len(second), evaluate(base, case).option, settled(base, case, compiled))


def summary(name: str, numbers: Sequence[int]) -> str:
    """Mean, median and worst, in a line."""
    return f"{name}: mean {mean(numbers):.2f}, median {median(numbers):g}, worst {max(numbers)}"


def main() -> None:
    """Prints the table and the means."""
    base = load(builtin_folder())
    compiled = compile_rules(base)
    everybody = people(base)
    counted = {person.name: count(base, compiled, person.truth) for person in everybody}
    width = max(map(len, counted))
    print(f"{'':{width}}  part one  offered  part two  verdict  settled")
    for name, found in counted.items():
        print(f"{name:{width}}  {found.first:8}  {found.offered:7}  {found.second:8}  "
              f"{found.option:7}  {found.settled}")
    print()
    print(f"{len(counted)} people")
    print(summary("part one", [found.first for found in counted.values()]))
    for value in base.questions[DIVIDE].value_ids:
        group = [counted[person.name].first for person in everybody if person.truth[DIVIDE] == value]
        if group:
            print(summary(f"  {DIVIDE} {value} ({len(group)} people)", group))
    print(summary("offered", [found.offered for found in counted.values()]))
    print(summary("part two", [found.second for found in counted.values()]))
    print(f"settled after part one: {sum(found.settled == 'yes' for found in counted.values())}")


if __name__ == "__main__":
    main()
