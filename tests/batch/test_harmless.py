"""Carried text cannot act in a spreadsheet or on a terminal, and is otherwise left as it is."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.batch.csv_rows import csv_text
from advisor.batch.harmless import harmless


@pytest.mark.parametrize("cell", [
    "", "plain", "a=b", "-5", "+49 30 123456", "-1.5 %", "3,5", "2031-04-05", "two\nlines", "a; b", "été", "x@example"])
def test_what_is_left_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize(("cell", "shown"), [
    ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", " '=1"),
    ("\t=1", "\t'=1"), ("\r=1", "\n'=1"), ('x;"=1', 'x;"\'=1'), ("\n=1", "\n'=1"), ("\u00a0=1", "\u00a0'=1"),
    ("\uff1d1", "'\uff1d1"),
    ("x;=1", "x;'=1"), ("x\t@a", "x\t'@a"), ("a\n-b", "a\n'-b"), ("-", "'-"), ("\x1b[31m", "\ufffd[31m"),
    ("a\u202eb", "a\ufffdb"), ("a\u061cb", "a\ufffdb"),
    ("\0=1", "\ufffd=1"), ("a\r\nb", "a\nb"), ("\x9b1m", "\ufffd1m")])
def test_what_is_defused(cell: str, shown: str) -> None:
    assert harmless(cell) == shown


@given(st.text(alphabet="=+-@;,\t\n\r\" '1a\uff1d\0\x1b", max_size=12))
def test_no_cell_begins_like_a_formula_wherever_cells_are_parted(text: str) -> None:
    safe = harmless(text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", safe)
    assert harmless(safe) == safe
    if re.fullmatch(r"[+-]?[0-9][0-9 .,]*%?", safe):
        return
    for mark in ";\t":  # a spreadsheet that parts cells by these reads the very same lines
        for row in csv.reader(StringIO(csv_text([["x", safe, "y"]]), newline=""), delimiter=mark):
            for cell in row:
                assert cell.lstrip()[:1] not in ("=", "+", "-", "@", "\uff1d"), (safe, mark, cell)
    [[cell]] = csv.reader(StringIO(csv_text([[safe]]), newline=""))
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@", "\uff1d")
