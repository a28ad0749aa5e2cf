"""Questions and values that have another name in the other version: which count, and where they are put."""

from __future__ import annotations

from advisor.rulebase.condition import All, AnswerIs, Any, Not, VerdictIs
from advisor.rulebase.model import Bound, Invariant, Monotone, Numbers, Provided, RuleBase, Step, WhenOpen
from advisor.rulebase.programs import NOT_KNOWN, Client, Known, Note, NotOn, Provider
from advisor.verify.changes.renames import Renames, in_new_words, renames_between
from tests.engine.generated import AT, caution, form, question, reason, rule_base, wall

RED = VerdictIs(frozenset(("red",)))
NONE = Renames({}, {})


def made(asked: str, value: str) -> RuleBase:
    """A rule base that names a question, and one of its values, wherever it can; beside it another question."""
    is_it = AnswerIs(asked, frozenset((value, "b", "open")))
    when = All((Any((is_it, AnswerIs("other", frozenset("a")))), Not(is_it), RED))
    note = Note(when, NOT_KNOWN, (), "", AT)
    told = {asked: value, "other": "a"}
    spoken = question(asked, (value, "b"), when_open=WhenOpen(value, "", {}))._replace(
        label="q", ask="q", why="q", find_out="q",
        numbers=Numbers("things", "", 0, (Bound(3, value), Bound(None, "b"))))
    spoken = spoken._replace(values=(spoken.values[0]._replace(text="a", phrase="a"), spoken.values[1]))
    base = rule_base([spoken, question("other", "ab")], constraints=[wall("w", when, "red")],
                     evidence=[reason("e", when, "green")], forms=[form("i/f", when)], warnings=[caution("c", when)])
    return base._replace(
        steps={"s": Step("s", when, 1, "must", "", (), AT)}, provided={"p": Provided("p", when, "", AT)},
        invariants={"v": Invariant("v", "", when, Not(is_it), False, (), AT)},
        monotones={"m": Monotone("m", "", when, asked, (value, "b"), Any((is_it, RED)), (), AT),
                   "n": Monotone("n", "", RED, "other", ("a", "b"), RED, (), AT)},
        ask_first=(asked, "other"), ask_first_when={asked: when, "other": is_it},
        contradictions=((is_it, AnswerIs("other", frozenset("a"))), (AnswerIs("other", frozenset("b")), is_it)),
        clients={"k": Client("k", "K", (), False, Known(told, (), ""), {}, (note, note), AT, told)},
        providers={
            "r": Provider("r", "R", (), False, Known(told, (), ""), {}, (note, note), (), AT, note,
                          NotOn(("k",), "", (), "", AT)),
            "n": Provider("n", "N", (), False, Known({}, (), ""), {}, (), (), AT)})


def offered_apart(base: RuleBase) -> RuleBase:
    """Without what a mail program offers: that is by option, and no question is renamed in it."""
    return base._replace(clients={name: entry._replace(offers=Known({}, (), "")) for name, entry in
                                  base.clients.items()})


def test_every_place_is_put_in_new_words() -> None:
    old = made("q", "a")
    for asked, value in (("r", "x"), ("r", "a"), ("q", "x")):
        renames = Renames({"q": asked} if asked != "q" else {}, {asked: {"a": value}} if value != "a" else {})
        told = in_new_words(old, renames)
        assert offered_apart(told) == offered_apart(made(asked, value))
        assert list(told.questions) == [asked, "other"]
        assert told.clients["k"].offers == old.clients["k"].offers
        assert renames_between(old, made(asked, value)._replace(
            renamed_questions={"q": asked}, renamed_values={asked: {"a": value}})) == renames
    assert in_new_words(old, NONE) is old


def test_a_question_without_figures_or_assumption_stays_so() -> None:
    plain = rule_base([question("q", "ab")])
    assert in_new_words(plain, Renames({"q": "r"}, {})).questions == {
        "r": question("q", "ab")._replace(id="r")}


def test_names_to_and_fro() -> None:
    renames = Renames({"q": "r"}, {"r": {"a": "x"}, "other": {"a": "y"}})
    assert [renames.question(name) for name in ("q", "r", "else")] == ["r", "r", "else"]
    assert [renames.value("q", name) for name in ("a", "b")] == ["x", "b"]
    assert [renames.value(name, "a") for name in ("r", "other", "else")] == ["x", "y", "a"]
    told = {"r": "x", "other": "y", "else": "z"}
    assert renames.in_old_words(told) == {"q": "a", "other": "a", "else": "z"}
    assert renames.in_old_words({"r": "b", "other": "x"}) == {"q": "b", "other": "x"}
    assert NONE.in_old_words(told) == told


OLD, NEW = rule_base([question("q", "ab")]), rule_base([question("r", "xb")])
TO_R, A_TO_X = {"q": "r"}, {"r": {"a": "x"}}


def test_either_version_may_say_so() -> None:
    """The new version names what there was; an old one that looks back names what there will be."""
    found = Renames({"q": "r"}, {"r": {"a": "x"}})
    assert renames_between(OLD, NEW._replace(renamed_questions=TO_R, renamed_values=A_TO_X)) == found
    assert renames_between(OLD._replace(renamed_questions={"r": "q"}, renamed_values={"q": {"x": "a"}}), NEW) == found
    assert renames_between(OLD, NEW) == NONE
    assert renames_between(OLD, NEW._replace(renamed_questions=TO_R)) == Renames(TO_R, {})
    assert renames_between(OLD, NEW._replace(renamed_values=A_TO_X)) == NONE, "of a question that is another one"


def test_a_value_of_a_question_that_keeps_its_name() -> None:
    new = rule_base([question("q", "xb")])._replace(renamed_values={"q": {"a": "x"}})
    assert renames_between(OLD, new) == Renames({}, {"q": {"a": "x"}})


def test_what_either_version_knows_under_both_names_was_not_renamed() -> None:
    both = rule_base([question("q", "ab"), question("r", "ab")])
    told = {"renamed_questions": {"q": "r"}}
    assert renames_between(both, NEW._replace(**told)) == NONE
    assert renames_between(OLD, both._replace(**told)) == NONE
    assert renames_between(OLD, NEW._replace(renamed_questions={"gone": "r"})) == NONE
    assert renames_between(OLD, NEW._replace(renamed_questions={"q": "gone"})) == NONE


def test_two_that_became_one_are_a_change() -> None:
    old = rule_base([question("q", "abc")])
    new = rule_base([question("q", "xy")])._replace(renamed_values={"q": {"a": "x", "b": "x", "c": "y"}})
    assert renames_between(old, new) == Renames({}, {"q": {"c": "y"}})
    two = rule_base([question("q", "ab"), question("p", "ab")])
    assert renames_between(two, NEW._replace(renamed_questions={"q": "r", "p": "r"})) == NONE
