"""YAML that nobody would write: long files of the same keys, and characters that YAML does not allow."""

from __future__ import annotations

import time

import pytest
import yaml

from advisor.rulebase.files import read_files
from advisor.rulebase.load import from_contents
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.tree import parse
from tests.rulebase.test_measurements import COMMUTE


def faults(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputRefused) as caught:
        parse(text, "x.yaml")
    return caught.value.problems


def test_a_key_that_stands_there_often_is_one_fault_each_time() -> None:
    """Found by fuzzing: 2,000 such lines were two million faults, and a hang."""
    began = time.process_time()
    found = faults("a: 1\n" * 20_000)
    assert len(found) == 19_999
    assert time.process_time() - began < 20
    assert str(found[-1]) == ("x.yaml:20000:1: 'a' stands here a second time. The first is in line 1; "
                              "keep one of the two.")


def test_keys_are_compared_within_their_own_part_alone() -> None:
    assert parse("a: {a: {b: 1}, b: 2}\nb: [{a: 1}, {a: 2}]\n", "x.yaml") is not None
    assert [problem.at and problem.at[1:] for problem in faults("a: {b: 1, c: {b: 1}, b: 2}\nc: 1\na: 2\n")] == [
        (1, 22), (3, 1)]


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_a_forbidden_character_is_shown_where_it_stands(monkeypatch: pytest.MonkeyPatch, loader: str) -> None:
    """Found by fuzzing: the parser in C counts bytes, so that letters beyond ASCII moved the place."""
    if loader == "SafeLoader":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    found = faults("# Größe, größer, größte\nname: für\x00\nrest: 1\n")
    assert [(problem.code, problem.at and problem.at[1:]) for problem in found] == [("character", (2, 10))]


def test_bytes_that_are_no_utf_8_are_shown_where_they_stand() -> None:
    """Found beside what fuzzing showed: the column was counted in bytes."""
    with pytest.raises(InputRefused) as caught:
        from_contents({**read_files(COMMUTE), "warnings": "\ufeffa: 1\n# Größe ".encode() + b"\xff\n"}, COMMUTE)
    assert [(problem.code, problem.at and problem.at[1:]) for problem in caught.value.problems] == [
        ("not-utf-8", (2, 9))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_end_where_yaml_ends_them(end: str) -> None:
    """Found by fuzzing: U+0085 ends a line for the parser, and did not where a forbidden character was placed."""
    found = faults(f"name: für{end}rest: 1\x10{end}")
    assert [(problem.code, problem.at and problem.at[1:]) for problem in found] == [("character", (2, 8))]
    with pytest.raises(InputRefused) as caught:
        from_contents({**read_files(COMMUTE), "warnings": f"a: für{end}# Maß ".encode() + b"\xff\n"}, COMMUTE)
    assert [problem.at and problem.at[1:] for problem in caught.value.problems] == [(2, 7)]
