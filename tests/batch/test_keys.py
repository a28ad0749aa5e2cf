"""Keys of a case: none that may be a misspelt question goes by in silence."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advisor.batch import decide
from advisor.batch.keys import MOST_NAMES, MOST_NOTES, Keys
from advisor.rulebase.model import RuleBase
from tests.batch.helpers import json_rows


def test_questions_after_very_many_other_keys_still_count() -> None:
    cases: list[dict[str, Any]] = [{f"note {number}": 1, "id": number} for number in range(MOST_NAMES + 1)]
    *_, last, plain = decide([*cases, {"local_backup": "regular", "devices": "one"},
                              {"devices": "one", "local_backup": "regular"}])
    assert last.protocol == "pop"
    assert last == plain


@pytest.mark.parametrize("line", ['{"id": "1", "devics": 2, "snyc": true}', '{"devics": 2}', '{"note": "x"}',
                                  '{"answers": {"devics": "one"}}', '{"answers": "one"}', '{"answers": null}',
                                  '{"answers": {"devices": "one"}, "devices": "several"}'])
def test_rows_that_answer_nothing_are_refused(base: RuleBase, line: str) -> None:
    [row] = json_rows(line, base)
    assert row.faults
    [verdict] = decide([json.loads(line)])
    assert verdict.rejected


def test_the_nearest_question_is_named(base: RuleBase) -> None:
    [row] = json_rows('{"id": "1", "note": 1, "devics": 2}', base)
    assert [(fault.column, fault.fix) for fault in row.faults] == [("devics", "Did you mean 'devices'?")]
    [inside] = json_rows('{"answers": {"devics": 2}}', base)
    assert "'devices'" in inside.faults[0].fix


@pytest.mark.parametrize("line", ["{}", '{"id": 7}', '{"answers": {}}', '{"devices": null, "note": 1}'])
def test_rows_that_leave_all_open_are_decided(base: RuleBase, line: str) -> None:
    [row] = json_rows(line, base)
    assert not row.faults
    assert not any(row.cells)


def test_answers_may_stand_inside_as_in_a_saved_case(base: RuleBase) -> None:
    [row] = json_rows('{"id": 6, "note": 1, "answers": {"devices": "one", "Local-Backup": {"value": "regular"}}}', base)
    said = dict(zip(Keys(base).columns, row.cells, strict=True))
    assert {name: cell for name, cell in said.items() if cell} == {"devices": "one", "local_backup": "regular"}
    assert row.carried == {"note": 1}


def test_a_misspelt_key_beside_others_is_told_once_whatever_the_output(base: RuleBase) -> None:
    keys = Keys(base)
    keys.read({"devices": 1, "note": 2})
    assert keys.notes == []
    for _ in range(3):
        keys.read({"devics": 1, "devices": 1})
    assert keys.notes == []  # the question has its answer
    keys.read({"devics": 1})
    assert keys.notes == []  # it is refused, not carried through
    for _ in range(3):
        keys.read({"devics": 1, "sync": 1})
    assert keys.notes == ["Column 'devics' is no question and is carried through. Did you mean 'devices'?"]


def test_notes_and_names_stay_few(base: RuleBase) -> None:
    keys = Keys(base)
    for number in range(3 * MOST_NAMES):
        keys.read({"sync": 1, f"devices{number}": 1})
    assert len(keys.notes) == MOST_NOTES
    assert max(len(keys.names), len(keys.suspects)) <= MOST_NAMES
