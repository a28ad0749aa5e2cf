"""Answers kept from one run to the next, changed, and gone on with: the latest word stands, each with its origin."""

from __future__ import annotations

from advisor.engine.analysis import settled
from advisor.engine.case import Answer, Case, case_of
from advisor.engine.compiled import compile_rules
from advisor.interview.doubt import believed, believed_case, clashes
from advisor.interview.interview import Answers, choices_left, details_left, next_choice, next_detail, replay
from advisor.rulebase.condition import OPEN, All, AnswerIs
from advisor.rulebase.model import UNSURE, RuleBase
from tests.engine.generated import caution, form, question, reason, rule_base


def test_what_is_answered_in_an_interview_becomes_the_answer_even_where_it_came_from_elsewhere() -> None:
    answers = Answers(case_of({"q": "a", "r": "a"}, "file"), {"s": "a"})
    found = answers.with_answer("q", "b").with_answer("t", "b").with_answer("s", "c")
    assert found.given == {"s": "c", "q": "b", "t": "b"}
    assert found.preset.answers == {"q": Answer("b", "asked"), "r": Answer("a", "file")}
    assert (answers.preset, answers.given) == (case_of({"q": "a", "r": "a"}, "file"), {"s": "a"})


def test_every_answer_is_kept_with_its_origin() -> None:
    answers = Answers(case_of({"q": "a", "r": "a"}, "file"), {"r": "b", "s": UNSURE})
    assert answers.every() == {"q": Answer("a", "file"), "r": Answer("b", "asked"), "s": Answer(UNSURE, "asked")}


def test_an_earlier_run_is_gone_on_with() -> None:
    now = Answers(case_of({"q": "now", "r": "now", "s": "now"}, "flag"), {"u": "now", "w": "now"})
    kept = {"q": Answer("kept", "file"), "r": Answer("kept", "asked"), "t": Answer("kept", "measured"),
            "u": Answer("kept", "asked"), "v": Answer("kept", "asked")}
    found = now.going_on_with(kept)
    # what is said now is surer than a file of an earlier run, but nothing is surer than what was asked
    assert found.every() == {"q": Answer("now", "flag"), "r": Answer("kept", "asked"), "s": Answer("now", "flag"),
                             "t": Answer("kept", "measured"), "u": Answer("kept", "asked"),
                             "v": Answer("kept", "asked"), "w": Answer("now", "asked")}
    assert found.given == {"r": "kept", "u": "kept", "v": "kept", "w": "now"}
    assert [(entry.question, entry.kept.value) for entry in found.preset.disagreements] == [("q", "now")]


def small() -> RuleBase:
    """What decides is x with y, z is about set-up, w about a warning; v matters to nothing."""
    def is_a(name: str) -> AnswerIs:
        return AnswerIs(name, frozenset("a"))

    return rule_base([question("w", "ab"), question("z", "ab"), question("y", "ab"), question("x", "ab"),
                      question("v", "ab"), question("sky", "ab", given=True)],
                     evidence=[reason("e", All((is_a("x"), is_a("y"))), "green"),
                               reason("s", All((is_a("x"), is_a("y"), is_a("sky"))), "red", "moderate")],
                     forms=[form("item/f", is_a("z"))], warnings=[caution("c", is_a("w"))])


def test_one_interview_step_by_step() -> None:
    base, said = small(), {"y": "a", "x": "a", "sky": "b", "z": "b", "w": "a", "v": "a"}
    compiled = compile_rules(base)
    answers, steps = Answers(), []
    while (state := replay(base, compiled, answers)).question is not None:
        steps.append((state.stage, state.question, state.at_most, state.asked, state.choice_length))
        answers = answers.with_answer(state.question, said[state.question])
    assert steps == [("choice", "y", 2, (), 0), ("choice", "x", 1, ("y",), 1),
                     ("details", "sky", 3, ("y", "x"), 2), ("details", "z", 2, ("y", "x", "sky"), 2),
                     ("details", "w", 1, ("y", "x", "sky", "z"), 2)]
    assert (state.stage, state.asked, state.choice_length, state.at_most) == (
        "done", ("y", "x", "sky", "z", "w"), 2, 0)
    assert state.case.answers == {name: Answer(said[name], "asked") for name in state.asked}


