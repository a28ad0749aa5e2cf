"""Runs this project on one job, by the same protocol as the peers: `python -m benchmarks.peer_tools.worker_advisor`.

The interview is the wizard's first part: after each answer everything said so far is replayed. "Not sure" is an answer
here, so a question without a value in a person's truth is answered with it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import Evaluator
from advisor.interview.interview import Answers, replay
from advisor.rulebase.load import load
from advisor.rulebase.model import UNSURE, RuleBase


def interview(base: RuleBase, compiled: Compiled, truth: dict[str, str]) -> dict[str, Any]:
    """Asks until the verdict is settled or no question can change it."""
    answers, seconds = Answers(), list[float]()
    state = replay(base, compiled, answers, details=False)
    while state.question is not None:
        start = perf_counter()
        answers = answers.with_answer(state.question, truth.get(state.question, UNSURE))
        state = replay(base, compiled, answers, details=False)
        seconds.append(perf_counter() - start)
    return {"asked": state.asked, "seconds": seconds, "verdict": Evaluator(base).evaluate(state.case).option}


def main() -> None:
    """Does the job on standard input."""
    job = json.load(sys.stdin)
    start = perf_counter()
    base = load(Path(job["folder"]))
    compiled = compile_rules(base)
    first = replay(base, compiled, Answers(), details=False).question
    print(json.dumps({"ready": perf_counter() - start, "first": first}), flush=True)
    for truth in job["people"]:
        print(json.dumps({"interview": interview(base, compiled, truth)}), flush=True)
    evaluator = Evaluator(base)
    for answers in job["cases"]:
        print(json.dumps({"verdict": evaluator.evaluate(case_of(answers)).option}), flush=True)
    for truth in job["more_people"]:
        print(json.dumps({"interview": interview(base, compiled, truth)}), flush=True)


if __name__ == "__main__":
    main()
