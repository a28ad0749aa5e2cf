"""What is said of a figure, or a word, that is not taken for an answer: how to write what was meant."""

from __future__ import annotations

import pytest

from advisor.engine.answers import AnswerRefused, read_answer
from advisor.rulebase.model import UNSURE, Bound, Numbers, Question, RuleBase, Value
from tests.engine.generated import question


def fix(base: RuleBase, name: str, text: str) -> str:
    with pytest.raises(AnswerRefused) as refused:
        read_answer(base.questions[name], text)
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


ROOM = question("room", ("little", "much"))._replace(
    numbers=Numbers("% used", "%", 5, (Bound(50, "much"), Bound(None, "little"))),
    values=(Value("little", "Little", "little room", ("tight", "3 left"), 1), Value("much", "Much", "room", (), 1)))
PLACES = question("places", ("one", "more"))._replace(
    numbers=Numbers("places", "", 1, (Bound(2, "one"), Bound(None, "more"))))
SYNC = question("sync", ("yes", "no"))


@pytest.mark.parametrize(("asked", "text", "value"), [
    (ROOM, " LITTLE ", "little"), (ROOM, "Tight", "little"), (ROOM, "3 left", "little"), (ROOM, "Unsure", UNSURE),
    (ROOM, "5%", "much"), (ROOM, "49.9 %", "much"), (ROOM, "50%", "little"), (ROOM, "140%", "little"),
    (PLACES, "1", "one"), (PLACES, "2", "more"), (PLACES, "2.0", "more"), (PLACES, "999999999", "more"),
    (SYNC, "TRUE", "yes"), (SYNC, "on", "yes"), (SYNC, "y", "yes"), (SYNC, "false", "no"), (SYNC, "off", "no"),
    (SYNC, "n", "no")])
def test_what_is_written_and_what_it_means(asked: Question, text: str, value: str) -> None:
    assert read_answer(asked, text) == value


@pytest.mark.parametrize(("asked", "text", "message", "fix"), [
    (ROOM, "  ", "room has no answer here.", "Valid: little, much, unsure, a figure with % (% used)."),
    (PLACES, "", "places has no answer here.", "Valid: one, more, unsure, a number of places."),
    (SYNC, "on and off", "'on and off' is not an answer to sync.", "Valid: yes, no, unsure."),
    (ROOM, " Mich ", "'Mich' is not an answer to room.",
     "Did you mean 'much'? Valid: little, much, unsure, a figure with % (% used)."),
    (SYNC, "WAHR", "'WAHR' is not an answer to sync.", "Write 'yes' if you mean that. Valid: yes, no, unsure."),
    (ROOM, "wahr", "'wahr' is not an answer to room.", "Valid: little, much, unsure, a figure with % (% used)."),
    (ROOM, "yes", "'yes' is not an answer to room.", "Valid: little, much, unsure, a figure with % (% used)."),
    (ROOM, "7,5%", "'7,5%' is not an answer to room.",
     "Write '7.5%', with a point. Valid: little, much, unsure, a figure with % (% used)."),
    (PLACES, "7,5", "'7,5' is not an answer to places.", "Valid: one, more, unsure, a number of places."),
    (SYNC, "7,5%", "'7,5%' is not an answer to sync.", "Valid: yes, no, unsure."),
    (ROOM, "80", "'80' is not an answer to room.",
     "Write '80%' if you mean % used. Valid: little, much, unsure, a figure with % (% used)."),
    (ROOM, "0.5 x", "'0.5 x' is not an answer to room.",
     "Write '0.5%' if you mean % used. Valid: little, much, unsure, a figure with % (% used)."),
    (PLACES, "0.5%", "'0.5%' is not an answer to places.",
     "Write '0.5' if you mean places. Valid: one, more, unsure, a number of places."),
    (ROOM, "1", "'1' is not an answer to room.", "Write '100%' if 1 is a share of the whole, or '1%' if you mean that. "
     "Valid: little, much, unsure, a figure with % (% used)."),
    (ROOM, "4.9%", "'4.9%' is not a possible number of % used.",
     "The least is 5. Valid: little, much, unsure, a figure with % (% used)."),
    (PLACES, "1.5", "'1.5' is not a possible number of places.",
     "The least is 1. Valid: one, more, unsure, a number of places."),
    (PLACES, "0", "'0' is not a possible number of places.",
     "The least is 1. Valid: one, more, unsure, a number of places."),
    (SYNC, "x" * 40, f"'{'x' * 40}' is not an answer to sync.", "Valid: yes, no, unsure."),
    (SYNC, "x" * 41, f"'{'x' * 37}...' is not an answer to sync.", "Valid: yes, no, unsure.")])
def test_what_is_said_of_what_is_no_answer(asked: Question, text: str, message: str, fix: str) -> None:
    with pytest.raises(AnswerRefused) as refused:
        read_answer(asked, text)
    assert (refused.value.message, refused.value.fix) == (message, fix)
    assert str(refused.value) == message
