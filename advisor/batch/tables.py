"""Tables of cases from pandas, Polars, DuckDB or Arrow itself, through the Arrow PyCapsule interface; needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from advisor.batch.decider import NO_FLIP, Decider
from advisor.batch.library import Verdict, answer_word, checked, decider_of, rule_base, verdict
from advisor.batch.plan import Plan, plan_of
from advisor.rulebase.model import RuleBase

_REJECTED = "rejected"


def decide_table(table: Any, rules: RuleBase | None = None, columns: Sequence[str] = ()) -> Any:
    """A `pyarrow.Table` with a row for each row of `table`; see `decide_stream`."""
    return decide_stream(table, rules, columns).read_all()


def decide_stream(table: Any, rules: RuleBase | None = None, columns: Sequence[str] = ()) -> Any:
    """A `pyarrow.RecordBatchReader` with a row for each row of `table`, a batch at a time.

    `table` is anything with `__arrow_c_stream__`; its columns are named as in a file. The columns that come out are
    those of a file, lists as lists, then `rejected` (why a row has no verdict, else null), then what is carried
    through, as it was. Raises InputRefused for columns that make no sense, ValueError for a column that there is not
    to add, TypeError for what is no table, and ImportError without pyarrow.
    """
    arrow = _pyarrow()
    if not hasattr(table, "__arrow_c_stream__"):
        raise TypeError(f"This is no table: {type(table).__name__} has no __arrow_c_stream__.")
    source = arrow.RecordBatchReader.from_stream(table)
    base, extra = rules if rules is not None else rule_base(), checked(columns)
    plan = plan_of(source.schema.names, base, (*extra, _REJECTED), "table")
    decider = decider_of(base, plan.questions, extra)
    types = {**_types(arrow), _REJECTED: arrow.string()}
    own = len(plan.header) - len(plan.carried)
    fields = [arrow.field(name, types[name]) for name in plan.header[:own]]
    fields += [source.schema.field(place).with_name(name)
               for place, name in zip(plan.carried, plan.header[own:], strict=True)]
    schema = arrow.schema(fields)

    def batches() -> Iterator[Any]:
        start = 0
        for batch in source:
            yield _decided(arrow, batch, plan, decider, schema, start)
            start += batch.num_rows

    return arrow.RecordBatchReader.from_batches(schema, batches())


def _decided(arrow: Any, batch: Any, plan: Plan, decider: Decider, schema: Any, start: int) -> Any:
    cells = [list(map(answer_word, batch.column(place).to_pylist())) for place in plan.cells]
    found = [verdict(decider, row) for row in zip(*cells, strict=True)]
    if plan.id is None:
        ids = [str(start + number) for number in range(1, batch.num_rows + 1)]
    else:
        ids = list(map(answer_word, batch.column(plan.id).to_pylist()))
    own = [arrow.array(ids, arrow.string())]
    own += [arrow.array([_value(one, field.name) for one in found], field.type)
            for field in list(schema)[1:len(plan.header) - len(plan.carried)]]
    return arrow.RecordBatch.from_arrays([*own, *[batch.column(place) for place in plan.carried]], schema=schema)


def _value(found: Verdict, name: str) -> Any:
    """What stands in a column; null where there is no verdict."""
    if name == _REJECTED:
        return found.rejected
    if found.rejected is not None:
        return None
    value = getattr(found, name)
    if name == "flip_distance":
        return NO_FLIP if value is None else str(value)
    return list(value.items()) if name == "evidence" else value


def _types(arrow: Any) -> dict[str, Any]:
    text, texts = arrow.string(), arrow.list_(arrow.string())
    return {"id": text, "protocol": text, "settled": text, "set_up": texts, "warnings": texts, "rules": texts,
            "flip_distance": text, "evidence": arrow.map_(text, arrow.int64()), "balance": text}


def _pyarrow() -> Any:
    try:
        import pyarrow  # type: ignore[import-untyped, import-not-found, unused-ignore]  # it has no types
    except ImportError:
        raise ImportError("Tables need pyarrow: pip install 'mailbox-access-advisor[arrow]'") from None
    return pyarrow
