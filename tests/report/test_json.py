"""The JSON of a recommendation is a contract: exact keys, exact types, for every case."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.engine.case import Case, case_of, merge
from advisor.engine.compiled import Compiled
from advisor.report.advice.build import recommend
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.recommendation import Recommendation
from advisor.report.page.json_document import dumps, error_document
from advisor.report.schemas.schema import schema
from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.problem import Problem

Advise = Callable[..., Recommendation]


def random_cases(base: RuleBase, count: int, seed: int = 7) -> list[Case]:
    """Cases from empty to fully answered, with some "not sure"."""
    pick = random.Random(seed)
    return [case_of({question.id: pick.choice([*question.value_ids, "unsure"])
                     for question in base.questions.values() if pick.random() < share / 10})
            for share in (pick.randint(0, 10) for _ in range(count))]


@pytest.fixture(scope="module")
def documents(base: RuleBase, compiled: Compiled) -> list[dict[str, Any]]:
    """The documents of 200 random cases, as a reader of the JSON gets them."""
    return [json.loads(dumps(recommendation_document(recommend(base, case, compiled), trace=number % 10 == 0)))
            for number, case in enumerate(random_cases(base, 200))]


def shape(value: Any, wanted: Any, at: str = "$") -> list[str]:
    """Where `value` is not of the shape `wanted`: types, {key: shape}, [shape], or a set of allowed values."""
    if isinstance(wanted, dict):
        if not isinstance(value, dict):
            return [f"{at}: not an object"]
        return [fault for key, part in wanted.items()
                for fault in (shape(value[key], part, f"{at}.{key}") if key in value else [f"{at}.{key}: missing"])]
    if isinstance(wanted, list):
        if not isinstance(value, list):
            return [f"{at}: not a list"]
        return [fault for number, item in enumerate(value) for fault in shape(item, wanted[0], f"{at}[{number}]")]
    if isinstance(wanted, set):
        return [] if value in wanted else [f"{at}: {value!r}"]
    if isinstance(wanted, tuple):
        return [] if any(not shape(value, way) for way in wanted) else [f"{at}: {value!r}"]
    return [] if type(value) is wanted else [f"{at}: {value!r} is not {wanted.__name__}"]


OPTION = {"imap", "pop"}
ADVISED = {"imap", "pop", "neither"}
CLAIMS = [str]
CONTRACT = {  # every key, with types for values
    "schema": {"advisor.recommendation/1"},
    "rule_base": {"name": str, "version": str, "sha256": str},
    "answers": dict,
    "verdict": {
        "protocol": ADVISED, "settled": {"yes", "no", "unknown"}, "balance": {"tie", "lean", "clear"},
        "by_default": bool, "evidence": {"imap": int, "pop": int},
        "ruled_out": [{"protocol": OPTION, "rule": str}],
        "flip_distance": (int, type(None), {"unknown"}),
        "proviso": ({"question": {"offered"}, "otherwise": ADVISED}, type(None))},
    "reasons": [{"rule": str, "for": OPTION, "strength": {"slight", "moderate", "strong", "decisive"}, "text": str,
                 "claims": CLAIMS}],
    "set_up": [{"id": str, "params": dict, "text": str, "claims": CLAIMS}],
    "steps": [{"must": bool, "text": str}],
    "warnings": [{"id": str, "text": str, "avert": str, "claims": CLAIMS}],
    "open": [{"question": str, "can_change": [{"verdict", "set_up", "warnings"}]}],
    "flips": [{"change": dict, "protocol": ADVISED}],
}


def test_every_document_keeps_the_contract(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        assert shape(document, CONTRACT) == []
        for answer in document["answers"].values():
            assert shape(answer, {"value": str, "origin": {"flag"}}) == []


def test_the_cases_reach_every_part_of_the_contract(documents: list[dict[str, Any]]) -> None:
    verdicts = [document["verdict"] for document in documents]
    assert {verdict["protocol"] for verdict in verdicts} == ADVISED
    assert {verdict["balance"] for verdict in verdicts} == {"tie", "lean", "clear"}
    assert {verdict["settled"] for verdict in verdicts} >= {"yes", "no"}
    assert {verdict["by_default"] for verdict in verdicts} == {True, False}
    assert {type(verdict["flip_distance"]) for verdict in verdicts} == {int, type(None)}
    assert {type(verdict["proviso"]) for verdict in verdicts} == {dict, type(None)}
    assert any("trace" in document for document in documents)
    for key in ("reasons", "set_up", "steps", "warnings", "open", "flips"):
        assert any(document[key] for document in documents), key


def test_every_document_meets_the_published_schema_which_describes_every_key(
        base: RuleBase, documents: list[dict[str, Any]]) -> None:
    validator = Draft202012Validator(closed(schema("recommendation", base)))
    for document in documents:
        assert [error.message for error in validator.iter_errors(document)] == []
    assert not validator.is_valid({**documents[0], "not_described": 1})
    assert Draft202012Validator(schema("recommendation", base)).is_valid({**documents[0], "added_later": 1})


def closed(part: Any, definitions: Any = None) -> Any:
    """The same schema, but no object may have a key that it does not name; references are written out, for speed."""
    if isinstance(part, list):
        return [closed(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    definitions = part.get("$defs", definitions)
    found = {key: closed(value, definitions) for key, value in part.items() if key not in ("$defs", "$ref")}
    if part.get("type") == "object" and isinstance(part.get("properties"), dict):
        found.setdefault("additionalProperties", False)
    if "$ref" in part:
        whole = closed(definitions[part["$ref"].rpartition("/")[2]], definitions)
        return {"allOf": [whole, found]} if found else whole
    return found


def test_a_case_by_hand(advise: Advise) -> None:
    document = recommendation_document(advise(devices="several", quota="full", offline="unsure"))
    assert document["answers"] == {
        "devices": {"value": "several", "origin": "flag", "label": "devices",
                    "text": "Two or more devices, or two or more mail programs"},
        "offline": {"value": "unsure", "origin": "flag", "label": "without internet", "text": "Not sure"},
        "quota": {"value": "full", "origin": "flag", "label": "mailbox space",
                  "text": "Full or nearly full (90 % or more used)"}}
    verdict = document["verdict"]
    assert (verdict["protocol"], verdict["settled"], verdict["flip_distance"]) == ("imap", "yes", 1)
    assert {key: verdict["proviso"][key] for key in ("question", "otherwise")} == {
        "question": "offered", "otherwise": "pop"}
    assert document["reasons"][0]["claims"]
    assert document["flips"][0]["change"] == {"devices": "one"}
    assert "offered" in [found["question"] for found in document["open"]]
    unsure = {found["question"]: found["unsure"] for found in document["open"]}
    assert unsure["offline"] is True
    assert unsure["people"] is False


def test_params_and_must_are_values_not_words(advise: Advise) -> None:
    document = recommendation_document(advise(devices="one", local_backup="regular", offered="both"))
    items = {item["id"]: item for item in document["set_up"]}
    assert items["leave-on-server"]["params"]["days"] == 14
    assert document["verdict"]["proviso"] is None
    assert [step["must"] for step in document["steps"]] == [step["level"] == "must" for step in document["steps"]]
    assert {step["must"] for step in document["steps"]} == {True, False}


def test_claims_are_ids_and_sources_are_everything(advise: Advise) -> None:
    rec = advise(devices="one", quota="full", people="several", current="mixed")
    document = recommendation_document(rec)
    kinds = set()
    for part in ("reasons", "set_up", "steps", "warnings"):
        for entry, told in zip(document[part], getattr(rec, part), strict=True):
            assert entry["claims"] == [source.mark for source in told.sources if source.kind == "claim"]
            assert entry["sources"] == [source._asdict() for source in told.sources]
            kinds |= {source["kind"] for source in entry["sources"]}
    assert kinds == {"claim", "rfc", "field"}


def test_what_is_not_known_is_said_to_be_unknown(advise: Advise) -> None:
    rec = advise(devices="several")
    verdict = rec.verdict._replace(exact=False, flip_distance=None, settled="unknown")
    told = recommendation_document(rec._replace(verdict=verdict, flips=()))["verdict"]
    assert (told["flip_distance"], told["settled"], told["exact"]) == ("unknown", "unknown", False)


def test_a_disagreement_is_told_with_both_sides(base: RuleBase, compiled: Compiled) -> None:
    case = merge([case_of({"devices": "one"}, "file"), case_of({"devices": "several"}, "flag")])
    [found] = recommendation_document(recommend(base, case, compiled))["disagreements"]
    assert found["question"] == "devices"
    assert (found["kept"]["origin"], found["dropped"]["origin"]) == ("flag", "file")
    assert found["kept"]["text"] != found["dropped"]["text"]


def test_the_trace_comes_on_request(base: RuleBase, advise: Advise) -> None:
    rec = advise(devices="one")
    assert "trace" not in recommendation_document(rec)
    trace = {entry["rule"]: entry for entry in recommendation_document(rec, trace=True)["trace"]}
    assert set(base.evidence) | set(base.constraints) | set(base.forms) <= set(trace)
    assert trace["one-device"] == {"rule": "one-device", "kind": "evidence", "truth": "true", "fired": True,
                                   "answers": {"devices": "one"}, "waits_for": []}
    assert trace["patchy-line"]["truth"] == "unknown"
    assert trace["patchy-line"]["waits_for"] == ["connection"]


def test_any_stream_can_take_the_text() -> None:
    hostile = {"text": "\u65e5\u672c \x1b[31m \x9b \u202e \ud800"}
    text = dumps(hostile)
    assert text.isascii()
    assert all(char.isprintable() or char == "\n" for char in text)
    assert text.endswith("}\n")
    assert json.loads(text) == hostile


def test_errors_say_where_and_what_to_do(base: RuleBase) -> None:
    problems = [Problem("wrong-answer", "That is no answer.", where="--devices", fix="Say one."),
                Problem("duplicate-key", "Twice.", Position("b.yaml", 3, 1)),
                Problem("syntax", "No.", Position("b.yaml", 2, 7), fix="Look.")]
    document = error_document(problems)
    assert Draft202012Validator(schema("error", base)).is_valid(document)
    assert document == {"schema": "advisor.error/1", "errors": [
        {"code": "wrong-answer", "message": "That is no answer.", "fix": "Say one.", "file": None, "line": None,
         "column": None, "where": "--devices"},
        {"code": "syntax", "message": "No.", "fix": "Look.", "file": "b.yaml", "line": 2, "column": 7,
         "where": "b.yaml:2:7"},
        {"code": "duplicate-key", "message": "Twice.", "fix": "", "file": "b.yaml", "line": 3, "column": 1,
         "where": "b.yaml:3:1"}]}


def test_json_is_the_fast_path() -> None:
    heavy = ("rich", "html", "typer", "questionary", "prompt_toolkit", "jsonschema", "yaml")
    code = f"import sys; import advisor.report.advice.json; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={"PYTHONPATH": ":".join(sys.path)})
    assert done.stdout.strip() == "[]"
