"""gap: cases that the rules leave without an option, or in which the default alone decides."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from advisor.engine.compiled import Compiler
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import NEITHER
from advisor.rulebase.position import Position
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result, result

CODE = "gap"


class _TieCompiler(Compiler):
    """Compiles whether the option is chosen by the default: two or more left, none with more evidence."""

    def settle(self, points: tuple[tuple[str, int], ...], to_come: Mapping[str, int]) -> Hashable:
        """A word where nothing can change any more, else the points that still matter."""
        alive = tuple((name, count) for name, count in points
                      if not any(other > count + to_come[name] for _, other in points))
        if len(alive) < 2:
            return "decided"
        if not any(to_come[name] for name, _ in alive):
            return "tie"
        least = min(count for _, count in alive)
        return tuple((name, count - least) for name, count in alive)


def check(bench: Bench) -> Result:
    """Every case: over real values only, and with open questions. Raises TooLarge."""
    with bench.room() as compiler:
        without = bench.diagrams.map(compiler.option, lambda option: option == NEITHER)
        tied = bench.diagrams.map(_TieCompiler(bench.base, bench.diagrams).compile_option(), lambda word: word == "tie")
        default = bench.base.default
        taken = bench.diagrams.map(compiler.option, lambda option: option == default.option)
        at = default.sources[0].at
        findings = [
            *_gap(bench, without, bench.base.neither.at, f"end in {NEITHER!r}: every option is ruled out",
                  f"ends in {NEITHER!r}"),
            *_gap(bench, bench.both(tied, taken), at, f"rest on the default alone ({default.option})",
                  "rests on the default"),
            *_gap(bench, bench.only_first(tied, taken), at, "end in a tie without the default, so that the order of "
                  "the options in the file decides", "rests on the order of the options")]
    return result(CODE, "every case", findings)


def _gap(bench: Bench, ref: int, at: Position, what: str, seen: str) -> list[Finding]:
    count = bench.diagrams.count(ref, bool)
    if not count:
        return []
    real = bench.diagrams.count(ref, bool, leave_out=OPEN)
    known = bench.diagrams.count(bench.diagrams.terminal(True), bool, leave_out=OPEN)
    smallest = bench.witness(ref, seen)
    complete = bench.diagrams.witness(ref, bool, lambda _, value: 1000 if value == OPEN else 1)
    if real and complete is not None and complete != dict(smallest[0].case):
        smallest += (smallest[0]._replace(case=_completed(bench, complete), text=f"{seen} although all is known"),)
    return [Finding(CODE, "note", f"{real:,} of {known:,} cases with every answer known {what}; with open questions "
                    f"{count:,} of {bench.cases:,}.", at, "If that is not meant, add a rule for these people.",
                    witnesses=smallest)]


def _completed(bench: Bench, case: Mapping[str, str]) -> dict[str, str]:
    """The case with a value for every question: what is not on the witness's path does not matter."""
    return {name: case.get(name, question.value_ids[0]) for name, question in bench.base.questions.items()}
