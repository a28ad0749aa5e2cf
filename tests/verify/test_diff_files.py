"""What differs in the files and no case can show: figures, safety statements, groups of forms, words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.engine.answers import AnswerRefused, read_answer
from advisor.rulebase.condition import All, AnswerIs, Fires, VerdictIs
from advisor.rulebase.load import load
from advisor.rulebase.measurements import Range
from advisor.rulebase.model import Bound, Monotone, Numbers, Provided, Question, RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.programs import Fact
from advisor.verify.changes.diff import compare
from advisor.verify.changes.entries import TextChange, entry_changes
from advisor.verify.changes.figures import FigureChange, figure_changes, written
from tests.engine.generated import AT

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


@pytest.fixture(scope="module")
def commute() -> RuleBase:
    return load(COMMUTE)


def with_numbers(base: RuleBase, numbers: Numbers | None, name: str = "distance") -> RuleBase:
    return base._replace(questions={**base.questions, name: base.questions[name]._replace(numbers=numbers)})


def bounds(*below: float | None, least: float = 0, suffix: str = "") -> Numbers:
    values = ("near", "middle", "far")
    return Numbers("things", suffix, least, tuple(Bound(end, value) for end, value in zip(below, values, strict=False)))


def meaning(question: Question, text: str) -> str | None:
    try:
        return read_answer(question, text)
    except AnswerRefused:
        return None


@pytest.mark.parametrize(("old", "new"), [
    (bounds(6, 16, None), bounds(6, 16, None)),
    (bounds(6, 16, None), bounds(7, 16, None)),
    (bounds(6, 16, None), bounds(9, 12, None)),
    (bounds(6, 16, None), bounds(20, 30, None)),
    (bounds(6, 16, None), bounds(6, None)),
    (bounds(6, 16, None), bounds(6, 16, None, least=3)),
    (bounds(5.5, 16, None), bounds(6, 16, None)),
    (bounds(5.5, 16, None, suffix="%"), bounds(6, 16, None, suffix="%")),
    (bounds(6, 16, None), bounds(6, 16, None, suffix="%")),
    (bounds(6, 16, None), None),
    (None, bounds(6, 16, None, least=1, suffix="%")),
    (None, None),
])
def test_figures_are_read_as_the_ranges_say(commute: RuleBase, old: Numbers | None, new: Numbers | None) -> None:
    """Every figure up to 40 in steps of a half is read by both versions; the ranges hold those that mean another."""
    one, two = with_numbers(commute, old), with_numbers(commute, new)
    found = figure_changes(one, two)
    for suffix in ("", "%"):
        for half in range(80):
            figure = half / 2
            text = f"{figure:g}{suffix}"
            before, after = (meaning(base.questions["distance"], text) for base in (one, two))
            told = [(change.before, change.after) for change in found
                    if change.suffix == suffix and change.start <= figure < (change.below or 1000)]
            if figure.is_integer() or suffix:
                assert told == ([(before, after)] if before != after else []), text
    for change in found:
        assert [meaning(base.questions["distance"], change.example) for base in (one, two)] == [
            change.before, change.after]
        assert change.before != change.after


def test_a_moved_bound_by_hand(base: RuleBase) -> None:
    numbers = base.questions["quota"].numbers
    assert numbers is not None
    assert [bound.below for bound in numbers.bounds] == [75, 90, None]
    moved = numbers._replace(bounds=(*numbers.bounds[:1], Bound(99, "tight"), *numbers.bounds[2:]))
    found = compare(base, with_numbers(base, moved, "quota"))
    assert found.figures == (FigureChange("quota", "%", 90, 99, "full", "tight"),)
    assert found.figures[0].example == "90%"
    assert (found.equivalent, found.matters, found.different) == (True, True, True)


@pytest.mark.parametrize(("figure", "text"), [(0, "0"), (90, "90"), (2.5, "2.5"), (1e8, "100000000"), (0.001, "0.001")])
def test_a_figure_is_written_as_it_is_read(figure: float, text: str) -> None:
    assert written(figure) == text


MONOTONE = Monotone("m", "", All(()), "distance", ("near", "far"), VerdictIs(frozenset(("bus",))), (), AT)


@pytest.mark.parametrize(("change", "sort"), [
    (lambda base: base._replace(invariants={}), "removed"),
    (lambda base: base._replace(invariants={**base.invariants, "no-bicycle-on-ice": base.invariants[
        "no-bicycle-on-ice"]._replace(when=All((AnswerIs("street", frozenset(("icy",))),
                                               AnswerIs("dark", frozenset(("yes",))))))}), "changed"),
    (lambda base: base._replace(invariants={**base.invariants, "no-bicycle-on-ice": base.invariants[
        "no-bicycle-on-ice"]._replace(never=False)}), "changed"),
    (lambda base: base._replace(monotones={}), "removed"),
    (lambda base: base._replace(monotones={"m": MONOTONE._replace(order=("far", "near"))}), "changed"),
    (lambda base: base._replace(monotones={"m": MONOTONE, "n": MONOTONE._replace(id="n")}), "added"),
    (lambda base: base._replace(monotones={"m": MONOTONE._replace(text="Other words.")}), ""),
])
def test_safety_statements(commute: RuleBase, change: Callable[[RuleBase], RuleBase], sort: str) -> None:
    """None of these changes a case; those that take something away matter all the same."""
    old = commute._replace(monotones={"m": MONOTONE})
    found = compare(old, change(old))
    assert found.equivalent is True
    assert [name for name, entries in found.statements._asdict().items() if entries] == ([sort] if sort else [])
    assert found.matters is (sort in ("removed", "changed"))
    assert found.different is True


def test_what_names_a_tag_changes_through_it(commute: RuleBase) -> None:
    """Two conditions name a tag by its forms; it loses one of them. The form itself is what somebody touched."""
    forms = {name: entry._replace(tags=("seen",)) for name, entry in commute.forms.items()}
    tagged = Fires(frozenset(forms))
    rule = commute.invariants["lights-at-night"]._replace(then=tagged)
    step = commute.steps["pump"]._replace(when=All((AnswerIs("dark", frozenset(("yes",))), tagged)))
    old = commute._replace(forms=forms, invariants={**commute.invariants, rule.id: rule},
                           steps={**commute.steps, step.id: step})
    fewer = Fires(frozenset(("helmet/on",)))
    when = All((AnswerIs("dark", frozenset(("yes",))), fewer))
    new = old._replace(forms={**forms, "lights/both": forms["lights/both"]._replace(tags=())},
                       invariants={**old.invariants, rule.id: rule._replace(then=fewer)},
                       steps={**old.steps, step.id: step._replace(when=when)})
    assert [(change.id, change.fields, change.through) for change in entry_changes(old, new)] == [
        ("lights/both", ("tags",), ()), ("pump", ("when",), ("set_up_tag seen",)),
        ("lights-at-night", ("then",), ("set_up_tag seen",))]
    assert [change.id for change in compare(old, new).statements.changed] == ["lights-at-night"]
    apart = new._replace(steps={**old.steps, step.id: step._replace(when=fewer)})  # the author's own change as well
    assert ("pump", ("when",), ()) in [(change.id, change.fields, change.through)
                                       for change in entry_changes(old, apart)]


def test_a_new_form_changes_what_names_its_item(commute: RuleBase) -> None:
    more = commute.forms["helmet/on"]._replace(id="helmet/off")
    both = Fires(frozenset(("helmet/on", "helmet/off")))
    load_rule = commute.warnings["heavy-load"]
    when = All((both, AnswerIs("luggage", frozenset(("heavy",)))))
    new = commute._replace(forms={**commute.forms, more.id: more},
                           warnings={**commute.warnings, load_rule.id: load_rule._replace(when=when)})
    assert [(change.id, change.change, change.through) for change in entry_changes(commute, new)] == [
        ("helmet/off", "added", ()), ("heavy-load", "changed", ("set_up helmet",))]


def test_words_are_told_old_and_new(commute: RuleBase) -> None:
    rule, question = commute.evidence["short-way"], commute.questions["street"]
    values = (question.values[0]._replace(phrase="the street is free"), *question.values[1:])
    new = commute._replace(
        title="To work", evidence={**commute.evidence, rule.id: rule._replace(text="Nearby.", sources=())},
        questions={**commute.questions, "street": question._replace(values=values)},
        claims={name: claim for name, claim in commute.claims.items() if name != "W1.1"})
    texts = {change.id: change.texts for change in entry_changes(commute, new)}
    assert texts == {
        commute.name: (TextChange("title", "Bicycle, bus or car", "To work"),),
        "short-way": (TextChange("text", "It is near.", "Nearby."), TextChange("sources", "claim - W1.1", "")),
        "street": (TextChange("clear phrase", "the street is clear", "the street is free"),),
        "W1.1": (TextChange("", "decision | distance | Up to five kilometres the bicycle is quickest.", ""),)}


def test_without_a_difference_nothing_matters(commute: RuleBase) -> None:
    found = compare(commute, commute)
    assert (found.matters, found.different) == (False, False)
    unknown = compare(commute, commute, 20)
    assert (unknown.matters, unknown.different) == (True, True)


@pytest.mark.parametrize(("field", "value", "word"), [
    ("destroying_needs", ("a-copy",), "destroying_needs"), ("tag_words", {"seen": ("see",)}, "tag_words"),
    ("provided", {"a-copy": Provided("a-copy", VerdictIs(frozenset(("bus",))), "", AT)}, "provided"),
    ("lean", 3, "lean"), ("limits", {"step": 1}, ""), ("technical_terms", ("rack",), "")])
def test_what_the_whole_rule_base_says(commute: RuleBase, field: str, value: object, word: str) -> None:
    [change] = entry_changes(commute, commute._replace(**{field: value}))
    assert (change.kind, change.words_only) == ("rule_base", not word)
    assert change.fields == (word or field.replace("_", " "),)


@pytest.mark.parametrize(("field", "value"), [("needs", ("a", "b")), ("gives", ("a",)), ("destroys", ("a",))])
def test_what_a_step_needs_and_gives_is_more_than_words(commute: RuleBase, field: str, value: object) -> None:
    step = commute.steps["pump"]
    new = commute._replace(steps={**commute.steps, step.id: step._replace(**{field: value})})
    assert [(change.id, change.fields, change.words_only) for change in entry_changes(commute, new)] == [
        ("pump", (field,), False)]


def test_a_changed_fact_about_a_program_is_told_and_where_it_stands_is_not(base: RuleBase) -> None:
    client, provider = base.clients["ios-mail"], base.providers["icloud"]
    moved = {name: known._replace(at=Position("clients.yaml", 900, 1), traps=tuple(
        note._replace(at=Position("clients.yaml", 901, 1)) for note in known.traps))
        for name, known in base.clients.items()}
    assert entry_changes(base, base._replace(clients=moved)) == ()
    trap = client.traps[0]._replace(fact=Fact("It rattles.", ""))
    new = base._replace(clients={**base.clients, client.id: client._replace(traps=(trap, *client.traps[1:]))},
                        providers={**base.providers, provider.id: provider._replace(servers={})})
    found = entry_changes(base, new)
    assert [(change.kind, change.id, change.fields, change.words_only) for change in found] == [
        ("client", "ios-mail", ("traps/1",), True), ("provider", "icloud", ("servers/imap", "servers"), True)]
    assert "It rattles." in found[0].texts[0].new
    proton = base.providers["proton"]
    assert proton.not_on is not None
    assert proton.room is not None
    new = base._replace(providers={**base.providers, proton.id: proton._replace(
        not_on=proton.not_on._replace(text="Walk."), room=proton.room._replace(fact=Fact("Little.", "")))})
    assert [(change.id, change.fields) for change in entry_changes(base, new)] == [("proton", ("room", "not_on"))]


def test_a_changed_measurement_is_more_than_words_and_a_sign_is_words(base: RuleBase) -> None:
    answer, sign = base.measured_answers["both-offered"], base.signs["hidden-folders"]
    when = {"own_folders_with_mail": Range(5, None)}
    new = base._replace(measured_answers={**base.measured_answers, answer.id: answer._replace(when=when, evidence="x")},
                        signs={name: other for name, other in base.signs.items() if name != sign.id})
    assert [(change.kind, change.id, change.change, change.fields, change.words_only)
            for change in entry_changes(base, new)] == [
        ("measured", "both-offered", "changed", ("when",), False),
        ("measured", "both-offered", "changed", ("evidence",), True), ("sign", "hidden-folders", "removed", (), True)]
