"""silence: the screen; where a comment silences what; and what is no comment at all."""

from __future__ import annotations

import pytest

from advisor.rulebase.comments import comments_of
from advisor.rulebase.position import lines_of
from advisor.verify.checks.silence import CODE, NEVER_SILENT, read_silences
from advisor.verify.run import CHECKS, CODES
from tests.verify.checks.tiny import Checked, bad, checked, same_screen, silent, tiny
from tests.verify.checks.tiny import check as check_tiny

DEAD = ("{above}calm-gale:{same}\n  when: {all: [{wind: strong}, {wind: calm}]}\n  speaks_for: walk\n"
        "  strength: slight\n  text: {text}\n  sources: [T.1]\n")
ALLOW = "# allow dead-rule: it waits for the ferry"


def dead(above: str = "", same: str = "", text: str = "T.") -> str:
    return DEAD.replace("{above}", above).replace("{same}", same).replace("{text}", text)


def silenced(found: Checked) -> list[str]:
    assert found.base is not None, found.screen()
    return [f"{entry.finding.code}: {entry.silence.reason}" for entry in found.report.silenced]


def messages(found: Checked) -> list[str]:
    return [finding.message for finding in found.found(CODE)]


def test_the_screen() -> None:
    same_screen(CODE)


@pytest.mark.parametrize("edit", [
    dead(same=f"  {ALLOW}"), dead(same=f"\t{ALLOW}"), dead(above=f"{ALLOW}\n"), dead(above=f"    {ALLOW}  \n"),
    dead(above=f"# The ferry.\n{ALLOW}\n# It is late.\n"), dead(above="#allow dead-rule:it waits for the ferry\n"),
    dead(above="#   allow   dead-rule  :  it waits for the ferry\t\n"),
], ids=range(7))
def test_a_comment_silences_the_same_line_and_the_line_below(edit: str) -> None:
    found = check_tiny(evidence=edit)
    assert silenced(found) == ["dead-rule: it waits for the ferry"]
    assert found.report.findings == []
    assert found.outcome("dead-rule") == "refuted"  # it is there, though silenced
    assert "silenced dead-rule: it waits for the ferry" in " ".join(found.screen().split())


@pytest.mark.parametrize("edit", [
    dead(above=f"{ALLOW}\n\n"),  # an empty line between
    dead(text=f"T.  {ALLOW}"),  # below the line of the finding
    dead(same=f"  {ALLOW.replace('dead-rule', 'masked-rule')}"),  # another check
])
def test_elsewhere_it_silences_nothing_and_says_so(edit: str) -> None:
    found = check_tiny(evidence=edit)
    assert silenced(found) == []
    assert len(found.found("dead-rule")) == 1
    [message] = messages(found)
    assert message.endswith("but there is nothing to silence.")


@pytest.mark.parametrize("comment", ["# allow dead-rule", "# allow dead-rule:", "# allow dead-rule:   "])
def test_without_a_reason_it_has_no_effect(comment: str) -> None:
    found = check_tiny(evidence=dead(same=f"  {comment}"))
    assert silenced(found) == []
    assert len(found.found("dead-rule")) == 1
    assert messages(found) == ["This comment silences 'dead-rule' without a reason."]


def test_an_unknown_check_is_told_with_the_nearest() -> None:
    found = check_tiny(evidence=dead(same="  # allow ded-rule: why"))
    assert len(found.found("dead-rule")) == 1
    [finding] = found.found(CODE)
    assert (finding.message, finding.fix) == ("There is no check 'ded-rule'.", "Did you mean 'dead-rule'?")


@pytest.mark.parametrize("comment", [
    "# we allow dead-rule: why", "# allow dead-rule because of the ferry", "# allowed: dead-rule", "# Allow it",
    "## allow dead-rule: why"])
def test_other_comments_are_just_comments(comment: str) -> None:
    found = check_tiny(evidence=dead(same=f"  {comment}"))
    assert len(found.found("dead-rule")) == 1
    assert messages(found) == []


@pytest.mark.parametrize("code", NEVER_SILENT)
def test_what_is_never_silent(code: str) -> None:
    found = check_tiny(invariants=f"# allow {code}: we know better\nwrong:  # allow {code}: really\n  text: T.\n"
                                  "  when: {wind: strong}\n  never: {verdict: walk}\n  sources: [T.1]\n")
    assert silenced(found) == []
    assert len(found.found("invariant")) == 1
    assert messages(found) == [f"'{code}' cannot be silenced."] * 2


