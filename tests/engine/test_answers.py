"""What is said of a figure, or a word, that is not taken for an answer: how to write what was meant."""

from __future__ import annotations

import pytest

from advisor.engine.answers import AnswerRefused, read_answer
from advisor.rulebase.model import RuleBase


def fix(base: RuleBase, question: str, text: str) -> str:
    with pytest.raises(AnswerRefused) as refused:
        read_answer(base.questions[question], text)
    return refused.value.fix


@pytest.mark.parametrize(("text", "share"), [("0.82", "82%"), ("0.825", "82.5%"), ("1", "100%"), ("0.005", "0.5%")])
def test_a_share_of_the_whole_is_not_taken_for_percent(base: RuleBase, text: str, share: str) -> None:
    said = fix(base, "quota", text)
    assert said.startswith(f"Write '{share}' if {text} is a share of the whole, or '{text}%' if you mean that.")
    assert read_answer(base.questions["quota"], share)


@pytest.mark.parametrize("text", ["0", "82", "1.5"])
def test_other_figures_want_their_unit(base: RuleBase, text: str) -> None:
    assert fix(base, "quota", text).startswith(f"Write '{text}%' if you mean % used.")


@pytest.mark.parametrize(("text", "meant"), [("82,5 %", "82.5 %"), ("82,5%", "82.5%")])
def test_a_comma_in_a_figure(base: RuleBase, text: str, meant: str) -> None:
    assert fix(base, "quota", text).startswith(f"Write '{meant}', with a point.")
    assert read_answer(base.questions["quota"], meant) == read_answer(base.questions["quota"], "82.5%")
    assert "point" not in fix(base, "devices", "1,000")


@pytest.mark.parametrize(("text", "meant"), [("WAHR", "yes"), ("ja", "yes"), ("1", "yes"), ("FALSCH", "no"),
                                             ("Nein", "no"), ("0", "no")])
def test_yes_and_no_of_other_languages_are_asked_back_about(base: RuleBase, text: str, meant: str) -> None:
    assert fix(base, "sync", text).startswith(f"Write '{meant}' if you mean that.")
    assert f"Write '{meant}'" not in fix(base, "connection", text)
