"""Reading JSON Lines."""

from __future__ import annotations

import json

import pytest

from advisor.batch.keys import Keys
from advisor.batch.rows import LONGEST
from advisor.rulebase.model import RuleBase
from tests.batch.helpers import json_rows


def answers(base: RuleBase, line: str) -> dict[str, str]:
    [row] = json_rows(line, base)
    assert not row.faults, row.faults
    return {name: cell for name, cell in zip(Keys(base).columns, row.cells, strict=True) if cell}


def test_answers_as_people_and_programs_write_them(base: RuleBase) -> None:
    line = '{"devices": 3, "sync": true, "Local-Backup": "regular", "quota": "82%", "folders": null}'
    assert answers(base, line) == {
        "devices": "3", "sync": "true", "local_backup": "regular", "quota": "82%"}
    assert answers(base, '{"devices": {"value": "one", "origin": "file"}}') == {"devices": "one"}


def test_what_is_no_question_is_carried_through_as_it_was(base: RuleBase) -> None:
    [row] = json_rows('{"id": 17, "devices": "one", "tags": ["a", {"b": null}], "x": 1.5}\n', base)
    assert row.id == "17"
    assert row.carried == {"tags": ["a", {"b": None}], "x": 1.5}


@pytest.mark.parametrize(("line", "words"), [
    ("{", "not JSON"), ("[1]", "not an object"), ("7", "not an object"), ('{"devices": ["one"]}', "one word"),
    ('{"devices": "one", "devices": "several"}', "twice"), ('{"devices": "one", "Devices": "several"}', "twice"),
    ('{"id": 1, "ID": 2}', "twice"), ('{"x": NaN}', "no number of JSON"), ('{"x": 1e999}', "no number of JSON"),
    ('{"x": ' + "[" * 50_000 + "]" * 50_000 + "}", "character"), ('{"x": ' + "[" * 20_000, ""),
    ('{"x": "\udce9"}', "UTF-8"), ('{"\\ud800": 1}', "not text"), ('{"x": "' + "y" * LONGEST + '"}', "100,000"),
    ('{"x": ' + "9" * 5_000 + "}", "not JSON"),
])
def test_lines_that_are_no_row(base: RuleBase, line: str, words: str) -> None:
    rows = json_rows(f'{{"devices": "one"}}\n\n{line}\n{{"devices": "one"}}\n', base)
    assert [(row.line, bool(row.faults)) for row in rows] == [(1, False), (3, True), (4, False)]
    assert words in rows[1].faults[0].message


def test_for_columns_the_first_row_says_which_there_are(base: RuleBase) -> None:
    lines = ["nonsense", {"sync": True, "note": "x", "n": 1},
             {"sync": None, "n": {"a": 1}}, {"sync": True, "other": 1}]
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    rows = json_rows(text, base, columns=True)
    assert [row.carried for row in rows[1:3]] == [["x", "1"], ["", '{"a": 1}']]
    assert [bool(row.faults) for row in rows] == [True, False, False, True]
    assert rows[3].faults[0].column == "other"
