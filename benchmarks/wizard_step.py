"""How long the wizard thinks after each answer: `python -m benchmarks.wizard_step [rounds]`.

Every test in rules/tests answers whatever it is asked, "not sure" where it says nothing. After each answer the whole
interview is replayed from its beginning, as the wizard does; and once more from a copy of the diagrams in which
nothing was worked out before. Printed: median, 99th percentile and the longest, in milliseconds of this machine. The
status is 1 where the 99th percentile misses the target.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from math import ceil

from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.stored import compiled_from_plain, compiled_to_plain
from advisor.interview.interview import Answers, replay
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import UNSURE, RuleBase
from advisor.rulebase.rule_test_files import load_tests

TARGET = 50.0
"""Milliseconds, at the 99th percentile."""


def interviews(base: RuleBase, compiled: Compiled, truths: Iterable[Mapping[str, str]]) -> Iterator[Answers]:
    """The answers after each step of each interview, the first page included."""
    for truth in truths:
        answers = Answers()
        while True:
            yield answers
            question = replay(base, compiled, answers).question
            if question is None:
                break
            answers = answers.with_answer(question, truth.get(question, UNSURE))


def step_milliseconds(base: RuleBase, compiled: Compiled, answers: Answers) -> float:
    """How long it takes to find what to ask next."""
    start = time.perf_counter()
    replay(base, compiled, answers)
    return (time.perf_counter() - start) * 1000


def percentile(numbers: list[float], percent: float) -> float:
    """The least of the numbers that at least `percent` of them do not exceed."""
    return sorted(numbers)[max(0, ceil(len(numbers) * percent / 100) - 1)]


def main(rounds: int) -> int:
    """Measures and prints."""
    folder = builtin_folder()
    base = load(folder)
    compiled = compile_rules(base)
    truths = [dict(test.answers) for test in load_tests(folder, base)]
    steps = list(interviews(base, compiled, truths))
    plain = compiled_to_plain(compiled)
    warm, fresh = list[float](), list[float]()
    for _ in range(rounds):
        warm += [step_milliseconds(base, compiled, answers) for answers in steps]
        fresh += [step_milliseconds(base, compiled_from_plain(plain, base), answers) for answers in steps]
    print(f"{len(truths)} situations, {len(steps)} steps, {rounds} rounds, Python {sys.version.split()[0]}")
    for name, found in (("diagrams in use", warm), ("diagrams just read", fresh)):
        print(f"  {name:18}  median {percentile(found, 50):5.1f} ms, 99 % within {percentile(found, 99):5.1f} ms, "
              f"longest {max(found):5.1f} ms")
    if hasattr(os, "getloadavg"):
        busy, cores = os.getloadavg()[0], os.cpu_count() or 1
        print(f"  load {busy:.1f} on {cores} cores" + (": busy, the times are too long" if busy > cores else ""))
    worst = max(percentile(warm, 99), percentile(fresh, 99))
    print(f"99th percentile: {worst:.1f} ms (target: under {TARGET:g} ms)")
    return int(worst >= TARGET)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
