"""The picture: every reason has its bar, on its side, in proportion, at every width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.report.advice.recommendation import Recommendation
from advisor.report.advice.scales import scales_lines
from advisor.report.page.fold import columns
from advisor.rulebase.load import builtin_folder, load

Advise = Callable[..., Recommendation]

CASES = st.fixed_dictionaries({}, optional={name: st.sampled_from([*question.value_ids, "unsure"])
                                            for name, question in load(builtin_folder()).questions.items()})


def shown(rec: Recommendation, width: int) -> list[str]:
    return [line.text for line in scales_lines(rec, width)]


def test_two_options_face_each_other(advise: Advise) -> None:
    rec = advise(devices="one", connection="metered", local_space="limited", local_backup="regular", offered="both")
    assert dict(rec.verdict.evidence) == {"imap": 8, "pop": 2}
    assert shown(rec, 80)[1:8] == [
        "Left: for IMAP. Right: for POP3. One # is one point.",
        "    IMAP | POP3",
        "    #### |           internet connection: metered (4)",
        "    #### |           device space: limited (4)",
        "         | #         devices: one (1)",
        "         | #         devices: one, device backup: regular (1)",
        "---------+---------",
    ]
    assert shown(rec, 80)[8] == "######## | ##        8 to 2 in all"
    assert shown(rec, 80)[9] == "IMAP: 8 points to 2, a clear lead."


def test_the_option_advised_is_on_the_left(advise: Advise) -> None:
    rec = advise(devices="one", quota="full", local_backup="regular", offered="both")
    assert rec.verdict.option == "pop"
    assert shown(rec, 80)[1].startswith("Left: for POP3. Right: for IMAP.")
    assert shown(rec, 80)[2].split() == ["POP3", "|", "IMAP"]


def test_at_forty_columns_labels_wrap_beside_their_bars(advise: Advise) -> None:
    rec = advise(devices="one", connection="metered", local_space="limited", local_backup="regular", offered="both")
    assert shown(rec, 40)[3:8] == [
        "    IMAP | POP3",
        "    #### |           internet",
        "                     connection: metered",
        "                     (4)",
        "    #### |           device space:",
    ]


def test_with_no_room_beside_them_labels_stand_below(advise: Advise) -> None:
    rec = advise(devices="one", connection="metered", local_space="limited", local_backup="regular", offered="both")
    lines = shown(rec, 20)
    assert "One # is up to 2 points." in " ".join(lines)
    assert lines[lines.index("  ## |") + 1] == "  internet"


def test_a_wall_is_named_because_the_scales_do_not_show_it(advise: Advise) -> None:
    rec = advise(devices="one", quota="full", archive="yes", local_backup="unreliable", offered="both")
    assert rec.verdict.option == "imap"
    assert rec.verdict.evidence["pop"] > rec.verdict.evidence["imap"]
    text = " ".join(shown(rec, 80))
    assert f"POP3 is ruled out, whatever the scales say: {rec.verdict.ruled_out[0].text}" in text
    assert "Use IMAP." in text


def test_a_tie_and_empty_scales_name_the_default(advise: Advise) -> None:
    tied = " ".join(shown(advise(devices="one", places="glance", offered="both"), 80))
    assert "2 to 2 in all It is a tie, and the default decides." in tied
    empty = " ".join(shown(advise(), 80))
    assert "The scales are empty" in empty
    assert "Nothing tips the scales: the default decides." in empty


def test_answers_without_weight_and_missing_ones_are_told_apart(advise: Advise) -> None:
    text = " ".join(shown(advise(devices="several", offline="never", quota="unsure", offered="both"), 80))
    assert "On neither side: without internet." in text  # the other two answers weigh, or rule an option out
    assert "mailbox space" in text[text.index("Not known:"):]


def _three(rec: Recommendation) -> Recommendation:
    one, *_ = rec.reasons
    weights = [("b", 8), ("a", 4), ("b", 2), ("c", 1)]
    reasons = tuple(one._replace(option=option, option_name=option.upper(), points=points)
                    for option, points in weights)
    verdict = rec.verdict._replace(option="b", name="B", evidence={"a": 4, "b": 10, "c": 1},
                                   names={"a": "A", "b": "B", "c": "C"}, ruled_out=())
    return rec._replace(reasons=reasons, verdict=verdict)


def test_three_options_stand_one_below_the_other(advise: Advise) -> None:
    assert shown(_three(advise(devices="several", offered="both")), 60)[1:9] == [
        "One # is one point.",
        "B: 10 in all",
        "  ########  devices: several (8)",
        "  ##        devices: several (2)",
        "A: 4 in all",
        "  ####      devices: several (4)",
        "C: 1 in all",
        "  #         devices: several (1)",
    ]


@settings(max_examples=100, deadline=None)
@given(answers=CASES, width=st.sampled_from([20, 32, 40, 80, 200]), three=st.booleans())
def test_whatever_the_case(advise: Advise, reword: Callable[..., Any], answers: dict[str, str], width: int,
                           three: bool) -> None:
    rec = advise(answers)
    rec = _three(rec) if three and rec.reasons else rec
    lines = shown(rec, width)
    assert all(columns(line) <= width and line == line.rstrip() for line in lines)
    assert "".join(lines).isascii()
    words = [line.replace("|", "").split() for line in lines]
    bars = [line for line in words if line and set(line[0]) == {"#"}]
    assert len(bars) >= len(rec.reasons)
    hostile = shown(reword(rec, lambda word: "\x1b[2J\n\u202e" + word), width)
    assert all(char.isprintable() for line in hostile for char in line)
