"""Folding keeps every word and every width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.report.page.fold import columns, fold, harmless, pad

TEXTS = st.text(st.sampled_from("ab. -\t\u65e5e\u0301\u202e\x1b"), max_size=80)


@given(TEXTS, st.integers(8, 40), st.sampled_from(["", "- ", "10. ", "Note: "]))
def test_no_line_is_too_wide_and_no_word_is_lost(text: str, width: int, first: str) -> None:
    lines = fold(text, width, first)
    assert all(columns(line) <= width for line in lines)
    assert lines[0].startswith(first.rstrip())
    assert "".join(lines).replace(" ", "") == (first + harmless(text)).replace(" ", "")


@given(TEXTS, st.integers(8, 40), st.sampled_from(["", "- ", "10. ", "Note: "]))
def test_a_word_that_fits_in_a_line_is_never_broken(text: str, width: int, first: str) -> None:
    told = " ".join(fold(text, width, first)).split()
    assert [word for word in harmless(text).split() if columns(word) <= width and word not in told] == []


def test_a_place_that_does_not_fit_behind_its_lead_has_a_line_of_its_own() -> None:
    place = "set-up/invariants.yaml:92:1:"
    assert fold(f"{place} error: Wrong.", 30, "  see ") == ["  see", f"  {place}", "      error: Wrong."]
    assert fold(f"{place} error", 29, "", "  ") == [place, "  error"]
    # Without its colon it fits; a place that fits nowhere is broken like any word.
    assert fold(f"{place} error", 27, "  ", "  ") == ["", place[:-1], "  : error"][1:]
    assert fold(place, 14) == ["set-up/invaria", "nts.yaml:92:1:"]
    assert fold("." * 10, 7) == ["." * 7, "..."]


def test_words_are_broken_only_where_they_fit_in_no_line() -> None:
    assert fold("one two three", 7) == ["one two", "three"]
    assert fold("abcdefghij kl", 7, "- ") == ["- abcde", "  fghij", "  kl"]
    assert fold("aa bb", 5, "1) ", "* ") == ["1) aa", "* bb"]


def test_an_empty_text_is_its_lead() -> None:
    assert fold("", 20, "- ") == ["-"]
    assert fold("", 20) == [""]


def test_wide_characters_take_two_columns() -> None:
    assert columns("\u65e5\u672c") == 4
    assert columns("e\u0301") == 1
    assert fold("\u65e5\u672c\u8a9e", 5) == ["\u65e5\u672c", "\u8a9e"]
    assert pad("\u65e5", 4) == "\u65e5  "
