"""overlapping-forms: two forms of one set-up item that hold in the same case, so that the item is advised twice."""

from __future__ import annotations

from itertools import combinations

from advisor.verify.bench import Bench
from advisor.verify.finding import Caption, Finding, Result, counted, result

CODE = "overlapping-forms"


def check(bench: Bench) -> Result:
    """Every pair of forms of one item, over every case. Raises TooLarge."""
    findings, pairs = [], 0
    with bench.room():
        for first, second in combinations(bench.base.forms.values(), 2):
            if first.item != second.item:
                continue
            pairs += 1
            together = bench.both(bench.fires(first.when), bench.fires(second.when))
            if not bench.never(together):
                findings.append(Finding(
                    CODE, "error", f"The forms {first.id!r} and {second.id!r} hold in the same case.", second.at,
                    "Make their conditions exclude each other: a person must be told one of them.",
                    (Caption(first.at, "the other form"),), bench.witness(together, "both forms are advised")))
    return result(CODE, f"{counted(pairs, 'pair')} of forms", findings)
