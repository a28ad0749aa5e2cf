"""How many tests the diagnosis of missing mail makes, and how many causes are left at its end.

    python -m benchmarks.diagnosis [--people 20]

For every cause, people whose answers fit it, drawn at random with a fixed seed. The bound: a test with k answers tells
at most log2(k) bits, so whatever the order, the tests made must have told the entropy of what came out of them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from math import log2
from random import Random
from statistics import mean
from time import perf_counter

from advisor.engine.compiled import compile_rules
from advisor.interview.interview import Answers
from advisor.interview.sorting import possible, sort_out
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load


def main() -> None:
    """Interviews everybody and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=20, help="people for each cause")
    count = parser.parse_args().people
    base = load(builtin_folder() / "missing-mail")
    compiled, random = compile_rules(base), Random(1)
    tests, left, seconds, outcomes = [], [], [], Counter[frozenset[str]]()
    for cause in base.warnings:
        for _ in range(count):
            truth = {name: random.choice([value for value in question.value_ids
                                          if cause in possible(compiled, {name: value})])
                     for name, question in base.questions.items()}
            answers = Answers()
            while True:
                start = perf_counter()
                question = sort_out(base, compiled, answers).question
                seconds.append(perf_counter() - start)
                if question is None:
                    break
                answers = answers.with_answer(question, truth[question])
            tests.append(len(answers.given))
            end = possible(compiled, answers.given)
            left.append(len(end))
            outcomes[end] += 1
    total = len(tests)
    entropy = -sum(number / total * log2(number / total) for number in outcomes.values())
    most = max(len(question.values) for question in base.questions.values())
    seconds.sort()
    print(f"{len(base.warnings)} causes, {len(base.questions)} tests, {total} people")
    print(f"tests made: mean {mean(tests):.1f}, worst {max(tests)}; "
          f"no order can do with fewer than {entropy / log2(most):.1f} in the mean of these people")
    print(f"causes left: mean {mean(left):.1f}, worst {max(left)}, one alone for {left.count(1) / total:.0%}")
    print(f"time after an answer: median {seconds[len(seconds) // 2] * 1000:.0f} ms, "
          f"99th percentile {seconds[int(len(seconds) * 0.99)] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