@pytest.mark.parametrize("code", [code for code in CHECKS if code not in NEVER_SILENT])
def test_every_other_check_can_be_silenced_where_it_speaks(code: str) -> None:
    found = bad(code)
    texts = dict(found.texts)
    for finding in found.found(code):
        assert finding.at is not None
        file = finding.at.file.removeprefix("to-town/").removesuffix(".yaml")
        lines = texts[file].split("\n")
        if "# allow" not in lines[finding.at.line - 1]:
            lines[finding.at.line - 1] += f"  # allow {code}: meant so"
        texts[file] = "\n".join(lines)
    quiet = checked(texts)
    assert quiet.report.findings == []
    assert [entry.finding.code for entry in quiet.report.silenced] == [code] * len(found.found(code))
    assert quiet.outcome(code) == "refuted"  # it is there, though silenced


def test_of_two_comments_one_is_too_many() -> None:
    found = check_tiny(evidence=dead(above=f"{ALLOW}\n", same="  # allow dead-rule: once more"))
    assert silenced(found) == ["dead-rule: it waits for the ferry"]
    assert messages(found) == ["This comment silences 'dead-rule', but there is nothing to silence."]


def test_one_comment_silences_all_that_is_found_there() -> None:
    warning = ("sky:  # allow unexplained-term: both are known here\n  when: {verdict: walk, rain: open}\n  rank: 10\n"
               "  text: The ABC.\n  avert: The XYZ.\n  sources: [T.4]\n")
    assert len(silenced(check_tiny(warnings=warning))) == 2


@pytest.mark.parametrize("text", [
    f'"A {ALLOW}"', f"'A {ALLOW}'", f"|\n    A\n    {ALLOW}\n    B", f">-\n    A\n\n    {ALLOW}",
    f'"A\n    {ALLOW}\n    B"', "A#allow dead-rule", f"|\n    {ALLOW}"])
def test_a_text_is_never_taken_for_a_comment(text: str) -> None:
    edit = "calm-gale: {text: " + text + "}\n" if "\n" not in text else f"calm-gale:\n  text: {text}\n"
    assert read_silences({"f": edit}) == []
    found = check_tiny(evidence=dead(text=text))
    assert silenced(found) == []
    assert messages(found) == []
    assert len(found.found("dead-rule")) == 1


@pytest.mark.parametrize(("text", "places"), [
    ("a: |  # one\n  x\n  # in\n# two\n", [(1, 7), (4, 1)]),
    ('a: "x # in"  # one\nb: \'# in\' # two\n', [(1, 14), (2, 11)]),
    ("a: x#in  # one # still one\n", [(1, 10)]),
    ("a: plain\n  more # one\n# two\nb: [x, # three\n    y]\n", [(2, 8), (3, 1), (4, 8)]),
    ("a: >\n  x\n\n  # in\n\n# one\nb: 1\n", [(6, 1)]),
    ("", []), ("# only", [(1, 1)]), ("a: |\n  # in", []),
])
def test_comments_are_found_where_yaml_has_them(text: str, places: list[tuple[int, int]]) -> None:
    for ending in ("\n", "\r\n", "\r"):
        found = list(comments_of(text.replace("\n", ending)))
        assert [(line, column) for line, column, _ in found] == places
        assert all(comment.startswith("#") for _, _, comment in found)


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_files_from_other_systems(ending: str) -> None:
    texts = tiny(evidence=dead(above=f"{ALLOW}\n"))
    texts["evidence"] = texts["evidence"].replace("\n", ending)
    found = checked(texts)
    assert silenced(found) == ["dead-rule: it waits for the ferry"]
    texts["evidence"] = texts["evidence"].replace(ALLOW, "# nothing")
    screen = checked(texts).screen()
    assert "  15 | calm-gale:\n     | ^\n" in screen


def test_lines_are_counted_as_in_positions() -> None:
    texts = tiny(evidence=dead(above=f"{ALLOW}\n", text="T."))
    texts["evidence"] = "# one\u2028# two\x85# three\n" + texts["evidence"]
    assert lines_of(texts["evidence"])[2] == "# three"
    assert silenced(checked(texts)) == ["dead-rule: it waits for the ferry"]


def test_a_rule_base_without_comments_has_nothing_to_find() -> None:
    assert silent(CODE).report.silenced == ()


def test_a_comment_for_a_check_without_a_result_is_undecided() -> None:
    found = checked(tiny(evidence=dead(same=f"  {ALLOW}") + "  # allow needless-part:\n"), limit=1)
    assert found.outcome(CODE) == "unknown"
    assert messages(found) == ["This comment silences 'needless-part' without a reason."]
    used = checked(tiny(evidence="wet:  # allow unused-claim: nothing\n  when: {rain: yes}\n  speaks_for: bus\n"
                                 "  strength: strong\n  text: T.\n  sources: [T.1]\n"), limit=1)
    assert messages(used) == ["This comment silences 'unused-claim', but there is nothing to silence."]


def test_every_code_is_a_word_that_a_comment_can_name() -> None:
    for code in CODES:
        [silence] = read_silences({"f": f"a: 1  # allow {code}: why\n"})
        assert (silence.code, silence.reason, list(silence.lines)) == (code, "why", [1])
