"""How many tests the diagnosis of missing mail makes, how few are possible, and how long an answer takes.

    python -m benchmarks.diagnosis [--people 10]

The figures are those of `advisor rules order` for its rules; `advisor.verify.ordering.sorting` says what the bound is.
"""

from __future__ import annotations

import argparse
from random import Random
from time import perf_counter

from advisor.cli.commands.rules_order import EACH, SEED
from advisor.engine.compiled import Compiled, compile_rules
from advisor.interview.interview import Answers
from advisor.interview.sorting import possible, sort_out
from advisor.report.page.facts import RuleBaseId
from advisor.report.rules.sorting_text import sorting_lines
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.verify.ordering.sorting import sorted_out


def main() -> None:
    """Interviews everybody and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=EACH, help="people for each cause")
    people = parser.parse_args().people
    base = load(builtin_folder() / "missing-mail")
    compiled = compile_rules(base)
    tests = sorted_out(base, compiled, Random(SEED).choice, each=people)
    for line in sorting_lines(base, tests, RuleBaseId(base.name, base.version, base.sha256), 100):
        print(line.text)
    seconds = sorted(seconds_after_each_answer(base, compiled))
    print(f"- Time after an answer, one person for each cause: median {seconds[len(seconds) // 2] * 1000:.0f} ms, "
          f"99 in 100 within {seconds[int(len(seconds) * 0.99)] * 1000:.0f} ms")


def seconds_after_each_answer(base: RuleBase, compiled: Compiled) -> list[float]:
    """How long it takes to find the next test, the whole interview replayed as the program does it."""
    random, seconds = Random(SEED), []
    for cause in base.warnings:
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
    return seconds


if __name__ == "__main__":
    main()
