"""idle-question: a question whose answer changes nothing in any case."""

from __future__ import annotations

from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result, counted, result

CODE = "idle-question"


def check(bench: Bench) -> Result:
    """Every question: option, set-up, warnings and steps over every case. Raises TooLarge."""
    with bench.room() as compiler:
        shown = [bench.fires(rule.when) for rule in bench.rules if rule.kind in ("set_up", "warning", "step")]
        needed = bench.diagrams.support([compiler.option, *shown])
    findings = [Finding(CODE, "warning", f"The answer to question {question.id!r} changes nothing in any case.",
                        question.at, "Give it a rule that asks about it, or remove the question: nobody should be "
                        "asked for nothing.")
                for question in bench.base.questions.values() if question.id not in needed]
    return result(CODE, counted(len(bench.base.questions), "question"), findings)