def test_an_interview_ends_where_it_is_told_to() -> None:
    base = small()
    compiled = compile_rules(base)
    answers = Answers(case_of({"sky": "b"}), {"y": "a", "x": "a", "z": "b", "w": "a"})
    first = replay(base, compiled, answers, details=False)
    assert (first.stage, first.question, first.asked, first.choice_length) == ("done", None, ("y", "x"), 2)
    before_x = replay(base, compiled, answers, stop_before="x")
    assert (before_x.stage, before_x.question, before_x.asked) == ("choice", "x", ("y",))
    before_w = replay(base, compiled, answers, stop_before="w")
    assert (before_w.stage, before_w.question, before_w.asked) == ("details", "w", ("y", "x", "z"))
    assert "w" not in before_w.case.answers
    apart = Case({"sky": Answer("b", "flag")}, replay(base, compiled, answers.going_on_with(
        {"sky": Answer("a", "file")})).case.disagreements)
    assert len(apart.disagreements) == 1  # a disagreement outlives the interview


def test_what_nobody_is_sure_of_is_not_asked_again() -> None:
    base = small()
    compiled = compile_rules(base)
    case = case_of({"x": UNSURE, "z": UNSURE})
    assert (next_choice(base, case, compiled), choices_left(base, case, compiled)) == (None, 0)
    assert (next_detail(base, case, compiled), details_left(base, case, compiled)) == ("w", ["w"])
    assert next_detail(base, case_of(dict.fromkeys(base.questions, "a")), compiled) is None


def test_nothing_is_asked_once_every_true_answer_leads_to_what_is_advised() -> None:
    """Not even what would count while somebody is not sure of something else."""
    base = rule_base([question("x", "ab"), question("y", "ab")], evidence=[
        reason("e", All((AnswerIs("x", frozenset((OPEN,))), AnswerIs("y", frozenset("a")))), "green")])
    compiled, case = compile_rules(base), case_of({"x": UNSURE})
    assert settled(base, case, compiled) == "yes"
    assert next_choice(base, case, compiled) is None
    assert details_left(base, case, compiled) == ["y"]


def doubtful() -> RuleBase:
    parts = [("q", "r"), ("r", "s")]
    return rule_base([question(name, "ab") for name in "qrst"])._replace(contradictions=tuple(
        tuple(AnswerIs(name, frozenset("a")) for name in pair) for pair in parts))


def test_answers_that_contradict_each_other_are_not_believed_and_the_others_are() -> None:
    base = doubtful()
    both = {"q": "a", "r": "a", "s": "b", "t": "a"}
    assert clashes(base, both) == (("q", "r"),)
    assert believed(base, both) == {"s": "b", "t": "a"}
    assert clashes(base, dict.fromkeys("qrst", "a")) == (("q", "r"), ("r", "s"))
    for fine in ({"q": "a", "s": "a"}, {"q": "b", "r": "a"}, {"r": "a"}, {}):
        assert clashes(base, fine) == ()
        assert believed(base, fine) == fine


def test_a_case_keeps_what_it_said_of_everything_else() -> None:
    base = doubtful()
    apart = case_of({"q": "a", "r": "a", "s": UNSURE, "t": "a"}, "file")
    case = Case(apart.answers, Answers(case_of({"t": "a"})).going_on_with(
        {"t": Answer("b", "file")}).preset.disagreements)
    found = believed_case(base, case)
    assert found.answers == {"s": Answer(UNSURE, "file"), "t": Answer("a", "file")}
    assert found.disagreements == case.disagreements != ()
    fine = case_of({"q": "a", "r": UNSURE})
    assert believed_case(base, fine) is fine
