"""The published schemas: valid, free of any rule base's words, and exact for the one that is loaded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.engine.answers import AnswerRefused, read_answer
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.recommendation import Recommendation
from advisor.report.schemas import schema as schema_module
from advisor.report.schemas.schema import names, schema
from advisor.rulebase.model import Question, RuleBase

Advise = Callable[..., Recommendation]
FILES = sorted(Path(schema_module.__file__).parent.glob("*.json"))


def accepts(name: str, base: RuleBase, document: Any) -> bool:
    return bool(Draft202012Validator(schema(name, base)).is_valid(document))


def test_no_key_stands_twice() -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs), [key for key, _ in pairs]
        return dict(pairs)

    for path in Path(schema_module.__file__).parent.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=once)


def test_there_is_one_for_each_format() -> None:
    assert {"recommendation", "comparison", "answers", "error"} <= set(names())
    assert list(names()) == [path.stem for path in FILES]


def test_an_unknown_name_is_refused(base: RuleBase) -> None:
    for name in ("nothing", "../schemas/error", ""):
        with pytest.raises(KeyError):
            schema(name, base)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_valid_schemas(path: Path, base: RuleBase) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))
    Draft202012Validator.check_schema(schema(path.stem, base))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_reference_leads_somewhere(path: Path, base: RuleBase) -> None:
    found = schema(path.stem, base)
    for name in re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(found)):
        assert name in found["$defs"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_hold_for_any_rule_base(path: Path, base: RuleBase) -> None:
    if path.stem == "inspection":  # names kinds of access: it is about what answers by each of them
        return
    text = path.read_text(encoding="utf-8").lower()
    ids = {*base.questions, *base.options, *base.forms, *base.warnings, *base.steps, *base.evidence,
           *base.constraints, *base.strengths, *(form.item for form in base.forms.values()),
           *(option.name.lower() for option in base.options.values())}
    assert [name for name in ids if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_take_what_the_exact_ones_take(path: Path, base: RuleBase, advise: Advise) -> None:
    document = recommendation_document(advise(devices="several", quota="full"), trace=True)
    if path.stem in ("recommendation", "answers"):
        assert Draft202012Validator(json.loads(path.read_text(encoding="utf-8"))).is_valid(document)
        assert accepts(path.stem, base, document)


@pytest.mark.parametrize("change", [
    lambda document: document["answers"].update(colour={"value": "one", "origin": "flag", "label": "", "text": ""}),
    lambda document: document["answers"]["devices"].update(value="seventeen"),
    lambda document: document["answers"]["devices"].update(origin="guessed"),
    lambda document: document["verdict"].update(protocol="uucp"),
    lambda document: document["verdict"]["evidence"].update(uucp=3),
    lambda document: document["verdict"]["evidence"].popitem(),
    lambda document: document["verdict"].update(flip_distance="some"),
    lambda document: document["verdict"].update(flip_distance=0),
    lambda document: document["verdict"].update(flip_distance=True),
    lambda document: document["verdict"].pop("proviso"),
    lambda document: document["verdict"]["proviso"].update(question="colour"),
    lambda document: document["reasons"][0].update({"for": "neither"}),
    lambda document: document["reasons"][0].update(strength="huge"),
    lambda document: document["flips"][0].update(change={}),
    lambda document: document["flips"][0].update(change={"devices": "unsure"}),
    lambda document: document["open"][0].update(can_change=["mood"]),
    lambda document: document["steps"][0].update(level="may"),
    lambda document: document.pop("set_up"),
    lambda document: document.update(schema="advisor.recommendation/2"),
])
def test_a_wrong_document_is_refused(base: RuleBase, advise: Advise, change: Callable[[dict[str, Any]], Any]) -> None:
    document = recommendation_document(advise(devices="several", quota="full"))
    assert accepts("recommendation", base, document)
    change(document)
    assert not accepts("recommendation", base, document)


def test_another_rule_base_has_another_schema(base: RuleBase) -> None:
    first, second, *_ = base.questions
    smaller = base._replace(questions={first: base.questions[first]})
    value = base.questions[second].value_ids[0]
    assert accepts("answers", base, {second: value})
    assert not accepts("answers", smaller, {second: value})
    assert schema("recommendation", smaller)["$defs"]["question"] == {"enum": [first]}


# What a person might write; text as it is in JSON.
PLAIN = ["true", "false", "null", "0", "1", "2", "17", "-1", "1.5", "2.0", "[]", "{}", '"80%"', '"74.9 %"', '"80 MB"',
         '"many"', '""', '"pop3"', '"unsure"', '"not sure"']
# These mean something to the program that the schema leaves out.
LENIENT = ['"YES"', '"Unsure"', '"on"', '"off"', '"y"', '"n"', '"true"', '"3"', '" one "']


def reads(question: Question, text: str) -> bool:
    value = json.loads(text)
    if isinstance(value, list | dict):
        return False
    try:
        read_answer(question, value if isinstance(value, str) else text)
    except AnswerRefused:
        return False
    return True


def test_answers_that_the_schema_takes_are_those_that_the_program_reads(base: RuleBase) -> None:
    validator = Draft202012Validator(schema("answers", base))
    words = [json.dumps(value) for question in base.questions.values() for value in question.value_ids]
    for question in base.questions.values():
        for text in dict.fromkeys([*PLAIN, *words]):
            assert validator.is_valid({question.id: json.loads(text)}) == reads(question, text), (question.id, text)
        for text in LENIENT:
            assert not validator.is_valid({question.id: json.loads(text)}) or reads(question, text), (question.id, text)


def test_answers_may_stand_in_a_document(base: RuleBase) -> None:
    assert accepts("answers", base, {})
    assert accepts("answers", base, {"local-backup": "regular", "local_space": "ample"})
    assert accepts("answers", base, {"schema": "x", "answers": {"devices": 3}, "more": [1]})
    assert accepts("answers", base, {"devices": {"value": "one", "origin": "measured"}})
    assert not accepts("answers", base, {"schema": "x", "answers": {"device": 3}})
    assert not accepts("answers", base, {"answers": {"devices": 3}})
    assert not accepts("answers", base, {"devices": {"origin": "measured"}})
    assert not accepts("answers", base, ["devices"])


@pytest.mark.parametrize("suffix", ["%", "$", "^", "]", "\\", "-"])
def test_any_suffix_is_taken_literally(base: RuleBase, suffix: str) -> None:
    quota = base.questions["quota"]
    assert quota.numbers is not None
    numbers = quota.numbers._replace(suffix=suffix)
    other = base._replace(questions={"quota": quota._replace(numbers=numbers)})
    assert accepts("answers", other, {"quota": f"80{suffix}"})
    assert not accepts("answers", other, {"quota": "80"})
    assert not accepts("answers", other, {"quota": "80x"})


@pytest.mark.parametrize("document", [
    {"schema": "advisor.error/1", "errors": []},
    {"schema": "advisor.error/1", "errors": [{"code": "x"}]},
    {"schema": "advisor.error/1", "errors": [{"code": "No Code", "message": "", "fix": "", "file": None, "line": None,
                                             "column": None, "where": ""}]},
])
def test_a_wrong_error_document_is_refused(base: RuleBase, document: dict[str, Any]) -> None:
    assert not accepts("error", base, document)
