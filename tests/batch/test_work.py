"""Blocks of output: bounded in rows and in size, and cut by the rows alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pytest

from advisor.batch import work
from advisor.batch.csv_rows import CsvWriter
from advisor.batch.decider import Decider
from advisor.batch.rows import Row
from advisor.batch.work import Block, blocks
from advisor.rulebase.model import RuleBase


def rows_of(widths: Sequence[int], cell: str = "one") -> list[Row]:
    return [Row(number, str(number), (cell,), ("x" * width,)) for number, width in enumerate(widths, 1)]


def blocks_of(rows: list[Row], base: RuleBase, size: int = work.BLOCK) -> list[Block]:
    return list(blocks(iter(rows), Decider(base, ("devices",)), CsvWriter(()), size=size))


def test_a_block_of_wide_rows_ends_earlier(base: RuleBase) -> None:
    found = blocks_of(rows_of([50_000] * 1_000), base)
    assert sum(block.rows for block in found) == sum(block.verdicts for block in found) == 1_000
    most = work.WIDE + work.AT_ONCE * 51_000
    assert all(len(block.output) < most for block in found)
    assert len(found) >= 5


def test_narrow_rows_fill_a_block(base: RuleBase) -> None:
    assert [block.rows for block in blocks_of(rows_of([10] * 250), base, size=120)] == [120, 120, 10]


def test_wide_rejects_end_a_block_too_and_are_not_kept_whole(base: RuleBase) -> None:
    rows = [row._replace(cells=("y" * 90_000,)) for row in rows_of([90_000] * 300)]
    found = blocks_of(rows, base)
    assert len(found) >= 3
    assert not any(row.cells or row.carried for block in found for row in block.refused)
    assert [row.line for block in found for row in block.refused] == list(range(1, 301))
    named = blocks_of([row._replace(id="z" * 90_000, cells=("sevral",)) for row in rows_of([1] * 300)], base)
    assert len(named) >= 3


@pytest.mark.parametrize("after", [1, 2, 3])
def test_going_on_after_any_block_makes_the_same_blocks(base: RuleBase, after: int) -> None:
    rows = rows_of([number % 7 * 20_000 for number in range(900)])
    found = blocks_of(rows, base)
    assert len(found) > 4
    done = sum(block.rows for block in islice(found, after))
    assert blocks_of(rows[done:], base) == found[after:]
