"""Random cases of random rule bases, saved and decided again; and what changes when a rule is taken away."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from advisor.cli.case_file import read_case
from advisor.cli.environment import Environment
from advisor.engine.analysis import settled
from advisor.engine.case import PRECEDENCE, Answer, Case, Disagreement
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import evaluate
from advisor.report.build import recommend
from advisor.report.case_record import CaseRecord, record_of
from advisor.report.case_yaml import case_text, word
from advisor.report.json_report import dumps, recommendation_document
from advisor.report.replay import Replay, replay_case
from advisor.rulebase.model import UNSURE, RuleBase
from advisor.rulebase.tree import Mapping, Scalar, parse
from tests.engine.generated import Maker, makers

NOBODY = Environment(None, None, None, {})
DAY = "2030-12-31"


def any_case(random: Random, base: RuleBase) -> Case:
    """Answers of every origin, with a disagreement now and then."""
    answers = {name: Answer(random.choice([*question.value_ids, UNSURE]), random.choice(PRECEDENCE))
               for name, question in base.questions.items() if random.random() < 0.6}
    split = tuple(Disagreement(name, answer, Answer(base.questions[name].value_ids[0], "provider"))
                  for name, answer in answers.items() if random.random() < 0.1)
    return Case(answers, split)


def saved(base: RuleBase, compiled: Compiled | None, case: Case, folder: Path, named: str | None) -> CaseRecord:
    """What a case file holds after it was written and read."""
    record = record_of(recommend(base, case, compiled, rules=named), case, DAY, named)
    path = folder / "case.yaml"
    path.write_text(case_text(record, base), encoding="utf-8")
    found = read_case(base, str(path), NOBODY)
    assert found == record
    return found


def assert_same(replay: Replay, base: RuleBase, compiled: Compiled | None, case: Case, named: str | None) -> None:
    assert (replay.changes, replay.rules, replay.same_report) == ((), (), True)
    first = recommendation_document(recommend(base, case, compiled, rules=named), trace=True)
    assert dumps(recommendation_document(replay.recommendation, trace=True)) == dumps(first)


@settings(max_examples=150, deadline=None)
@given(makers)
def test_a_random_case_of_random_rules_is_the_same_again(tmp_path_factory: pytest.TempPathFactory,
                                                         maker: Maker) -> None:
    base = maker.rule_base()._replace(sha256="a" * 64, version=maker.random.choice(["1", 'v"\\ x', "yes", "1.0 # a"]))
    compiled = maker.random.choice([compile_rules(base), None])
    case, named = any_case(maker.random, base), maker.random.choice([None, "my: rules", " 'x' "])
    record = saved(base, compiled, case, tmp_path_factory.getbasetemp(), named)
    assert_same(replay_case(record, base, compiled, named="elsewhere"), base, compiled, case, named)


@pytest.mark.parametrize("seed", range(60))
def test_a_random_case_of_the_built_in_rules_is_the_same_again(base: RuleBase, compiled: Compiled, tmp_path: Path,
                                                               seed: int) -> None:
    case = any_case(Random(seed), base)
    record = saved(base, compiled, case, tmp_path, None)
    assert_same(replay_case(record, base, compiled, named=None), base, compiled, case, None)


@settings(max_examples=300, deadline=None)
@given(makers)
def test_without_one_rule_it_says_what_changed_and_names_the_rule(maker: Maker) -> None:
    old = maker.rule_base()._replace(sha256="a" * 64)
    case, compiled = maker.case(old), compile_rules(old)
    part = maker.random.choice([name for name in ("constraints", "evidence", "forms", "warnings")
                                if getattr(old, name)] or ["evidence"])
    rules = dict(getattr(old, part))
    gone = maker.random.choice(sorted(rules)) if rules else ""
    rules.pop(gone, None)
    new = old._replace(sha256="b" * 64, **{part: rules})
    before, after = evaluate(old, case), evaluate(new, case)
    record = record_of(recommend(old, case, compiled), case, DAY, None)
    diagrams = compile_rules(new)
    replay = replay_case(record, new, diagrams, named=None)

    expected = set()
    for what, then, now in (("verdict", before.option, after.option),
                            ("settled", settled(old, case, compiled), settled(new, case, diagrams)),
                            ("balance", before.balance, after.balance)):
        expected |= {(what, "", then, now)} if then != now else set()
    expected |= {("set_up", name, "then", None) for name in set(before.set_up) - set(after.set_up)}
    expected |= {("set_up", name, None, "now") for name in set(after.set_up) - set(before.set_up)}
    expected |= {("warning", name, "then", None) for name in set(before.warnings) - set(after.warnings)}
    expected |= {("warning", name, None, "now") for name in set(after.warnings) - set(before.warnings)}
    found = {(change.what, change.id, *((change.then, change.now) if not change.id else
                                        ("then" if change.then is not None else None,
                                         "now" if change.now is not None else None))) for change in replay.changes}
    assert found == expected
    assert replay.same == (not expected)
    fired = {entry.rule for entry in before.trace if entry.fired}
    assert [rule.rule for rule in replay.rules if rule.how == "gone"] == [gone] * (gone in fired)
    if part in ("constraints", "evidence"):
        for change in replay.changes:
            if change.what in ("verdict", "balance"):
                assert change.rules == (gone,)


@pytest.mark.parametrize("text", ["", "yes", "No", "on", "y", "null", "~", "1", "1.0", "2030-01-31", "a b", "a: b",
                                  "a #b", "- a", "'", '"', "\\", "a\nb", "\t", "\x00", "\x7f", "\x85", "\u2028",
                                  "\ufeff", "\U0001f600", "\U000e0001", "{x}", "*a", "&a", "!a", "@", "%", "a/b-c_d",
                                  "e7", "0x1f"])
def test_every_text_can_be_written_and_read(text: str) -> None:
    import yaml

    found = parse(f"key: {word(text)}\n", "file")
    assert isinstance(found, Mapping)
    value = found.get("key")
    assert isinstance(value, Scalar)
    assert value.text == text
    assert yaml.safe_load(f"key: {word(text)}\n") == {"key": text}


def test_half_a_character_does_no_harm() -> None:
    assert word("a\udc80") == '"a?"'
