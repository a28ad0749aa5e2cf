"""What is told of a run: a table, and the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Done(NamedTuple):
    """One target, fuzzed."""

    target: str
    guided: bool
    seconds: float
    inputs: int
    accepted: int
    refused: int
    kinds: Sequence[str]
    """of the faults found"""
    slowest: float
    """seconds of processor time, instrumented"""
    reached: dict[str, int] | None
    """None where it was not measured"""


def document(done: Sequence[Done], seed: int) -> dict[str, Any]:
    """All of it, for a program."""
    return {"seed": seed, "inputs": sum(entry.inputs for entry in done), "targets": [entry._asdict() for entry in done]}


def table(done: Sequence[Done]) -> str:
    """All of it in lines, for a person, in Markdown."""
    lines = ["| target | guided by | seconds | inputs | accepted | refused | faults | slowest | lines | branches |",
             "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for entry in done:
        found = entry.reached
        cells = [entry.target, "coverage" if entry.guided else "outcome", f"{entry.seconds:.0f}", f"{entry.inputs:,}",
                 _share(entry.accepted, entry.inputs), _share(entry.refused, entry.inputs), str(len(entry.kinds)),
                 f"{entry.slowest:.2f} s",
                 _share(found["lines"], found["of_lines"]) if found else "not measured",
                 _share(found["branches"], found["of_branches"]) if found else "not measured"]
        lines.append(f"| {' | '.join(cells)} |")
    inputs, refused = sum(entry.inputs for entry in done), sum(entry.refused for entry in done)
    accepted, faults = sum(entry.accepted for entry in done), sum(len(entry.kinds) for entry in done)
    lines.append(f"| all | | {sum(entry.seconds for entry in done):.0f} | {inputs:,} | {_share(accepted, inputs)} | "
                 f"{_share(refused, inputs)} | {faults} | | | |")
    return "\n".join(lines) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
