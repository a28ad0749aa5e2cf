"""Whole situations and collisions of criteria: what the built-in rules must say of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.engine.analysis import settled
from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import Evaluation, evaluate
from advisor.rulebase.model import NEITHER, UNSURE, RuleBase

FOLDER = Path(__file__).parent
REMOVES_MAIL = "removes-mail"
ORDER = {f"order {line}" for line in range(1, 8)}


def load(name: str) -> Any:
    # Every word stays a word: `yes` and `no` are answers, not booleans.
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


WHOLE = load("situations.yaml")
SITUATIONS = WHOLE["situations"]
COLLISIONS = load("collisions.yaml")["situations"]
TOPICS = WHOLE["topics"]
PEOPLE = [entry for entry in SITUATIONS if entry.get("person") == "true"]


def differences(base: RuleBase, compiled: Compiled, entry: Any) -> list[str]:
    """What the program says otherwise than expected, one line each."""
    case = case_of(entry["answers"])
    found, expect = evaluate(base, case), dict(entry["expect"])
    items = {base.forms[form].item for form in found.set_up}
    removes = any(REMOVES_MAIL in base.forms[form].tags for form in found.set_up)
    lines = []

    def compare(key: str, actual: str) -> None:
        if key in expect and expect.pop(key) != actual:
            lines.append(f"{key}: expected {entry['expect'][key]}, found {actual}")

    compare("protocol", found.option)
    compare("removes_mail", yes_no(removes))
    compare("settled", settled(base, case, compiled))
    compare("by_default", yes_no(found.by_default))
    compare("both_sides", yes_no(all(found.evidence.values())))
    lines += [f"set_up: {item} is missing" for item in expect.pop("set_up", []) if item not in items]
    lines += [f"set_up: {item} must not be there" for item in expect.pop("not_set_up", []) if item in items]
    lines += [f"warnings: none about {topic}" for topic in expect.pop("warnings_about", [])
              if not set(TOPICS[topic]) & set(found.warnings)]
    assert not expect, f"unknown expectations: {', '.join(expect)}"
    return lines


def yes_no(value: bool) -> str:
    return "yes" if value else "no"


def report(entry: Any, found: Evaluation, lines: list[str]) -> str:
    answers = ", ".join(f"{name} {value}" for name, value in entry["answers"].items() if value != UNSURE)
    fired = ", ".join(trace.rule for trace in found.trace if trace.fired and trace.kind in {"constraint", "evidence"})
    return "\n".join([f"{entry['name']}: {entry['story']}", f"  answers: {answers or 'none'}",
                      f"  because: {', '.join(entry['because'])}", *[f"  {line}" for line in lines],
                      f"  points: {dict(found.evidence)}; fired: {fired or 'nothing'}",
                      f"  set-up: {', '.join(found.set_up) or 'none'}",
                      f"  warnings: {', '.join(found.warnings) or 'none'}"])


@pytest.mark.parametrize("entry", SITUATIONS + COLLISIONS, ids=lambda entry: entry["name"])
def test_says_what_is_expected(entry: Any, base: RuleBase, compiled: Compiled) -> None:
    lines = differences(base, compiled, entry)
    if lines:
        pytest.fail(report(entry, evaluate(base, case_of(entry["answers"])), lines), pytrace=False)


@pytest.mark.parametrize("entry", SITUATIONS + COLLISIONS, ids=lambda entry: entry["name"])
def test_is_well_formed(entry: Any, base: RuleBase) -> None:
    assert set(entry) <= {"name", "story", "answers", "expect", "because", "person", "settled"}
    for name, value in entry["answers"].items():
        assert value in (*base.questions[name].value_ids, UNSURE), (name, value)
    assert entry["expect"].get("protocol", NEITHER) in (*base.options, NEITHER)
    named = {form.item for form in base.forms.values()}
    for key in ("set_up", "not_set_up"):
        assert set(entry["expect"].get(key, [])) <= named
    assert entry["because"]
    assert all(reason in base.claims or reason in ORDER for reason in entry["because"])


def test_names_are_used_once() -> None:
    names = [entry["name"] for entry in SITUATIONS + COLLISIONS]
    assert len(names) == len(set(names))


def test_topics_name_warnings(base: RuleBase) -> None:
    assert {name for names in TOPICS.values() for name in names} <= set(base.warnings)


def test_whole_situations_answer_every_question(base: RuleBase) -> None:
    assert len(SITUATIONS) >= 40
    for entry in SITUATIONS:
        assert set(entry["answers"]) == set(base.questions), entry["name"]


def test_people_are_mixed_like_the_public() -> None:
    """The mix that the head of the file states, since the measured number of questions hangs on it."""
    assert len(PEOPLE) >= 30
    part = {(name, value): sum(entry["answers"][name] == value for entry in PEOPLE) / len(PEOPLE)
            for name, value in [("devices", "several"), ("people", "several"), ("local_backup", "unreliable"),
                                ("current", "imap"), ("current", UNSURE), ("offered", "imap"), ("offered", "pop")]}
    assert 0.6 <= part["devices", "several"] <= 0.75
    assert 0.05 <= part["people", "several"] <= 0.2
    assert 0.35 <= part["local_backup", "unreliable"] <= 0.6
    assert part["current", "imap"] + part["current", UNSURE] >= 0.5
    assert part["offered", "imap"] + part["offered", "pop"] <= 0.15


@pytest.mark.parametrize("pair", [(earlier, later) for later in range(1, 8) for earlier in range(1, later)])
def test_every_line_of_the_order_meets_every_other(pair: tuple[int, int]) -> None:
    assert any(re.match(rf"{pair[0]}-(over|with)-{pair[1]}\b", entry["name"]) for entry in COLLISIONS)
