"""Reading CSV: whatever is in it, each row comes as itself or as a refusal with its line."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.batch import rule_base
from advisor.batch.rows import AT_ONCE, LONGEST
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from tests.batch.helpers import csv_rows

HEADER = "id,devices,sync,note\n"


def reasons(text: str, base: RuleBase) -> list[tuple[int, str]]:
    return [(row.line, row.faults[0].message) for row in csv_rows(text, base) if row.faults]


def good(text: str, base: RuleBase) -> list[tuple[int, str, str]]:
    return [(row.line, row.id, row.carried[0]) for row in csv_rows(text, base) if not row.faults]


def test_columns_in_any_order_and_spelling(base: RuleBase) -> None:
    [row] = csv_rows("Note, Local-Backup ,ID,local space,DEVICES\nhello,regular,7,ample,one\n", base)
    reader_order = ("local_backup", "local_space", "devices")
    assert dict(zip(reader_order, row.cells, strict=True)) == {
        "local_backup": "regular", "local_space": "ample", "devices": "one"}
    assert (row.id, row.carried, row.line) == ("7", ("hello",), 2)


def test_rows_without_an_id_are_named_by_their_number(base: RuleBase) -> None:
    assert [(row.line, row.id) for row in csv_rows("devices\none\n\n\nseveral\n", base)] == [(2, "1"), (5, "2")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_blank_lines_and_a_last_line_without_end(base: RuleBase, end: str) -> None:
    text = end.join(["", HEADER.strip(), "", "1,one,yes,x", "", "2,one,no,y"])
    assert good(text, base) == [(4, "1", "x"), (6, "2", "y")]


def test_lines_are_counted_over_quoted_line_breaks(base: RuleBase) -> None:
    text = HEADER + '1,one,yes,"two\nlines"\n2,one\n3,one,no,"a ""b"", c"\n'
    assert good(text, base) == [(2, "1", "two\nlines"), (5, "3", 'a "b", c')]
    assert reasons(text, base) == [(4, "This row has 2 cells; the header has 4.")]


def test_a_quote_that_is_not_closed_costs_one_row(base: RuleBase) -> None:
    rows = [f"{number},one,yes,n" for number in range(3 * AT_ONCE)]
    rows[7] = '7,one,yes,"open'
    rows[30] = '30,one,yes,"open'
    rows[-1] = f'{len(rows) - 1},one,yes,"open'
    text = HEADER + "\n".join(rows) + "\n"
    assert {line for line, _ in reasons(text, base)} == {9, 32, len(rows) + 1}
    assert len(good(text, base)) == len(rows) - 3


def test_a_row_of_very_many_lines_is_one_with_an_open_quote(base: RuleBase) -> None:
    rows = [f"{number},one,yes,n" for number in range(5_000)]
    rows[0] = '0,one,yes,"open'
    text = HEADER + "\n".join(rows) + "\n"
    assert [line for line, _ in reasons(text, base)] == [2]
    assert len(good(text, base)) == 4_999


def test_text_after_a_closing_quote_is_refused_not_guessed(base: RuleBase) -> None:
    [(line, reason)] = reasons(HEADER + '1,one,yes,"a"b\n2,one,yes,c\n', base)
    assert line == 2
    assert "cannot be read" in reason


def test_a_line_that_is_too_long_costs_one_row(base: RuleBase) -> None:
    text = HEADER + f"1,one,yes,a\n2,one,yes,{'x' * 3 * LONGEST}\n3,one,yes,b\n"
    assert good(text, base) == [(2, "1", "a"), (4, "3", "b")]
    assert reasons(text, base) == [(3, "A line of this row has more than 100,000 characters.")]


def test_a_long_line_within_quotes_does_not_end_them(base: RuleBase) -> None:
    inside = f'2,one,yes,"begin\n{"x" * 2 * LONGEST}\n9,one,yes,fake\nend"\n'
    text = f"{HEADER}1,one,yes,a\n{inside}3,one,yes,b\n"
    assert good(text, base) == [(2, "1", "a"), (7, "3", "b")]
    assert [line for line, _ in reasons(text, base)] == [3]
    begins = f'2,one,yes,"{"x" * 2 * LONGEST}\n9,one,yes,fake\nend"\n'
    assert [entry[1] for entry in good(f"{HEADER}{begins}3,one,yes,b\n", base)] == ["3"]


def test_nul_is_a_character_like_others(base: RuleBase) -> None:
    assert good(HEADER + "1,one,yes,a\0b\n", base) == [(2, "1", "a\0b")]


@pytest.mark.parametrize(("text", "code"), [
    ("", "no-header"), ("\n\n", "no-header"), ('"id', "no-header"), ("id,note\n", "no-question"),
    ("id,devices,Devices\n", "duplicate-column"), ("id,ID,devices\n", "duplicate-column"),
    ("devices,caf\udce9\n", "not-utf-8"), ("devices," + "x" * LONGEST + "\n1,2\n", "no-header"),
])
def test_headers_that_make_no_sense(base: RuleBase, text: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        csv_rows(text, base)
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_other_marks_between_cells_are_named(base: RuleBase, mark: str, name: str) -> None:
    with pytest.raises(InputRefused) as refused:
        csv_rows(mark.join(["id", "devices", "quota"]) + "\n", base)
    assert name in refused.value.problems[0].fix


CELL = st.text(alphabet=st.sampled_from('ab",;\n\r=\0 é'), max_size=6)


@settings(max_examples=200, deadline=None)
@given(st.lists(CELL, max_size=250))
def test_what_a_csv_writer_wrote_is_read_as_it_was(notes: list[str]) -> None:
    base = rule_base()
    text = StringIO(newline="")
    csv.writer(text).writerows([["id", "devices", "note"], *[[str(n), "one", note] for n, note in enumerate(notes)]])
    rows = csv_rows(text.getvalue(), base)
    assert [(row.id, row.carried[0], list(row.faults)) for row in rows] == [
        (str(number), note, []) for number, note in enumerate(notes)]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='1,one"\n\r x', max_size=200))
def test_no_line_gets_lost(text: str) -> None:
    base = rule_base()
    rows = csv_rows("id,devices\n" + text + "\n\n1,one\n", base)
    lines = [row.line for row in rows]
    assert lines == sorted(set(lines))
    assert rows[-1].faults or rows[-1].id == "1" or "\n" in rows[-1].id + rows[-1].cells[0]
