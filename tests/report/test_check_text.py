"""The excerpts of `rules check`: whatever stands in a file, the mark is under its place and nothing steers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from advisor.report.page.clean import clean
from advisor.report.page.fold import columns
from advisor.report.page.line import Line
from advisor.report.page.terminal import STYLES, plain
from advisor.report.rules.check_text import check_lines
from advisor.rulebase.position import Position
from advisor.verify.checks.silence import Silence, Silenced
from advisor.verify.finding import Caption, Finding, Result, Witness
from advisor.verify.run import Report

FILE = "rules/evidence.yaml"


def lines(*findings: Finding, text: str = "", width: int = 80, results: Sequence[Result] = ()) -> list[Line]:
    report = Report((*results, Result("some-check", "refuted" if findings else "proven", "all", findings)), (), 27)
    return check_lines(report, {FILE: text}, lambda case: f"replay {dict(case)}", width)


def finding(column: int = 1, line: int = 1, message: str = "M.", **more: object) -> Finding:
    return Finding("some-check", "warning", message, Position(FILE, line, column), **more)  # type: ignore[arg-type]


def marked(text: str, column: int, width: int) -> str:
    """What stands above the mark in the excerpt."""
    above, below = [line.text for line in lines(finding(column), text=text, width=width)
                    if line.text.startswith(("  1 | ", "    | "))]
    place = below.index("^")
    assert above.startswith("  1 | ")
    assert below[:6] == "    | "
    assert max(columns(above), columns(below)) <= width
    taken = 0
    for number, char in enumerate(above):
        if taken == place and columns(char):
            return above[number:]
        taken += columns(char)
    return ""


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("before", [
    "", "a: ", "  " * 9, "x" * 15, "x" * 79, "x" * 80, "x" * 81, "x" * 500, "\u5b57" * 5, "\u5b57" * 60, "e\u0301" * 50,
    "\x1b" * 3, "\x1b" * 50, "\u202e" * 40, "\t\t\t", "[bold]" * 30, "\U0001f600" * 30], ids=range(17))
@pytest.mark.parametrize("after", ["", "x", "y" * 200, "\u5b57" * 60, "\x07" * 20], ids=range(5))
def test_the_mark_is_under_the_place_and_within_the_width(before: str, after: str, width: int) -> None:
    shown = marked(before + "Q" + after, len(before) + 1, width)
    assert shown.startswith("Q"), shown


@pytest.mark.parametrize("width", [40, 80])
def test_nothing_from_a_file_steers_the_terminal(width: int) -> None:
    evil = "a: \x1b[31mred\x1b]0;title\x07 \u202eabc\u2066 [red]b[/red] :smile: \x9b2J"
    found = Finding("some-check", "error", evil, Position(FILE, 1, 4), evil,
                    (Caption(Position(FILE, 1, 1), evil),), (Witness({"q": evil}, evil),))
    report = Report((Result("some-check", "refuted", evil, (found,), (Caption(Position(FILE, 1, 1), evil),)),),
                    (Silenced(found, Silence("c", evil, Position(FILE, 1, 1), range(1, 2))),), 1)
    shown = check_lines(report, {FILE: evil}, lambda case: f"advisor recommend --q {case['q']}", width)
    text = plain(shown)
    assert all(clean(line.text) == line.text for line in shown)
    assert "\x1b" not in text
    assert "\\x1b[31mred" in text
    assert "[red]b[/red]" in " ".join(text.split())


def test_the_excerpt_is_the_line_that_yaml_means() -> None:
    text = "one\r\ntwo\rthree\u2028four\x85five\n"
    for number, word in enumerate(("one", "two", "three", "four", "five"), 1):
        assert f"  {number} | {word}\n" in plain(lines(finding(1, number), text=text))


@pytest.mark.parametrize(("line", "column"), [(0, 1), (9, 1)])
def test_a_line_that_is_not_there_has_no_excerpt(line: int, column: int) -> None:
    assert " | " not in plain(lines(finding(column, line), text="a\nb\n"))


def test_a_column_behind_the_end_is_marked_at_the_end() -> None:
    assert "  1 | ab\n    |   ^\n" in plain(lines(finding(99), text="ab"))


def test_a_file_without_a_place_is_named() -> None:
    found = Finding("missing-file", "error", "This rule file is missing.", None, "Copy it.", where="rules/steps.yaml")
    assert plain(lines(found)).startswith(
        "rules/steps.yaml: error: This rule file is missing. [missing-file]\n  -> Copy it.\n")


def test_commands_are_never_broken() -> None:
    case = {f"question-{number}": "value" for number in range(30)}
    shown = plain(lines(finding(witnesses=(Witness(case, "it is so"), Witness({}, "it is not"))), width=40))
    assert f"  for example, it is so:\n    replay {case}\n  and, it is not:\n    replay {{}}\n" in shown


def test_findings_come_in_order_of_reading() -> None:
    shown = plain(lines(finding(5, 2, "C."), finding(1, 10, "D."), finding(3, 2, "B."), finding(7, 1, "A.")))
    assert [word for word in shown.split() if word in ("A.", "B.", "C.", "D.")] == ["A.", "B.", "C.", "D."]


def test_the_overview_says_what_is_known_and_what_is_not() -> None:
    shown = plain(lines(results=(Result("a-check", "unknown", "given up"), Result("b", "proven", "3 rules"))))
    assert shown == ("What was checked, over 27 cases\n  a-check     UNKNOWN: given up\n"
                     "  b           none, proven: 3 rules\n  some-check  none, proven: all\n\n"
                     "0 errors, 0 warnings, 0 notes. 1 check without a result: nothing is known of\n"
                     "what it looks for.\n")


def test_every_style_is_one_that_is_shown() -> None:
    found = [finding()._replace(severity=severity, witnesses=(Witness({}, "x"),))  # type: ignore[arg-type]
             for severity in ("error", "warning", "note")]
    assert {line.style for line in lines(*found, text="a")} <= {*STYLES, ""}


@pytest.mark.parametrize("width", [40, 80, 120])
def test_everything_but_commands_keeps_to_the_width(width: int) -> None:
    long = "word " * 40 + "w" * 150 + " \u5b57" * 50
    found = Finding("some-check", "note", long, Position(FILE, 1, 200), long,
                    (Caption(Position(FILE, 1, 300), long),), (Witness({}, long),))
    for line in lines(found, text=long, width=width, results=(Result("x" * 18, "unknown", long),)):
        assert columns(line.text) <= width or line.style == "command", line.text
