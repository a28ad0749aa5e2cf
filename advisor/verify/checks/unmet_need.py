"""unmet-need: a step that comes before, or without, what must be so first; a removal before the copy, above all."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.rulebase.model import Step
from advisor.verify.bench import Bench
from advisor.verify.finding import Caption, Finding, Result, counted, result

CODE = "unmet-need"


def check(bench: Bench) -> Result:
    """Every step that needs something, in every case in which it is shown. Raises TooLarge."""
    findings, looked_at = [], 0
    with bench.room():
        for step in bench.base.steps.values():
            for need in needs_of(step):
                looked_at += 1
                findings += [*_without(bench, step, need), *_too_late(bench, step, need)]
    return result(CODE, f"{counted(looked_at, 'need')} of {counted(len(bench.base.steps), 'step')}", findings)


def needs_of(step: Step) -> tuple[str, ...]:
    """What must be so before the step; of one that destroys, also what protects just the thing that it may destroy."""
    return tuple(dict.fromkeys((*step.needs, *step.destroys)))


def _without(bench: Bench, step: Step, need: str) -> Iterator[Finding]:
    """Cases in which nothing before the step sees to the need."""
    met = bench.diagrams.terminal(False)
    provided = bench.base.provided.get(need)
    if provided is not None:
        met = bench.fires(provided.when)
    for giver in _givers(bench, need):
        if giver.order < step.order:
            met = bench.diagrams.apply(lambda a, b: bool(a or b), met, bench.fires(giver.when))
    unmet = bench.only_first(bench.fires(step.when), met)
    if not bench.never(unmet):
        yield Finding(CODE, "error", f"Step {step.id!r} is shown where nothing before it gives {need!r}.", step.at,
                      f"Show a step that gives {need!r} before it in these cases, or do not show this one.",
                      tuple(Caption(giver.at, f"gives {need!r}, with order {giver.order}")
                            for giver in _givers(bench, need)),
                      bench.witness(unmet, "the step is shown"))


def _too_late(bench: Bench, step: Step, need: str) -> Iterator[Finding]:
    """Cases in which a step that sees to the need comes only after the one that needs it."""
    for giver in _givers(bench, need):
        if giver.order >= step.order and giver.id != step.id:
            both = bench.both(bench.fires(step.when), bench.fires(giver.when))
            if not bench.never(both):
                yield Finding(CODE, "error", f"Step {step.id!r} (order {step.order}) comes before {giver.id!r} (order "
                              f"{giver.order}), which gives the {need!r} that it needs.", step.at,
                              "Give the step that needs it the greater order.",
                              (Caption(giver.at, f"gives {need!r}"),), bench.witness(both, "both are shown"))


def _givers(bench: Bench, need: str) -> list[Step]:
    return [step for step in bench.base.steps.values() if need in step.gives]
