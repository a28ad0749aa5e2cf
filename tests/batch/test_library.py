"""Cases from a program: an iterator in, an iterator out, the same verdicts as the command."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any

import pandas
import polars
import pyarrow
import pytest

from advisor.batch import Verdict, decide, decide_stream, decide_table, rule_base
from advisor.batch.decider import COLUMNS, Decider
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from tests.batch.helpers import random_answers

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


def wanted(base: RuleBase, cases: list[dict[str, str]]) -> list[tuple[str, ...]]:
    decider = Decider(base, tuple(base.questions))
    return [decider.decide([case[name] for name in base.questions]) for case in cases]


def texts(verdict: Verdict) -> tuple[str, ...]:
    return (verdict.protocol, verdict.settled, *[" ".join(names) for names in verdict[2:5]])


def test_the_same_verdicts_as_rows_have(base: RuleBase) -> None:
    random = Random(2)
    cases = [random_answers(base, random) for _ in range(200)]
    assert list(map(texts, decide(cases))) == wanted(base, cases)
    assert list(map(texts, decide(cases, rules=base))) == wanted(base, cases)


def test_it_takes_one_case_at_a_time() -> None:
    taken = []

    def endless() -> Iterator[dict[str, Any]]:
        for number in count(1):
            taken.append(number)
            yield {"devices": number, "id": number, 7: "x"}

    assert [verdict.rejected for verdict in islice(decide(endless()), 3)] == [None] * 3
    assert taken == [1, 2, 3]


def test_answers_as_programs_have_them() -> None:
    open_case, = decide([{}])
    for nothing in (None, "", "unsure", float("nan"), pandas.NA):
        assert list(decide([{"sync": nothing}])) == [open_case]
    assert len(set(decide([{"sync": True}, {"sync": "yes"}, {"Sync": "TRUE"}]))) == 1
    assert len(set(decide([{"devices": 2}, {"devices": 2.0}, {"devices": "several"}]))) == 1
    refused, twice = decide([{"devices": "sevral", "quota": "80"}, {"devices": 1, "Devices": 2}])
    assert refused.protocol == ""
    assert refused.rejected is not None
    assert "Did you mean 'several'?" in refused.rejected
    assert "'80%'" in refused.rejected
    assert twice.rejected == "devices is answered twice. Keep one."


def test_more_columns_and_another_rule_base() -> None:
    [verdict] = decide([{"devices": "several"}], columns=["evidence", "balance", "flip_distance"])
    assert verdict.evidence is not None
    assert verdict.balance in ("tie", "lean", "clear")
    with pytest.raises(ValueError, match="Valid: flip_distance, evidence, balance"):
        next(decide([{}], columns=["mood"]))
    commute = rule_base(COMMUTE)
    [other] = decide([{}], rules=commute)
    assert other.protocol in {*commute.options, "neither"}


@pytest.mark.parametrize("make", [pandas.DataFrame, polars.DataFrame, pyarrow.table,
                                  lambda data: polars.DataFrame(data).with_columns(
                                      polars.col("sync").cast(polars.Categorical)),
                                  lambda data: pyarrow.table(data).to_reader(max_chunksize=7)])
def test_tables_of_every_kind(base: RuleBase, make: Any) -> None:
    random = Random(3)
    cases = [random_answers(base, random) for _ in range(60)]
    data = {"note": [f"=n{number}" for number in range(60)], "settled": list(range(60)),
            **{name: [case[name] or None for case in cases] for name in base.questions}}
    found = decide_table(make(data))
    assert found.column_names == ["id", *COLUMNS, "rejected", "note", "in_settled"]
    rows = found.to_pylist()
    assert [(row["protocol"], row["settled"], *[" ".join(row[name]) for name in COLUMNS[2:]]) for row in rows] \
        == wanted(base, cases)
    assert [row["id"] for row in rows] == [str(number) for number in range(1, 61)]
    assert [(row["note"], row["in_settled"]) for row in rows] == [(f"=n{number}", number) for number in range(60)]


def test_a_row_that_cannot_be_decided_says_so_in_the_table() -> None:
    found = decide_table(pandas.DataFrame({"id": [5, 6], "devices": ["sevral", None], "sync": [True, None]}),
                         columns=["balance", "flip_distance"]).to_pylist()
    assert [(row["id"], row["protocol"] is None, row["rules"] is None) for row in found] == [
        ("5", True, True), ("6", False, False)]
    assert "Did you mean 'several'?" in found[0]["rejected"]
    assert found[1]["flip_distance"] == "none"
    assert found[0]["flip_distance"] is None


def test_a_table_comes_a_batch_at_a_time() -> None:
    taken = []

    def batches() -> Iterator[Any]:
        for number in range(100):
            taken.append(number)
            yield pyarrow.record_batch({"devices": ["one"]})

    schema = pyarrow.schema({"devices": pyarrow.string()})
    stream = decide_stream(pyarrow.RecordBatchReader.from_batches(schema, batches()))
    assert stream.read_next_batch().num_rows == 1
    assert len(taken) <= 2


def test_what_is_no_table_of_cases() -> None:
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        decide_table([{"devices": "one"}])
    with pytest.raises(InputRefused):
        decide_table(pandas.DataFrame({"note": ["x"]}))
    assert decide_table(pandas.DataFrame({"devices": []})).num_rows == 0


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"mailbox-access-advisor\[arrow\]"):
        decide_table(None)
    assert len(list(decide([{}]))) == 1
