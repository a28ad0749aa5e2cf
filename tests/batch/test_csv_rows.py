"""Reading CSV: whatever is in it, each row comes as itself or as a refusal with its line."""

from __future__ import annotations

import csv
import re
import time
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.batch import rule_base
from advisor.batch.csv_rows import CsvReader
from advisor.batch.rows import AT_ONCE, LONGEST, Row
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
def test_other_marks_between_cells_are_seen_and_said(base: RuleBase, mark: str, name: str) -> None:
    lines = [["note", "id", "devices"], ["a,b", "1", "one"], ["=2,5", "2", "several"], ["c", "3"]]
    for begin, line in (("", 2), (f"sep={mark}\n", 3), ("\n\n", 4)):
        text = begin + "".join(mark.join(cells) + "\n" for cells in lines)
        reader = CsvReader(StringIO(text, newline=""), base, (), "in.csv")
        assert f"The cells are separated by {name}." in reader.notes
        first, second, short = reader
        assert (first.line, first.id, first.cells, first.carried) == (line, "1", ("one",), ("a,b",))
        assert (second.id, second.cells, second.carried) == ("2", ("several",), ("=2,5",))
        assert f"needless {name[:-1]} or quote" in short.faults[0].fix


def test_commas_stay_the_mark_where_a_question_is_parted_by_them(base: RuleBase) -> None:
    reader = CsvReader(StringIO("sep=,\nid,a;offline,sync\n1,x,yes\n"), base, (), "in.csv")
    assert reader.questions == ("sync",)
    assert not any("parted" in note for note in reader.notes)
    with pytest.raises(InputRefused):
        csv_rows("id;note\n1;x\n", base)


@pytest.mark.parametrize("blank", [",,,", " ,\t, ,", ",", ",,,,,,", '""', "   ", '"\n","","",""'])
def test_a_row_with_nothing_in_it_is_a_blank_line(base: RuleBase, blank: str) -> None:
    rows = csv_rows(f"{blank}\n{HEADER}{blank}\n1,one,yes,x\n{blank}\n2,one,no,y\n{blank}\n", base)
    assert [(row.id, row.faults) for row in rows] == [("1", ()), ("2", ())]
    [unnamed] = csv_rows(f"devices,sync,a,b\n{blank}\n,,,x\n", base)
    assert (unnamed.id, unnamed.carried) == ("1", ("", "x"))


def test_very_many_columns_of_one_name_are_refused_at_once(base: RuleBase) -> None:
    """Found by fuzzing: each got a longer name than the one before, until time and memory were at an end."""
    began = time.process_time()
    with pytest.raises(InputRefused) as caught:
        csv_rows("devices" + ",note" * 9_000 + "\n", base)
    assert [str(problem) for problem in caught.value.problems] == [
        "in.csv: 9,000 columns are named 'note'. Give each a name of its own, or leave them out."]
    assert time.process_time() - began < 5
    names = [f"note {number}" for number in range(9_000)]
    [row] = csv_rows(",".join(["devices", *names]) + "\none" + ",x" * 9_000 + "\n", base)
    assert len(row.carried) == 9_000
    assert time.process_time() - began < 20
    [row] = csv_rows("devices" + ",note" * 100 + "\none" + ",x" * 100 + "\n", base)
    assert len(row.carried) == 100


def test_text_without_an_answer_is_no_blank_line(base: RuleBase) -> None:
    [row] = csv_rows(HEADER + '" , ,"\n', base)
    assert row.faults


def test_a_blank_row_with_a_long_line_in_it_is_refused(base: RuleBase) -> None:
    text = HEADER + f'"\n{"x" * 2 * LONGEST}\n",,,\n1,one,yes,a\n'
    assert [line for line, _ in reasons(text, base)] == [2]
    assert [entry[1] for entry in good(text, base)] == ["1"]


def test_cells_after_the_last_column_must_hold_nothing(base: RuleBase) -> None:
    for header in (HEADER, HEADER.replace("\n", ",, \n")):
        rows = csv_rows(header + "1,one,yes,a,, \n2,one,yes,b\n3,one,yes,c,,d\n4,one,yes\n", base)
        assert [(row.id, list(row.carried), bool(row.faults)) for row in rows] == [
            ("1", ["a"], False), ("2", ["b"], False), ("3", [], True), ("4", [], True)]
        assert "has 6 cells; the header has 4" in rows[2].faults[0].message


def test_names_of_columns_with_any_blanks_in_them(base: RuleBase) -> None:
    [row] = csv_rows("local  backup,server\u00a0backup,local -_space\nregular,yes,ample\n", base)
    assert row.cells == ("regular", "yes", "ample")


def test_what_is_not_utf_8_is_refused_and_the_next_row_is_not(base: RuleBase) -> None:
    text = HEADER + "1,one,yes,a\n2,one,yes,caf\udce9\n\udce9,one,yes,b\n4,one,yes,\"c\r\nd\"\n5,one,yes,e\n"
    assert reasons(text, base) == [(3, "This row is not UTF-8 text."), (4, "This row is not UTF-8 text.")]
    assert [entry[1] for entry in good(text, base)] == ["1", "4", "5"]


def test_line_breaks_of_two_characters_count_once(base: RuleBase) -> None:
    text = HEADER + f'1,one,yes,"a\r\nb"\r\n2,one,yes,{"x" * 2 * LONGEST}\r\n3,one,yes,c\r\n'
    assert [line for line, _ in reasons(text, base)] == [4]
    assert [entry[1] for entry in good(text, base)] == ["1", "3"]


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
    whole = "id,devices\n" + text + "\n\n1,one\n"
    rows = csv_rows(whole, base)
    lines = [row.line for row in rows]
    assert lines == sorted(set(lines))
    written = re.split("\r\n|\r|\n", whole)
    after = [*lines[1:], len(written)]
    told = {line for row, end in zip(rows, after, strict=True) for line in range(row.line, lines_end(row, end))}
    assert {number for number, line in enumerate(written[1:], 2) if line.strip(' ,"')} <= told


def lines_end(row: Row, after: int) -> int:
    """The line after the last that a row stands for; `after` is where the next one begins."""
    if row.faults:  # one with too many cells may have several lines, one that cannot be read costs its first alone
        return row.line + 1 if "cannot be read" in row.faults[0].message else after
    return row.line + 1 + len(re.findall("\r\n|\r|\n", row.id + row.cells[0]))
