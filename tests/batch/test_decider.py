"""The same verdict as `advisor recommend`, whichever way a row is decided."""

from __future__ import annotations

from random import Random

import pytest

from advisor.batch import decider as decider_module
from advisor.batch.decider import COLUMNS, EXTRA, NO_FLIP, Decider, RowRefused
from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled
from advisor.report.advice.build import recommend
from advisor.report.advice.json import recommendation_document
from advisor.rulebase.model import RuleBase
from tests.batch.helpers import random_answers


def wanted(base: RuleBase, compiled: Compiled, answers: dict[str, str]) -> dict[str, str]:
    """The columns, from the JSON report of the one case."""
    case = case_of({name: value for name, value in answers.items() if value}, "file")
    document = recommendation_document(recommend(base, case, compiled), trace=True)
    verdict = document["verdict"]
    rules = [entry["rule"] for entry in document["trace"]
             if entry["kind"] in ("constraint", "evidence") and entry["truth"] == "true"]
    distance = verdict["flip_distance"]
    return {"protocol": verdict["protocol"], "settled": verdict["settled"],
            "set_up": " ".join(sorted({item["id"] for item in document["set_up"]})),
            "warnings": " ".join(entry["id"] for entry in document["warnings"]), "rules": " ".join(rules),
            "flip_distance": NO_FLIP if distance is None else str(distance), "balance": verdict["balance"],
            "evidence": " ".join(f"{option}:{points}" for option, points in verdict["evidence"].items())}


def found(decider: Decider, answers: dict[str, str]) -> dict[str, str]:
    texts = dict(zip((*COLUMNS, *decider.extra), decider.decide([answers[name] for name in decider.questions]),
                     strict=True))
    return {**texts, "set_up": " ".join(sorted(texts["set_up"].split()))}


def test_random_rows_say_what_recommend_says(base: RuleBase, compiled: Compiled) -> None:
    random = Random(11)
    names = list(base.questions)
    random.shuffle(names)
    decider = Decider(base, names, EXTRA)
    for _ in range(150):
        answers = random_answers(base, random)
        assert found(decider, answers) == wanted(base, compiled, answers)


def test_rules_that_are_too_large_are_decided_one_by_one(base: RuleBase, compiled: Compiled) -> None:
    random = Random(12)
    decider = Decider(base, list(base.questions), limit=100)
    assert decider.slow
    for _ in range(8):
        answers = {name: value or random.choice(base.questions[name].value_ids)
                   for name, value in random_answers(base, random).items()}
        assert found(decider, answers) == {name: text for name, text in wanted(base, compiled, answers).items()
                                           if name in COLUMNS}


def test_a_question_without_a_column_is_open(base: RuleBase) -> None:
    few = Decider(base, ("sync", "devices"))
    every = Decider(base, tuple(base.questions))
    answers = {**dict.fromkeys(base.questions, ""), "devices": "one", "sync": "no"}
    assert few.decide(("no", "one")) == every.decide([answers[name] for name in base.questions])


@pytest.mark.parametrize(("question", "ways"), [
    ("devices", ("several", "SEVERAL", " several ", "2", "17")), ("quota", ("tight", "82%", "82 %", " 75.0%")),
    ("sync", ("yes", "true", "TRUE", "on", "y", "Yes")), ("current", ("pop", "pop3", "POP3")),
    ("offline", ("", " ", "unsure", "Unsure"))])
def test_ways_to_write_an_answer(base: RuleBase, question: str, ways: tuple[str, ...]) -> None:
    assert len({Decider(base, (question,)).decide((way,)) for way in ways}) == 1


def test_a_value_by_the_name_it_had_before(base: RuleBase) -> None:
    older = base._replace(renamed_values={"devices": {"many": "several"}}, renamed_questions={"machines": "devices"})
    assert Decider(older, ("devices",)).decide(("Many",)) == Decider(base, ("devices",)).decide(("several",))
    from tests.batch.helpers import csv_rows

    assert csv_rows("machines\nmany\n", older)[0].cells == ("many",)


def test_every_wrong_cell_is_named_with_the_nearest_word(base: RuleBase) -> None:
    decider = Decider(base, ("devices", "quota", "sync"))
    with pytest.raises(RowRefused) as refused:
        decider.decide(("sevral", "80", "yes"))
    assert [(cell.column, cell.value) for cell in refused.value.cells] == [("devices", "sevral"), ("quota", "80")]
    assert "'several'" in refused.value.cells[0].fix
    assert "'80%'" in refused.value.cells[1].fix


def test_rows_that_only_look_the_same_are_told_apart(base: RuleBase) -> None:
    decider = Decider(base, ("devices", "sync", "folders"))
    plain = Decider(base, ("devices", "sync", "folders"))
    for mark in ("\x1f", "\0", "\x1c", " "):
        for cells in (("one" + mark, "", "yes"), ("one", mark + mark + "yes", ""), ("one", "", mark + "yes")):
            try:
                expected = plain.decide([cell.strip() for cell in cells])
            except RowRefused:
                continue
            if "\0" not in mark:
                assert decider.decide(cells) == expected
            else:
                with pytest.raises(RowRefused):
                    decider.decide(cells)


def test_what_is_remembered_stays_small(base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decider_module, "REPEATED", 5)
    monkeypatch.setattr(decider_module, "SPELLINGS", 8)
    decider = Decider(base, ("devices", "quota"))
    for number in range(60):
        decider.decide((f"{number + 1}", f"{number}%"))
    decider.decide((" " * 5_000 + "one", ""))
    assert len(decider.repeated) <= 5
    assert all(len(spelling) <= 8 for spelling in decider.spellings)
    assert max(len(key) for key in decider.repeated) < 5_000
